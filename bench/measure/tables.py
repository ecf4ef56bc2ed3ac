"""Tables in Markdown that can be read as they stand, and the figures in them."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns line up; the first one is of words, the others of figures."""
    widths = [max(len(row[place]) for row in [heads, *rows]) for place in range(len(heads))]
    lines = [
        _line(heads, widths),
        "|"
        + "|".join("-" * (width + 1) + ("-" if n == 0 else ":") for n, width in enumerate(widths))
        + "|",
    ]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell.ljust(width) if n == 0 else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(padded) + " |"


def spread(values: Sequence[float], digits: int = 3) -> str:
    """The median, and the least and the most in brackets."""
    if not values:
        return "–"
    return f"{short(median(values), digits)} ({short(min(values), digits)}–{short(max(values), digits)})"


def short(value: float, digits: int = 2) -> str:
    """So many digits that count, and no exponent."""
    return f"{Decimal(f'{value:.{digits}g}'):,f}"
