"""Free text over courses and programmes; it forgives endings, compounds, missing æ, ø and å."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from catalogue.domain.alphabet import folded, unaccented

TITLE, FIRST_WORDS, OTHER_LANGUAGE, REST = 8, 4, 2, 1
# What a word may end in beyond the form that a text holds: Danish first,
# longest first, then English.
_ENDINGS = (
    "ernes",
    "erne",
    "enes",
    "ene",
    "nes",
    "ers",
    "ens",
    "ets",
    "ing",
    "ne",
    "er",
    "en",
    "et",
    "es",
    "e",
    "s",
)
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class SearchText:
    """What is searched of one thing, as folded words: title and text in each language."""

    title_da: str
    text_da: str
    title_en: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: its spellings in a folded text, and the same without its ending."""

    ways: tuple[str, ...]
    stems: tuple[str, ...]


def search_text(titles: tuple[str, str], texts: tuple[str, str], code: str = "") -> SearchText:
    """Return what is searched of a thing with Danish and English titles and texts.

    One title may stand in for both.
    """
    danish, english = titles[0] or titles[1], titles[1] or titles[0]
    return SearchText(
        title_da=searchable(f"{danish} {code}"),
        text_da=searchable(texts[0]),
        title_en=searchable(f"{english} {code}"),
        text_en=searchable(texts[1]),
    )


def words_of(query: str) -> tuple[Word, ...]:
    """Return the words of a query."""
    pairs = zip(folded(query).split(), unaccented(query).split(), strict=True)
    return tuple(_word(tuple(dict.fromkeys(ways))) for ways in pairs)


@dataclass(frozen=True, slots=True)
class Columns:
    """Many texts as one reader sees them, a list for each thing to look in, for speed."""

    titles: Sequence[str]
    texts: Sequence[str]
    other_titles: Sequence[str]
    other_texts: Sequence[str]
    rest: Sequence[str]

    @classmethod
    def of(
        cls, texts: Sequence[SearchText], language: str, rest: Sequence[str] | None = None
    ) -> "Columns":
        """`rest` is what else belongs to each text, such as its university's names."""
        danish = ([text.title_da for text in texts], [text.text_da for text in texts])
        english = ([text.title_en for text in texts], [text.text_en for text in texts])
        own, other = (danish, english) if language == "da" else (english, danish)
        if rest is None:
            rest = [""] * len(texts)
        return cls(*own, *other, rest)


def matches(columns: Columns, words: Sequence[Word]) -> dict[int, float]:
    """Return the numbers of the texts in which every word occurs, with their ranks.

    The best rank is the highest.
    """
    found: dict[int, float] = dict.fromkeys(range(len(columns.titles)), 0)
    for word in words:
        ranks = _ranks(columns, word.ways, found)
        # Without its ending a word is less surely the one meant.
        missing = [number for number in found if number not in ranks] if word.stems else ()
        ranks |= {number: rank / 2 for number, rank in _ranks(columns, word.stems, missing).items()}
        found = {
            number: so_far + ranks[number] for number, so_far in found.items() if number in ranks
        }
    return found


def _ranks(columns: Columns, ways: Sequence[str], numbers: Iterable[int]) -> dict[int, float]:
    titles, texts, other_titles, other_texts, rest = (
        getattr(columns, name) for name in Columns.__slots__
    )
    ranks: dict[int, float] = {}
    for way in ways:
        begins = f" {way}"
        for number in numbers:
            title = titles[number]
            if way in title:
                rank = TITLE + FIRST_WORDS if title.startswith(way) or begins in title else TITLE
            elif way in texts[number]:
                rank = FIRST_WORDS
            elif way in other_titles[number] or way in other_texts[number]:
                rank = OTHER_LANGUAGE
            elif way in rest[number]:
                rank = REST
            else:
                continue
            ranks[number] = max(rank, ranks.get(number, 0))
    return ranks


def searchable(text: str) -> str:
    """Return a text's words, each once, folded.

    A second set has them as they are spelt, where folding changes more than accents. Folding alone
    would lose `etik` in `dataetik`, where ae is no æ. A word stands once, since only whether it
    occurs counts; so a long text stays small in memory.
    """
    plain = unaccented(text)
    words = dict.fromkeys(plain.split())
    if "ae" in plain or "oe" in plain or "aa" in plain:
        words |= dict.fromkeys(folded(text).split())
    return " ".join(words)


@lru_cache(maxsize=1024)
def _word(ways: tuple[str, ...]) -> Word:
    stems = dict.fromkeys(chain.from_iterable(_stems(way) for way in ways))
    return Word(ways, tuple(stem for stem in stems if stem not in ways))


def _stems(word: str) -> Iterable[str]:
    """The word without its ending, a doubled consonant taken as one: etikken, etikk, etik."""
    ending = next(
        (end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM),
        None,
    )
    if ending is None:
        return
    stem = word[: -len(ending)]
    yield stem
    if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
        yield stem[:-1]
