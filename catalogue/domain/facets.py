"""Which courses fit a choice of filters, and how many each further choice would truly leave.

Rows are numbered from nought, and a set of rows is one whole number in which bit n stands for row
n: so a count is an AND and the number of bits left, however many rows there are.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Choice = Mapping[str, frozenset[str]]
Having = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Facets:
    """The rows that fit, and for each facet's value the number of rows under all other facets."""

    fits: int
    counts: Mapping[str, Mapping[str, int]]
    without: Mapping[tuple[str, str], int]

    @property
    def fitting(self) -> tuple[int, ...]:
        """The numbers of the rows that fit, in their order."""
        return tuple(members(self.fits))


def facets(
    rows: Sequence[Mapping[str, Iterable[str]]], choice: Choice, also: Iterable[int] | None = None
) -> Facets:
    """Judge rows by the values each gives by facet; `also` limits them to what a search found."""
    base = everything(len(rows)) if also is None else bits_of(also)
    return judged(having(rows), choice, base)


def judged(having: Having, choice: Choice, base: int) -> Facets:
    """Judge the rows of `base` by a choice: within a facet any value fits, across facets all must.

    A count says how many rows one would see with that value chosen alone in its facet,
    all other facets as they are; `without` says, for each chosen value, how many rows
    are left when it is taken away.
    """
    chosen = {name: _union(having, name, values) for name, values in choice.items() if values}
    counts = {}
    for name, sets in having.items():
        others = _meet(chosen, base, leave_out=name)
        counts[name] = {value: (bits & others).bit_count() for value, bits in sets.items()}
    without = {}
    for name, values in choice.items():
        others = _meet(chosen, base, leave_out=name)
        for value in values:
            rest = values - {value}
            left = others & _union(having, name, rest) if rest else others
            without[(name, value)] = left.bit_count()
    return Facets(_meet(chosen, base), counts, without)


def having(rows: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, dict[str, int]]:
    """Return, for each facet's value, the set of the rows that have it."""
    numbers: dict[str, dict[str, list[int]]] = {}
    for number, row in enumerate(rows):
        for name, values in row.items():
            found = numbers.setdefault(name, {})
            for value in values:
                found.setdefault(value, []).append(number)
    sets = {}
    for name, by_value in numbers.items():
        sets[name] = {value: bits_of(found) for value, found in by_value.items()}
    return sets


def everything(count: int) -> int:
    """Return the set of the first so many rows."""
    return (1 << count) - 1


def bits_of(numbers: Iterable[int]) -> int:
    """Return the set of these rows."""
    found = list(numbers)
    marks = bytearray(max(found, default=0) // 8 + 1)
    for number in found:
        marks[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(marks, "little")


def members(bits: int) -> Iterator[int]:
    """Give the numbers of the rows in a set, in their order."""
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            yield from (place * 8 + bit for bit in range(8) if byte >> bit & 1)


def in_order(bits: int, order: Sequence[int]) -> list[int]:
    """Return the rows in a set in a given order of all rows."""
    marks = bits.to_bytes(len(order) // 8 + 1, "little")
    return [number for number in order if marks[number >> 3] >> (number & 7) & 1]


def _union(having: Having, name: str, values: Iterable[str]) -> int:
    bits = 0
    for value in values:
        bits |= having.get(name, {}).get(value, 0)
    return bits


def _meet(chosen: Mapping[str, int], base: int, leave_out: Hashable = None) -> int:
    bits = base
    for name, some in chosen.items():
        if name != leave_out:
            bits &= some
    return bits
