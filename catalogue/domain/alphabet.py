"""The Danish alphabet: how titles are ordered, and folded so that searches forgive æ, ø and å."""

import re
import unicodedata

_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
_RANK = {letter: f"{number:02d}" for number, letter in enumerate(_LETTERS, start=10)}
_NEIGHBOURS = {"ä": "æ", "ö": "ø", "ü": "y", "ð": "d", "þ": "th", "œ": "ø", "ß": "ss"}
_GAP = "  "  # below every rank, so that a word ends before a longer one goes on
_FOLDED = str.maketrans(
    {"æ": "a", "ø": "o", "å": "a", "ð": "d", "þ": "th", "œ": "o", "ß": "ss"}
    | dict.fromkeys("–—‐‑’‘“”„»«…·•", " ")
)
_BETWEEN_WORDS = re.compile(r"[^\w.]+")


def danish_key(text: str) -> tuple[str, str]:
    """Return a key that sorts as a Danish dictionary does.

    The alphabet ends in æ, ø, å; aa sorts as å; a shorter word stands before a longer one that
    begins with it; capitals, accents and punctuation decide only between equals.
    """
    letters = re.sub(r"[\s\-–]+", " ", text.casefold().strip()).replace("aa", "å")
    key = []
    for letter in letters:
        for plain in _NEIGHBOURS.get(letter, letter):
            if plain == " ":
                key.append(_GAP)
            else:
                key.append(_RANK.get(plain) or _rank_without_accent(plain))
    return "".join(key), text


def folded(text: str) -> str:
    """Return text as search compares it: lower case, no accents.

    Each of æ/ae, ø/oe and å/aa is one plain letter. Both what is searched and what is typed
    are folded, so `sundhedsokonomi`, `sundhedsoekonomi` and `Sundhedsøkonomi` are one word.
    Hyphens and dashes are spaces.
    """
    plain = unaccented(text)
    for pair, letter in (("ae", "a"), ("oe", "o"), ("aa", "a")):
        plain = plain.replace(pair, letter)
    return plain


def unaccented(text: str) -> str:
    """Return text as `folded` does, but with ae, oe and aa as they stand.

    They may be the seam of data-etik and bio-etik.
    """
    plain = text.casefold().translate(_FOLDED)
    # Taking text apart is slow, and what is plain by now, as Danish text is, has no accent to lose.
    if not plain.isascii():
        plain = "".join(
            c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)
        )
    return _BETWEEN_WORDS.sub(" ", plain).strip()


def _rank_without_accent(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0]
    if plain in _RANK:
        return _RANK[plain]
    return f"0{plain}" if plain.isdigit() else ""
