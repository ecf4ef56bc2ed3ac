"""Kept versions read whole, with what they link to, and what those they point to are called."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from catalogue.models import CourseRun, CurriculumEntry, Intake, RequirementSet, TeachingDay
from catalogue.models.kept import HistoricalRecords
from catalogue.text.phrases import day

# What a thing is called by beside its own columns.
CALLED_BY = {CourseRun: ["course"], RequirementSet: ["programme"]}


@dataclass(frozen=True)
class Whole:
    """One version of a row: its columns, and by name the keys of what it links to."""

    model: type[models.Model]
    row: models.Model
    links: dict = field(default_factory=dict)

    def value(self, column):
        return (
            self.links.get(column.name, frozenset())
            if column.many_to_many
            else getattr(self.row, column.attname)
        )


def columns_of(model):
    return [*model._meta.concrete_fields, *model.history.model._history_m2m_fields]


def blank(model):
    """A version of a row of which nothing is told yet."""
    return Whole(model, model())


def as_it_stands(row):
    """The row as if it were a version."""
    model = type(row)
    links = {
        column.name: frozenset(getattr(row, column.name).values_list("pk", flat=True))
        for column in model.history.model._history_m2m_fields
    }
    return Whole(model, row, links)


def whole_versions(model, numbers):
    """Return the versions of a model's rows by their number.

    One query, and one more for each list of links.
    """
    kept = model.history.model
    rows = {row.history_id: row for row in kept.objects.filter(history_id__in=numbers)}
    links = defaultdict(dict)
    for column in kept._history_m2m_fields if rows else ():
        linked = HistoricalRecords.m2m_models[column].objects.filter(history__in=rows)
        for number, key in linked.values_list(
            "history_id", f"{column.m2m_reverse_field_name()}_id"
        ):
            links[number].setdefault(column.name, set()).add(key)
    return {number: Whole(model, row, links[number]) for number, row in rows.items()}


class Names:
    """What the things are called that versions point to.

    One query for each model, and one more for those that are gone.
    """

    def __init__(self, versions):
        wanted = defaultdict(set)
        for version in versions:
            for column in columns_of(version.model):
                if column.is_relation:
                    value = version.value(column)
                    wanted[column.related_model] |= (
                        set(value) if column.many_to_many else {value} - {None}
                    )
        self._names = {model: names_of(model, keys) for model, keys in wanted.items() if keys}

    def of(self, model, key):
        return self._names.get(model, {}).get(key) or gettext(
            "%(thing)s %(key)s, which is gone"
        ) % {
            "thing": capfirst(model._meta.verbose_name),
            "key": key,
        }

    def of_row(self, version):
        """What the version's own row was called; a part of something without saying of what."""
        row, model = version.row, version.model
        if model is CourseRun:
            return day(row.starts_on) if row.starts_on else gettext("without dates")
        if model is TeachingDay:
            return day(row.on)
        if model is Intake:
            return str(row.year)
        if model is RequirementSet:
            return gettext("version %(version)s") % {"version": row.version}
        if model is CurriculumEntry:
            return f"{self.of_link(version, 'course')}, {self.of_link(version, 'programme')}"
        named = row.instance if hasattr(row, "instance") else row
        return str(named)

    def of_link(self, version, name):
        column = version.model._meta.get_field(name)
        return self.of(column.related_model, version.value(column))


def names_of(model, keys):
    """The names of a model's rows by key, and the last names of those that are gone."""
    rows = model._base_manager.select_related(*CALLED_BY.get(model, [])).in_bulk(keys)
    names = {
        key: _called(row, lambda row, column: str(getattr(row, column)))
        for key, row in rows.items()
    }
    return {**_names_of_gone(model, keys - names.keys()), **names}


def _names_of_gone(model, keys):
    if not keys:
        return {}
    # Oldest first, so that the last version gives the name.
    rows = {
        row.id: row
        for row in model.history.filter(id__in=keys).order_by("history_date", "history_id")
    }
    above = {}
    for column in CALLED_BY.get(model, []):
        keys_above = {getattr(row, f"{column}_id") for row in rows.values()}
        above[column] = names_of(model._meta.get_field(column).related_model, keys_above)

    def name_above(row, column):
        return above[column].get(getattr(row, f"{column}_id"), "")

    words = gettext("%(name)s (deleted since)")
    return {key: words % {"name": _called(row.instance, name_above)} for key, row in rows.items()}


def _called(row, name_above):
    """What a row is called.

    `name_above` gives the name of what it is called by, without asking for each row.
    """
    if isinstance(row, CourseRun):
        dates = day(row.starts_on) if row.starts_on else gettext("without dates")
        return f"{name_above(row, 'course')}, {dates}"
    if isinstance(row, RequirementSet):
        words = gettext("%(programme)s, version %(version)s")
        return words % {"programme": name_above(row, "programme"), "version": row.version}
    return str(row)
