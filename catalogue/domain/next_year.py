"""A run held again a year on: its dates on the same weekday, and what stands in their way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from catalogue.domain.deadlines import months_before
from catalogue.domain.holidays import Holiday, holiday, is_weekend

# Always the same weekday nearest to the same day of next year: a year is 365 or 366 days, so 52
# weeks end one or two days before it, and 53 end five or six after.
A_YEAR_ON = timedelta(weeks=52)
SAME_RUN = timedelta(weeks=6)


class Place(StrEnum):
    """Which of a run's dates a flag hangs on."""

    STARTS = "starts"
    ENDS = "ends"
    TEACHING_DAY = "teaching_day"
    EXAM = "exam"
    REEXAM = "reexam"


@dataclass(frozen=True)
class RunDates:
    """All dates of a run; None where one is not known."""

    starts_on: date
    ends_on: date | None = None
    opens_on: date | None = None
    reply_by: date | None = None
    exam_on: date | None = None
    reexam_on: date | None = None
    teaching_days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Flag:
    """A date on which few can come: a holiday, or without one a weekend."""

    place: Place
    day: date
    holiday: Holiday | None = None


def same_weekday_next_year(day: date) -> date:
    """Return the same weekday nearest to the same day of next year.

    It is never more than three days from it.
    """
    return day + A_YEAR_ON


def a_year_on(dates: RunDates) -> RunDates:
    """Move a run by one shift, its start's, so that the distances between its dates stay."""
    shift = same_weekday_next_year(dates.starts_on) - dates.starts_on
    moved = {}
    for name in ("ends_on", "opens_on", "reply_by", "exam_on", "reexam_on"):
        day = getattr(dates, name)
        if day:
            moved[name] = day + shift
    days = tuple(day + shift for day in dates.teaching_days)
    return replace(dates, starts_on=dates.starts_on + shift, teaching_days=days, **moved)


def flags(dates: RunDates) -> tuple[Flag, ...]:
    """Return every date of a run that falls on a holiday, a day often closed or a weekend.

    In the run's order.
    """
    placed = [
        (Place.STARTS, dates.starts_on),
        *((Place.TEACHING_DAY, day) for day in dates.teaching_days),
        (Place.ENDS, dates.ends_on),
        (Place.EXAM, dates.exam_on),
        (Place.REEXAM, dates.reexam_on),
    ]
    found = []
    for place, day in placed:
        if day is None:
            continue
        kind = holiday(day)
        if kind or is_weekend(day):
            found.append(Flag(place, day, kind))
    return tuple(found)


def already_made(starts_on: date, others: Iterable[date]) -> date | None:
    """Return the start of the run taken for the proposed one.

    The nearest within six weeks, else None.
    """
    near = [other for other in others if abs(other - starts_on) <= SAME_RUN]
    return min(near, key=lambda other: abs(other - starts_on), default=None)


@dataclass(frozen=True)
class Period:
    """Days between which runs start, both included.

    `code` says which, `year` the one it begins in.
    """

    code: str
    year: int
    first: date
    last: date


def periods(today: date) -> tuple[Period, ...]:
    """Return the periods one plans by.

    Twelve months ahead and back, and the study years and half-years around today. A study year goes
    from 1 August to 31 July, so that courses of the last week of August belong to the autumn; the
    spring begins on 1 February.
    """
    current = today.year if today.month >= 8 else today.year - 1
    found = [
        Period("coming", today.year, today, months_before(today, -12) - timedelta(days=1)),
        Period("past", today.year, months_before(today, 12), today - timedelta(days=1)),
    ]
    for year in (current - 1, current, current + 1):
        autumn, spring, end = date(year, 8, 1), date(year + 1, 2, 1), date(year + 1, 7, 31)
        found += [
            Period("study_year", year, autumn, end),
            Period("autumn", year, autumn, spring - timedelta(days=1)),
            Period("spring", year + 1, spring, end),
        ]
    return tuple(found)
