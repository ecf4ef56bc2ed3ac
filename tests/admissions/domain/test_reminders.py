"""When somebody is due to be reminded: both sides of every boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.reminders import LEADS, answer_is_near, deadline_is_near

DEADLINE = date(2027, 5, 1)
LONG_AGO = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("today", "is_near"),
    [
        pytest.param(date(2027, 4, 16), False, id="15 days before"),
        pytest.param(date(2027, 4, 17), True, id="14 days before"),
        pytest.param(date(2027, 4, 30), True, id="the day before"),
        pytest.param(date(2027, 5, 1), True, id="the day itself"),
        pytest.param(date(2027, 5, 2), False, id="the day after"),
    ],
)
def test_a_draft_is_reminded_from_14_days_before_the_deadline_to_the_day_itself(today, is_near):
    assert deadline_is_near(DEADLINE, LONG_AGO, today) is is_near


@pytest.mark.parametrize(
    ("begun_on", "is_near"),
    [
        pytest.param(date(2027, 4, 16), True, id="begun the day before the 14 days"),
        pytest.param(date(2027, 4, 17), False, id="begun on the first of the 14 days"),
        pytest.param(date(2027, 4, 20), False, id="begun today"),
    ],
)
def test_a_draft_begun_within_the_14_days_is_not_reminded(begun_on, is_near):
    assert deadline_is_near(DEADLINE, begun_on, date(2027, 4, 20)) is is_near


@pytest.mark.parametrize(
    ("today", "is_near"),
    [
        pytest.param(date(2027, 4, 25), False, id="6 days before"),
        pytest.param(date(2027, 4, 26), True, id="5 days before"),
        pytest.param(date(2027, 5, 1), True, id="the day itself"),
        pytest.param(date(2027, 5, 2), False, id="the day after"),
    ],
)
def test_an_answer_is_reminded_of_from_5_days_before_to_the_day_itself(today, is_near):
    assert answer_is_near(DEADLINE, LONG_AGO, today) is is_near


def test_what_is_to_be_answered_within_5_days_is_not_reminded_of():
    assert not answer_is_near(DEADLINE, date(2027, 4, 26), date(2027, 4, 28))


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(days, days, days)
def test_nobody_is_reminded_after_the_day_or_on_the_day_they_began(day, since, today):
    if deadline_is_near(day, since, today):
        assert since < today <= day
        assert day - today <= LEADS.deadline


@given(days)
def test_whoever_began_long_ago_has_15_days_on_which_to_be_reminded(day):
    near = [
        n
        for n in range(40)
        if deadline_is_near(day, day - timedelta(days=100), day - timedelta(days=n))
    ]

    assert near == list(range(15))
