"""Every address of admissions, asked with every method: none but its own does anything."""

import pytest
from django.urls import reverse

from admissions import urls
from admissions.applications.documents import services, uploads
from admissions.domain.documents import DocumentKind
from admissions.models import Application, Document
from tests.admissions.applications.pages import make_master_of_practice, opened
from tests.admissions.makers import make_application

pytestmark = pytest.mark.django_db
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
READ, SENT = ["GET", "HEAD"], ["POST"]
READ_ALONE = {
    "admission",
    "application",
    "application_questions",
    "application_receipt",
    "apply",
    "case",
    "case_archive",
    "case_data",
    "document_file",
    "interest_received",
    "programme_admission",
}
SENT_ALONE = {"application_carry", "application_delete", "document_remove"}
PATTERNS = {pattern.name: pattern.pattern for pattern in urls.urlpatterns}


def methods_of(name):
    if name in READ_ALONE:
        return READ
    return SENT if name in SENT_ALONE else READ + SENT


def address(name, **known):
    values = {hole: known.get(hole, "x") for hole in PATTERNS[name].converters}
    return reverse(f"admissions:{name}", kwargs=values)


def test_the_addresses_of_the_table_are_there():
    assert set(PATTERNS) > READ_ALONE | SENT_ALONE


@pytest.mark.parametrize("name", PATTERNS)
def test_an_address_refuses_every_method_but_its_own(client, name):
    answers = {method: client.generic(method, address(name)) for method in METHODS}

    refused = [method for method, answer in answers.items() if answer.status_code == 405]
    assert refused == [method for method in METHODS if method not in methods_of(name)]
    for method in refused:
        assert answers[method].headers["Allow"] == ", ".join(methods_of(name))


@pytest.mark.parametrize("name", sorted(SENT_ALONE))
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_that_is_followed_removes_and_carries_nothing(client, name, method):
    draft = make_application(make_master_of_practice(), year=2026)
    file = uploads.Accepted("bevis.pdf", "pdf", b"%PDF-")
    kept = services.attach(draft, kind=DocumentKind.DIPLOMA, file=file, is_open=True)
    opened(client, draft)
    before = Application.objects.values().get()
    path = address(name, reference=draft.reference, document=kept.reference)

    assert client.generic(method, path).status_code == 405

    assert Application.objects.values().get() == before
    assert Document.objects.get() == kept
