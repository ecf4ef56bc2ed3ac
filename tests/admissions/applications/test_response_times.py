"""How long the office really takes, as a waiting applicant is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from admissions.applications.case import Case
from admissions.applications.response_times import OfficeTimes, office_times
from admissions.eligibility.targets import target_of
from admissions.models import Event
from tests.admissions.applications.pages import opened, page_url, text
from tests.admissions.makers import make_sent_application
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(found)
    return found


def make_decided(programme, days, action="offer", sent_days_ago=100):
    """A case that had its first decision so many days after it was sent."""
    sent_at = timezone.now() - timedelta(days=sent_days_ago)
    application = make_sent_application(programme, "refused", parts=[], sent_at=sent_at)
    decide(application, action, days)
    return application


def decide(application, action, days):
    at = application.sent_at + timedelta(days=days)
    Event.objects.create(
        application=application,
        action=action,
        source="under_review",
        target="offered",
        actor="staff",
        at=at,
    )


def times(programme, waited=0):
    sent_at = timezone.now() - timedelta(days=waited)
    application = make_sent_application(programme, parts=[], sent_at=sent_at)
    today = timezone.localdate()
    return office_times(Case(application, target_of(application, today), today))


@pytest.mark.parametrize(("number", "is_told"), [(4, False), (5, True)])
def test_fewer_than_five_decisions_say_nothing(programme, number, is_told):
    for _case in range(number):
        make_decided(programme, 10)

    assert times(programme) == (OfficeTimes(10, 10, 0) if is_told else None)


def test_half_were_decided_within_the_median_and_all_but_the_slowest_tenth_within_the_other(
    programme,
):
    for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100):
        make_decided(programme, days)

    assert times(programme, waited=9) == OfficeTimes(6, 9, 9)


@pytest.mark.parametrize(("waited", "is_late"), [(20, False), (21, True)])
def test_a_case_is_late_once_it_has_waited_longer_than_the_slowest_tenth(
    programme, waited, is_late
):
    for days in (5, 5, 5, 5, 20):
        make_decided(programme, days)

    assert times(programme, waited).is_late is is_late


def test_the_first_decision_counts_and_requests_and_withdrawals_do_not(programme):
    for action in ("offer", "refuse", "put_on_waiting_list", "offer", "offer"):
        decide(make_decided(programme, 10, action), "refuse", 50)
    for action in ("request_information", "withdraw", "begin_review"):
        make_decided(programme, 1, action)

    assert times(programme) == OfficeTimes(10, 10, 0)


@pytest.mark.parametrize(("sent_days_ago", "is_told"), [(365, True), (366, False)])
def test_what_was_sent_over_a_year_ago_says_nothing(programme, sent_days_ago, is_told):
    for _case in range(4):
        make_decided(programme, 10)
    make_decided(programme, 10, sent_days_ago=sent_days_ago)

    assert (times(programme) is not None) is is_told


def test_another_programmes_times_are_not_this_ones(programme):
    other, _courses = make_whole_programme()
    for _case in range(5):
        make_decided(other, 10)

    assert times(programme) is None
    assert times(other) == OfficeTimes(10, 10, 0)


def test_a_waiting_applicant_is_told_and_a_decided_one_is_not(client, programme):
    for _case in range(5):
        make_decided(programme, 10)
    waiting = make_sent_application(programme, sent_at=timezone.now() - timedelta(days=11))
    decided = make_sent_application(programme, "refused")

    page = text(client.get(page_url("case", opened(client, waiting))))

    assert "inden for 10 dage" in page
    assert "Din har ventet længere end normalt" in page
    assert "inden for 10 dage" not in text(client.get(page_url("case", opened(client, decided))))


@pytest.mark.parametrize(
    ("state", "is_said"), [("submitted", True), ("under_review", True), ("refused", False)]
)
def test_while_too_few_are_decided_to_tell_a_time_it_says_so(client, programme, state, is_said):
    page = text(
        client.get(page_url("case", opened(client, make_sent_application(programme, state))))
    )

    assert ("Svartid: <span" in page) is is_said


def test_the_times_cost_one_query_however_many_cases(programme, django_assert_num_queries):
    case_times = make_sent_application(programme, parts=[])
    today = timezone.localdate()
    case = Case(case_times, target_of(case_times, today), today)
    for _round in range(2):
        for _case in range(5):
            make_decided(programme, 10)
        with django_assert_num_queries(1):
            office_times(case)
