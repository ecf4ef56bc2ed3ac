"""Checks of courses and of their runs that are ahead or under way."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from catalogue.admin.checks.checked import Checked
from catalogue.admin.checks.scope import Scope
from catalogue.admin.checks.texts import COURSE_NEEDS, COURSE_TEXTS, is_written, texts_of
from catalogue.domain.deadlines import TimeRules, course_deadline
from catalogue.domain.publish_checks import RunFacts, course_result, run_result, text_result
from catalogue.models import Course, CourseRun, CurriculumEntry, Programme, TeachingDay
from catalogue.text.translation import LANGUAGES

_RUN_TEXTS = ("place", "deadline_reason", "price_covers")
_RUN_COLUMNS = (
    "pk",
    "course",
    "starts_on",
    "ends_on",
    "deadline_on",
    "delivery",
    "host",
    "teaching_languages",
    "price_dkk",
    "is_example",
    "is_published",
    "course__is_published",
    "course__host",
    "course__teaching_languages",
    "course__home_programme__course_deadline_weeks",
)


class Places:
    """In which programmes each course stands, and in which languages those have their texts."""

    def __init__(self, courses: QuerySet) -> None:
        self.programmes: dict[int, list[int]] = defaultdict(list)
        entries = CurriculumEntry.objects.filter(course__in=courses).order_by()
        for course, programme in entries.values_list("course", "programme").iterator():
            self.programmes[course].append(programme)
        known = Programme.objects.order_by().values_list("pk", "text_languages", "is_published")
        self._languages = {key: languages for key, languages, is_published in known}
        self._published = {key for key, languages, is_published in known if is_published}

    def languages(self, course: int) -> tuple[str, ...]:
        found = set().union(*(self._languages[key] for key in self.programmes[course]))
        return tuple(code for code in LANGUAGES if code in found) or LANGUAGES

    def is_in_a_published_programme(self, course: int) -> bool:
        return any(key in self._published for key in self.programmes[course])


def checked_courses(scope: Scope, today: date) -> Iterator[Checked]:
    """Each course and each run, in six queries however many there are."""
    courses = scope.of(Course) if scope.with_drafts else scope.of(Course).filter(is_published=True)
    places = Places(scope.of(Course))
    ahead = CourseRun.objects.filter(
        Q(starts_on=None) | Q(starts_on__gte=today), cancelled_on=None, is_published=True
    )
    with_run = set(ahead.filter(course__in=courses).values_list("course", flat=True))
    written = is_written(COURSE_TEXTS)
    rows = courses.order_by("pk").annotate(**written)
    for row in rows.values("pk", "host", "is_published", "example_fields", *written).iterator():
        key = row["pk"]
        result = course_result(
            in_a_programme=places.is_in_a_published_programme(key),
            has_run_ahead=key in with_run,
            has_examples=bool(row["example_fields"]),
        ) + text_result(texts_of(row, COURSE_TEXTS, COURSE_NEEDS), places.languages(key))
        yield Checked(
            Course,
            key,
            result,
            tuple(places.programmes[key]),
            row["host"],
            is_public=row["is_published"],
        )
    yield from _checked_runs(scope, today, places)


def _checked_runs(scope: Scope, today: date, places: Places) -> Iterator[Checked]:
    runs = scope.of(CourseRun).alias(last=Coalesce("ends_on", "starts_on"))
    runs = runs.filter(Q(last=None) | Q(last__gte=today), cancelled_on=None)
    if not scope.with_drafts:
        runs = runs.filter(is_published=True, course__is_published=True)
    days: dict[int, list] = defaultdict(list)
    placed = set()
    rows = TeachingDay.objects.filter(run__in=runs.values("pk")).order_by("on")
    for run, on, danish, english in rows.values_list(
        "run", "on", "place_da", "place_en"
    ).iterator():
        days[run].append(on)
        if danish or english:
            placed.add(run)
    written = is_written(_RUN_TEXTS)
    for row in runs.order_by("pk").annotate(**written).values(*_RUN_COLUMNS, *written).iterator():
        facts = _facts(row, tuple(days[row["pk"]]), has_placed_days=row["pk"] in placed)
        result = run_result(facts) + text_result(
            texts_of(row, _RUN_TEXTS), places.languages(row["course"])
        )
        is_public = row["is_published"] and row["course__is_published"]
        programmes = tuple(places.programmes[row["course"]])
        host = row["host"] or row["course__host"]
        yield Checked(CourseRun, row["pk"], result, programmes, host, is_public=is_public)


def _facts(row: dict, days: tuple[date, ...], *, has_placed_days: bool) -> RunFacts:
    rules = TimeRules(course_deadline_weeks=row["course__home_programme__course_deadline_weeks"])
    return RunFacts(
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        closes_on=course_deadline(rules, row["starts_on"], row["deadline_on"]),
        teaching_days=days,
        has_price=row["price_dkk"] is not None,
        has_host=bool(row["host"] or row["course__host"]),
        has_languages=bool(row["teaching_languages"] or row["course__teaching_languages"]),
        delivery=row["delivery"],
        has_place=bool(row["has_place_da"] or row["has_place_en"] or has_placed_days),
        is_example=row["is_example"],
    )
