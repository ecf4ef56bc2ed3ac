"""The pages on which an applicant replies: request, offer, corrections, erasure; strangers."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from admissions.applications import replies
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services
from admissions.domain.documents import DocumentKind
from admissions.mail import signed_links
from admissions.models import Answers, Application, CaseLetter, Event
from tests.admissions.applications.documents import makers
from tests.admissions.applications.pages import make_master_of_practice, opened, page_url, text
from tests.admissions.makers import make_caseworker, make_sent_application
from tests.pages import page, title_of

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
PAGES = {
    "case": "submitted",
    "case_answer": "information_requested",
    "case_offer": "offered",
    "case_contact": "submitted",
    "case_erasure": "submitted",
    "case_withdraw": "submitted",
    "application_receipt": "submitted",
}
DOWNLOADS = {"case_archive": "submitted", "case_data": "submitted"}


@pytest.fixture
def programme():
    return make_master_of_practice()


@pytest.fixture
def karen():
    return make_caseworker()


@pytest.fixture
def asked(client, programme, karen):
    return opened(client, make_in_state(programme, karen, "information_requested"))


@pytest.fixture
def offered(client, programme, karen):
    return opened(client, make_in_state(programme, karen, "offered"))


def make_in_state(programme, karen, state, **over):
    """A case that the office has brought to the state, with its letter."""
    application = make_sent_application(
        programme, "submitted" if state == "submitted" else "under_review", **over
    )
    if state == "information_requested":
        services.request_information(application, by=karen, text="Send dit bevis", due_on=DUE)
    if state == "offered":
        services.offer_place(application, by=karen, reply_by=DUE)
    return application


def answer(client, application, **form):
    return client.post(page_url("case_answer", application), form)


def state():
    return Application.objects.get().state


def attach(application):
    file = uploads.Accepted("bevis.pdf", "pdf", makers.pdf())
    return document_services.attach(application, kind=DocumentKind.DIPLOMA, file=file, is_open=True)


def test_a_request_is_read_and_answered_in_words(client, asked):
    case = text(client.get(page_url("case", asked)))
    assert "Vi mangler noget fra dig" in case
    assert page_url("case_answer", asked) in case
    assert "Send dit bevis" in text(client.get(page_url("case_answer", asked)))

    answer(client, asked, answer="Det ligger her")

    assert (state(), CaseLetter.objects.get().answer) == ("under_review", "Det ligger her")
    assert "Det ligger her" in text(client.get(page_url("case", asked)))


def test_a_document_alone_answers_a_request(client, asked):
    attach(asked)
    assert "<li>bevis.pdf</li>" in text(client.get(page_url("case_answer", asked)))

    answer(client, asked, answer="")

    assert state() == "under_review"
    assert "Kun bilag, ingen tekst" in text(client.get(page_url("case", asked)))


def test_a_document_from_before_the_request_answers_nothing(client, programme, karen, frozen_clock):
    application = opened(client, make_sent_application(programme, "submitted"))
    attach(application)
    frozen_clock.shift(timedelta(minutes=1))
    services.request_information(application, by=karen, text="?", due_on=DUE)

    page = text(answer(client, application, answer=""))

    assert "Skriv et svar, eller vedlæg et bilag" in page
    assert state() == "information_requested"


def test_neither_words_nor_a_document_is_no_answer(client, asked):
    page = text(answer(client, asked, answer="  \n "))

    assert "Skriv et svar, eller vedlæg et bilag" in page
    assert '<a href="#id_answer">' in page
    assert title_of(page).startswith("Fejl: ")
    assert state() == "information_requested"


def test_a_cpr_number_in_an_answer_is_refused_with_the_reason_and_kept_nowhere(client, asked):
    page = text(answer(client, asked, answer="Mit nummer er 010180-1234"))

    assert "Fjern CPR-nummeret" in page
    assert (state(), CaseLetter.objects.get().answer) == ("information_requested", "")


def test_an_answer_sent_after_the_session_ended_waits_in_the_browser_for_the_link(client, asked):
    client.cookies.clear()
    late = answer(client, asked, answer="Skrevet længe")
    assert late.status_code == 404
    assert "venter i denne browser" in text(late)
    assert CaseLetter.objects.get().answer == ""

    come_in = client.post(
        reverse("admissions:application_open", args=[signed_links.application_token(asked)])
    )

    assert come_in.headers["Location"] == page_url("case_answer", asked)
    assert "Skrevet længe</textarea>" in text(client.get(page_url("case_answer", asked)))
    answer(client, asked, answer="Skrevet længe")
    assert (state(), CaseLetter.objects.get().answer) == ("under_review", "Skrevet længe")


def test_a_cpr_number_answered_too_late_waits_nowhere(client, asked):
    client.cookies.clear()

    late = answer(client, asked, answer="Mit nummer er 010180-1234")

    assert "venter i denne browser" not in text(late)
    assert "sent_too_late" not in client.session


def test_an_answer_sent_twice_is_one_and_leads_to_the_case_both_times(client, asked):
    first = answer(client, asked, answer="Første")
    second = answer(client, asked, answer="Anden")

    assert [each.headers["Location"] for each in (first, second)] == [page_url("case", asked)] * 2
    assert CaseLetter.objects.get().answer == "Første"


def test_an_answer_to_a_request_that_another_has_followed_is_kept_on_the_page_and_not_filed(
    client, asked, karen
):
    first = CaseLetter.objects.get()
    assert first.reference in text(client.get(page_url("case_answer", asked)))
    services.go_on_without(asked, by=karen)
    services.request_information(asked, by=karen, text="Noget helt andet", due_on=DUE)

    page = text(answer(client, asked, answer="Mit bevis", letter=first.reference))

    assert "Dit svar er ikke sendt" in page
    assert "Noget helt andet" in page
    assert "Mit bevis</textarea>" in page
    assert state() == "information_requested"
    assert not CaseLetter.objects.exclude(answer="").exists()


def test_a_place_is_accepted(client, offered):
    assert "Du er tilbudt en plads" in text(client.get(page_url("case_offer", offered)))

    client.post(page_url("case_offer", offered), {"reply": "accept"})

    assert state() == "accepted"


def test_a_place_is_declined_and_no_reason_is_needed(client, offered):
    client.post(page_url("case_offer", offered), {"reply": "decline"})

    assert state() == "declined"
    assert Event.objects.last().code == "untold"


@pytest.mark.parametrize("form", [{}, {"reply": "maybe"}, {"reply": "decline", "reason": "Anna"}])
def test_what_is_no_answer_to_an_offer_is_told_and_changes_nothing(client, offered, form):
    page = text(client.post(page_url("case_offer", offered), form))

    assert title_of(page).startswith("Fejl: ")
    assert state() == "offered"


def test_the_offers_day_may_have_passed_and_that_is_said(client, offered, frozen_clock):
    assert "14 dage tilbage" in text(client.get(page_url("case_offer", offered)))
    frozen_clock.shift(timedelta(days=15))
    opened(client, offered)

    page = text(client.get(page_url("case_offer", offered)))

    assert "Du kan stadig svare" in page
    client.post(page_url("case_offer", offered), {"reply": "accept"})
    assert state() == "accepted"


def test_an_offer_that_was_taken_back_and_made_anew_is_not_accepted_from_the_old_page(
    client, offered, karen, frozen_clock
):
    first = CaseLetter.objects.get()
    frozen_clock.shift(timedelta(days=15))
    opened(client, offered)
    services.let_lapse(offered, by=karen)
    services.reopen(offered, by=karen)
    services.offer_place(offered, by=karen, reply_by=date(2027, 1, 9), conditions="Bestå en prøve")

    page = text(
        client.post(page_url("case_offer", offered), {"reply": "accept", "letter": first.reference})
    )

    assert "Dit svar er ikke sendt" in page
    assert "Bestå en prøve" in page
    assert state() == "offered"


def test_an_answered_offer_and_an_answered_request_have_no_page(client, programme):
    application = opened(client, make_sent_application(programme))

    for name in ("case_answer", "case_offer"):
        for method in (client.get, client.post):
            assert method(page_url(name, application)).headers["Location"] == page_url(
                "case", application
            )


def test_contact_is_corrected_and_what_stood_there_is_taken_along(client, programme):
    application = opened(client, make_sent_application(programme))
    assert 'value="Anna Prøve"' in text(client.get(page_url("case_contact", application)))

    client.post(page_url("case_contact", application), {"name": "Anna Gift", "country": "Norge"})

    assert Answers.objects.get(section="about").data["name"] == "Anna Gift"
    held = client.get(page_url("case_data", application)).json()
    assert [each["answers"]["name"] for each in held["former_answers"]["about"]] == ["Anna Prøve"]


def test_a_name_that_is_missing_corrects_nothing_and_is_told(client, programme):
    application = opened(client, make_sent_application(programme))

    page = text(
        client.post(page_url("case_contact", application), {"name": "", "country": "Norge"})
    )

    assert title_of(page).startswith("Fejl: ")
    assert 'value="Norge"' in page
    assert (Answers.objects.get(section="about").data["name"], Event.objects.count()) == (
        "Anna Prøve",
        0,
    )


def test_a_case_that_ended_while_the_page_was_open_says_so(client, programme, monkeypatch):
    application = opened(client, make_sent_application(programme))
    correct = replies.correct_contact

    def ended_first(found, **how):
        Application.objects.update(state="refused")
        return correct(found, **how)

    monkeypatch.setattr(replies, "correct_contact", ended_first)

    page = text(
        client.post(
            page_url("case_contact", application), {"name": "Anna Gift", "country": "Norge"}
        )
    )

    assert "Intet er ændret" in page
    assert Answers.objects.get(section="about").data["name"] == "Anna Prøve"


def test_erasure_is_asked_for_once_and_its_page_tells_the_day(client, programme, frozen_clock):
    application = opened(client, make_sent_application(programme))
    asked = client.post(page_url("case_erasure", application), follow=True)
    assert "Sekretariatet svarer senest 25. december 2026" in text(asked)

    frozen_clock.shift(timedelta(hours=3))
    again = client.post(page_url("case_erasure", application), follow=True)

    assert "25. december 2026" in text(again)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", {**PAGES, **DOWNLOADS})
def test_the_wrong_person_and_nobody_get_the_same_404_and_the_right_one_the_page(
    client, programme, karen, name, language
):
    application = make_in_state(programme, karen, {**PAGES, **DOWNLOADS}[name])
    wrong = Client()
    opened(wrong, make_sent_application(programme))
    opened(client, application)
    with override(language):
        address = page_url(name, application)
        unknown = reverse(f"admissions:{name}", args=["nosuchcase"])

    strangers = [person.get(path) for person in (wrong, Client()) for path in (address, unknown)]
    right = client.get(address)

    assert [each.status_code for each in strangers] == [404] * 4
    assert all(application.number not in text(each) for each in strangers)
    assert right.status_code == 200
    right.close()
    for each in (*strangers, right):
        assert "no-store" in each.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_case_has_one_heading_and_its_language(
    client, programme, karen, name, language
):
    application = opened(client, make_in_state(programme, karen, PAGES[name]))
    with override(language):
        address = page_url(name, application)

    page = text(client.get(address))

    assert page.count("<h1") == 1
    assert f'<html lang="{language}"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("name", ["case_answer", "case_offer", "case_contact", "case_withdraw"])
def test_what_is_missing_is_told_by_the_site_in_its_own_words_and_never_by_the_browser(
    client, programme, karen, name
):
    application = opened(client, make_in_state(programme, karen, PAGES[name]))

    shown = page(client, page_url(name, application))
    typed_in = [*shown.all("textarea"), *shown.all("input")]

    assert [field for field in typed_in if field["attributes"].get("type") != "hidden"]
    assert not [field for field in typed_in if "required" in field["attributes"]]


@pytest.mark.parametrize(
    "name", ["case_answer", "case_offer", "case_contact", "case_erasure", "case_withdraw"]
)
def test_a_stranger_who_posts_changes_nothing(programme, karen, name):
    application = make_in_state(programme, karen, PAGES[name])
    before = (Event.objects.count(), Application.objects.values().get())
    everything = {"answer": "x", "reply": "accept", "name": "x", "country": "x", "reason": "other"}

    assert Client().post(page_url(name, application), everything).status_code == 404

    assert (Event.objects.count(), Application.objects.values().get()) == before


def test_a_field_that_no_form_has_changes_nothing(client, asked):
    answer(client, asked, answer="Svar", state="accepted", email="x@example.org")

    assert (state(), Application.objects.get().email) == ("under_review", asked.email)


def test_the_case_asks_the_database_the_same_however_many_letters(
    client, programme, karen, django_assert_num_queries
):
    application = opened(client, make_in_state(programme, karen, "information_requested"))
    client.get(page_url("case", application))
    for _round in range(2):
        with django_assert_num_queries(15):
            client.get(page_url("case", application))
        for _letter in range(2):
            services.go_on_without(application, by=karen)
            services.request_information(application, by=karen, text="?", due_on=DUE)
