"""Measures in turns with a limit, so that a machine that slows down slows both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from bench.measure.processes import BenchError
from bench.measure.tables import spread

BETWEEN_LIMITS = 4


@dataclass
class Work:
    """Something done again and again: `rate` gives how much of it went into a CPU-second.

    The name tells it from the other ways of doing the same; the only way has none.
    """

    name: str
    rate: Callable[[], float]
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    trouble: str = ""

    def measure(self) -> None:
        """Measure it once more; what keeps it from being measured is its trouble."""
        try:
            self.rates.append(self.rate())
        except BenchError as problem:
            self.trouble = str(problem)

    def words(self) -> str:
        """What it gave, for a table."""
        return f"not measured: {self.trouble}" if self.trouble else spread(self.rates)


def take_turns(limit: Work, works: Sequence[Work], rounds: int) -> list[dict[str, Any]]:
    """Measure all once a round, the limit before and after every few; found is as JSON takes it."""
    for work in [limit, *works]:
        # Once for nothing: what is done first fills caches, and tells whether it can be done.
        work.measure()
        work.rates.clear()
    _measure_limit(limit)
    for number in range(1, rounds + 1):
        good = [work for work in works if not work.trouble]
        print(f"Round {number} of {rounds}: {len(good)} to measure.")
        for start in range(0, len(good), BETWEEN_LIMITS):
            few = good[start : start + BETWEEN_LIMITS]
            for work in few:
                work.measure()
            _measure_limit(limit)
            at_most = mean(limit.rates[-2:])
            for work in few:
                if not work.trouble:
                    work.ratios.append(work.rates[-1] / at_most)
    return [
        {"name": work.name, "rates": work.rates, "ratios": work.ratios} for work in [limit, *works]
    ]


def _measure_limit(limit: Work) -> None:
    limit.measure()
    if limit.trouble:
        raise BenchError(f"The limit could not be measured: {limit.trouble}")
