"""Free text over courses: parts of compounds, missing æ, ø and å, the reader's language first."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.domain.alphabet import folded, unaccented

TITLE, FIRST_WORDS, OTHER_LANGUAGE, REST = 8, 4, 2, 1


@dataclass(frozen=True)
class SearchText:
    """What is searched of one course, folded: title and text in the reader's language, the other's, the rest."""

    title: str
    text: str
    other: str
    rest: str


def search_text(course, language, rest=()):
    """Return the folded texts of a course: titles and codes, summaries and outcomes, host and coordinator."""
    other = "en" if language == "da" else "da"
    own_title = getattr(course, f"title_{language}") or getattr(course, f"title_{other}")
    own = (getattr(course, f"{name}_{language}") for name in ("summary", "outcomes"))
    others = (getattr(course, f"{name}_{other}") for name in ("title", "summary", "outcomes"))
    return SearchText(
        title=_both_ways(f"{own_title} {course.code}"),
        text=_both_ways(" ".join(own)),
        other=_both_ways(" ".join(others)),
        rest=_both_ways(" ".join(str(part) for part in rest)),
    )


def matches(texts: Sequence[SearchText], query: str) -> dict[int, int]:
    """Return the numbers of the texts in which every word of the query occurs, with their ranks, best highest."""
    words = list(zip(folded(query).split(), unaccented(query).split(), strict=True))
    found = {}
    for number, text in enumerate(texts):
        ranks = [max(_rank(text, word) for word in set(ways)) for ways in words]
        if all(ranks):
            found[number] = sum(ranks)
    return found


def _both_ways(text: str) -> str:
    """Folded, and as it is spelt: folding alone would lose `etik` in `dataetik`, where ae is no æ."""
    return f"{folded(text)} {unaccented(text)}"


def _rank(text: SearchText, word: str) -> int:
    if word in text.title:
        begins = f" {text.title}".find(f" {word}") >= 0
        return TITLE + FIRST_WORDS if begins else TITLE
    if word in text.text:
        return FIRST_WORDS
    if word in text.other:
        return OTHER_LANGUAGE
    return REST if word in text.rest else 0
