"""How long each kind of record lives, and what is due on a given day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Periods:
    """The times told in the privacy notice; what they name is deleted once they have passed.

    The notice (`pages/privacy.html`) and `docs/records-of-processing.md` tell some
    of them in words: change both.
    """

    unconfirmed: timedelta = timedelta(hours=48)
    interest_months: int = 18
    letter_contents: timedelta = timedelta(days=30)
    askings: timedelta = timedelta(days=1)
    draft: timedelta = timedelta(days=60)
    draft_warning: timedelta = timedelta(days=14)
    application_link: timedelta = timedelta(days=14)
    erasure_answer_months: int = 1


PERIODS = Periods()


def confirm_by(asked_at: datetime, periods: Periods = PERIODS) -> datetime:
    """The moment at which an interest that nobody has confirmed is gone."""
    return asked_at + periods.unconfirmed


def is_too_late_to_confirm(asked_at: datetime, now: datetime, periods: Periods = PERIODS) -> bool:
    return now >= confirm_by(asked_at, periods)


def unconfirmed_limit(now: datetime, periods: Periods = PERIODS) -> datetime:
    """Whoever asked at this moment or before, and has not confirmed, is gone."""
    return now - periods.unconfirmed


def interest_end(confirmed_on: date, periods: Periods = PERIODS) -> date:
    """The last day of a confirmed interest: the same day months later, or that month's last."""
    return months_later(confirmed_on, periods.interest_months)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def answer_erasure_by(asked_on: date, periods: Periods = PERIODS) -> date:
    """The day by which a wish for erasure is answered: within a month (GDPR article 12(3))."""
    return months_later(asked_on, periods.erasure_answer_months)


def case_is_due(ended_on: date, cycle_ends_on: date | None, kept_months: int, today: date) -> bool:
    """Whether a closed case has been kept its months.

    They count from its end, and from the beginning of what it was about.
    """
    return months_later(max(ended_on, cycle_ends_on or ended_on), kept_months) <= today


def letter_limit(now: datetime, periods: Periods = PERIODS) -> datetime:
    """Letters written before this moment keep that they were sent, and lose their words."""
    return now - periods.letter_contents


def draft_limit(now: datetime, periods: Periods = PERIODS) -> datetime:
    """A draft last touched at this moment or before is erased."""
    return now - periods.draft


def draft_ends(touched_at: datetime, periods: Periods = PERIODS) -> datetime:
    """The moment at which a draft that nobody touches again is gone."""
    return touched_at + periods.draft


def draft_warning_limit(now: datetime, periods: Periods = PERIODS) -> datetime:
    """Whoever last touched a draft at this moment or before is told that it ends."""
    return now - periods.draft + periods.draft_warning


def asking_limit(now: datetime, periods: Periods = PERIODS) -> datetime:
    """Traces of asking from before this moment limit nobody any more."""
    return now - periods.askings
