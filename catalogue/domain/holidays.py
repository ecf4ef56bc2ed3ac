"""Danish public holidays, and the days on which universities are often closed besides."""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

LAST_GREAT_PRAYER_DAY = 2023


class Holiday(StrEnum):
    NEW_YEARS_DAY = "new_years_day"
    MAUNDY_THURSDAY = "maundy_thursday"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    GREAT_PRAYER_DAY = "great_prayer_day"
    ASCENSION_DAY = "ascension_day"
    WHIT_SUNDAY = "whit_sunday"
    WHIT_MONDAY = "whit_monday"
    CHRISTMAS_DAY = "christmas_day"
    SECOND_CHRISTMAS_DAY = "second_christmas_day"
    CONSTITUTION_DAY = "constitution_day"
    CHRISTMAS_EVE = "christmas_eve"
    NEW_YEARS_EVE = "new_years_eve"


# No public holidays, but days on which few teach.
OFTEN_CLOSED = frozenset({Holiday.CONSTITUTION_DAY, Holiday.CHRISTMAS_EVE, Holiday.NEW_YEARS_EVE})

FIXED = {
    (1, 1): Holiday.NEW_YEARS_DAY,
    (6, 5): Holiday.CONSTITUTION_DAY,
    (12, 24): Holiday.CHRISTMAS_EVE,
    (12, 25): Holiday.CHRISTMAS_DAY,
    (12, 26): Holiday.SECOND_CHRISTMAS_DAY,
    (12, 31): Holiday.NEW_YEARS_EVE,
}
FROM_EASTER = {
    -3: Holiday.MAUNDY_THURSDAY,
    -2: Holiday.GOOD_FRIDAY,
    0: Holiday.EASTER_SUNDAY,
    1: Holiday.EASTER_MONDAY,
    26: Holiday.GREAT_PRAYER_DAY,
    39: Holiday.ASCENSION_DAY,
    49: Holiday.WHIT_SUNDAY,
    50: Holiday.WHIT_MONDAY,
}


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar, by Meeus's rule."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    month, day = divmod(
        epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114, 31
    )
    return date(year, month, day + 1)


@lru_cache(maxsize=4096)
def holiday(day: date) -> Holiday | None:
    """Return what a day is: a public holiday, else a day often closed at universities, else None.

    Great Prayer Day (store bededag) was a holiday for the last time in 2023.
    """
    found = FROM_EASTER.get((day - easter_sunday(day.year)).days)
    if found is Holiday.GREAT_PRAYER_DAY and day.year > LAST_GREAT_PRAYER_DAY:
        found = None
    return found or FIXED.get((day.month, day.day))


def is_weekend(day: date) -> bool:
    return day.weekday() > 4


def holidays(year: int) -> dict[date, Holiday]:
    """Return all days of a year that are one, in their order."""
    first = date(year, 1, 1)
    found = {}
    for number in range(366):
        day = first + timedelta(days=number)
        kind = holiday(day)
        if kind and day.year == year:
            found[day] = kind
    return found
