"""Which courses fit a choice of filters, and how many each further choice would leave: counts that are true."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Choice = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Facets:
    """The rows that fit, in their order, and for each facet's value the number of rows under all other facets."""

    fitting: tuple[int, ...]
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[tuple[str, str], int]


def facets(rows: Sequence[Mapping[str, Iterable[str]]], choice: Choice, also: Iterable[int] | None = None) -> Facets:
    """Judge rows by a choice: within a facet any chosen value fits, across facets all must.

    Each row gives its values by facet. `also` limits the rows to those a search has found. A count says how many
    rows one would see with that value chosen alone in its facet, all other facets as they are; `without` says, for
    each chosen value, how many rows are left when it is taken away. Rows are bits of one number, so that a count
    is one AND.
    """
    everything = (1 << len(rows)) - 1
    base = everything if also is None else _bits(also)
    having = _having(rows)
    chosen = {name: _union(having, name, values) for name, values in choice.items() if values}
    counts = {
        name: {
            value: (bits & base & _meet(chosen, everything, leave_out=name)).bit_count()
            for value, bits in values.items()
        }
        for name, values in having.items()
    }
    without = {
        (name, value): (
            base
            & _meet(
                {**chosen, name: _union(having, name, values - {value}) if values - {value} else everything},
                everything,
            )
        ).bit_count()
        for name, values in choice.items()
        for value in values
    }
    fits = base & _meet(chosen, everything)
    return Facets(tuple(number for number in range(len(rows)) if fits >> number & 1), counts, without)


def _having(rows: Sequence[Mapping[str, Iterable[str]]]) -> dict[str, dict[str, int]]:
    having: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows):
        for name, values in row.items():
            bits = having.setdefault(name, {})
            for value in set(values):
                bits[value] = bits.get(value, 0) | 1 << number
    return having


def _union(having: Mapping[str, Mapping[str, int]], name: str, values: Iterable[str]) -> int:
    bits = 0
    for value in values:
        bits |= having.get(name, {}).get(value, 0)
    return bits


def _meet(chosen: Mapping[str, int], everything: int, leave_out: Hashable = None) -> int:
    bits = everything
    for name, some in chosen.items():
        if name != leave_out:
            bits &= some
    return bits


def _bits(numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= 1 << number
    return bits
