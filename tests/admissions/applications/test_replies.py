"""What applicants reply while a case runs: to a request and an offer, and asking for erasure."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from admissions.applications import replies
from admissions.applications.case import Case
from admissions.applications.own_data import everything_held
from admissions.desk import services
from admissions.eligibility.targets import target_of
from admissions.models import Answers, Application, CaseLetter, Event, Letter
from tests.admissions.makers import (
    ANSWERS,
    code_of,
    make_caseworker,
    make_sent_application,
    trail_of,
)
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
MARRIED = {"name": "Anna Gift", "telephone": "12345678", "country": "Norge"}


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(found)
    return found


@pytest.fixture
def karen():
    return make_caseworker()


@pytest.fixture
def asked(programme, karen):
    application = make_sent_application(programme, "under_review")
    services.request_information(application, by=karen, text="Send dit bevis", due_on=DUE)
    return application


@pytest.fixture
def offered(programme, karen):
    application = make_sent_application(programme, "under_review")
    services.offer_place(application, by=karen, reply_by=DUE)
    return application


def again(application):
    """The same row as another tab has read it."""
    return Application.objects.get(pk=application.pk)


def notices():
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))


def test_an_answer_stands_beside_its_request_and_the_case_goes_on(asked, frozen_clock):
    frozen_clock.shift(timedelta(days=2))

    letter = replies.answer_request(asked, answer="Her er det")

    assert asked.state == "under_review"
    assert (letter.answer, letter.answered_at) == ("Her er det", timezone.now())
    assert trail_of(asked)[-1] == (
        "answer",
        "information_requested",
        "under_review",
        "applicant",
        None,
        "",
    )
    assert notices() == ["information_requested", "answer_received"]
    assert letter.is_as_written


def test_a_request_is_answered_once_though_two_tabs_answer(asked):
    double = again(asked)
    replies.answer_request(asked, answer="Første")

    assert code_of(replies.answer_request, double, answer="Anden") == "step_not_allowed"

    assert CaseLetter.objects.get().answer == "Første"
    assert notices() == ["information_requested", "answer_received"]


def test_an_answer_goes_to_the_request_that_waits_and_not_to_the_one_before(asked, karen):
    services.go_on_without(asked, by=karen)
    services.request_information(asked, by=karen, text="Og dit cpr-fri bevis", due_on=DUE)

    replies.answer_request(asked, answer="Svar")

    assert list(CaseLetter.objects.values_list("answer", flat=True)) == ["", "Svar"]
    assert replies.open_request(asked) is None


def test_what_nobody_asked_is_not_answered(programme):
    application = make_sent_application(programme)

    assert code_of(replies.answer_request, application, answer="Svar") == "step_not_allowed"
    assert not Event.objects.exists()


def test_an_answer_after_its_day_is_received_while_the_office_waits(asked, frozen_clock):
    frozen_clock.shift(timedelta(days=60))

    replies.answer_request(asked, answer="Undskyld")

    assert asked.state == "under_review"


def test_accepting_a_place_is_registered_with_a_notice_and_closes_nothing(offered):
    replies.accept_place(offered)

    assert (offered.state, offered.ended_at) == ("accepted", None)
    assert trail_of(offered)[-1] == ("accept", "offered", "accepted", "applicant", None, "")
    assert notices() == ["decision_made", "place_answered"]
    assert replies.open_offer(offered) is None


def test_declining_a_place_is_registered_with_its_reason_as_a_code(offered):
    replies.decline_place(offered, reason="payment")

    assert (offered.state, offered.ended_at) == ("declined", timezone.now())
    assert trail_of(offered)[-1] == ("decline", "offered", "declined", "applicant", None, "payment")
    assert notices() == ["decision_made", "place_answered"]


def test_no_words_of_an_applicant_come_into_the_trail_as_a_reason(offered):
    replies.decline_place(offered, reason="Jeg hedder Anna")

    assert trail_of(offered)[-1][-1] == "untold"


def test_an_offer_is_answered_once_though_two_tabs_answer(offered):
    double = again(offered)
    replies.accept_place(offered)

    assert code_of(replies.decline_place, double, reason="other") == "step_not_allowed"

    assert again(offered).state == "accepted"
    assert notices() == ["decision_made", "place_answered"]


def test_an_offer_holds_after_its_day_until_the_office_takes_it_back(offered, frozen_clock, karen):
    double = again(offered)
    frozen_clock.shift(timedelta(days=60))
    services.let_lapse(again(offered), by=karen)

    assert code_of(replies.accept_place, double) == "step_not_allowed"
    assert again(offered).state == "lapsed"


def test_an_offer_accepted_after_its_day_is_accepted(offered, frozen_clock):
    frozen_clock.shift(timedelta(days=60))

    replies.accept_place(offered)

    assert offered.state == "accepted"


def test_a_correction_keeps_what_stood_there_and_everything_held_tells_it(programme):
    application = make_sent_application(programme)

    row = replies.correct_contact(application, data=MARRIED)

    former = {"answers": ANSWERS["about"], "until": timezone.now().isoformat()}
    assert (row.data, row.former, row.version) == (MARRIED, [former], 2)
    assert trail_of(application) == [
        ("correct_contact", "submitted", "submitted", "applicant", None, "contact")
    ]
    today = timezone.localdate()
    held = everything_held(Case(again(application), target_of(application, today), today))
    assert held["former_answers"] == {"about": [former]}
    assert held["answers"]["about"] == MARRIED


def test_each_correction_adds_to_what_stood_there_before(programme):
    application = make_sent_application(programme)
    replies.correct_contact(application, data=MARRIED)

    row = replies.correct_contact(application, data={**MARRIED, "country": "Island"})

    assert [each["answers"]["country"] for each in row.former] == ["Danmark", "Norge"]


def test_the_same_again_corrects_nothing(programme):
    application = make_sent_application(programme)

    row = replies.correct_contact(application, data=dict(ANSWERS["about"]))

    assert (row.former, row.version, Event.objects.count()) == ([], 1, 0)


def test_a_case_that_has_ended_is_not_corrected(programme):
    application = make_sent_application(programme, "refused")

    assert code_of(replies.correct_contact, application, data=MARRIED) == "step_not_allowed"
    assert Answers.objects.get(section="about").data == ANSWERS["about"]


def test_a_case_erased_since_its_page_was_opened_is_not_corrected(programme):
    application = make_sent_application(programme)
    Answers.objects.all().delete()
    Application.objects.update(state="erased")

    assert code_of(replies.correct_contact, application, data=MARRIED) == "step_not_allowed"
    assert not Answers.objects.exists()


@pytest.mark.parametrize(
    ("asked_at", "answer_by"),
    [
        pytest.param(datetime(2027, 1, 31, 10, 0, tzinfo=UTC), date(2027, 2, 28), id="31 January"),
        pytest.param(
            datetime(2028, 1, 31, 10, 0, tzinfo=UTC),
            date(2028, 2, 29),
            id="31 January of a leap year",
        ),
        pytest.param(
            datetime(2027, 5, 31, 21, 59, tzinfo=UTC),
            date(2027, 6, 30),
            id="the last minute of May",
        ),
        pytest.param(
            datetime(2027, 5, 31, 22, 0, tzinfo=UTC), date(2027, 7, 1), id="June, in Copenhagen"
        ),
        pytest.param(
            datetime(2026, 12, 15, 10, 0, tzinfo=UTC), date(2027, 1, 15), id="over new year"
        ),
    ],
)
def test_the_wish_for_erasure_is_answered_within_a_month(
    programme, frozen_clock, asked_at, answer_by
):
    application = make_sent_application(programme)
    frozen_clock.move_to(asked_at)

    assert replies.ask_for_erasure(application) == answer_by

    assert application.erasure_asked_at == asked_at
    assert trail_of(application) == [
        ("ask_erasure", "submitted", "submitted", "applicant", None, "")
    ]
    assert notices() == ["erasure_asked"]


def test_erasure_asked_for_again_keeps_the_first_day_and_tells_nobody_twice(
    programme, frozen_clock
):
    application = make_sent_application(programme, "refused")
    double = again(application)
    first = replies.ask_for_erasure(application)
    frozen_clock.shift(timedelta(days=3))

    assert replies.ask_for_erasure(double) == first
    assert replies.ask_for_erasure(application) == first

    assert (Event.objects.count(), notices()) == (1, ["erasure_asked"])
    assert again(application).erasure_asked_at == timezone.now() - timedelta(days=3)


def test_the_wish_to_erase_a_draft_is_no_case_of_the_offices(programme):
    application = make_sent_application(programme, "draft")

    assert code_of(replies.ask_for_erasure, application) == "step_not_allowed"
    assert not Letter.objects.exists()
