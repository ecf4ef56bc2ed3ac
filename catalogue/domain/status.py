"""What a course run or an intake is on a given day, from open to held or cancelled."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CLOSING_SOON_DAYS = 14


class State(StrEnum):
    PLANNED = "planned"
    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    FULL = "full"
    CLOSED = "closed"
    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"


ONE_CAN_APPLY = frozenset({State.OPEN, State.CLOSING_SOON})
AHEAD = frozenset({State.PLANNED, State.NOT_YET_OPEN, State.OPEN, State.CLOSING_SOON, State.FULL})


@dataclass(frozen=True)
class Schedule:
    """The dates and places of a run or an intake; None where a thing is not known."""

    starts_on: date | None = None
    ends_on: date | None = None
    opens_on: date | None = None
    deadline_on: date | None = None
    places: int | None = None
    places_taken: int = 0
    has_waiting_list: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True)
class Status:
    """The state on a day, with what its sentence needs: days left, and whether one can wait."""

    state: State
    opens_on: date | None = None
    deadline_on: date | None = None
    days_left: int | None = None
    has_waiting_list: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in ONE_CAN_APPLY


def status(schedule: Schedule, today: date) -> Status:
    """Return the one status of a run or an intake on a day in Copenhagen.

    A run that has begun is running to its last day and held after it. Until then the deadline
    decides: open to the end of that day, closing soon in its last 14 days. A full run says so only
    while one could have applied.
    """
    state = _state(schedule, today)
    deadline = schedule.deadline_on
    days_left = (deadline - today).days if deadline and deadline >= today else None
    return Status(state, schedule.opens_on, deadline, days_left, schedule.has_waiting_list)


def _state(schedule: Schedule, today: date) -> State:
    if schedule.is_cancelled:
        return State.CANCELLED
    if schedule.starts_on and schedule.starts_on <= today:
        return State.HELD if (schedule.ends_on or schedule.starts_on) < today else State.RUNNING
    if schedule.deadline_on is None:
        return State.PLANNED
    return _state_by_deadline(schedule, schedule.deadline_on, today)


def _state_by_deadline(schedule: Schedule, deadline_on: date, today: date) -> State:
    if deadline_on < today:
        return State.CLOSED
    if schedule.opens_on and today < schedule.opens_on:
        return State.NOT_YET_OPEN
    if schedule.places is not None and schedule.places_taken >= schedule.places:
        return State.FULL
    soon = (deadline_on - today).days <= CLOSING_SOON_DAYS
    return State.CLOSING_SOON if soon else State.OPEN
