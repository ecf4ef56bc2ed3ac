from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.deadlines import day_of_year
from catalogue.domain.holidays import Holiday
from catalogue.domain.next_year import (
    Flag,
    Place,
    RunDates,
    a_year_on,
    already_made,
    flags,
    periods,
    same_weekday_next_year,
)

DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@given(DAYS)
def test_a_day_moves_to_the_same_weekday_within_three_days_of_the_same_date(day):
    moved = same_weekday_next_year(day)
    same_date = day_of_year(day.year + 1, day.month, day.day)

    assert moved.weekday() == day.weekday()
    assert abs(moved - same_date) <= timedelta(days=3)
    assert all(
        abs(moved - same_date) < abs(moved + timedelta(weeks=weeks) - same_date)
        for weeks in (-1, 1)
    )


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        pytest.param(date(2027, 2, 1), date(2028, 1, 31), id="a Monday in February"),
        pytest.param(date(2028, 2, 29), date(2029, 2, 27), id="a leap day"),
        pytest.param(date(2027, 3, 1), date(2028, 2, 28), id="across a leap day"),
        pytest.param(date(2026, 12, 31), date(2027, 12, 30), id="the last of a year"),
    ],
)
def test_days_move_as_these_do(day, moved):
    assert same_weekday_next_year(day) == moved


@given(
    DAYS,
    st.lists(st.integers(-400, 400), min_size=5, max_size=5),
    st.lists(st.integers(0, 300), max_size=12),
)
def test_a_whole_run_moves_by_one_shift(start, distances, teaching):
    ends, opens, reply, exam, reexam = (start + timedelta(days=days) for days in distances)
    days = tuple(start + timedelta(days=number) for number in teaching)
    moved = a_year_on(RunDates(start, ends, opens, reply, exam, reexam, days))

    assert moved.starts_on == same_weekday_next_year(start)
    shift = moved.starts_on - start
    assert [moved.ends_on - ends, moved.opens_on - opens, moved.reply_by - reply] == [shift] * 3
    assert [moved.exam_on - exam, moved.reexam_on - reexam] == [shift] * 2
    assert [new - old for new, old in zip(moved.teaching_days, days, strict=True)] == [shift] * len(
        days
    )


def test_what_is_not_known_stays_unknown():
    assert a_year_on(RunDates(date(2027, 2, 1))) == RunDates(date(2028, 1, 31))


def test_every_date_on_a_holiday_or_a_weekend_is_flagged_in_the_order_of_the_run():
    dates = RunDates(
        starts_on=date(2027, 3, 28),
        ends_on=date(2027, 6, 5),
        opens_on=date(2027, 1, 1),
        exam_on=date(2027, 6, 12),
        reexam_on=date(2027, 8, 14),
        teaching_days=(date(2027, 4, 1), date(2027, 5, 6), date(2027, 5, 8)),
    )

    assert flags(dates) == (
        Flag(Place.STARTS, date(2027, 3, 28), Holiday.EASTER_SUNDAY),
        Flag(Place.TEACHING_DAY, date(2027, 5, 6), Holiday.ASCENSION_DAY),
        Flag(Place.TEACHING_DAY, date(2027, 5, 8)),
        Flag(Place.ENDS, date(2027, 6, 5), Holiday.CONSTITUTION_DAY),
        Flag(Place.EXAM, date(2027, 6, 12)),
        Flag(Place.REEXAM, date(2027, 8, 14)),
    )


def test_nothing_is_flagged_on_ordinary_days():
    ordinary = RunDates(date(2027, 3, 1), date(2027, 5, 28), teaching_days=(date(2027, 3, 2),))

    assert flags(ordinary) == ()
    assert flags(replace(ordinary, ends_on=None)) == ()


@pytest.mark.parametrize(
    ("days", "made"),
    [
        pytest.param(-43, False, id="six weeks and a day before"),
        pytest.param(-42, True, id="six weeks before"),
        pytest.param(0, True, id="the same day"),
        pytest.param(42, True, id="six weeks after"),
        pytest.param(43, False, id="six weeks and a day after"),
    ],
)
def test_a_run_within_six_weeks_is_taken_for_the_same(days, made):
    start = date(2028, 1, 31)
    other = start + timedelta(days=days)

    assert already_made(start, [other]) == (other if made else None)


def test_of_two_runs_the_nearer_is_taken():
    start = date(2028, 1, 31)

    assert already_made(
        start, [start + timedelta(days=20), start - timedelta(days=3)]
    ) == start - timedelta(days=3)
    assert already_made(start, []) is None


def test_the_periods_of_an_autumn_day():
    found = {
        (period.code, period.year): (period.first, period.last)
        for period in periods(date(2026, 11, 25))
    }

    assert found["coming", 2026] == (date(2026, 11, 25), date(2027, 11, 24))
    assert found["past", 2026] == (date(2025, 11, 25), date(2026, 11, 24))
    assert found["study_year", 2026] == (date(2026, 8, 1), date(2027, 7, 31))
    assert found["autumn", 2026] == (date(2026, 8, 1), date(2027, 1, 31))
    assert found["spring", 2027] == (date(2027, 2, 1), date(2027, 7, 31))
    assert {year for code, year in found if code == "study_year"} == {2025, 2026, 2027}


@pytest.mark.parametrize(("day", "year"), [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026)])
def test_a_study_year_begins_in_august(day, year):
    assert [period.year for period in periods(day) if period.code == "study_year"] == [
        year - 1,
        year,
        year + 1,
    ]


@given(DAYS)
def test_half_years_make_up_the_study_year_without_a_gap(day):
    found = periods(day)[2:]

    for year, autumn, spring in zip(found[::3], found[1::3], found[2::3], strict=True):
        assert (year.first, year.last) == (autumn.first, spring.last)
        assert spring.first - autumn.last == timedelta(days=1)
