"""Counting work: how much had been worked by a day, and the day on which enough has been."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

_DAYS_TO_A_MONTH = 30
_ONE_DAY = timedelta(days=1)
_BEYOND_THE_CALENDAR = date.max.toordinal() + 1


class WorkCounting(StrEnum):
    WHOLE = "whole"
    SHARE = "share"


@dataclass(frozen=True)
class WorkPeriod:
    """Work from one day to another, both included; without a last day it is ongoing.

    The share is the part of full time: more than nothing, at most all of it.
    """

    starts_on: date
    ends_on: date | None
    area: str | None = None
    share: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("A period of work ends before it starts.")
        if not 0 < self.share <= 1:
            raise ValueError("The share of full time is not above 0 and at most 1.")


@dataclass(frozen=True, order=True)
class WorkCount:
    """Months of work and the days left over, always fewer than 30."""

    months: int
    days: int


def counted_work(
    periods: Iterable[WorkPeriod], reference_on: date, counting: WorkCounting = WorkCounting.WHOLE
) -> WorkCount:
    """Work counts up to the day before the reference day, and days that overlap count once.

    Counted whole, part time counts as full time. A stretch without a gap counts in calendar months
    from its first day (1 May 2025 to 30 April 2027 is 24). A month later than the 31st is a
    shorter month's last day, so the month from 31 January ends on 27 February, or 28 in a leap
    year. The left-over days of several stretches are added, 30 to a month. Two rules see to it
    that more work never counts for less:

    - A stretch's left-over days count as 29 at most. With 30 they would be a month, and within a
      stretch a month is one by the calendar alone (1 to 30 January is none).
    - Gaps never help: the count is never higher than if any of the gaps had been worked.
      Otherwise 10 January to 6 February, 8 February to 8 March and 10 March 2024 would count
      for more than with 7 February worked too, since that day joins two stretches, and
      joined they count in other months.

    Counted by share, each day counts its share of its calendar month (1/28 to 1/31), the
    shares of one day adding up to full time at most. The part of a month left over is
    told in days, 30 to a month.
    """
    if counting is WorkCounting.SHARE:
        return _counted_by_share(periods, reference_on)
    return _counted_whole(periods, reference_on)


def qualifying_day(
    periods: Iterable[WorkPeriod],
    months_needed: int,
    reference_on: date,
    counting: WorkCounting = WorkCounting.WHOLE,
) -> date | None:
    """The first reference day by which the months needed have been worked, if ongoing work goes on.

    It lies before the given reference day where enough had been worked earlier, and is
    None where the work ends too soon. Where no month is needed any day will do, and the
    answer is the given reference day.
    """
    if months_needed <= 0:
        return reference_on
    if counting is WorkCounting.SHARE:
        return _qualifying_day_by_share(periods, months_needed)
    return _qualifying_day_whole(periods, months_needed)


# From here on the end of work is the day after its last day. Since work counts up to the day before
# the reference day, that day exists even at the very end of the calendar.
def _worked(
    periods: Iterable[WorkPeriod], reference_on: date
) -> Iterator[tuple[date, date, Fraction]]:
    for period in periods:
        if period.starts_on < reference_on:
            if period.ends_on is None or period.ends_on >= reference_on:
                yield period.starts_on, reference_on, period.share
            else:
                yield period.starts_on, period.ends_on + _ONE_DAY, period.share


def _stretches(periods: Iterable[WorkPeriod], reference_on: date) -> list[tuple[date, date]]:
    """The work without its overlaps, adjacent days joined, in order of time."""
    stretches: list[tuple[date, date]] = []
    for start, end, _ in sorted(_worked(periods, reference_on)):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    return stretches


def _counted_whole(periods: Iterable[WorkPeriod], reference_on: date) -> WorkCount:
    stretches = _stretches(periods, reference_on)
    return WorkCount(*divmod(_least_days(stretches)[-1], _DAYS_TO_A_MONTH))


def _least_days(stretches: list[tuple[date, date]]) -> list[int]:
    """The days, 30 to a month, of the first none, one, two ... stretches.

    Each is the least of all ways to fill gaps. Filled gaps make several stretches one, and the last
    one begins where some stretch begins. What lies before it is counted at its least already, so
    the ways, too many for a long list, need not all be tried.
    """
    least = [0]
    for number, (_, end) in enumerate(stretches, start=1):
        starts = (start for start, _ in stretches[:number])
        ways = zip(least, starts, strict=True)
        least.append(min(before + _stretch_days(start, end) for before, start in ways))
    return least


def _stretch_days(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day < start.day and end.day < _month_length(end.year, end.month):
        months -= 1
    left_over = end.toordinal() - _months_later(start, months)
    return months * _DAYS_TO_A_MONTH + min(left_over, _DAYS_TO_A_MONTH - 1)


def _qualifying_day_whole(periods: Iterable[WorkPeriod], months_needed: int) -> date | None:
    stretches = _stretches(periods, date.max)
    least = _least_days(stretches)
    needed = months_needed * _DAYS_TO_A_MONTH
    number = next((number for number, days in enumerate(least) if days >= needed), None)
    if number is None:
        return None
    # Enough is reached within this stretch, on the day when every way to fill
    # the gaps before gives enough.
    ways = zip(least[:number], stretches[:number], strict=True)
    return date.fromordinal(max(_reached(start, needed - before) for before, (start, _) in ways))


def _reached(start: date, days: int) -> int:
    """The ordinal of the first reference day by which a stretch counts so many days.

    30 to a month.
    """
    months, left_over = divmod(days, _DAYS_TO_A_MONTH)
    # A February too short for the days left over ends first, and then it is a month.
    return min(_months_later(start, months) + left_over, _months_later(start, months + 1))


def _months_later(start: date, months: int) -> int:
    """The ordinal of the same day of a later month, or of its last day where it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        return _BEYOND_THE_CALENDAR
    day = start.day if start.day <= 28 else min(start.day, _month_length(year, month + 1))
    return date(year, month + 1, day).toordinal()


def _month_length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _shares(
    periods: Iterable[WorkPeriod], reference_on: date
) -> Iterator[tuple[date, date, Fraction]]:
    """The share of full time worked from one day to another, day after day."""
    changes: defaultdict[date, Fraction] = defaultdict(Fraction)
    for start, end, share in _worked(periods, reference_on):
        changes[start] += share
        changes[end] -= share
    days = sorted(changes)
    share = Fraction(0)
    for start, end in pairwise(days):
        share += changes[start]
        if share:
            yield start, end, min(share, Fraction(1))


def _counted_by_share(periods: Iterable[WorkPeriod], reference_on: date) -> WorkCount:
    shares = _shares(periods, reference_on)
    total = sum(
        (share * (_in_months(end) - _in_months(start)) for start, end, share in shares), Fraction(0)
    )
    return WorkCount(months=floor(total), days=floor(total % 1 * _DAYS_TO_A_MONTH))


def _qualifying_day_by_share(periods: Iterable[WorkPeriod], months_needed: int) -> date | None:
    missing = Fraction(months_needed)
    for start, end, share in _shares(periods, date.max):
        worked = share * (_in_months(end) - _in_months(start))
        if worked >= missing:
            return _first_day_at(_in_months(start) + missing / share)
        missing -= worked
    return None


def _in_months(day: date) -> Fraction:
    """The beginning of a day as months of the calendar, each day a share of its own month."""
    return day.year * 12 + day.month - 1 + Fraction(day.day - 1, _month_length(day.year, day.month))


def _first_day_at(months: Fraction) -> date:
    year, month = divmod(floor(months), 12)
    days = ceil(months % 1 * _month_length(year, month + 1))
    return date(year, month + 1, 1) + timedelta(days=days)
