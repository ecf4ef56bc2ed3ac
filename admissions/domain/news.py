"""Which changes of announced dates are told: those that have settled, each once, in order."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from catalogue.domain.moved import Told

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Waits:
    """How long a change rests, and how long it is news.

    It rests so that a slip can be mended before anybody hears of it.
    """

    settling: timedelta = timedelta(hours=1)
    news: timedelta = timedelta(days=30)


WAITS = Waits()


@dataclass(frozen=True)
class Noted(Generic[Key]):
    """A change as it was noted: of which run or intake, which day, from what to what, and when."""

    key: int
    of: Key
    what: Told
    old: date | None
    new: date | None
    at: datetime


@dataclass(frozen=True)
class Moved:
    """A day's changes taken together."""

    what: Told
    old: date | None
    new: date | None


def earliest_news(now: datetime, waits: Waits = WAITS) -> datetime:
    """Changes noted at this moment or before are no news any more."""
    return now - waits.news


def settled(
    changes: Iterable[Noted[Key]], now: datetime, waits: Waits = WAITS
) -> dict[Key, list[Noted[Key]]]:
    """The changes by run or intake, once all of them are an hour old.

    Where one is younger, somebody is at work.
    """
    found: dict[Key, list[Noted[Key]]] = {}
    for change in sorted(changes, key=lambda change: (change.at, change.key)):
        found.setdefault(change.of, []).append(change)
    return {of: mine for of, mine in found.items() if mine[-1].at <= now - waits.settling}


def told_to(
    changes: Iterable[Noted[Key]], asked_at: datetime, told: Collection[int]
) -> list[Noted[Key]]:
    """The changes that somebody has yet to hear of: noted after they asked, not told before."""
    return [change for change in changes if change.at > asked_at and change.key not in told]


def moves(changes: Iterable[Noted[Key]]) -> list[Moved]:
    """What has become of each day of one run or intake, in the order of first change.

    Nothing where it is back. Whoever hears that a run is announced hears its days with it, so that
    their moves since are no news.
    """
    found: dict[Told, Moved] = {}
    for change in changes:
        first = found.get(change.what)
        old = first.old if first else change.old
        found[change.what] = Moved(change.what, old, change.new)
    if Told.ANNOUNCED in found:
        return [found[Told.ANNOUNCED]]
    return [moved for moved in found.values() if moved.old != moved.new]
