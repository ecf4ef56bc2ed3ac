"""The words of a mail as staff write them: values' places, what is wrong, and filling in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_BRACE = re.compile(r"[{}]")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


class Flaw(StrEnum):
    EMPTY = "empty"
    LINE_BREAK = "line_break"
    LOOSE_BRACE = "loose_brace"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    NOT_IN_A_SUBJECT = "not_in_a_subject"
    MISSING_PLACEHOLDER = "missing_placeholder"


@dataclass(frozen=True)
class FoundFlaw:
    """What is wrong with a subject or a text, and the placeholder it is about, if any."""

    flaw: Flaw
    name: str = ""


@dataclass(frozen=True)
class Placeholders:
    """Which values the words of one kind of mail may hold, and which its text must hold.

    `short` are single words and days; `long` are addresses and lists,
    which a subject has no room for.
    """

    short: tuple[str, ...]
    long: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.short, *self.long)


@dataclass(frozen=True)
class Piece:
    """A stretch of a line: words as written, or the name of the value that stands there."""

    words: str = ""
    name: str = ""


def flaws_of_subject(subject: str, placeholders: Placeholders) -> list[FoundFlaw]:
    """What a mail must not go out with.

    An empty subject, more than one line, or what cannot be filled in.
    """
    found = [FoundFlaw(Flaw.LINE_BREAK)] if len(subject.splitlines()) > 1 else []
    found += _flaws(subject, placeholders)
    long = (name for name in _names(subject) if name in placeholders.long)
    return found + [FoundFlaw(Flaw.NOT_IN_A_SUBJECT, name) for name in long]


def flaws_of_text(text: str, placeholders: Placeholders) -> list[FoundFlaw]:
    """The same of a text, which besides must hold what the mail is sent for, such as the link."""
    found = _flaws(text, placeholders)
    if FoundFlaw(Flaw.EMPTY) in found:
        return found
    names = _names(text)
    return found + [
        FoundFlaw(Flaw.MISSING_PLACEHOLDER, name)
        for name in placeholders.required
        if name not in names
    ]


def filled(words: str, values: Mapping[str, str]) -> str:
    """The words with each value in its place; a value is never read for placeholders."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], words)


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a text, which empty lines part, each as its lines."""
    return [part.split("\n") for part in _BETWEEN_PARAGRAPHS.split(text.strip())]


def pieces(line: str) -> list[Piece]:
    """A line as words and placeholders in turn."""
    parts = _PLACEHOLDER.split(line)
    turns = (
        Piece(name=part) if number % 2 else Piece(words=part) for number, part in enumerate(parts)
    )
    return [piece for piece in turns if piece != Piece()]


def _flaws(words: str, placeholders: Placeholders) -> list[FoundFlaw]:
    if not words.strip():
        return [FoundFlaw(Flaw.EMPTY)]
    unknown = (name for name in _names(words) if name not in placeholders.all)
    found = [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, name) for name in unknown]
    is_loose = _BRACE.search(_PLACEHOLDER.sub("", words)) is not None
    return found + ([FoundFlaw(Flaw.LOOSE_BRACE)] if is_loose else [])


def _names(words: str) -> list[str]:
    """The names in their order, each once."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(words)))
