"""Every course has a fingerprint: a fixed pattern of lines drawn from its permanent ID alone."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

WIDTH = 100


@dataclass(frozen=True)
class Line:
    """A line of the pattern, in hundredths of the band's length."""

    starts_at: int
    width: int
    is_faint: bool


def fingerprint(identity: UUID) -> tuple[Line, ...]:
    """Return the pattern of a course: four to sixteen lines, never touching.

    Each is one to fourteen hundredths wide. The same ID always gives the same pattern; two
    IDs hardly ever give the same.
    """
    numbers = sha256(identity.bytes).digest()
    lines: list[Line] = []
    at = 2
    for first, second in zip(numbers[::2], numbers[1::2], strict=True):
        width = (1, 3, 5, 8, 11, 14)[first % 6]
        if at + width > WIDTH - 2:
            break
        lines.append(Line(at, width, is_faint=second % 4 == 0))
        at += width + 2 + second % 7
    return tuple(lines)
