"""Documents on their pages and in services: attached, given back, removed, gone for good."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from admissions.applications import services
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.domain.documents import MOST_BYTES, DocumentKind
from admissions.domain.refusals import Refused
from admissions.domain.workflow import Actor
from admissions.mail import signed_links
from admissions.models import Answers, Application, Document, Event
from tests.admissions.applications.documents import makers
from tests.admissions.makers import ANSWERS, make_application
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
PDF = makers.pdf()


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(
        years_min=2, years_max=6, title_da="Master i øvelse", single_courses=True
    )
    make_requirement_set(found)
    return found


@pytest.fixture
def draft(client, programme):
    return opened(client, make_application(programme, ANSWERS))


def opened(client, application):
    token = signed_links.application_token(application)
    client.post(reverse("admissions:application_open", args=[token]))
    application.refresh_from_db()
    return application


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def url(name, application, *args):
    return reverse(f"admissions:{name}", args=[application.reference, *args])


def attach(client, application, name="eksamensbevis.pdf", content=PDF, kind="diploma", **over):
    form = {"kind": kind, "file": makers.upload(name, content), "complete": "1", **over}
    return client.post(url("application_documents", application), form, follow=True)


def kept(application, name="bevis.pdf", content=PDF, kind=DocumentKind.DIPLOMA, is_open=True):
    file = uploads.Accepted(name, "pdf", content)
    return document_services.attach(application, kind=kind, file=file, is_open=is_open)


def code_of(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def stored():
    try:
        return set(storages["documents"].listdir("")[1])
    except FileNotFoundError:
        return set()


def send(client, application):
    client.post(url("application_review", application), {"declared": "yes", "sure": "yes"})
    application.refresh_from_db()
    assert application.state == "submitted"


def test_a_document_is_attached_given_back_and_removed(client, draft):
    page = text(client.get(url("application_documents", draft)))
    assert "Vedlæg ét bilag ad gangen" in page
    assert '<option value="diploma" selected>' in page

    page = text(attach(client, draft, "eksamensbevis æøå.pdf"))
    document = Document.objects.get()
    assert "eksamensbevis æøå.pdf er gemt." in page
    assert '<option value="work" selected>' in page
    assert stored() == {document.stored_as}

    answer = client.get(url("document_file", draft, document.reference))
    assert b"".join(answer.streaming_content) == PDF

    page = text(client.post(url("document_remove", draft, document.reference), follow=True))
    assert "eksamensbevis æøå.pdf" not in page
    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_leaves_the_disk_with_its_row(client, draft):
    kept(draft)

    document_services.remove_document(Document.objects.get())

    assert stored() == set()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ('a";x.html.pdf', 'filename="a\\";x.html.pdf"'),
        ("æøå.pdf", "filename*=utf-8''%C3%A6%C3%B8%C3%A5.pdf"),
    ],
)
def test_a_document_is_given_back_as_something_that_can_only_be_saved(client, draft, name, words):
    document = kept(draft, name)

    answer = client.get(url("document_file", draft, document.reference))
    answer.close()

    assert answer.headers["Content-Disposition"] == f"attachment; {words}"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_stranger_finds_no_document_and_learns_of_none(client, draft, programme):
    document = kept(draft)
    other = opened(client, make_application(programme))

    known = client.get(url("document_file", other, document.reference))
    client.session.flush()
    client.cookies.clear()
    unknown = [
        client.get(url("document_file", draft, document.reference)),
        client.get(url("application_documents", draft)),
        client.post(url("document_remove", draft, document.reference)),
    ]

    assert known.status_code == 404
    assert [answer.status_code for answer in unknown] == [404, 404, 404]
    assert all("bevis.pdf" not in text(answer) for answer in unknown)
    assert Document.objects.count() == 1


def test_a_file_sent_after_the_session_ended_must_be_chosen_again_and_that_is_said(client, draft):
    client.cookies.clear()

    assert "Filen, du sendte, er ikke gemt: vælg den igen" in text(attach(client, draft))


def test_a_refused_file_is_told_beside_the_field_and_what_was_chosen_stays(client, draft):
    page = text(attach(client, draft, "010190-1234.pdf", kind="work"))

    assert "Der står et CPR-nummer i filens navn" in page
    assert '<option value="work" selected>' in page
    assert '<a href="#id_file">' in page
    assert stored() == set()


@pytest.mark.parametrize(
    ("size", "number"),
    [pytest.param(MOST_BYTES, 1, id="10 MB"), pytest.param(MOST_BYTES + 1, 0, id="and a byte")],
)
def test_ten_megabytes_are_kept_and_a_byte_more_is_not(client, draft, size, number):
    page = text(attach(client, draft, content=makers.pdf_of(size)))

    assert Document.objects.count() == number
    assert ("Filen fylder mere end 10 MB" in page) == (number == 0)


def test_a_file_beyond_all_bounds_is_dropped_while_it_comes_and_told_as_too_large(
    client, draft, monkeypatch
):
    monkeypatch.setattr("mastersite.upload_handler.LARGEST", 5000)

    page = text(attach(client, draft, content=PDF + b"\0" * 70_000, kind="work"))

    assert "Filen fylder mere end 10 MB" in page
    assert '<option value="work" selected>' in page


def test_the_eleventh_document_is_refused(client, draft):
    for number in range(10):
        kept(draft, content=PDF + b"%" * number)

    page = text(client.get(url("application_documents", draft)))
    assert (
        "Der er ti bilag, og flere kan en ansøgning ikke have. Fjern et for at vedlægge et andet."
        in page
    )
    assert "Vi anbefaler, at du vedlægger" not in page
    page = text(attach(client, draft, content=PDF + b"\n"))

    assert "Der er allerede ti bilag" in page
    assert (Document.objects.count(), len(stored())) == (10, 10)


def test_the_same_file_sent_twice_is_one_document(client, draft):
    attach(client, draft)
    attach(client, draft, "igen.pdf")

    assert [document.name for document in Document.objects.all()] == ["eksamensbevis.pdf"]
    assert len(stored()) == 1


def test_an_upload_that_was_cut_off_is_not_kept(client, draft):
    whole = {"kind": "diploma", "file": makers.upload("a.pdf", PDF)}

    page = text(client.post(url("application_documents", draft), whole))

    assert "Filen nåede ikke helt frem" in page
    assert not Document.objects.exists()


def test_a_request_that_ends_in_the_middle_of_the_file_keeps_nothing(client, draft):
    head = (
        b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndiploma\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    )

    answer = client.generic(
        "POST",
        url("application_documents", draft),
        head + PDF,
        content_type="multipart/form-data; boundary=b",
    )

    assert "Filen nåede ikke helt frem" in text(answer)
    assert not Document.objects.exists()


def test_a_file_is_kept_though_nobody_said_what_it_is(client, draft):
    attach(client, draft, kind="nonsense")

    assert [document.kind for document in Document.objects.all()] == ["other"]


def test_without_a_file_the_page_asks_for_one(client, draft):
    answer = text(
        client.post(url("application_documents", draft), {"kind": "work", "complete": "1"})
    )

    assert "Vælg en fil" in answer


def test_whoever_sends_files_too_often_is_asked_to_wait_and_others_are_not(
    client, draft, programme, monkeypatch
):
    monkeypatch.setattr(
        uploads, "UPLOAD_LIMIT", uploads.rate_limits.Limit("upload", 2, 99, timedelta(hours=1))
    )
    other = opened(client, make_application(programme))

    answers = [
        attach(client, draft, content=PDF + b"%" * number).status_code for number in range(3)
    ]

    assert answers == [200, 200, 429]
    assert attach(client, other).status_code == 200


def test_the_list_of_parts_and_the_answers_tell_of_the_documents(client, draft):
    assert "Ingen vedlagt endnu" in text(client.get(url("application", draft)))
    kept(draft)

    assert "1 vedlagt" in text(client.get(url("application", draft)))
    assert "bevis.pdf (PDF, " in text(client.get(url("application_review", draft)))


def test_what_is_not_attached_is_told_once_before_sending_and_stops_nobody(client, draft):
    Answers.objects.filter(section="education").update(
        data={**ANSWERS["education"], "diploma_language": "other"}
    )
    pause = text(client.post(url("application_review", draft), {"declared": "yes"}))
    for words in (
        "Dit eksamensbevis er ikke vedlagt",
        "oversættelse af dit eksamensbevis",
        "der viser dit arbejde",
    ):
        assert words in pause

    for kind in DocumentKind:
        kept(draft, content=PDF + str(kind).encode(), kind=kind)
    client.post(url("application_review", draft), {"declared": "yes"})

    assert Application.objects.get().state == "submitted"


def test_the_receipt_lists_the_documents(client, draft):
    kept(draft)
    send(client, draft)

    assert "<li>bevis.pdf (PDF, " in text(client.get(url("application_receipt", draft)))


def test_after_sending_documents_can_be_added_until_the_deadline_and_never_removed(
    client, draft, frozen_clock
):
    first = kept(draft)
    send(client, draft)
    frozen_clock.move_to(datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC))
    opened(client, draft)

    page = text(attach(client, draft, content=PDF + b"%", kind="work"))
    assert "er gemt" in page
    assert "Fjern" not in page
    refused = text(client.post(url("document_remove", draft, first.reference)))
    assert "Ansøgningen er allerede sendt" in refused
    assert [(event.action, event.code) for event in Event.objects.all()] == [
        ("send", ""),
        ("add_document", "work"),
    ]

    frozen_clock.move_to(datetime(2027, 5, 1, 22, 0, tzinfo=UTC))
    late = attach(client, draft, content=PDF + b"%%", kind="work")
    assert late.redirect_chain[-1][0] == url("case", draft)
    assert Document.objects.count() == 2
    assert code_of(kept, draft, content=PDF + b"%%", is_open=False) == "too_late_for_documents"
    assert len(stored()) == 2


def test_documents_can_be_added_after_the_deadline_while_the_office_waits_for_something(
    client, draft
):
    Application.objects.update(state="information_requested")
    draft.refresh_from_db()

    kept(draft, is_open=False)

    assert Document.objects.count() == 1


def test_an_ended_case_takes_no_documents(client, draft):
    send(client, draft)
    services.withdraw_application(draft, reason="other")

    assert code_of(kept, draft) == "step_not_allowed"
    assert client.get(url("application_documents", draft)).headers["Location"] == url("case", draft)
    assert stored() == set()


@pytest.mark.django_db(transaction=True)
def test_erasing_an_application_takes_its_files_from_the_disk(client, draft):
    kept(draft)

    services.erase_application(draft, actor=Actor.APPLICANT)

    assert (Document.objects.count(), stored()) == (0, set())


def test_the_same_answers_for_another_course_bring_their_documents_along(client, draft, programme):
    document = kept(draft)

    other = services.begin_application(
        email=draft.email,
        programme=programme,
        year=2028,
        language="da",
        form_key="again",
        same_as=draft,
    )

    copy = other.documents.get()
    assert (copy.name, copy.kind, copy.checksum) == (
        document.name,
        document.kind,
        document.checksum,
    )
    assert stored() == {document.stored_as, copy.stored_as}


def test_everything_held_names_the_documents(client, draft):
    document = kept(draft)

    held = client.get(url("case_data", draft)).json()

    assert [(each["name"], each["sha256"]) for each in held["documents"]] == [
        ("bevis.pdf", document.checksum)
    ]


def test_what_the_scanner_finds_is_not_kept_and_what_it_cannot_tell_waits(
    client, draft, monkeypatch, capsys
):
    monkeypatch.setattr(uploads, "scan", lambda content: "bad")
    assert "Scanningen fandt skadelig kode" in text(attach(client, draft))
    assert (Document.objects.count(), stored()) == (0, set())

    monkeypatch.setattr(uploads, "scan", lambda content: "waiting")
    attach(client, draft)
    assert not Document.objects.get().may_be_opened
    call_command("scan_documents")
    assert capsys.readouterr().out == "clean: 0, bad: 0\n"

    monkeypatch.setattr(uploads, "scan", lambda content: "clean")
    assert document_services.scan_waiting() == {"clean": 1, "bad": 0}
    assert Document.objects.get().may_be_opened


def test_what_the_scanner_finds_later_is_shut_away(draft, monkeypatch):
    monkeypatch.setattr(uploads, "scan", lambda content: "waiting")
    kept(draft)
    monkeypatch.setattr(uploads, "scan", lambda content: "bad")

    assert document_services.scan_waiting() == {"clean": 0, "bad": 1}
    assert not Document.objects.get().may_be_opened


def test_files_without_a_row_are_swept_after_a_day(draft):
    document = kept(draft)
    uploads.keep(b"left behind")
    tomorrow = timezone.now() + timedelta(days=400 * 10)

    assert document_services.sweep_orphans(now=timezone.now() - timedelta(days=400)) == 0
    assert document_services.sweep_orphans(now=tomorrow, is_dry_run=True) == 1
    assert document_services.sweep_orphans(now=tomorrow) == 1
    assert stored() == {document.stored_as}


def test_the_documents_page_asks_the_database_the_same_however_many(
    client, draft, django_assert_num_queries
):
    kept(draft)
    client.get(url("application_documents", draft))
    for number in range(2):
        with django_assert_num_queries(10):
            client.get(url("application_documents", draft))
        kept(draft, content=PDF + b"%" * (number + 1))
