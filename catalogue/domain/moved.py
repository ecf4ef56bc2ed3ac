"""Which announced days have moved between two looks at them, and which runs were announced."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Told(StrEnum):
    ANNOUNCED = "announced"
    OPENS = "opens"
    DEADLINE = "deadline"
    STARTS = "starts"
    ENDS = "ends"


@dataclass(frozen=True)
class Days:
    """What the public is told of a run or an intake; None where a day is not known."""

    opens: date | None = None
    deadline: date | None = None
    starts: date | None = None
    ends: date | None = None
    is_cancelled: bool = False

    def by_kind(self) -> dict[Told, date | None]:
        return {
            Told.OPENS: self.opens,
            Told.DEADLINE: self.deadline,
            Told.STARTS: self.starts,
            Told.ENDS: self.ends,
        }

    def is_ahead(self, today: date) -> bool:
        """Whether it has not ended, as far as is known."""
        last = self.ends or self.starts
        return last is None or last >= today


@dataclass(frozen=True)
class Move(Generic[Key]):
    key: Key
    what: Told
    old: date | None
    new: date | None


def moves(before: Mapping[Key, Days], after: Mapping[Key, Days], today: date) -> list[Move[Key]]:
    """Return each day that is another now than it was, and each key that was not there before.

    Only what is not cancelled, before or after, since what is cancelled has no days. A move between
    days that have both passed tells nobody anything. What is new is announced, unless it is over,
    and its days have not moved.
    """
    found: list[Move[Key]] = []
    for key, now in after.items():
        was = before.get(key)
        if now.is_cancelled or (was and was.is_cancelled):
            continue
        if was is None:
            found += [Move(key, Told.ANNOUNCED, None, now.starts)] if now.is_ahead(today) else []
            continue
        old_days = was.by_kind()
        for what, new in now.by_kind().items():
            old = old_days[what]
            if old != new and any(day and day >= today for day in (old, new)):
                found.append(Move(key, what, old, new))
    return found
