"""Every address of an application: in no cache, shut to strangers, with nothing of a person."""

from itertools import product

import pytest
from django.urls import URLPattern, reverse
from django.utils.translation import override

from admissions import urls
from admissions.mail import signed_links
from tests.admissions.makers import ANSWERS, make_application
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
OF_A_CASE = [
    pattern
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern) and "reference" in pattern.pattern.converters
]
NAMES = [pattern.name for pattern in OF_A_CASE]
POSTED_ONLY = {"application_delete", "application_carry", "document_remove"}
# Files, which stay open until a server has sent them.
FILES = {"case_archive", "document_file"}


@pytest.fixture
def application():
    programme, _courses = make_whole_programme(years_min=2, years_max=6, single_courses=True)
    make_requirement_set(programme)
    return make_application(programme, ANSWERS, email="anna.planted@example.org")


def address(name, application, language="da"):
    args = [application.reference] + (["0" * 16] if name.startswith("document_") else [])
    with override(language):
        return reverse(f"admissions:{name}", args=args)


def opened(client, application):
    client.post(
        reverse("admissions:application_open", args=[signed_links.application_token(application)])
    )


def test_the_addresses_are_found():
    assert len(NAMES) == len(set(NAMES))
    assert {"application", "case", "case_archive", "document_file", "case_contact"} < set(NAMES)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_stranger_gets_the_same_404_whether_or_not_there_is_an_application(
    client, application, language
):
    for name, method in product(NAMES, ("get", "post")):
        known = address(name, application, language)
        unknown = known.replace(application.reference, "2222222222")

        of_known, of_unknown = (getattr(client, method)(path) for path in (known, unknown))

        # A page that is only read, or only written to, says so to everybody.
        if of_known.status_code != 405:
            assert (name, of_known.status_code, of_unknown.status_code) == (name, 404, 404)
            assert "no-store" in of_known.headers["Cache-Control"]


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "information_requested", "offered", "withdrawn"]
)
def test_whoever_has_opened_it_gets_pages_that_no_cache_keeps(client, application, state):
    opened(client, application)
    type(application).objects.update(
        state=state, sent_at=None if state == "draft" else application.created_at
    )

    for name in sorted(set(NAMES) - POSTED_ONLY - FILES - {"application_dispensation"}):
        answer = client.get(address(name, application), follow=True)

        assert (name, answer.status_code) == (name, 200)
        assert "no-store" in answer.headers["Cache-Control"]
        assert all("planted" not in target for target, _code in answer.redirect_chain)
        assert "planted" not in answer.request["PATH_INFO"]


def test_no_address_has_room_for_anything_but_references():
    holes = {name for pattern in urls.urlpatterns for name in pattern.pattern.converters}

    assert holes == {"reference", "document", "token", "slug"}
