"""Examples: made-up runs, an intake and facts, so that a fresh site can show all it can do.

`fixtures/examples.json` holds no date of its own, so that it never grows old:

- `from_today`: days from the day of loading, a negative number for the past; with a `weekday` (0 is
  Monday), the first such weekday on or after that day.
- `after_start`: days after the run's own first day, so that weekdays are kept.
- an intake's days are counted from its deadline, in the same way as `from_today`.
- `fields`: values for columns of the programme or a course that are not known; a
  university is named by its slug.
- `values`: a run's other columns. Its price is its course's ECTS times `price_dkk_per_ects`.
- `key`: names a run within its course; it keeps its permanent ID, and so
  its address, when loaded again.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from catalogue.changes.first_versions import keep_first_versions
from catalogue.models import Course, CourseRun, Intake, Programme, TeachingDay, University
from catalogue.public.course_rows import season_of

FILE = settings.BASE_DIR / "fixtures" / "examples.json"
KEPT_COLUMNS = {"id", "uuid", "course", "changed_at"}


@dataclass(frozen=True)
class Tally:
    """How much was loaded or removed, and how many old examples stayed as others point to them."""

    runs: int = 0
    intakes: int = 0
    fields: int = 0
    kept: int = 0


def day_at(base: date, days: int, weekday: int | None = None) -> date:
    """Return the day so many days from another, or the first such weekday from then on.

    0 is Monday.
    """
    day = base + timedelta(days=days)
    return day if weekday is None else day + timedelta(days=(weekday - day.weekday()) % 7)


def run_dates(spec: dict, today: date) -> dict[str, date]:
    """Return the dates of an example run by column; none for one planned without dates."""
    dates = {name: day_at(today, **offset) for name, offset in spec.get("from_today", {}).items()}
    if "starts_on" in dates:
        for name, days in spec.get("after_start", {}).items():
            dates[name] = day_at(dates["starts_on"], days)
    return dates


def load_examples() -> Tally:
    """Put the file's examples in place of those there are, reckoned from today, in one transaction.

    A row that is not marked as an example is never touched, and a column that holds something real
    keeps it. Courses that the site no longer has are passed over. Raises Programme.DoesNotExist
    where the programme itself is not loaded.
    """
    today = timezone.localdate()
    file = json.loads(FILE.read_text(encoding="utf-8"))
    with transaction.atomic():
        programme = Programme.objects.get(slug=file["programme"]["slug"])
        wanted = {entry["course"]: _course_fields(entry, today) for entry in file["courses"]}
        settled = _settle(programme, file["programme"]["fields"])
        settled += sum(
            _settle(course, wanted.get(course.slug, {})) for course in Course.objects.all()
        )
        runs = []
        for entry in file["courses"]:
            runs += _load_runs(entry, file["price_dkk_per_ects"], today)
        intakes = _load_intake(programme, file["programme"]["intake"], today)
        _, kept = _delete_unused(_example_runs().exclude(pk__in=[run.pk for run in runs]))
        _, kept_intakes = _delete_unused(
            _example_intakes().exclude(pk__in=[intake.pk for intake in intakes])
        )
        # Teaching days are made in bulk, which leaves no version of them.
        keep_first_versions(apps)
    return Tally(len(runs), len(intakes), settled, kept + kept_intakes)


def remove_examples() -> Tally:
    """Delete every example run and intake, and make every column with an example unknown again.

    In one transaction.
    """
    with transaction.atomic():
        holders: list[Programme | Course] = [
            *Programme.objects.exclude(example_fields=[]),
            *Course.objects.exclude(example_fields=[]),
        ]
        cleared = sum(len(holder.example_fields) for holder in holders)
        for holder in holders:
            _settle(holder, {})
        runs, kept_runs = _delete_unused(_example_runs())
        intakes, kept_intakes = _delete_unused(_example_intakes())
    return Tally(runs, intakes, cleared, kept_runs + kept_intakes)


def _example_runs():
    return CourseRun.objects.filter(is_example=True)


def _example_intakes():
    return Intake.objects.filter(is_example=True)


def _delete_unused(rows) -> tuple[int, int]:
    """Delete the rows, save those that others must not lose.

    Return how many went and how many stayed.
    """
    deleted = kept = 0
    for row in rows:
        try:
            row.delete()
            deleted += 1
        except (ProtectedError, RestrictedError):
            kept += 1
    return deleted, kept


def _course_fields(entry: dict, today: date) -> dict:
    """Return a course's example values; its seasons, unless told, are those of its runs."""
    starts = [run_dates(spec, today).get("starts_on") for spec in entry["runs"]]
    seasons = {season_of(day) for day in starts if day}
    return {"seasons": sorted(seasons, reverse=True), **entry["fields"]}


def _settle(holder, examples: dict) -> int:
    """Let the holder's unknown columns hold these examples and no others; return how many do.

    Saved only when something changed, so that loading the same again leaves the
    day of the last change alone.
    """
    columns = {name: holder._meta.get_field(name) for name in {*holder.example_fields, *examples}}
    before = (
        sorted(holder.example_fields),
        [getattr(holder, column.attname) for column in columns.values()],
    )
    for name in holder.example_fields:
        setattr(holder, columns[name].attname, columns[name].get_default())
    unknown = [
        name
        for name in examples
        if getattr(holder, columns[name].attname) == columns[name].get_default()
    ]
    for name in unknown:
        value = examples[name]
        if columns[name].related_model is University:
            value = University.objects.get(slug=value)
        setattr(holder, name, value)
    holder.example_fields = sorted(unknown)
    after = (
        holder.example_fields,
        [getattr(holder, column.attname) for column in columns.values()],
    )
    if before != after:
        holder.full_clean()
        holder.save()
    return len(unknown)


def _load_runs(entry: dict, price_per_ects: int, today: date) -> list[CourseRun]:
    course = Course.objects.filter(slug=entry["course"]).first()
    if course is None:
        return []
    price = course.ects * Decimal(price_per_ects)
    loaded = [
        _load_run(course, spec, {**spec["values"], "price_dkk": price}, today)
        for spec in entry["runs"]
    ]
    return [run for run in loaded if run]


def _load_run(course: Course, spec: dict, values: dict, today: date) -> CourseRun | None:
    """Write the run over the example of the same key; None where staff made that a real run."""
    uuid = uuid5(NAMESPACE_URL, f"example-run/{course.slug}/{spec['key']}")
    run = CourseRun.objects.filter(uuid=uuid).first() or CourseRun(uuid=uuid, is_example=True)
    if not run.is_example:
        return None
    run.course = course
    values = {**values, **run_dates(spec, today), "is_published": True, "is_example": True}
    for column in CourseRun._meta.concrete_fields:
        if column.name not in KEPT_COLUMNS:
            setattr(run, column.attname, values.get(column.name, column.get_default()))
    run.full_clean()
    run.save()
    run.teaching_days.all().delete()
    TeachingDay.objects.bulk_create(teaching_days(run, spec))
    return run


def teaching_days(run: CourseRun, spec: dict) -> list[TeachingDay]:
    if run.starts_on is None:
        return []
    found = []
    for group in spec.get("teaching", []):
        values = {name: value for name, value in group.items() if name != "after_start"}
        for days in group["after_start"]:
            found.append(TeachingDay(run=run, on=day_at(run.starts_on, days), **values))
    return found


def _load_intake(programme: Programme, offsets: dict, today: date) -> list[Intake]:
    """Write the next intake as an example, unless it is a real row or no rule gives its day."""
    intake = programme.next_intake(today)
    if intake is None or (intake.pk and not intake.is_example):
        return []
    if not intake.pk:
        intake.uuid = uuid5(NAMESPACE_URL, f"example-intake/{programme.slug}/{intake.year}")
    intake.is_example = True
    for name, offset in offsets.items():
        setattr(intake, name, day_at(intake.closes_on, **offset))
    intake.full_clean()
    intake.save()
    return [intake]
