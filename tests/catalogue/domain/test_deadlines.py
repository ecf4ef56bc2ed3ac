from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.deadlines import (
    COPENHAGEN,
    TimeRules,
    course_deadline,
    day_in_copenhagen,
    day_of_year,
    intake_deadline,
    is_a_day,
    months_before,
    next_intake_year,
    refund_day,
)

RULES = TimeRules(deadline_month=5, deadline_day=1, course_deadline_weeks=8, refund_months=1)
LEAP_DAY = TimeRules(deadline_month=2, deadline_day=29)
NO_RULES = TimeRules()

days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
yearly_days = st.builds(
    TimeRules, deadline_month=st.integers(1, 12), deadline_day=st.integers(1, 31)
)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(
            datetime(2026, 4, 30, 21, 59, 59, 999999, UTC),
            date(2026, 4, 30),
            id="summer, last moment",
        ),
        pytest.param(
            datetime(2026, 4, 30, 22, 0, tzinfo=UTC), date(2026, 5, 1), id="summer, midnight"
        ),
        pytest.param(
            datetime(2026, 1, 31, 22, 59, 59, 999999, UTC),
            date(2026, 1, 31),
            id="winter, last moment",
        ),
        pytest.param(
            datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1), id="winter, midnight"
        ),
        pytest.param(
            datetime(2026, 3, 28, 22, 59, 59, 999999, UTC),
            date(2026, 3, 28),
            id="eve of summer time",
        ),
        pytest.param(
            datetime(2026, 3, 28, 23, 0, tzinfo=UTC),
            date(2026, 3, 29),
            id="first day of summer time begins",
        ),
        pytest.param(
            datetime(2026, 3, 29, 21, 59, 59, 999999, UTC),
            date(2026, 3, 29),
            id="a day of 23 hours ends",
        ),
        pytest.param(
            datetime(2026, 3, 29, 22, 0, tzinfo=UTC),
            date(2026, 3, 30),
            id="after a day of 23 hours",
        ),
        pytest.param(
            datetime(2026, 10, 24, 21, 59, 59, 999999, UTC),
            date(2026, 10, 24),
            id="eve of winter time",
        ),
        pytest.param(
            datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
            date(2026, 10, 25),
            id="a day of 25 hours begins",
        ),
        pytest.param(
            datetime(2026, 10, 25, 22, 59, 59, 999999, UTC),
            date(2026, 10, 25),
            id="a day of 25 hours ends",
        ),
        pytest.param(
            datetime(2026, 10, 25, 23, 0, tzinfo=UTC),
            date(2026, 10, 26),
            id="after a day of 25 hours",
        ),
        pytest.param(
            datetime(2028, 2, 28, 23, 0, tzinfo=UTC), date(2028, 2, 29), id="a leap day begins"
        ),
        pytest.param(
            datetime(2028, 2, 29, 22, 59, 59, 999999, UTC), date(2028, 2, 29), id="a leap day ends"
        ),
        pytest.param(datetime(2027, 2, 28, 23, 0, tzinfo=UTC), date(2027, 3, 1), id="no leap day"),
        pytest.param(
            datetime(2026, 12, 31, 22, 59, 59, 999999, UTC),
            date(2026, 12, 31),
            id="the old year's last",
        ),
        pytest.param(
            datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1), id="the new year's first"
        ),
    ],
)
def test_a_moment_has_its_day_in_copenhagen(moment, day):
    assert day_in_copenhagen(moment) == day


def test_a_moment_without_a_time_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_in_copenhagen(datetime(2026, 5, 1, 12, 0))  # noqa: DTZ001 - what is refused here


@given(days)
def test_a_deadline_lasts_from_midnight_to_midnight_in_copenhagen(day):
    first = datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN).astimezone(UTC)
    following = day + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=COPENHAGEN).astimezone(
        UTC
    )
    moment = timedelta(microseconds=1)

    assert day_in_copenhagen(first) == day_in_copenhagen(end - moment) == day
    assert day_in_copenhagen(first - moment) == day - timedelta(days=1)
    assert day_in_copenhagen(end) == following


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [
        pytest.param(2028, 2, 29, date(2028, 2, 29), id="29 February in a leap year"),
        pytest.param(2027, 2, 29, date(2027, 2, 28), id="29 February in a common year"),
        pytest.param(2100, 2, 29, date(2100, 2, 28), id="29 February in 2100"),
        pytest.param(2027, 4, 31, date(2027, 4, 30), id="31 April"),
        pytest.param(2027, 12, 31, date(2027, 12, 31), id="31 December"),
    ],
)
def test_a_day_that_the_month_lacks_is_its_last(year, month, day, found):
    assert day_of_year(year, month, day) == found


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        pytest.param(date(2027, 3, 1), 1, date(2027, 2, 1), id="the same day of the month before"),
        pytest.param(date(2027, 3, 31), 1, date(2027, 2, 28), id="31 March in a common year"),
        pytest.param(date(2028, 3, 31), 1, date(2028, 2, 29), id="31 March in a leap year"),
        pytest.param(date(2027, 3, 30), 1, date(2027, 2, 28), id="30 March"),
        pytest.param(date(2027, 3, 28), 1, date(2027, 2, 28), id="28 March"),
        pytest.param(date(2027, 1, 15), 1, date(2026, 12, 15), id="across New Year"),
        pytest.param(date(2027, 1, 31), 2, date(2026, 11, 30), id="two months across New Year"),
        pytest.param(date(2028, 2, 29), 12, date(2027, 2, 28), id="a year before a leap day"),
        pytest.param(date(2028, 2, 29), 48, date(2024, 2, 29), id="four years before a leap day"),
        pytest.param(date(2027, 3, 31), 0, date(2027, 3, 31), id="none"),
        pytest.param(date(2026, 11, 30), -3, date(2027, 2, 28), id="months after"),
        pytest.param(date(2026, 12, 1), -1, date(2027, 1, 1), id="a month after, across New Year"),
    ],
)
def test_months_before_a_day(day, months, found):
    assert months_before(day, months) == found


@given(days, st.integers(-240, 240))
def test_months_before_keeps_the_day_or_takes_the_months_last(day, months):
    found = months_before(day, months)
    length = monthrange(found.year, found.month)[1]

    assert found.year * 12 + found.month == day.year * 12 + day.month - months
    assert found.day == min(day.day, length)


@pytest.mark.parametrize(
    ("rules", "year", "exception", "found"),
    [
        pytest.param(RULES, 2027, None, date(2027, 5, 1), id="by the rule"),
        pytest.param(RULES, 2027, date(2027, 5, 15), date(2027, 5, 15), id="by an exception"),
        pytest.param(LEAP_DAY, 2028, None, date(2028, 2, 29), id="29 February in a leap year"),
        pytest.param(LEAP_DAY, 2027, None, date(2027, 2, 28), id="29 February in a common year"),
        pytest.param(NO_RULES, 2027, None, None, id="unknown"),
        pytest.param(TimeRules(deadline_month=5), 2027, None, None, id="half a rule"),
        pytest.param(
            NO_RULES, 2027, date(2027, 5, 15), date(2027, 5, 15), id="an exception without a rule"
        ),
    ],
)
def test_the_deadline_of_an_intake(rules, year, exception, found):
    assert intake_deadline(rules, year, exception) == found


@pytest.mark.parametrize(
    ("today", "moved", "cancelled", "year"),
    [
        pytest.param(date(2027, 4, 30), {}, (), 2027, id="the day before the deadline"),
        pytest.param(date(2027, 5, 1), {}, (), 2027, id="the day of the deadline"),
        pytest.param(date(2027, 5, 2), {}, (), 2028, id="the day after"),
        pytest.param(
            date(2027, 5, 14), {2027: date(2027, 5, 14)}, (), 2027, id="moved later, its last day"
        ),
        pytest.param(
            date(2027, 5, 15), {2027: date(2027, 5, 14)}, (), 2028, id="moved later, passed"
        ),
        pytest.param(
            date(2027, 4, 15), {2027: date(2027, 4, 15)}, (), 2027, id="moved earlier, its last day"
        ),
        pytest.param(
            date(2027, 4, 16), {2027: date(2027, 4, 15)}, (), 2028, id="moved earlier, passed"
        ),
        pytest.param(
            date(2027, 1, 10), {2026: date(2027, 1, 10)}, (), 2026, id="moved into the next year"
        ),
        pytest.param(
            date(2027, 1, 11),
            {2026: date(2027, 1, 10)},
            (),
            2027,
            id="moved into the next year, passed",
        ),
        pytest.param(
            date(2026, 12, 31),
            {2027: date(2026, 12, 31)},
            (),
            2027,
            id="moved into the year before",
        ),
        pytest.param(
            date(2027, 5, 2), {2028: date(2028, 3, 1)}, (), 2028, id="a later year is moved"
        ),
        pytest.param(date(2027, 4, 1), {}, (2027,), 2028, id="cancelled"),
        pytest.param(
            date(2027, 4, 1), {}, tuple(range(2026, 2035)), 2035, id="cancelled nine years in a row"
        ),
        pytest.param(
            date(2027, 4, 1), {2027: date(2027, 6, 1)}, (2027,), 2028, id="moved and cancelled"
        ),
    ],
)
def test_the_next_intake_by_rule_and_exceptions(today, moved, cancelled, year):
    assert next_intake_year(RULES, today, moved, cancelled) == year


@pytest.mark.parametrize(
    ("moved", "year"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({2026: date(2026, 5, 1)}, None, id="one passed"),
        pytest.param(
            {2035: date(2035, 5, 1), 2031: date(2031, 5, 1)}, 2031, id="the nearest of later years"
        ),
        pytest.param({2027: date(2027, 4, 1)}, 2027, id="today"),
    ],
)
def test_without_a_rule_only_exceptions_give_an_intake(moved, year):
    assert next_intake_year(NO_RULES, date(2027, 4, 1), moved) == year


@pytest.mark.parametrize(
    ("today", "year"),
    [
        pytest.param(date(2027, 2, 28), 2027, id="28 February of a common year"),
        pytest.param(date(2027, 3, 1), 2028, id="1 March of a common year"),
        pytest.param(date(2028, 2, 29), 2028, id="29 February of a leap year"),
        pytest.param(date(2028, 3, 1), 2029, id="1 March of a leap year"),
    ],
)
def test_a_deadline_of_29_february_comes_every_year(today, year):
    assert next_intake_year(LEAP_DAY, today) == year


@given(
    yearly_days,
    days,
    st.dictionaries(st.integers(1990, 2110), days),
    st.sets(st.integers(1985, 2115)),
)
def test_with_a_rule_there_is_always_a_next_intake(rules, today, moved, cancelled):
    year = next_intake_year(rules, today, moved, cancelled)

    assert year not in cancelled
    assert intake_deadline(rules, year, moved.get(year)) >= today


@given(yearly_days, days)
def test_the_next_intake_by_rule_is_the_soonest(rules, today):
    year = next_intake_year(rules, today)
    deadline = intake_deadline(rules, year)

    assert today <= deadline
    assert intake_deadline(rules, year - 1) < today
    assert next_intake_year(rules, deadline) == year
    assert next_intake_year(rules, deadline + timedelta(days=1)) == year + 1


@pytest.mark.parametrize(
    ("starts_on", "exception", "found"),
    [
        pytest.param(date(2027, 3, 1), None, date(2027, 1, 4), id="eight weeks before"),
        pytest.param(
            date(2027, 4, 26), None, date(2027, 3, 1), id="across the beginning of summer time"
        ),
        pytest.param(
            date(2026, 11, 30), None, date(2026, 10, 5), id="across the end of summer time"
        ),
        pytest.param(date(2028, 4, 25), None, date(2028, 2, 29), id="on a leap day"),
        pytest.param(date(2027, 2, 26), None, date(2027, 1, 1), id="on New Year's Day"),
        pytest.param(date(2027, 3, 1), date(2027, 2, 1), date(2027, 2, 1), id="an exception"),
        pytest.param(
            None, date(2027, 2, 1), date(2027, 2, 1), id="an exception before the start is known"
        ),
        pytest.param(None, None, None, id="start unknown"),
    ],
)
def test_the_deadline_of_a_course_run(starts_on, exception, found):
    assert course_deadline(RULES, starts_on, exception) == found


def test_without_a_rule_a_course_run_has_no_deadline_and_no_refund_day():
    assert course_deadline(NO_RULES, date(2027, 3, 1)) is None
    assert refund_day(NO_RULES, date(2027, 3, 1)) is None


@pytest.mark.parametrize(
    ("starts_on", "found"),
    [
        pytest.param(date(2027, 3, 1), date(2027, 2, 1), id="a month before"),
        pytest.param(date(2027, 3, 31), date(2027, 2, 28), id="a shorter month"),
        pytest.param(date(2028, 3, 31), date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2027, 1, 31), date(2026, 12, 31), id="across New Year"),
        pytest.param(None, None, id="start unknown"),
    ],
)
def test_the_last_day_of_refund(starts_on, found):
    assert refund_day(RULES, starts_on) == found


@given(days, st.integers(0, 52))
def test_a_course_closes_so_many_weeks_before_on_the_same_weekday(starts_on, weeks):
    deadline = course_deadline(TimeRules(course_deadline_weeks=weeks), starts_on)

    assert (starts_on - deadline).days == weeks * 7
    assert deadline.weekday() == starts_on.weekday()


@pytest.mark.parametrize(
    ("month", "day", "is_one"),
    [
        (9, 30, True),
        (9, 31, False),
        (2, 29, True),
        (2, 30, False),
        (12, 31, True),
        (1, 1, True),
        (13, 1, False),
        (0, 1, False),
        (5, 0, False),
    ],
)
def test_a_day_that_no_year_has_is_none(month, day, is_one):
    assert is_a_day(month, day) is is_one
