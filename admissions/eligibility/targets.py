"""What somebody wants to apply to, an intake or a run, by when, and by which rules judged."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects

from admissions.domain.background import Background
from admissions.domain.eligibility import Assessment, assessment
from admissions.eligibility import requirements
from catalogue.domain.status import State, Status
from catalogue.models import Course, CourseRun, Intake, Programme, RequirementSet
from catalogue.public.course_rows import first_run

Rule = Programme.SingleCourseRule
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
_FURTHEST_YEARS = 60


@dataclass(frozen=True)
class Target:
    """What is aimed at: an intake, or a run of a course; the set is None where none is in force.

    The aim is None where none is known: a programme without an intake ahead, a course without a
    run.
    """

    programme: Programme
    today: date
    requirement_set: RequirementSet | None
    aim: CourseRun | Intake | None
    course: Course | None = None
    rule: str = Rule.SAME_SET

    @cached_property
    def status(self) -> Status | None:
        return self.aim.status(self.today) if self.aim else None

    @cached_property
    def closes_on(self) -> date | None:
        return self.aim.closes_on if self.aim else None

    @property
    def takes_applications(self) -> bool:
        """Whether one can apply today, if only for the waiting list."""
        return self.status is not None and takes_applications(self.status)

    @property
    def takes_late(self) -> bool:
        """Whether the deadline has passed and applications are still received, marked as late."""
        return (
            self.programme.accepts_late
            and self.status is not None
            and self.status.state is State.CLOSED
        )

    @property
    def reference_on(self) -> date:
        """The day by which a background is judged: the target's deadline, or today."""
        return self.closes_on or self.today

    @property
    def deadline_is_example(self) -> bool:
        return self.aim is not None and self.aim.has_example_deadline

    @property
    def is_unsettled(self) -> bool:
        """Whether nobody has settled what is asked of those who take a single course."""
        return self.course is not None and self.rule == Rule.ASK_OFFICE

    @property
    def is_open_to_all(self) -> bool:
        return self.course is not None and self.rule == Rule.NO_REQUIREMENTS

    def assess(self, background: Background) -> Assessment:
        return assessment(
            requirements.domain_requirements(self.requirement_set), background, self.reference_on
        )


def find_target(site, query, today, slug=None):
    """Return (target, whether the address asks for a course that cannot be taken).

    A course decides its programme. Without one it is the site's only programme, or the one the
    address names, in its path or its query; where that is not enough the target is None.
    """
    course = query.get("course", "")
    if course:
        target = _course_target(site, course, today)
        if target:
            return target, False
    programme = site.programme or site.find(slug or query.get("programme"))
    return (programme_target(programme, today) if programme else None), bool(course)


def programme_target(programme, today):
    prefetch_related_objects([programme], "intakes")
    return Target(
        programme, today, requirements.set_in_force(programme, today), programme.next_intake(today)
    )


def with_run(target, uuid):
    """The target with that run of its course, if there is one; else with the run to see first."""
    runs = target.course.runs.all() if target.course else ()
    run = next((run for run in runs if str(run.uuid) == uuid), None)
    return replace(target, aim=run) if run else target


def target_of(application, today):
    """The target of an application as it stands on the day: its run, or the intake of its year.

    What is sent is shown by the rules it was judged by.
    """
    programme = application.programme
    if application.run is None:
        return Target(
            programme, today, _set_of(application, Rule.SAME_SET, today), aim_of(application)
        )
    course = application.run.course
    rule = (
        programme.single_course_rule
        if course.home_programme_id == programme.pk
        else Rule.ASK_OFFICE
    )
    requirement_set = _set_of(application, rule, today)
    return Target(programme, today, requirement_set, application.run, course, rule)


def _set_of(application, rule, today):
    if application.requirement_set_id is not None:
        return RequirementSet.objects.filter(pk=application.requirement_set_id).whole().first()
    return (
        None
        if rule == Rule.NO_REQUIREMENTS
        else _set_for_course(application.programme, rule, today)
    )


def aim_of(application):
    """The run that an application is for, or the intake of its year, with or without a row."""
    if application.run is not None:
        return application.run
    programme = application.programme
    prefetch_related_objects([programme], "intakes")
    rows = {intake.year: intake for intake in programme.intakes.all()}
    intake = rows.get(application.year) or Intake(year=application.year)
    intake.programme = programme
    return intake


def takes_applications(status):
    """Whether one may send an application now, be it to wait for a place."""
    return status.is_open or (status.state is State.FULL and status.has_waiting_list)


def first_aim(target, day):
    """The intake or the course's run whose deadline comes first from the day on, or None."""
    if day.year - target.today.year > _FURTHEST_YEARS:
        return None
    day = max(day, target.today)
    if target.course is None:
        return target.programme.next_intake(day)
    return min(_not_cancelled(target.course.runs.all(), day), key=_by_deadline, default=None)


def first_run_in_time(site, programme, day):
    """The run of one of the programme's own courses whose deadline comes first from the day on."""
    runs = CourseRun.objects.shown(site.viewing).filter(course__home_programme=programme)
    runs = runs.select_related("course__home_programme")
    return min(_not_cancelled(runs, day), key=_by_deadline, default=None)


def _not_cancelled(runs, day):
    shown = (run for run in runs if run.is_published and run.cancelled_on is None)
    return [run for run in shown if run.closes_on and run.closes_on >= day]


def _by_deadline(run):
    return run.closes_on, run.pk


def _course_target(site, slug, today):
    course = _course(slug, site.viewing)
    if course is None:
        return None
    programme, rule = _programme_of(site, course)
    if programme is None or not programme.single_courses:
        return None
    run, _status = first_run([(run, run.status(today)) for run in course.runs.all()])
    requirement_set = (
        None if rule == Rule.NO_REQUIREMENTS else _set_for_course(programme, rule, today)
    )
    return Target(programme, today, requirement_set, run, course, rule)


def _course(slug, viewing):
    if not _SLUG.fullmatch(slug):
        return None
    runs = CourseRun.objects.shown(viewing).in_order()
    courses = (
        Course.objects.shown(viewing)
        .select_related("home_programme")
        .prefetch_related(Prefetch("runs", runs))
    )
    return courses.filter(slug=slug).first()


def _programme_of(site, course):
    """The course's home programme with its rule.

    Else a programme the course stands in, whose rule is not its own.
    """
    home = site.find_by_key(course.home_programme_id)
    if home:
        return home, home.single_course_rule
    return next(iter(site.having(course.pk)), None), Rule.ASK_OFFICE


def _set_for_course(programme, rule, today):
    if rule == Rule.OTHER_SET:
        return (
            RequirementSet.objects.filter(pk=programme.single_course_set_id, is_published=True)
            .whole()
            .first()
        )
    return requirements.set_in_force(programme, today)
