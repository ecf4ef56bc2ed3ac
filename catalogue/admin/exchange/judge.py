"""A row of a table against its row of the catalogue: what it changes, what is refused, in words."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.admin.exchange import cells
from catalogue.admin.exchange.resources import days_held
from catalogue.models import Course, CourseRun
from catalogue.text import phrases, spreadsheets

SHOWN_OF_A_CELL = 120
SHOWN_BEFORE_A_CHANGE = 40
_NOT_OFFERED = forms.ModelChoiceField.default_error_messages["invalid_choice"]


@dataclass(frozen=True)
class Refusal:
    """What is wrong with one cell: its column, what stands there, what to write instead."""

    column: str
    stands: str
    words: str


@dataclass
class PlannedRow:
    """What a row of the file does to a row of the catalogue; `changes` are values by column."""

    number: int
    title: str = ""
    key: int | None = None
    fingerprint: str = ""
    changes: dict = field(default_factory=dict)
    differences: list = field(default_factory=list)
    refusals: list = field(default_factory=list)

    @property
    def is_wrong(self):
        return bool(self.refusals)

    @property
    def is_new(self):
        return not self.is_wrong and self.key is None

    @property
    def is_changed(self):
        return not self.is_wrong and self.key is not None and bool(self.changes)


class Judge:
    """Judges rows for one person.

    `may(verb, thing)` answers what the person may do: view or change a row as it is saved, add to a
    model, and keep a row as it stands in memory, that is, write it so.
    """

    def __init__(self, exchange, may):
        self.exchange, self.may = exchange, may
        self.seen = {}
        # Whose each course code is: in the catalogue, and in the rows judged so far.
        self.codes = {}
        columns = exchange.model._meta.concrete_fields
        self._columns = {column.name for column in columns}
        self._choices = {column.name for column in columns if column.is_relation}
        # Whether the person may see a row that others name, by its model and key.
        self._is_seen = {}

    def look_up(self, rows):
        """Read all at once what the next rows need: their courses, and whose a code is."""
        self.exchange.look_up(rows)
        if self.exchange.model is Course:
            written = {spreadsheets.plain(cells.as_text(row.get("code"))).strip() for row in rows}
            known = Course.objects.filter(code__in=written - {""})
            self.codes.update(known.values_list("code", "slug"))

    def judge(self, number, row, target):
        """Plan what the cells of a row, by column, do to the target; None makes a new row."""
        key = self.exchange.key_of(row[self.exchange.key])
        instance = target or self.exchange.model()
        planned = PlannedRow(
            number, key=instance.pk, fingerprint=self.exchange.fingerprint(instance)
        )
        if isinstance(instance, CourseRun):
            instance.days_held = days_held(instance) if instance.pk else ()
        refusal = self._wrong_key(key, number, target) or self._forbidden(instance)
        if refusal:
            planned.title = key
            planned.refusals = [self._refusal(self.exchange.key, row, refusal)]
        else:
            self._apply(planned, instance, row)
            planned.title = self._title(instance)
        return planned

    def _wrong_key(self, key, number, target):
        """What is wrong with the name by which the row is found, if anything."""
        is_run = self.exchange.model is CourseRun
        if not key:
            return (
                ""
                if is_run
                else gettext("Write the course's address name: small letters, digits and hyphens.")
            )
        if key in self.seen:
            return gettext("This stands in row %(number)d already.") % {"number": self.seen[key]}
        self.seen[key] = number
        if is_run and (target is None or not self.may("view", target)):
            return gettext("There is no run of this ID. Leave the cell empty to make a new run.")
        return ""

    def _forbidden(self, instance):
        if instance.pk:
            return "" if self.may("change", instance) else gettext("You may not change this.")
        return (
            ""
            if self.may("add", self.exchange.model)
            else gettext("You may not add anything here.")
        )

    def _title(self, instance):
        if self.exchange.model is Course:
            return str(instance.title) or instance.slug
        return f"{instance.course} {instance.starts_on or ''}".strip() if instance.course_id else ""

    def _apply(self, planned, instance, row):
        """Let the instance take the row's values; note what that changes and what is refused."""
        is_new = not instance.pk
        before = {name: column.value_of(instance) for name, column in self.exchange.fields.items()}
        kept = self._kept_cells(row, instance)
        errors = self._wrong_fixed_cells(row, instance)
        errors |= self.exchange.take(instance, kept, is_new=is_new)
        changed = self._changed(instance, kept, before)
        if isinstance(instance, Course):
            self._settle_examples(instance, before, changed, errors)
        if changed or is_new:
            errors = self._validated(instance, errors, set(changed), is_new)
        planned.refusals = []
        for name, found in errors.items():
            planned.refusals += [self._refusal(name, row, words) for words in _words(found)]
        planned.changes = {name: getattr(instance, name) for name in changed}
        planned.differences = [
            self._difference(name, before[name], planned.changes[name], is_new) for name in changed
        ]

    def _kept_cells(self, row, instance):
        """The cells that may write something: no name of the row, no empty cell over an example.

        An example's real value is unknown, which is what an empty cell means.
        """
        left = {"uuid"} | {
            name for name, column in self.exchange.fields.items() if column.is_read_only
        }
        if instance.pk:
            left |= {"slug", "course"}
        if isinstance(instance, Course):
            examples = self._listed(row, instance.example_fields)
            empty = {name for name, cell in row.items() if cell in (None, "")}
            left |= empty.intersection(instance.example_fields, examples)
        return {name: cell for name, cell in row.items() if name not in left}

    def _listed(self, row, examples):
        """The fields that the row still calls examples; all where the file has no such column."""
        if "example_fields" not in row:
            return examples
        return self.exchange.fields["example_fields"].cell.clean(row["example_fields"])

    def _wrong_fixed_cells(self, row, instance):
        """Refuse another value in a column that is only shown, and another course for a run."""
        errors = {}
        for name, column in self.exchange.fields.items():
            if column.is_read_only and row.get(name) not in (None, ""):
                value = column.value_of(instance)
                try:
                    is_same = column.read(row) == value
                except ValueError:
                    is_same = False
                words = gettext(
                    "Admissions count this, and no import changes it: "
                    "write %(value)s or leave it empty."
                )
                errors |= {} if is_same else {name: [words % {"value": value}]}
        if instance.pk and isinstance(instance, CourseRun):
            slug = instance.course.slug
            if cells.as_text(row["course"]).strip() != slug:
                errors["course"] = [
                    gettext("A run stays with its course: write %(slug)s.") % {"slug": slug}
                ]
        return errors

    def _changed(self, instance, row, before):
        """The columns whose value is another than before, in order.

        What only looks different is put back.
        """
        changed = []
        for name, column in self.exchange.fields.items():
            if name not in row:
                continue
            if column.cell.same(before[name], getattr(instance, name, None)):
                setattr(instance, name, before[name])
            else:
                changed.append(name)
        return changed

    def _settle_examples(self, instance, before, changed, errors):
        """What changed, or is no longer called an example, is none any more; nothing turns one."""
        was, listed = before["example_fields"], instance.example_fields
        if not set(listed) <= set(was):
            words = gettext(
                "A field is marked as an example only where the site's examples were loaded."
            )
            errors["example_fields"] = [words]
        instance.example_fields = [name for name in was if name in listed and name not in changed]
        if instance.example_fields == was:
            changed[:] = [name for name in changed if name != "example_fields"]
        elif "example_fields" not in changed:
            changed.append("example_fields")

    def _validated(self, instance, errors, changed, is_new):
        """Add what the model, the rights and the other rows refuse."""
        if isinstance(instance, CourseRun) and not instance.course_id:
            # Without its course a run cannot be judged further.
            if "course" not in errors:
                errors = {**errors, "course": [gettext("Write the course's address name.")]}
            return errors
        # A row that is new may break a check on a column it does not give.
        columns = self._columns if is_new else changed
        errors = self.exchange.validate(instance, errors, columns)
        if not self.may("keep", instance):
            words = (
                gettext("You may only add what your own university hosts.")
                if is_new
                else gettext("You may not give this to another university.")
            )
            errors = {**errors, "host": [words]}
        for name in self._hidden_choices(instance, changed):
            # As the form has it, which offers only what the person may see.
            errors = {name: [_NOT_OFFERED], **errors}
        if "code" in changed and not self._is_own_code(instance):
            errors = {**errors, "code": [gettext("Another course has this code.")]}
        return errors

    def _hidden_choices(self, instance, changed):
        """The changed columns that name a row which the person may not see, so not choose."""
        for name in sorted(changed & self._choices):
            row = getattr(instance, name)
            if row is None:
                continue
            key = (type(row), row.pk)
            if key not in self._is_seen:
                self._is_seen[key] = self.may("view", row)
            if not self._is_seen[key]:
                yield name

    def _is_own_code(self, instance):
        """Whether no other course has the code, nor a row above; runs may share theirs."""
        if isinstance(instance, CourseRun) or not instance.code:
            return True
        return self.codes.setdefault(instance.code, instance.slug) == instance.slug

    def _refusal(self, name, row, words):
        column = self.exchange.fields.get(name)
        if column:
            heading = column.heading
        else:
            heading = "" if name == NON_FIELD_ERRORS else name
        return Refusal(heading, cells.as_text(row.get(name))[:SHOWN_OF_A_CELL], str(words))

    def _difference(self, name, old, new, is_new):
        column = self.exchange.fields[name]
        old, new = ("" if is_new else in_words(column, old)), in_words(column, new)
        return column.heading, *_around_the_change(old, new)


def in_words(column, value):
    """A value as the reader writes it."""
    value = column.cell.render(value)
    if value is None or isinstance(value, str):
        return spreadsheets.plain(value or "")
    if hasattr(value, "isoformat"):
        return phrases.short_date(value)
    if hasattr(value, "normalize") and value % 1:
        value = value.normalize()
    return number_format(value, use_l10n=True)


def _around_the_change(old, new):
    """Both texts cut to where they begin to differ, so that a change far down is seen."""
    same = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None
    )
    same = min(len(old), len(new)) if same is None else same
    start = max(0, same - SHOWN_BEFORE_A_CHANGE) if max(len(old), len(new)) > SHOWN_OF_A_CELL else 0
    return tuple(_cut(text, start) for text in (old, new))


def _cut(text, start):
    end = start + SHOWN_OF_A_CELL
    return ("… " if start and text else "") + text[start:end] + (" …" if len(text) > end else "")


def _words(found):
    """The sentences of an error, which may hold several or be words already."""
    for error in found if isinstance(found, list) else [found]:
        yield from error.messages if isinstance(error, ValidationError) else [capfirst(str(error))]
