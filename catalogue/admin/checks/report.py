"""The publish checks of the whole site, or of one thing, and their scores."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from catalogue.admin.checks.checked import Checked
from catalogue.admin.checks.courses import checked_courses
from catalogue.admin.checks.links import link_results
from catalogue.admin.checks.programmes import checked_around, checked_programmes
from catalogue.admin.checks.scope import Scope
from catalogue.domain.deadlines import day_in_copenhagen
from catalogue.domain.publish_checks import Result, publishing_result, review_result, score
from catalogue.models import (
    Course,
    CourseRun,
    CurriculumEntry,
    Programme,
    Question,
    Requirement,
    University,
    Voice,
)


@dataclass
class Report:
    """All things with findings, and the score of the whole and of each programme."""

    things: list[Checked] = field(default_factory=list)
    asked: int = 0
    passed: int = 0
    by_programme: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def score(self) -> int:
        return score(self.asked, self.passed)

    def score_of(self, programme: int) -> int:
        return score(*self.by_programme.get(programme, (0, 0)))


def report(scope: Scope, today: date) -> Report:
    """Check everything in the scope, in a constant number of queries."""
    made = Report()
    tallies: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for thing in _gathered(scope, today):
        if thing.result.findings:
            made.things.append(thing)
        if thing.is_public:
            made.asked += thing.result.asked
            made.passed += thing.result.passed
            for programme in thing.programmes:
                tallies[programme][0] += thing.result.asked
                tallies[programme][1] += thing.result.passed
    made.by_programme = {
        programme: (asked, passed) for programme, (asked, passed) in tallies.items()
    }
    return made


def _gathered(scope: Scope, today: date) -> Iterator[Checked]:
    if scope.with_site:
        result = review_result(
            settings.ACCESSIBILITY_REVIEWED_ON or None, today, is_statement=True, field=""
        )
        yield Checked(None, 0, result)
    links = link_results(scope)
    parts: dict[tuple[type[Model] | None, int], Checked] = {}
    for thing in (*checked_programmes(scope, today), *checked_around(scope, today)):
        # A programme's own parts are edited on its page, so they are one thing with it.
        known = parts.get((thing.model, thing.key))
        parts[(thing.model, thing.key)] = _joined(known, thing.result) if known else thing
    for thing in (*parts.values(), *checked_courses(scope, today)):
        found = links.pop((thing.model, thing.key), None) if thing.model else None
        yield _joined(thing, found) if found else thing
    yield from _left_over(links)
    yield from _overdue(scope, today)


def _joined(thing: Checked, more: Result) -> Checked:
    result = thing.result + more
    return Checked(
        thing.model,
        thing.key,
        result,
        thing.programmes,
        thing.university,
        is_public=thing.is_public,
    )


def _left_over(links: dict[tuple[type[Model], int], Result]) -> Iterator[Checked]:
    """The rows that are asked for their links alone."""
    keys = [key for model, key in links if model is Requirement]
    programmes = dict(
        Requirement.objects.filter(pk__in=keys).values_list("pk", "requirement_set__programme")
    )
    for (model, key), result in links.items():
        if model is Requirement:
            yield Checked(model, key, result, (programmes[key],))
        else:
            university = key if model is University else None
            yield Checked(model, key, result, university=university)


def _overdue(scope: Scope, today: date) -> Iterator[Checked]:
    """Drafts whose time of publishing has passed."""
    at = {
        Programme: ("pk", "home_university"),
        Course: ("pk", "host"),
        CourseRun: ("course", "course__host"),
        Voice: ("programme", "programme__home_university"),
        Question: ("programme", "programme__home_university"),
    }
    found: list[tuple] = []
    for model, (place, university) in at.items():
        rows = (
            scope.of(model).filter(is_published=False, publish_at__lt=timezone.now()).order_by("pk")
        )
        found += [(model, *row) for row in rows.values_list("pk", place, university, "publish_at")]
    of_courses = _programmes_of(
        place for model, key, place, *rest in found if model in (Course, CourseRun)
    )
    for model, key, place, university, moment in found:
        if model in (Course, CourseRun):
            programmes = of_courses[place]
        else:
            programmes = [place] if place else []
        result = publishing_result(day_in_copenhagen(moment), today)
        yield Checked(model, key, result, tuple(programmes), university, is_public=False)


def _programmes_of(courses: Iterable[int]) -> dict[int, list[int]]:
    programmes: dict[int, list[int]] = defaultdict(list)
    for course, programme in CurriculumEntry.objects.filter(course__in=set(courses)).values_list(
        "course", "programme"
    ):
        programmes[course].append(programme)
    return programmes
