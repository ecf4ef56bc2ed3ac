"""The columns of courses and runs as tables have them, and how a table's row finds ours."""

import hashlib
import uuid

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from catalogue.admin.exchange import cells
from catalogue.admin.exchange.teaching_days import HeldDay, in_order
from catalogue.models import Contact, Course, CourseRun, Programme, TeachingDay, University
from catalogue.models.fields import SEASON_CHOICES
from catalogue.text.constraint_messages import CONSTRAINT_WORDS
from catalogue.text.translation import LANGUAGE_CHOICES, LANGUAGES, language_columns


class Column:
    """One column of a table: a column of the model, under its name or its words in either language.

    A read-only column is written out and must come back as it was.
    """

    def __init__(self, name, words, cell, *, is_read_only=False):
        self.name, self.words, self.cell = name, words, cell
        self.is_read_only = is_read_only

    def read(self, row, *, is_new=False):
        """The value that a row of a table gives; ValueError says in words why it gives none."""
        return self.cell.clean(row[self.name], is_new=is_new)

    def value_of(self, instance):
        """The value that a row of the catalogue has; None where it has none yet."""
        return getattr(instance, self.name, None)

    def written(self, instance):
        return self.cell.render(self.value_of(instance))

    @property
    def heading(self):
        return capfirst(str(self.words))

    def headings(self):
        """All that may stand above the column, folded."""
        found = {folded(self.name)}
        for language in LANGUAGES:
            with override(language):
                found.add(folded(str(self.words)))
        return found


class Exchange:
    """What courses and runs share. `key` is the column by which a row is found."""

    model: type
    key: str
    longest = {}
    # Columns that no import writes, and those that say nothing of what an editor wrote.
    unwritten = {"id", "uuid", "changed_at", "places_taken", "example_fields"}

    def __init__(self):
        # The courses that the rows at hand refer to, by slug.
        self.courses: dict[str, Course] = {}
        self.fields = {column.name: column for column in self.columns()}

    def columns(self):
        """Give the columns of the file in their order; courses and runs each say their own."""
        raise NotImplementedError

    def column(self, name, cell, **options):
        return Column(name, self.model._meta.get_field(name).verbose_name, cell, **options)

    def text(self, name, cell=cells.Text):
        return self.column(name, cell(self.model._meta.get_field(name).max_length))

    def texts(self, *names):
        return [self.text(column) for column in language_columns(names)]

    def days(self, *names):
        return [self.column(name, cells.Day()) for name in names]

    def yes_no(self, name):
        return self.column(name, cells.YesNo(self.model._meta.get_field(name).default))

    def choice(self, name):
        return self.column(name, cells.Choice(self.model._meta.get_field(name).choices))

    def look_up(self, rows):
        """Read what the next rows refer to, all at once."""
        slugs = {cells.as_text(row["course"]).strip() for row in rows if "course" in row}
        found = Course.objects.select_related("host").filter(slug__in=slugs) if slugs else ()
        self.courses.clear()
        self.courses.update((course.slug, course) for course in found)

    def take(self, instance, row, *, is_new):
        """Give the instance what the row says; return the refusals by column, in words."""
        errors = {}
        for name, column in self.fields.items():
            if name in row and not column.is_read_only:
                try:
                    setattr(instance, name, column.read(row, is_new=is_new))
                except ValueError as problem:
                    errors[name] = [str(problem)]
        return errors

    def fingerprint(self, instance):
        """What the row holds that an import may write, in short; empty for a row that is new."""
        if not instance.pk:
            return ""
        columns = [
            column
            for column in self.model._meta.concrete_fields
            if column.name not in self.unwritten
        ]
        values = [getattr(instance, column.attname) for column in columns]
        return hashlib.sha256(repr([*values, *self.more_of(instance)]).encode()).hexdigest()[:16]

    def more_of(self, instance):
        """What hangs on the row and is written with it."""
        return []

    def validate(self, instance, errors, changed):
        """Refuse in words what the model and its constraints would, besides known errors."""
        errors = dict(errors)
        for check in (self._clean_columns, self._clean_row, self._check_constraints):
            try:
                check(instance, set(errors), changed)
            except ValidationError as found:
                for name, words in found.update_error_dict({}).items():
                    errors.setdefault(name, words)
        return errors

    def _clean_columns(self, instance, known, changed):
        # References were looked up, or stand in the catalogue already: to ask
        # again would cost a query each.
        columns = instance._meta.concrete_fields
        references = {column.name for column in columns if column.is_relation}
        missing = {}
        for column in columns:
            is_needed = not column.null and column.name not in self.unwritten
            if is_needed and getattr(instance, column.attname) is None:
                missing[column.name] = ValidationError(gettext("Write a value: this is needed."))
        if missing:
            raise ValidationError(missing)
        instance.clean_fields(exclude=known | references | {"uuid"})

    def _clean_row(self, instance, known, changed):
        instance.clean()

    def _check_constraints(self, instance, known, changed):
        refused = {}
        for constraint in instance._meta.constraints:
            # What must be unique is looked up for many rows at once; see the plan. A check whose
            # columns are as they were in the database holds, and each costs a query.
            if (
                not isinstance(constraint, CheckConstraint)
                or not columns_of(constraint.condition) & changed
            ):
                continue
            try:
                constraint.validate(self.model, instance, exclude=known)
            except ValidationError as error:
                name, words = CONSTRAINT_WORDS.get(constraint.name, (NON_FIELD_ERRORS, error))
                refused.setdefault(name, words)
        if refused:
            raise ValidationError(refused)


class CourseExchange(Exchange):
    model = Course
    key = "slug"

    def columns(self):
        languages = cells.Codes(LANGUAGE_CHOICES)
        return [
            self.text("slug", cells.Name),
            self.text("code", cells.Name),
            *self.texts("title"),
            self.choice("title_language"),
            self.yes_no("title_en_is_working"),
            self.column("ects", cells.Number()),
            self.column("workload_hours", cells.Number(1, 5000, is_whole=True)),
            self.column("home_programme", cells.Reference(Programme)),
            self.column("host", cells.Reference(University, also="short_name")),
            self.column("teaching_languages", languages),
            self.column("exam_languages", languages),
            self.column("seasons", cells.Codes(SEASON_CHOICES)),
            self.column("coordinator", cells.Reference(Contact)),
            *self.texts("summary", "content", "outcomes", "teaching", "exam", "exam_aids"),
            self.choice("grading"),
            self.choice("examiner"),
            *self.texts("required", "recommended", "literature"),
            self.text("isced_f", cells.Name),
            self.yes_no("is_published"),
            self.column("publish_at", cells.Moment()),
            Column("example_fields", _("fields that hold an example"), Names()),
        ]

    def exported(self, courses, with_examples):
        """Yield a row for each course; examples, and their column, only when asked for."""
        columns = self.exported_columns(with_examples)
        for course in courses:
            examples = set() if with_examples else set(course.example_fields)
            yield [
                "" if name in examples else column.written(course)
                for name, column in columns.items()
            ]

    def exported_columns(self, with_examples):
        columns = dict(self.fields)
        if not with_examples:
            del columns["example_fields"]
        return columns

    def rows(self):
        return Course.objects.select_related("home_programme", "host", "coordinator")

    def without_examples(self, rows):
        return rows

    def found(self, keys):
        return {course.slug: course for course in self.rows().filter(slug__in=keys)}

    def key_of(self, cell):
        return cells.as_text(cell).strip()


class CourseRunExchange(Exchange):
    model = CourseRun
    key = "uuid"

    def columns(self):
        return [
            Column("uuid", _("permanent ID"), cells.Cell()),
            self.column("course", CourseReference(self.courses)),
            self.text("code", cells.Name),
            self.yes_no("is_published"),
            self.column("publish_at", cells.Moment()),
            *self.days("starts_on", "ends_on", "opens_on", "reply_by", "deadline_on"),
            *self.texts("deadline_reason"),
            self.choice("delivery"),
            *self.texts("place"),
            self.column("host", cells.Reference(University, also="short_name")),
            self.column("teaching_languages", cells.Codes(LANGUAGE_CHOICES)),
            self.column("price_dkk", cells.Number(is_money=True)),
            self.column("price_outside_eu_dkk", cells.Number(is_money=True)),
            *self.texts("price_covers"),
            self.column("places", cells.Number(0, 10_000, is_whole=True)),
            self.column("places_taken", cells.Number(0, 10_000, is_whole=True), is_read_only=True),
            self.yes_no("has_waiting_list"),
            *self.days("exam_on", "reexam_on", "cancelled_on"),
            Column("days_held", _("teaching days"), cells.TeachingDays()),
            self.yes_no("is_example"),
        ]

    def exported(self, runs, with_examples):
        columns = self.exported_columns(with_examples)
        for run in runs:
            run.days_held = days_held(run)
            yield [
                str(run.uuid),
                *(column.written(run) for name, column in columns.items() if name != "uuid"),
            ]

    def exported_columns(self, with_examples):
        columns = dict(self.fields)
        if not with_examples:
            del columns["is_example"]
        return columns

    def rows(self):
        return CourseRun.objects.select_related("course__host", "host").prefetch_related(
            "teaching_days"
        )

    def without_examples(self, rows):
        return rows.filter(is_example=False)

    def found(self, keys):
        known = [key for key in keys if is_uuid(key)]
        return {str(run.uuid): run for run in self.rows().filter(uuid__in=known)}

    def key_of(self, cell):
        text = cells.as_text(cell).strip().lower()
        return str(uuid.UUID(text)) if is_uuid(text) else text

    def more_of(self, instance):
        return days_held(instance)


class Names(cells.Cell):
    """Names of columns, separated by commas."""

    empty: object = ()

    def when_empty(self, is_new):
        return []

    def read(self, value):
        return [name.strip() for name in cells.as_text(value).split(",") if name.strip()]

    def render(self, value, obj=None, **kwargs):
        return ", ".join(value or ())

    def same(self, old, new):
        return sorted(old) == sorted(new)


class CourseReference(cells.Reference):
    """A course by its slug, among those that were looked up: there may be very many."""

    def __init__(self, courses):
        super().__init__(Course)
        self.courses = courses

    def read(self, value):
        course = self.courses.get(cells.as_text(value).strip())
        if course is None:
            raise ValueError(gettext("There is no course of this address name."))
        return course


def days_held(run):
    """The run's teaching days as values, in order. Wants `teaching_days`."""
    return in_order(_held(day) for day in run.teaching_days.all())


def _held(day):
    return HeldDay(*(getattr(day, name) for name in HeldDay._fields))


def write_days(run, wanted, note):
    """Make the run's teaching days those wanted.

    A day that stays is left alone, and each change leaves its history.
    """
    missing = {day.key: day for day in wanted}
    for row in run.teaching_days.all():
        day = missing.get((row.on, row.starts_at))
        if day is None:
            note(row)
            row.delete()
            continue
        del missing[day.key]
        if day != _held(row):
            for name, value in day._asdict().items():
                setattr(row, name, value)
            note(row)
            row.save()
    for day in missing.values():
        row = TeachingDay(run=run, **day._asdict())
        note(row)
        row.save()


def columns_of(condition):
    """The columns that a condition compares."""
    if isinstance(condition, Q):
        return set().union(*(columns_of(child) for child in condition.children))
    name, value = condition
    return {name.partition("__")[0]} | ({value.name} if isinstance(value, F) else set())


def exchange_of(model):
    return {"course": CourseExchange, "courserun": CourseRunExchange}[model._meta.model_name]()


def is_uuid(text):
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def folded(heading):
    return " ".join(cells.as_text(heading).replace("_", " ").split()).casefold()
