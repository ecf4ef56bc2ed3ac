"""When somebody is reminded, once, of a day to act by: a draft's deadline, an answer's day."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Leads:
    """How long before its day each reminder goes out."""

    deadline: timedelta = timedelta(days=14)
    answer: timedelta = timedelta(days=5)


LEADS = Leads()


def deadline_is_near(closes_on: date, begun_on: date, today: date, leads: Leads = LEADS) -> bool:
    """Whether a draft begun on a day is due to be reminded of the last day to apply.

    From 14 days before that day to the end of it, so that a timer that was away still
    reminds. Whoever began within those days knows the deadline from the page they
    began on, and is not reminded.
    """
    return _is_near(closes_on, begun_on, today, leads.deadline)


def answer_is_near(due_on: date, asked_on: date, today: date, leads: Leads = LEADS) -> bool:
    """Whether somebody asked on a day is due to be reminded to answer: the same with five days."""
    return _is_near(due_on, asked_on, today, leads.answer)


def _is_near(day: date, since: date, today: date, lead: timedelta) -> bool:
    first = day - lead
    return since < first <= today <= day
