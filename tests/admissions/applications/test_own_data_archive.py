"""Everything held in one archive: page, JSON and files of one person, nothing of another's."""

import io
import json
import zipfile
from datetime import date
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.utils.translation import override

from admissions.applications import replies
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services
from admissions.domain.documents import DocumentKind
from admissions.models import Answers
from tests.admissions.applications.documents import makers
from tests.admissions.applications.pages import make_master_of_practice, opened, page_url
from tests.admissions.makers import make_application, make_caseworker, make_sent_application

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('æøå')</script>"


class Page(HTMLParser):
    """The elements of a page, its links, and its words."""

    def __init__(self, content):
        super().__init__()
        self.tags, self.links, self.words, self.language = [], [], "", ""
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag == "html":
            self.language = dict(attrs)["lang"]

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def programme():
    return make_master_of_practice()


def attach(application, name, content):
    file = uploads.Accepted(name, "pdf", content)
    return document_services.attach(application, kind=DocumentKind.OTHER, file=file, is_open=True)


def taken(client, application, language="da"):
    """The archive as its page gives it: {name: content}."""
    with override(language):
        answer = client.get(page_url("case_archive", application))
    assert answer.headers["Content-Type"] == "application/zip"
    assert f'filename="{application.number}.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name) for name in bundle.namelist()}


def page_of(archive):
    return Page(archive["index.html"].decode())


def test_the_archive_holds_the_page_the_json_and_every_file_under_its_own_name(client, programme):
    application = opened(client, make_sent_application(programme))
    first, second = makers.pdf(), makers.pdf() + b"%"
    attach(application, "Bevis på øvelse åæ.pdf", first)
    attach(application, "udtalelse.pdf", second)

    archive = taken(client, application)

    assert list(archive) == [
        "index.html",
        "data.json",
        "documents/01-Bevis på øvelse åæ.pdf",
        "documents/02-udtalelse.pdf",
    ]
    assert archive["documents/01-Bevis på øvelse åæ.pdf"] == first
    assert archive["documents/02-udtalelse.pdf"] == second
    assert json.loads(archive["data.json"]) == client.get(page_url("case_data", application)).json()


def test_two_files_of_one_name_are_both_there(client, programme):
    application = opened(client, make_sent_application(programme))
    contents = [makers.pdf(), makers.pdf() + b"%"]
    for content in contents:
        attach(application, "bevis.pdf", content)

    archive = taken(client, application)

    assert [archive[f"documents/0{number}-bevis.pdf"] for number in (1, 2)] == contents


def test_every_link_of_the_page_leads_to_a_file_of_the_archive_and_nowhere_else(client, programme):
    application = opened(client, make_sent_application(programme))
    attach(application, "50% af #1 & æøå?.pdf", makers.pdf())

    archive = taken(client, application)

    links = [unquote(link) for link in page_of(archive).links]
    assert sorted(links) == sorted(set(archive) - {"index.html"})


def test_nothing_of_another_person_is_in_it(client, programme):
    application = opened(client, make_sent_application(programme))
    other = make_sent_application(programme, email="bodil@example.org")
    Answers.objects.filter(application=other, section="about").update(
        data={"name": "Bodil Fremmed"}
    )
    attach(application, "mit.pdf", makers.pdf())
    attach(other, "fremmed.pdf", makers.pdf() + b"%")
    services.begin_review(other, by=make_caseworker())
    services.put_on_waiting_list(other, by=make_caseworker("bo"), text="Fremmed besked")

    archive = taken(client, application)

    assert "documents/01-mit.pdf" in archive
    everything = "".join(archive) + archive["index.html"].decode() + archive["data.json"].decode()
    for foreign in ("Bodil", "bodil", "fremmed", "Fremmed", other.number, other.reference):
        assert foreign not in everything


def test_markup_that_an_applicant_or_the_office_typed_is_text(client, programme):
    application = opened(client, make_sent_application(programme))
    replies.correct_contact(
        application, data={"name": SCRIPT, "telephone": "", "country": "Danmark"}
    )
    Answers.objects.filter(section="motivation").update(data={"motivation": f"Jeg vil {SCRIPT}"})
    services.begin_review(application, by=make_caseworker())
    letter = {
        "by": make_caseworker("bo"),
        "text": f"Hvad er {SCRIPT}?",
        "due_on": date(2026, 12, 9),
    }
    services.request_information(application, **letter)
    replies.answer_request(application, answer=f"Det er {SCRIPT}")
    attach(application, "<img src=x>.pdf", makers.pdf())

    page = page_of(taken(client, application))

    assert not {"script", "img"} & set(page.tags)
    for words in (
        SCRIPT,
        f"Jeg vil {SCRIPT}",
        f"Hvad er {SCRIPT}?",
        f"Det er {SCRIPT}",
        "<img src=x>.pdf",
    ):
        assert words in page.words


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ["Forløb", "Ansøgning sendt"]), ("en", ["What has happened", "Application sent"])],
)
def test_the_page_is_in_the_readers_language(client, programme, language, words):
    application = make_application(
        programme, ["about"], language="da", confirmed_at="2026-11-25T10:00Z"
    )
    application = opened(client, application)
    application.events.create(action="send", source="draft", target="submitted", actor="applicant")

    page = page_of(taken(client, application, language))

    assert page.language == language
    assert page.tags.count("h1") == 1
    for each in words:
        assert each in page.words


def test_the_page_tells_who_took_each_step_the_reason_given_and_who_signed(client, programme):
    application = opened(client, make_sent_application(programme, "under_review"))
    services.offer_place(application, by=make_caseworker(), reply_by=date(2026, 12, 9))
    replies.decline_place(application, reason="payment")

    words = page_of(taken(client, application)).words

    assert "Plads tilbudt (sekretariatet)" in words
    assert "Plads afslået (ansøgeren): Det er for dyrt, eller der er ingen, der betaler" in words
    assert ", Karen Kontor" in words


def test_a_draft_can_be_taken_along_before_anything_is_answered(client, programme):
    application = opened(client, make_application(programme))

    assert list(taken(client, application)) == ["index.html", "data.json"]


def test_an_archive_too_large_for_memory_is_made_all_the_same(client, programme, monkeypatch):
    monkeypatch.setattr("admissions.applications.own_data_archive.IN_MEMORY", 100)
    application = opened(client, make_sent_application(programme))
    attach(application, "bevis.pdf", makers.pdf())

    assert taken(client, application)["documents/01-bevis.pdf"] == makers.pdf()
