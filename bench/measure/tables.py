"""Tables in Markdown that can be read as they stand, and the figures in them."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns line up; the first one is of words, the others of figures."""
    columns = zip(heads, *rows, strict=True)
    words, *figures = (max(map(len, column)) for column in columns)
    lines = []
    for first, *others in [heads, *rows]:
        cells = [first.ljust(words), *map(str.rjust, others, figures)]
        lines.append(f"| {' | '.join(cells)} |")
    rules = ["-" * (words + 2), *("-" * (width + 1) + ":" for width in figures)]
    lines.insert(1, f"|{'|'.join(rules)}|")
    return "\n".join(lines)


def spread(values: Sequence[float], digits: int = 3) -> str:
    """The median, and the least and the most in brackets."""
    if not values:
        return "–"
    middle, least, most = (
        short(value, digits) for value in (median(values), min(values), max(values))
    )
    return f"{middle} ({least}–{most})"


def short(value: float, digits: int = 2) -> str:
    """So many digits that count, and no exponent."""
    return f"{Decimal(f'{value:.{digits}g}'):,f}"
