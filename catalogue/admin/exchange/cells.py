"""What a cell of a table means: each kind of column reads it as a value and writes it back.

`clean` raises ValueError with a sentence that says what to write instead.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, override

from catalogue.admin.exchange.teaching_days import day_from, days_from_words, days_in_words
from catalogue.text import phrases
from catalogue.text.spreadsheets import harmless, plain
from catalogue.text.translation import LANGUAGES

EARLIEST, LATEST = date(2000, 1, 1), date(2200, 12, 31)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([.\-/])\s?\d{1,2}\1\s?\d{4}")
_MOMENT = re.compile(r"(\S+)\s+(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?!\1)[.,]\d+|\d{1,3}(?:([.,])\d{3}){2,}")
_ONE_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
LONGEST_NUMBER = 20


def as_text(value):
    """What stands in a cell as somebody would read it there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (
            value.isoformat(" ", "minutes")
            if value.time() != time.min
            else value.date().isoformat()
        )
    # PostgreSQL fails on a NUL even where it only looks for a text.
    return value.isoformat() if isinstance(value, date) else str(value).replace("\x00", "")


class Cell:
    """A kind of column. `empty` is what an empty cell means."""

    empty: object = None

    def clean(self, value, *, is_new=False):
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.when_empty(is_new)
        return self.read(value)

    def when_empty(self, is_new):
        return self.empty

    def read(self, value):
        return value

    def render(self, value):
        return value

    def same(self, old, new):
        return old == new


class Text(Cell):
    empty: object = ""

    def __init__(self, longest=None):
        self.longest = longest

    def clean(self, value, *, is_new=False):
        # Spaces alone are a text too, so that what was written out comes back as it was.
        return "" if value is None else self.read(value)

    def read(self, value):
        if isinstance(value, date | datetime | time):
            raise ValueError(
                gettext(
                    "A date stands where a text should; format the cell as text and write it anew."
                )
            )
        text = plain(value) if isinstance(value, str) else as_text(value)
        if "\x00" in text:
            raise ValueError(
                gettext(
                    "The text holds a character that cannot be kept (NUL); write the text anew."
                )
            )
        if self.longest and len(text) > self.longest:
            words = gettext("The text has %(length)d characters; write at most %(longest)d.")
            raise ValueError(words % {"length": len(text), "longest": self.longest})
        return text

    def render(self, value):
        return harmless(value or "")

    def same(self, old, new):
        """Spreadsheets write line breaks in ways of their own; that alone changes no text."""
        return _lines(old) == _lines(new)


class Name(Text):
    """A text without spaces around it, such as an address name."""

    def read(self, value):
        return super().read(value).strip()

    def same(self, old, new):
        return old.strip() == new


class Number(Cell):
    """A number. Where three decimals cannot be meant, a mark before three digits is of thousands.

    So 1.000 places are a thousand, and 25.500 kroner twenty-five thousand five hundred; where
    neither is clear, such as 7.500 ECTS, the reader is asked.
    """

    def __init__(self, lowest=0, highest=None, is_whole=False, is_money=False):
        self.lowest, self.highest = lowest, highest
        self.is_whole, self.is_money = is_whole, is_money

    def read(self, value):
        text = str(value)
        if isinstance(value, str) and _ONE_GROUP.fullmatch(re.sub(r"\s", "", text)):
            text = self._without_mark(text)
        number = None if isinstance(value, bool | date | time) else _number(text)
        if number is None or (self.is_whole and number != int(number)):
            example = "30" if self.is_whole else phrases.number(Decimal("7.5"))
            raise ValueError(
                gettext("Write a number, for example %(example)s.") % {"example": example}
            )
        if number < self.lowest or (self.highest is not None and number > self.highest):
            words = gettext("Write a number between %(lowest)s and %(highest)s.")
            without = gettext("Write a number that is not below %(lowest)s.")
            chosen = without if self.highest is None else words
            raise ValueError(chosen % {"lowest": self.lowest, "highest": self.highest})
        return int(number) if self.is_whole else number

    def _without_mark(self, text):
        digits = re.sub(r"[\s.,]", "", text)
        if self.is_whole or self.is_money:
            return digits
        decimal = Decimal(re.sub(r"\s", "", text).replace(",", "."))
        words = gettext("Write %(decimal)s or %(whole)s: this could be either.")
        raise ValueError(words % {"decimal": phrases.number(decimal), "whole": digits})


class Day(Cell):
    def read(self, value):
        if isinstance(value, datetime):
            value = value.date()
        day = value if isinstance(value, date) else _day(str(value).strip())
        if day is None:
            raise ValueError(gettext("Write a day, for example 2026-12-07 or 7.12.2026."))
        if not EARLIEST <= day <= LATEST:
            raise ValueError(gettext("Write a day between the years 2000 and 2200."))
        return day


class Moment(Cell):
    def read(self, value):
        if isinstance(value, datetime):
            moment = value
        elif isinstance(value, date):
            moment = datetime.combine(value, time.min)
        else:
            moment = _moment(str(value).strip())
        if moment is None:
            raise ValueError(gettext("Write a day and a time, for example 2026-12-07 09:00."))
        if not EARLIEST <= moment.date() <= LATEST:
            raise ValueError(gettext("Write a day between the years 2000 and 2200."))
        if timezone.is_aware(moment):
            return moment
        aware = timezone.make_aware(moment)
        if not exists(aware):
            raise ValueError(
                gettext("This time does not exist: summer time begins in that hour. Write another.")
            )
        return aware

    def render(self, value):
        if value is None:
            return None
        local = timezone.localtime(value).replace(tzinfo=None, fold=0)
        # The hour that the end of summer time brings twice is told apart by
        # its distance from Greenwich.
        if value.microsecond or timezone.make_aware(local).timestamp() != value.timestamp():
            return timezone.localtime(value).isoformat()
        exactness = "seconds" if local.second else "minutes"
        return local.isoformat(" ", exactness)


class YesNo(Cell):
    _WORDS = {
        **dict.fromkeys(("yes", "ja", "true", "sand", "sandt", "1", "x"), True),
        **dict.fromkeys(("no", "nej", "false", "falsk", "0"), False),
    }

    def __init__(self, default=False):
        self.default = default

    def when_empty(self, is_new):
        if is_new:
            return self.default
        raise ValueError(gettext("Write yes or no."))

    def read(self, value):
        found = self._WORDS.get(as_text(value).strip().casefold())
        if found is None:
            raise ValueError(gettext("Write yes or no."))
        return found

    def render(self, value):
        return as_text(bool(value))


class Choice(Cell):
    """One of a few codes, written as its words in either language or as itself."""

    empty: object = ""

    def __init__(self, choices):
        self.choices = choices

    @cached_property
    def codes(self):
        found = {}
        for language in LANGUAGES:
            with override(language):
                found |= {str(words).casefold(): code for code, words in self.choices}
        return found | {code.casefold(): code for code, words in self.choices}

    def read(self, value):
        code = self.codes.get(as_text(value).strip().casefold())
        if code is None:
            words = ", ".join(str(words) for code, words in self.choices)
            raise ValueError(gettext("Choose among: %(codes)s.") % {"codes": words})
        return code

    def render(self, value):
        return str(dict(self.choices).get(value, value or ""))


class Codes(Choice):
    """Several of a few codes, separated by commas, in whatever order."""

    def when_empty(self, is_new):
        return []

    def read(self, value):
        parts = [part for part in re.split(r"[,;\n]", as_text(value)) if part.strip()]
        chosen = {super(Codes, self).read(part) for part in parts}
        return [code for code, words in self.choices if code in chosen]

    def render(self, value):
        words = dict(self.choices)
        return ", ".join(str(words.get(code, code)) for code in value or ())

    def same(self, old, new):
        return sorted(old) == sorted(new)


class Reference(Cell):
    """Another row, by its slug or, where that is clear, by its short name."""

    def __init__(self, model, also=None):
        self.model, self.also = model, also

    @cached_property
    def rows(self):
        found = {}
        rows = list(self.model.objects.all())
        for row in rows if self.also else ():
            name = getattr(row, self.also).casefold()
            found[name] = None if name in found else row
        return found | {row.slug.casefold(): row for row in rows}

    def read(self, value):
        row = self.rows.get(as_text(value).strip().casefold())
        if row is None:
            known = sorted(row.slug for row in set(self.rows.values()) if row)
            words = gettext("There is none of this name. Write for example: %(names)s.")
            raise ValueError(words % {"names": ", ".join(known[:8]) or "–"})
        return row

    def render(self, value):
        return value.slug if value else ""


class TeachingDays(Cell):
    empty: object = ()

    def read(self, value):
        days = days_from_words(as_text(value))
        if not all(EARLIEST <= day.on <= LATEST for day in days):
            raise ValueError(gettext("Write a day between the years 2000 and 2200."))
        return days

    def render(self, value):
        return days_in_words(value or ())


def exists(moment):
    """Whether a clock in Copenhagen ever shows the moment: in the spring an hour is left out."""
    shown = moment.replace(tzinfo=None)
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) == shown


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(text):
    """Read 7,5 and 7.5, and thousands only where they cannot be taken for decimals: 1.234,50."""
    text = re.sub(r"\s", "", text)
    if len(text) > LONGEST_NUMBER:
        return None
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return Decimal(text.replace(",", "."))
    if _GROUPED.fullmatch(text):
        whole, mark, decimals = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}|\d{4,}))?", text).groups()
        digits = re.sub(r"[.,]", "", whole)
        number = f"{digits}.{decimals}" if mark else digits
        return Decimal(number)
    return None


def _day(text):
    if not _DAY.fullmatch(text):
        return None
    try:
        return day_from(text)
    except ValueError:
        return None


def _moment(text):
    found = _MOMENT.fullmatch(text)
    try:
        if found:
            day = _day(found[1].rstrip(","))
            return (
                datetime.combine(day, time(*(int(part or 0) for part in found.groups()[1:])))
                if day
                else None
            )
        day = _day(text)
        return datetime.combine(day, time.min) if day else parse_datetime(text)
    except ValueError:
        return None
