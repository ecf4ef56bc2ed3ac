from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.holidays import (
    OFTEN_CLOSED,
    Holiday,
    easter_sunday,
    holiday,
    holidays,
    is_weekend,
)

YEARS = st.integers(1990, 2200)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1990, 4, 15),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2019, 4, 21),
        (2023, 4, 9),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2038, 4, 25),
        (2100, 3, 28),
    ],
)
def test_easter_is_where_the_almanac_has_it(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


@given(YEARS)
def test_easter_is_a_sunday_between_22_march_and_25_april(year):
    easter = easter_sunday(year)

    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)


def test_the_holidays_of_2027_are_these():
    assert holidays(2027) == {
        date(2027, 1, 1): Holiday.NEW_YEARS_DAY,
        date(2027, 3, 25): Holiday.MAUNDY_THURSDAY,
        date(2027, 3, 26): Holiday.GOOD_FRIDAY,
        date(2027, 3, 28): Holiday.EASTER_SUNDAY,
        date(2027, 3, 29): Holiday.EASTER_MONDAY,
        date(2027, 5, 6): Holiday.ASCENSION_DAY,
        date(2027, 5, 16): Holiday.WHIT_SUNDAY,
        date(2027, 5, 17): Holiday.WHIT_MONDAY,
        date(2027, 6, 5): Holiday.CONSTITUTION_DAY,
        date(2027, 12, 24): Holiday.CHRISTMAS_EVE,
        date(2027, 12, 25): Holiday.CHRISTMAS_DAY,
        date(2027, 12, 26): Holiday.SECOND_CHRISTMAS_DAY,
        date(2027, 12, 31): Holiday.NEW_YEARS_EVE,
    }


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(date(2023, 5, 5), Holiday.GREAT_PRAYER_DAY, id="the last one"),
        pytest.param(date(2024, 4, 26), None, id="its day the year after"),
        pytest.param(date(1990, 5, 11), Holiday.GREAT_PRAYER_DAY, id="long before"),
        pytest.param(
            date(2022, 6, 5), Holiday.WHIT_SUNDAY, id="a holiday counts before a day often closed"
        ),
        pytest.param(date(2026, 12, 30), None, id="an ordinary day"),
    ],
)
def test_great_prayer_day_ended_in_2023(day, found):
    assert holiday(day) == found


@given(YEARS)
def test_every_year_has_its_holidays_and_its_closed_days(year):
    found = set(holidays(year).values())

    expected = set(Holiday) if year <= 2023 else set(Holiday) - {Holiday.GREAT_PRAYER_DAY}
    # Constitution Day may fall on a movable holiday, which is then what the day is.
    assert expected - {Holiday.CONSTITUTION_DAY} <= found <= expected
    assert {Holiday.CHRISTMAS_EVE, Holiday.NEW_YEARS_EVE} <= OFTEN_CLOSED & found


def test_a_weekend_is_saturday_and_sunday():
    friday = date(2026, 11, 27)

    assert [is_weekend(friday + timedelta(days=days)) for days in range(4)] == [
        False,
        True,
        True,
        False,
    ]
