"""A person with a most unusual name goes the whole way and is erased: nothing holds the name."""

import io
import logging
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail as sent_mail
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from admissions.applications import replies, services
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services as desk_services
from admissions.domain.documents import DocumentKind
from admissions.domain.workflow import Actor
from admissions.interest import services as interest_services
from admissions.mail import outbox, signed_links
from admissions.models import Application, Document, Event, Interest, Letter
from admissions.scheduled import retention
from tests.admissions.admin.pages import act, staff
from tests.admissions.applications.documents import makers
from tests.admissions.applications.pages import (
    WORDS,
    make_master_of_practice,
    opened,
    page_url,
    part_url,
    save,
)
from tests.admissions.makers import code_of, interest_answers, make_caseworker, make_interest

pytestmark = pytest.mark.django_db(transaction=True)
PLANTED = "Qwyxzitz"
LOGGERS = {"django", "mastersite"}
TYPED = {"name", "degree_title", "institution", "description", "motivation"}
EMAIL = f"{PLANTED}@example.org".lower()


@pytest.fixture
def programme(settings):
    settings.COMPLAINTS_TO = "klage@example.org"
    return make_master_of_practice()


@pytest.fixture
def karen():
    return make_caseworker()


def begin_and_fill(client, programme):
    """A draft with the planted name wherever a person can write one, and an attached document."""
    application = services.begin_application(
        email=EMAIL, programme=programme, year=2027, language="da", form_key="planted"
    )
    opened(client, application)
    for section, values in WORDS.items():
        named = dict.fromkeys(values.keys() & TYPED, PLANTED)
        save(client, application, section, {**values, **named})
    picture = makers.pdf(lambda writer: writer.add_metadata({"/Author": PLANTED}))
    file = uploads.Accepted(f"{PLANTED}.pdf", "pdf", picture)
    document_services.attach(application, kind=DocumentKind.DIPLOMA, file=file, is_open=True)
    return application


def send_and_treat(client, application, karen):
    """The whole way from sending to a refusal.

    With corrections, a new address and an answer to a request.
    """
    client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})
    application.refresh_from_db()
    assert application.state == "submitted"
    client.post(
        page_url("case_contact", application), {"name": f"{PLANTED} Gift", "country": PLANTED}
    )
    client.post(page_url("case_contact", application), {"email": f"ny-{EMAIL}"})
    application.refresh_from_db()
    replies.change_address(replies.application_of_address(signed_links.address_token(application)))
    application.refresh_from_db()
    opened(client, application)
    client.post(page_url("case_contact", application), {"email": f"nyere-{EMAIL}"})
    application.refresh_from_db()
    desk_services.request_information(
        application, by=karen, text=f"Er du {PLANTED}?", due_on=date(2026, 12, 9)
    )
    client.post(page_url("case_answer", application), {"answer": f"Ja, {PLANTED}"})
    client.post(page_url("case_erasure", application))
    application.refresh_from_db()
    LogEntry.objects.create(
        user=karen, object_repr=str(application), action_flag=CHANGE, change_message="[]"
    )
    desk_services.refuse(application, by=karen, reasons=f"{PLANTED} har arbejdet for kort.")
    outbox.deliver()
    return application


def found_in_rows():
    """The (table, column) pairs in which the planted name stands, also within sessions."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model.objects.all() if hasattr(model, "objects") else model._base_manager.all():
            values = {
                field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields
            }
            if hasattr(row, "get_decoded"):
                values["session_data"] = row.get_decoded()
            values["str"] = str(row) if model._meta.app_label in ("admissions", "admin") else ""
            found |= {(model.__name__, name) for name, value in values.items() if holds_name(value)}
    return found


def found_in_files():
    """The files of documents that hold the planted name."""
    folder = Path(storages["documents"].location)
    return [path for path in folder.rglob("*") if path.is_file() and holds_name(path.read_bytes())]


def holds_name(value):
    text = bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
    return PLANTED.lower() in text.lower()


def logged(caplog):
    """The records that hold the planted name, once it is sure that records are heard."""
    for name in LOGGERS:
        logging.getLogger(name).warning("heard")
    assert {record.name for record in caplog.records if record.message == "heard"} == LOGGERS
    return [
        record
        for record in caplog.records
        if holds_name(record.getMessage()) or holds_name(vars(record))
    ]


@pytest.fixture
def listening(caplog, monkeypatch):
    """Every record written on the whole way, also from the loggers that pass nothing on."""
    for name in LOGGERS:
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    return caplog


def test_a_deleted_draft_leaves_nothing(client, programme, listening):
    application = begin_and_fill(client, programme)
    client.cookies.clear()
    client.post(part_url(application, "motivation"), {"motivation": f"For sent: {PLANTED}"})
    opened(client, application)
    client.post(
        part_url(application, "motivation"), {"motivation": PLANTED, "version": "99", "save": "1"}
    )
    assert {
        ("Application", "email"),
        ("Answers", "data"),
        ("Document", "name"),
        ("Letter", "to"),
    } <= found_in_rows()
    assert len(found_in_files()) == 1

    client.post(page_url("application_delete", application), {"sure": "yes"})

    assert (found_in_rows(), found_in_files(), logged(listening)) == (set(), [], [])
    assert (Application.objects.get().state, Event.objects.get().action) == ("erased", "erase")


def test_what_waits_in_the_browser_goes_with_the_draft_that_is_deleted_there(client, programme):
    first, second = begin_and_fill(client, programme), begin_another(client, programme)
    session = client.session
    session["sent_too_late"] = [[second.reference, "motivation", {"motivation": [PLANTED]}]]
    session.save()
    services.erase_application(first, actor=Actor.APPLICANT)
    assert ("OwnedSession", "session_data") in found_in_rows()

    client.post(page_url("application_delete", second), {"sure": "yes"})

    assert found_in_rows() == set()


def begin_another(client, programme):
    application = services.begin_application(
        email=EMAIL, programme=programme, year=2028, language="da", form_key="another"
    )
    return opened(client, application)


def test_a_case_whose_time_is_over_leaves_nothing_but_codes(
    client, programme, karen, listening, frozen_clock
):
    application = send_and_treat(client, begin_and_fill(client, programme), karen)
    held = {
        ("Answers", "former"),
        ("CaseLetter", "text"),
        ("CaseLetter", "answer"),
        ("Application", "new_email"),
    }
    assert held | {("Answers", "data"), ("Document", "name"), ("Letter", "to")} <= found_in_rows()

    frozen_clock.shift(timedelta(days=400))
    call_command("apply_retention")

    application.refresh_from_db()
    assert application.state == "erased"
    assert (found_in_rows(), found_in_files(), logged(listening)) == (set(), [], [])
    codes = list(Event.objects.values_list("action", "target", "code"))
    assert codes == [
        ("send", "submitted", ""),
        ("correct_contact", "submitted", "contact"),
        ("correct_contact", "submitted", "email"),
        ("request_information", "information_requested", ""),
        ("answer", "under_review", ""),
        ("ask_erasure", "under_review", ""),
        ("refuse", "refused", ""),
        ("erase", "erased", ""),
    ]


def test_a_case_that_staff_erase_leaves_nothing(client, programme, karen, listening):
    application = send_and_treat(client, begin_and_fill(client, programme), karen)
    bundle = b"".join(client.get(page_url("case_archive", application)).streaming_content)
    assert holds_name(zipfile.ZipFile(io.BytesIO(bundle)).read("data.json"))

    call_command("treat_application", application.number, "erase", by="karen")

    assert (found_in_rows(), found_in_files(), logged(listening)) == (set(), [], [])
    assert client.get(page_url("case_archive", application)).status_code == 404
    assert Event.objects.last().user == karen


def test_a_held_case_is_erased_by_nobody(client, programme, karen, frozen_clock):
    application = send_and_treat(client, begin_and_fill(client, programme), karen)
    desk_services.hold(application, by=karen)
    before = found_in_rows()

    refused = code_of(services.erase_application, application, actor=Actor.STAFF, user=karen)
    frozen_clock.shift(timedelta(days=400))
    retention.apply_draft_retention()
    call_command("apply_retention")

    assert refused == "case_is_held"
    assert Application.objects.get().state == "refused"
    assert ("CaseLetter", "text") in before
    assert found_in_rows() >= {("Answers", "data"), ("CaseLetter", "text"), ("Document", "name")}
    assert len(found_in_files()) == Document.objects.count() == 1


def test_an_interest_that_is_stopped_is_in_no_row_no_log_and_no_export(
    client, programme, listening
):
    asked = interest_answers(
        name=PLANTED, email=EMAIL, message=f"Jeg er {PLANTED}", whole_programme=True
    )
    interest = interest_services.receive_interest(
        answers=asked, programme=programme, language="da", form_key="planted"
    )
    interest_services.confirm_interest(interest)
    outbox.deliver()
    kept = make_interest(programme, confirmed_at=timezone.now())
    office = staff(client, "coordinator")
    assert PLANTED in act(office, "export_csv", Interest.objects.all()).content.decode()

    interest_services.stop_interest(interest.address_key)

    export = act(office, "export_csv", Interest.objects.all()).content.decode()
    assert kept.email in export
    assert not holds_name(export)
    assert (found_in_rows(), logged(listening)) == (set(), [])


def test_the_mails_on_the_way_hold_the_name_in_no_word_and_only_the_address_they_go_to(
    client, programme, karen
):
    send_and_treat(client, begin_and_fill(client, programme), karen)

    assert Letter.objects.filter(state="sent").count() == len(sent_mail.outbox) > 5
    for message in sent_mail.outbox:
        assert holds_name(message.to)
        assert not holds_name(message.subject + message.body + message.alternatives[0].content)
        assert not holds_name(message.extra_headers)
