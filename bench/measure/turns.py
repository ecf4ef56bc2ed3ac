"""Work that is no page, measured in turns with what it is held against, and told as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean


@dataclass
class Work:
    """Something done again and again: `rate` does some of it and gives how much of it went into a CPU-second.

    The name tells it from the other ways of doing the same; the only way has none.
    """

    name: str
    rate: Callable[[], float]
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)


def take_turns(limit: Work, works: Sequence[Work], rounds: int) -> None:
    """Measure each work once a round, the limit before and after; the result lies in the works."""
    for work in [limit, *works]:
        # Once unmeasured: what is done first fills caches.
        work.rate()
    limit.rates.append(limit.rate())
    for _round in range(rounds):
        rates = [work.rate() for work in works]
        limit.rates.append(limit.rate())
        at_most = mean(limit.rates[-2:])
        for work, rate in zip(works, rates, strict=True):
            work.rates.append(rate)
            work.ratios.append(rate / at_most)


def told(limit: Work, works: Sequence[Work]) -> dict[str, object]:
    """What was measured, as JSON takes it."""
    return {
        "limit": {"name": limit.name, "rates": limit.rates},
        "works": [
            {"name": work.name, "rates": work.rates, "ratios": work.ratios} for work in works
        ],
    }
