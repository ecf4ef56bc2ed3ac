"""Each notice about a case: its subject, whom it goes to, and what stands in none."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from admissions.mail import application_mails, interest_mails, signed_links
from admissions.models import Letter, Wording
from tests.admissions.makers import ANSWERS, make_application, make_interest, make_wordings
from tests.makers import make_course, make_office, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
NOTICES = {
    "application_link": (
        application_mails.application_link,
        "Open your application by 9 December 2026",
    ),
    "application_received": (
        application_mails.application_received,
        "We received your application {n} on 25 November 2026",
    ),
    "application_withdrawn": (
        application_mails.application_withdrawn,
        "Your application {n} is withdrawn",
    ),
    "draft_ends": (
        lambda application: application_mails.draft_ends(application, timezone.now()),
        "Your draft is deleted on 24 January 2027 unless you open it",
    ),
    "deadline_near": (
        lambda application: application_mails.deadline_near(application, DUE),
        "Send your application {n} by 9 December 2026",
    ),
    "information_requested": (
        lambda application: application_mails.information_requested(application, DUE),
        "Answer by 9 December 2026: application {n}",
    ),
    "answer_awaited": (
        lambda application: application_mails.answer_awaited(application, DUE),
        "Remember to answer by 9 December 2026: application {n}",
    ),
    "answer_received": (
        application_mails.answer_received,
        "We received your answer on 25 November 2026: application {n}",
    ),
    "decision_made": (
        application_mails.decision_made,
        "Read the decision of 25 November 2026: application {n}",
    ),
    "place_answered": (
        application_mails.place_answered,
        "Your answer to the offer is registered on 25 November 2026: application {n}",
    ),
    "address_changed": (
        lambda application: application_mails.address_changed(application, "old@example.org"),
        "The e-mail address of application {n} was changed on 25 November 2026",
    ),
    "document_received": (
        application_mails.document_received,
        "We received a document on 25 November 2026: application {n}",
    ),
    "erasure_asked": (
        lambda application: application_mails.erasure_asked(application, DUE),
        "You get an answer by 9 December 2026 to your wish for erasure: application {n}",
    ),
}


@pytest.fixture
def programme():
    return make_whole_programme(
        title_da="Master i A & B", title_en="Master of A & B", office=make_office()
    )[0]


@pytest.fixture
def application(programme):
    return make_application(programme, [*ANSWERS], language="en", sent_at=timezone.now())


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", NOTICES)
def test_a_subject_names_the_action_and_the_day_or_the_case(application, kind):
    notice, subject = NOTICES[kind]

    letter = notice(application)

    assert letter == Letter.objects.get()
    assert letter.kind == kind
    assert plain(letter.subject) == subject.format(n=application.number)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_says_nothing_that_was_typed_and_whom_to_write_to(application, kind, language):
    application.language = language

    letter = NOTICES[kind][0](application)

    everything = letter.subject + letter.text + letter.html
    for typed in ("Anna", "Cand.med", "klinik", application.email):
        assert typed not in everything
    assert "{" not in everything
    for text in (letter.text, letter.html):
        assert "office@example.org" in text
        assert f"/{language}/priva" in text
    assert letter.stop_url == ""


def test_the_old_address_is_told_of_the_change_and_given_no_way_to_the_case(
    application, frozen_clock
):
    frozen_clock.move_to(datetime(2027, 6, 30, 22, 30, tzinfo=UTC))

    letter = application_mails.address_changed(application, "old@example.org")

    assert letter.to == "old@example.org"
    assert "was changed on 1 July 2027 at 00:30." in plain(letter.text)
    assert application.reference not in letter.text + letter.html
    assert signed_links.application_url(application) not in letter.text + letter.html


def test_the_receipt_tells_the_moment_at_which_the_application_was_sent(application, frozen_clock):
    application.language = "da"
    frozen_clock.shift(3600)

    letter = application_mails.application_received(application)

    assert "Vi modtog ansøgning" in letter.text
    assert "den 25. november 2026 kl. 10.00" in plain(letter.text)


def test_a_case_about_a_course_names_the_course(programme):
    course = make_course(programme, title_en="Pipettes")
    application = make_application(programme, run=make_run(course), language="en")

    assert (
        "It is about Pipettes, application" in application_mails.application_link(application).text
    )


def test_the_next_mail_goes_out_with_the_words_that_staff_have_written(application):
    make_wordings()
    Wording.objects.filter(kind="decision_made").update(
        subject_en="News of {number}", text_en="Dear applicant,\n\nlook: {case_url}"
    )

    letter = application_mails.decision_made(application)

    assert letter.subject == f"News of {application.number}"
    assert letter.text.startswith("Dear applicant,\n\nlook: http")
    assert "<p>Dear applicant,</p>\n<p>look: <a href=" in letter.html


def test_a_notice_costs_two_queries(application, django_assert_num_queries):
    with django_assert_num_queries(2):
        application_mails.decision_made(application)


def test_the_letter_about_an_interest_costs_two_queries(programme, django_assert_num_queries):
    interest = make_interest(programme)

    with django_assert_num_queries(2):
        interest_mails.ask_to_confirm(interest)
