"""When one may apply: a day of the year, or weeks before a course; and the last day of refund."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@dataclass(frozen=True)
class TimeRules:
    """A programme's rules of time; None where a rule is not known."""

    deadline_month: int | None = None
    deadline_day: int | None = None
    course_deadline_weeks: int | None = None
    refund_months: int | None = None


def day_in_copenhagen(moment: datetime) -> date:
    """Return the Danish calendar day of a moment: a deadline lasts to the end of that day."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone before it has a day in Copenhagen")
    return moment.astimezone(COPENHAGEN).date()


def day_of_year(year: int, month: int, day: int) -> date:
    """Return the day, or the month's last where the month is shorter.

    So 29 February is the 28th in a common year.
    """
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_a_day(month: int, day: int) -> bool:
    """Return whether the month has the day, 29 February included; False too where it is none."""
    leap_year = 2028
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or that month's last day where it is shorter."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return day_of_year(year, month + 1, day.day)


def intake_deadline(rules: TimeRules, year: int, exception: date | None = None) -> date | None:
    """Return the last day to apply to a year's intake: the exception, else the rule's day."""
    if exception:
        return exception
    if rules.deadline_month is None or rules.deadline_day is None:
        return None
    return day_of_year(year, rules.deadline_month, rules.deadline_day)


def next_intake_year(
    rules: TimeRules,
    today: date,
    exceptions: Mapping[int, date] | None = None,
    cancelled: Collection[int] = (),
) -> int | None:
    """Return the year of the next intake whose deadline has not passed.

    None without a rule and without exceptions. The rule gives an intake every year but the
    cancelled ones, so there is always a next one; `exceptions` are days by year.
    """
    moved = exceptions or {}
    by_rule = range(today.year - 1, today.year + 3 + len(cancelled))
    years: set[int] = {*by_rule, *moved} - set(cancelled)
    for year in sorted(years):
        deadline = intake_deadline(rules, year, moved.get(year))
        if deadline and deadline >= today:
            return year
    return None


def course_deadline(
    rules: TimeRules, starts_on: date | None, exception: date | None = None
) -> date | None:
    """Return the last day to apply for a run: the exception, else the rule's weeks before start."""
    if exception:
        return exception
    if starts_on is None or rules.course_deadline_weeks is None:
        return None
    return starts_on - timedelta(weeks=rules.course_deadline_weeks)


def refund_day(rules: TimeRules, starts_on: date | None) -> date | None:
    """Return the last day to cancel a place with a refund: the rule's months before the start."""
    if starts_on is None or rules.refund_months is None:
        return None
    return months_before(starts_on, rules.refund_months)
