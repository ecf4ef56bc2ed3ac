"""Two hands on one thing: what a form was opened on, what is there now, and what was sent.

A form carries the values it was opened on, signed. What is sent is merged with what is there now by
three rules: what the sender left alone is as it is now; what they changed is as they typed it; and
where both changed the same to something else, that is a clash, which the sender is told of.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from django.core import signing

# As a browser sends it: a text, whether a box is ticked, or what is chosen in a list.
Shown = str | bool | list[str]
Values = dict[str, Shown]
# None stands for a value that is not known: whatever was typed counts as typed.
OpenedValues = Mapping[str, Shown | None]


@dataclass(frozen=True)
class Opened:
    """What a page was opened on: its own fields, and by the name of a set its rows by their key."""

    fields: OpenedValues
    sets: Mapping[str, Mapping[str, OpenedValues]]


@dataclass(frozen=True)
class Now:
    """The same as it stands now."""

    fields: Values
    sets: dict[str, dict[str, Values]]


@dataclass(frozen=True)
class Sent:
    """A row that was sent; without a key where it is new."""

    key: str
    values: Values
    is_deleted: bool = False


@dataclass(frozen=True)
class Merged:
    """What a row's form shows next.

    `theirs` names what somebody else changed and the sender had left alone, `clashes` what both
    changed. `is_new_to_sender` says that somebody else added the row, `was_deleted` that somebody
    else deleted it; such a row has no key, and saving it makes it anew.
    """

    key: str
    values: Values
    theirs: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    is_deleted: bool = False
    is_new_to_sender: bool = False
    was_deleted: bool = False

    @property
    def is_touched(self) -> bool:
        """Whether somebody else changed anything in it."""
        changed = self.theirs or self.clashes
        return bool(changed) or self.is_new_to_sender or self.was_deleted


@dataclass
class Comparison:
    """Everything of a page, merged."""

    fields: Merged
    sets: dict[str, list[Merged]] = field(default_factory=dict)
    # By the name of a set, the keys of rows that somebody else deleted and the sender had left.
    gone: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed anything of it since it was opened."""
        rows = chain([self.fields], *self.sets.values())
        return any(row.is_touched for row in rows) or any(self.gone.values())


def sign(now: Now, about: str) -> str:
    """The version a form carries; `about` says of what, so that it stands for nothing else."""
    return signing.dumps([now.fields, now.sets], salt=_salt(about), compress=True)


def read(version: str, about: str) -> Opened | None:
    """What a form was opened on; None where the version is missing or not one of ours."""
    try:
        fields, sets = signing.loads(version, salt=_salt(about))
    except signing.BadSignature:
        return None
    return Opened(fields, sets)


def not_known(now: Now, sent_sets: dict[str, list[Sent]]) -> Opened:
    """What a form without a version was opened on: wherever it differs from now is a clash."""
    sets: dict[str, dict[str, OpenedValues]] = {}
    for name, rows in now.sets.items():
        sets[name] = {key: dict.fromkeys(values) for key, values in rows.items()}
        for row in sent_sets.get(name, []):
            sets[name].setdefault(row.key, dict.fromkeys(row.values))
    return Opened(dict.fromkeys(now.fields), sets)


def compare(opened: Opened, now: Now, sent: Values, sent_sets: dict[str, list[Sent]]) -> Comparison:
    """Merge what was sent, opened on `opened`, with what is there now."""
    comparison = Comparison(merge(opened.fields, now.fields, sent))
    for name, rows in now.sets.items():
        before = opened.sets.get(name, {})
        merged, gone = merge_rows(before, rows, sent_sets.get(name, []))
        comparison.sets[name] = merged
        comparison.gone[name] = gone
    return comparison


def merge(opened: OpenedValues, now: Values, sent: Values, key: str = "") -> Merged:
    """Merge the fields of one row. What was not opened, such as a field that is new, is as sent."""
    values, theirs, clashes = {}, [], []
    for name, current in now.items():
        typed = sent.get(name, current)
        before = opened.get(name, current)
        values[name] = typed
        if current in (before, typed):
            continue
        if _is_untouched(typed, before):
            values[name] = current
            theirs.append(name)
        else:
            clashes.append(name)
    return Merged(key, values, tuple(theirs), tuple(clashes))


def merge_rows(
    opened: Mapping[str, OpenedValues], now: dict[str, Values], sent: list[Sent]
) -> tuple[list[Merged], list[str]]:
    """Merge rows: first those that are there now, in their order, then those that will be new.

    Also gives the keys of rows that somebody else deleted and the sender had not touched.
    """
    by_key = {row.key: row for row in sent if row.key}
    merged = []
    for key, current in now.items():
        row = by_key.get(key)
        if key not in opened:
            merged.append(Merged(key, current, is_new_to_sender=True))
        elif row is None:
            # Not among what was sent: it stays as it is.
            merged.append(Merged(key, current))
        else:
            whole = merge(opened[key], current, row.values, key)
            merged.append(
                Merged(key, whole.values, whole.theirs, whole.clashes, is_deleted=row.is_deleted)
            )
    gone = []
    for row in sent:
        if not row.key:
            merged.append(Merged("", row.values, is_deleted=row.is_deleted))
        elif row.key not in now:
            if row.is_deleted or row.key not in opened or _is_left(row.values, opened[row.key]):
                gone.append(row.key)
            else:
                merged.append(Merged("", row.values, was_deleted=True))
    return merged, gone


def _is_left(values: Values, before: OpenedValues) -> bool:
    return all(_is_untouched(typed, before.get(name, typed)) for name, typed in values.items())


def _is_untouched(typed: Shown, before: Shown | None) -> bool:
    if isinstance(typed, str) and isinstance(before, str):
        # Browsers take spaces off the ends of addresses.
        return typed.strip() == before.strip()
    return typed == before


def _salt(about: str) -> str:
    return f"two hands: {about}"
