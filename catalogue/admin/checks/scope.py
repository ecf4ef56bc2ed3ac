"""Which rows are checked: those somebody may see of the site, of one programme or one course."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from catalogue.models import (
    Audience,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Intake,
    Programme,
    Question,
    Requirement,
    TextPage,
    University,
    Voice,
)

# The parts of a programme that are edited on its own page, by the name of their place there.
PARTS = {Audience: "audiences", ElectiveGroup: "groups", Intake: "intakes"}
MODELS: tuple[type[Model], ...] = (
    Programme,
    Course,
    CourseRun,
    Question,
    TextPage,
    Voice,
    Requirement,
    University,
)


# What somebody may see, by model.
Seen = Callable[[type[Model]], QuerySet]


@dataclass(frozen=True)
class Scope:
    """The rows to look at by model.

    Drafts are looked at only when asked for: they are work, not faults.
    """

    rows: dict[type[Model], QuerySet]
    with_drafts: bool = False
    with_site: bool = False

    def of(self, model: type[Model]) -> QuerySet:
        if model in PARTS:
            return model._default_manager.filter(programme__in=self.of(Programme))
        rows = self.rows.get(model)
        return model._default_manager.none() if rows is None else rows


def whole_site(
    seen: Seen,
    *,
    programme: int | None = None,
    university: int | None = None,
    with_drafts: bool = False,
) -> Scope:
    """Everything somebody may see, or what belongs to one programme or one university."""
    rows: dict[type[Model], QuerySet] = {model: seen(model) for model in MODELS}
    if programme:
        rows = {
            model: found.filter(_of_programme(model, programme)) for model, found in rows.items()
        }
    if university:
        rows = {
            model: found.filter(_of_university(model, university)) for model, found in rows.items()
        }
    return Scope(rows, with_drafts, with_site=not (programme or university))


def _of_programme(model: type[Model], key: int) -> Q:
    courses = CurriculumEntry.objects.filter(programme=key).values("course")
    return {
        Programme: Q(pk=key),
        Course: Q(pk__in=courses),
        CourseRun: Q(course__in=courses),
        Requirement: Q(requirement_set__programme=key),
        University: Q(pk__in=()),
    }.get(model, Q(programme=key))


def _of_university(model: type[Model], key: int) -> Q:
    return {
        Programme: Q(home_university=key),
        Course: Q(host=key),
        CourseRun: Q(host=key) | Q(host=None, course__host=key),
        Requirement: Q(requirement_set__programme__home_university=key),
        University: Q(pk=key),
    }.get(model, Q(programme__home_university=key))


def one_programme(key: int, seen: Seen) -> Scope:
    """A programme with what is edited on its page."""
    rows: dict[type[Model], QuerySet] = {Programme: seen(Programme).filter(pk=key)}
    rows |= {model: seen(model).filter(programme=key) for model in (Question, TextPage, Voice)}
    return Scope(rows, with_drafts=True)


def one_course(key: int, seen: Seen) -> Scope:
    """A course with those of its runs that somebody may see."""
    rows = {Course: seen(Course).filter(pk=key), CourseRun: seen(CourseRun).filter(course=key)}
    return Scope(rows, with_drafts=True)
