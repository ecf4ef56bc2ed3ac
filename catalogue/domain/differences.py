"""What differs between two texts, by words: what was kept, put in and taken out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Comparing takes time by the square of what differs; beyond this, lines are compared,
# and beyond that, nothing is.
MOST_COMPARED = 2000


class Fate(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True)
class Piece:
    fate: Fate
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in order.

    Kept and removed ones give the old text, kept and inserted the new.
    """
    before, after = _words(old), _words(new)
    first = _shared(before, after)
    last = _shared(before[first:][::-1], after[first:][::-1])
    middle = _compared(before[first : len(before) - last], after[first : len(after) - last])
    pieces = [(Fate.KEPT, before[:first]), *middle, (Fate.KEPT, before[len(before) - last :])]
    texts = [Piece(fate, "".join(parts)) for fate, parts in pieces]
    return tuple(piece for piece in texts if piece.text)


def _words(text: str) -> list[str]:
    """Words with the space before them, so that they join back to the text."""
    return re.findall(r"\s*\S+|\s+", text)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _compared(before: Sequence[str], after: Sequence[str]) -> list[tuple[Fate, Sequence[str]]]:
    found: list[tuple[Fate, Sequence[str]]] = []
    old, new = _fine_enough(before, after)
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found.append((Fate.KEPT, old[old_from:old_to]))
        else:
            found += [(Fate.REMOVED, old[old_from:old_to]), (Fate.INSERTED, new[new_from:new_to])]
    return found


def _fine_enough(
    before: Sequence[str], after: Sequence[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """The smallest parts, of the same kind on both sides, that are few enough to be compared."""
    old, new = "".join(before), "".join(after)
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for parts in ((before, after), lines):
        if max(map(len, parts)) <= MOST_COMPARED:
            return parts
    return [old], [new]
