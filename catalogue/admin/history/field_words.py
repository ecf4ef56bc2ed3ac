"""What changed between two versions of a row, in the words of its editing page."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from catalogue.admin.history.versions import columns_of
from catalogue.domain.differences import Fate, differences
from catalogue.models.fields import CodeListField
from catalogue.text import phrases

# Kept by the site itself, so that nobody changed them.
UNTOLD = {"id", "uuid", "changed_at"}
SHORT = 60
MOST_NAMED = 2


@dataclass(frozen=True)
class Change:
    """One field: its name, what it held before and after, and a longer text's pieces.

    Each piece tells what became of it.
    """

    name: str
    before: str
    after: str
    pieces: tuple = ()
    lang: str = ""


def changes_between(old, new, names, parent=None):
    """Return what differs between two versions of a row, in the order of its fields.

    `parent` is (model, key) of what the row belongs to, which need not be told.
    """
    found = []
    for column in columns_of(new.model):
        before, after = old.value(column), new.value(column)
        is_parent = column.is_relation and parent == (column.related_model, after)
        if before != after and column.name not in UNTOLD and not is_parent:
            found.append(
                _change(
                    column, value_words(column, before, names), value_words(column, after, names)
                )
            )
    # What is stored in two ways may read the same, such as 5 and 5.00.
    return [change for change in found if change.before != change.after]


def value_words(column, value, names):
    """The value as the site writes it; empty where nothing is known."""
    if column.many_to_many:
        return ", ".join(sorted(names.of(column.related_model, key) for key in value))
    if value is None or value in ("", []):
        return ""
    if column.is_relation:
        return names.of(column.related_model, value)
    if isinstance(value, list):
        return ", ".join(_code_words(column, value))
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain_words(column, value)


def _code_words(column, codes):
    if isinstance(column, CodeListField):
        labels = dict(column.code_choices)
    else:
        # The names of fields that hold an example, or codes of a requirement's answers.
        labels = {field.name: field.verbose_name for field in column.model._meta.concrete_fields}
    return [str(labels.get(code, code)) for code in codes]


def _plain_words(column, value):
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return phrases.day(value)
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, Decimal):
        return phrases.kroner(value) if column.name.endswith("_dkk") else phrases.number(value)
    return str(value)


def _change(column, before, after):
    is_text = isinstance(column, models.CharField | models.TextField) and not column.flatchoices
    pieces = ()
    if is_text and before and after and max(len(before), len(after)) > SHORT:
        pieces = tuple((piece, phrases.fate(piece.fate)) for piece in differences(before, after))
        # Nothing in common: the two texts side by side say more.
        pieces = pieces if any(piece.fate is Fate.KEPT for piece, _words in pieces) else ()
    lang = column.name[-2:] if is_text and column.name.endswith(("_da", "_en")) else ""
    return Change(capfirst(str(column.verbose_name)), before, after, pieces, lang)


def in_one_line(changes):
    """The changes in a sentence: the first ones told, the rest counted."""
    if not changes:
        return gettext("saved without changes")
    told = "; ".join(_sentence(change) for change in changes[:MOST_NAMED])
    more = len(changes) - MOST_NAMED
    if more <= 0:
        return told
    return ngettext(
        "%(told)s; and %(more)s more field", "%(told)s; and %(more)s more fields", more
    ) % {
        "told": told,
        "more": more,
    }


def _sentence(change):
    words = {"name": change.name, "before": change.before, "after": change.after}
    if change.pieces or max(len(change.before), len(change.after)) > SHORT:
        return (
            gettext("%(name)s rewritten") % words
            if change.before and change.after
            else _long_sentence(words)
        )
    if not change.before:
        return gettext("%(name)s set to %(after)s") % words
    if not change.after:
        return gettext("%(name)s emptied, was %(before)s") % words
    return gettext("%(name)s from %(before)s to %(after)s") % words


def _long_sentence(words):
    return (
        gettext("%(name)s written") % words
        if words["after"]
        else gettext("%(name)s emptied") % words
    )
