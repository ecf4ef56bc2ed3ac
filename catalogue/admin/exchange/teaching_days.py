r"""A run's teaching days as a cell: `2027-03-01 09:00-15:30; 2027-03-02 online @ Aud. 1 | Room 1`.

After @ stands the place in Danish, after | the one in English. A backslash takes the meaning
from what follows it, and `\n`, `\r`, `\s` and `\t` stand for a line break, a carriage return,
a space and a tab in a place.
"""

import re
from datetime import date, time
from typing import NamedTuple

from django.utils.translation import gettext

_MARKS = {"\\": "\\\\", ";": "\\;", "|": "\\|", "\n": "\\n", "\r": "\\r"}
_EDGES = {" ": "\\s", "\t": "\\t"}
_MEANT = {"n": "\n", "r": "\r", "s": " ", "t": "\t"}
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?"
_DAY = re.compile(
    rf"(?P<day>\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[.\-/]\s?\d{{1,2}}[.\-/]\s?\d{{4}})"
    rf"(?:\s+(?:kl\.?\s*)?(?P<starts>{_TIME})?\s*(?:[-–]\s*(?P<ends>{_TIME}))?)?"
    r"(?:\s+(?P<online>online))?",
    re.IGNORECASE,
)


class HeldDay(NamedTuple):
    on: date
    starts_at: time | None = None
    ends_at: time | None = None
    is_online: bool = False
    place_da: str = ""
    place_en: str = ""

    @property
    def key(self):
        """What no two days of a run share."""
        return (self.on, self.starts_at)


def in_order(days):
    """The days as the catalogue orders them; of one day, those without a time first."""
    return tuple(
        sorted(days, key=lambda day: (day.on, day.starts_at or time.min, day.starts_at is not None))
    )


def days_in_words(days):
    return "; ".join(_day_in_words(day) for day in days)


def days_from_words(words):
    """Read the days of a cell.

    Raises ValueError with a sentence that tells what is wrong and what to write.
    """
    parts = [part.strip(" \t") for part in _split(words, ";\n\r")]
    days = in_order(_day_from_words(part) for part in parts if part)
    keys = [day.key for day in days]
    for day in days:
        if keys.count(day.key) > 1:
            raise ValueError(gettext("%(day)s stands here twice.") % {"day": _day_in_words(day)})
    return days


def day_from(text):
    """A day written as 2027-03-01 or as Danes and Danish Excel write it: 1.3.2027, 01-03-2027."""
    numbers = [int(number) for number in re.split(r"[.\-/]\s?", text)]
    return date(*numbers) if len(text.split("-")[0]) == 4 else date(*reversed(numbers))


def _day_in_words(day):
    words = day.on.isoformat()
    if day.starts_at or day.ends_at:
        words += " " + (_clock(day.starts_at) if day.starts_at else "")
        words += f"-{_clock(day.ends_at)}" if day.ends_at else ""
    words += " online" if day.is_online else ""
    if day.place_da or day.place_en:
        words += f" @ {_escaped(day.place_da)}"
        words += f" | {_escaped(day.place_en)}" if day.place_en else ""
    return words


def _clock(moment):
    exactness = "auto" if moment.second or moment.microsecond else "minutes"
    return moment.isoformat(exactness)


def _day_from_words(part):
    when, *where = _split(part, "@", at_most=1)
    found = _DAY.fullmatch(when.strip(" \t"))
    try:
        if not found:
            raise ValueError
        on = day_from(found["day"])
        starts_at, ends_at = (_time(found[name]) for name in ("starts", "ends"))
    except ValueError:
        sentence = gettext(
            "“%(part)s” is no teaching day; "
            "write for example 2027-03-01 09:00-15:30 or 2027-03-01 online."
        )
        raise ValueError(sentence % {"part": part[:100]}) from None
    if starts_at and ends_at and ends_at <= starts_at:
        raise ValueError(
            gettext("“%(part)s”: the day must end after it starts.") % {"part": part[:100]}
        )
    places = (
        [_plain(place.strip(" \t")) for place in _split(where[0], "|", at_most=1)] if where else []
    )
    place_da, place_en = [*places, "", ""][:2]
    if max(len(place_da), len(place_en)) > 200:
        raise ValueError(gettext("The place of a teaching day holds at most 200 characters."))
    return HeldDay(on, starts_at, ends_at, bool(found["online"]), place_da, place_en)


def _time(text):
    if not text:
        return None
    hour, minute, *rest = re.split(r"[:.]", text)
    second = rest[0] if rest else "0"
    microsecond = rest[1].ljust(6, "0") if len(rest) > 1 else "0"
    return time(int(hour), int(minute), int(second), int(microsecond))


def _escaped(place):
    text = "".join(_MARKS.get(character, character) for character in place)
    if text[:1] in _EDGES:
        text = _EDGES[text[0]] + text[1:]
    if text[-1:] in _EDGES:
        text = text[:-1] + _EDGES[text[-1]]
    return text


def _plain(text):
    return re.sub(r"\\(.)", lambda match: _MEANT.get(match[1], match[1]), text, flags=re.DOTALL)


def _split(text, separators, at_most=None):
    """Split at the separators that no backslash stands before; the backslashes stay."""
    parts, start, position = [], 0, 0
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] in separators and (at_most is None or len(parts) < at_most):
            parts.append(text[start:position])
            start = position + 1
        position += 1
    return [*parts, text[start:]]
