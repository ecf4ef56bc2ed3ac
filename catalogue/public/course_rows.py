"""The courses of the public programmes as lists show them: kinds, next run and facets."""

from dataclasses import dataclass, field
from datetime import date

from catalogue.domain.alphabet import danish_key
from catalogue.domain.status import AHEAD, ONE_CAN_APPLY, State, Status
from catalogue.models import Course, CourseRun
from catalogue.models.programme import LONG_TEXTS
from catalogue.models.viewing import PUBLIC

UNKNOWN = "unknown"
_STATE_ORDER = [State.CLOSING_SOON, State.OPEN, State.FULL, State.NOT_YET_OPEN, State.PLANNED]


@dataclass
class Listed:
    """A course in the list.

    `run` is the run a visitor should look at first: one to apply for, else the next ahead.
    """

    course: Course
    kinds: list
    kind: str
    runs: list = field(default_factory=list)
    run: CourseRun | None = None
    status: Status | None = None
    # Whether the row says in which programme the course is at home, for a
    # list over several programmes.
    names_home: bool = False

    @property
    def host(self):
        return (self.run and self.run.host) or self.course.host

    @property
    def host_is_example(self):
        return (
            self.run.is_example
            if self.run and self.run.host
            else "host" in self.course.example_fields
        )

    @property
    def later_hosts(self):
        """(university, whether an example) of the runs ahead held elsewhere than the run shown."""
        found = {run.host.pk: (run.host, run.is_example) for run in self._ahead if run.host}
        if self.course.host and any(run.host is None for run in self._ahead):
            found.setdefault(
                self.course.host.pk, (self.course.host, "host" in self.course.example_fields)
            )
        return [pair for key, pair in found.items() if self.host and key != self.host.pk]

    @property
    def later_start(self):
        """The run that starts next after the one shown."""
        after = self.run.starts_on if self.run and self.run.starts_on else None
        later = [run for run in self._ahead if after and run.starts_on and run.starts_on > after]
        return min(later, key=lambda run: run.starts_on, default=None)

    @property
    def _ahead(self):
        return [run for run, status in self.runs if status.state in AHEAD]

    @property
    def languages(self):
        return (self.run and self.run.teaching_languages) or self.course.teaching_languages

    @property
    def languages_are_examples(self):
        if self.run and self.run.teaching_languages:
            return self.run.is_example
        return "teaching_languages" in self.course.example_fields

    @property
    def is_open(self):
        return bool(self.status and self.status.is_open)


def season_of(day: date) -> str:
    """Return the season of a run that starts on the day: spring to June, autumn from July."""
    return "spring" if day.month <= 6 else "autumn"


def list_courses(programmes, today, viewing=PUBLIC):
    """Return each shown course of the programmes once, in curriculum order.

    One query besides the programmes'.
    """
    listed = {}
    for programme in programmes:
        for entry in programme.entries.all():
            if not viewing.shows(entry.course):
                continue
            found = listed.setdefault(
                entry.course_id, Listed(course=entry.course, kinds=[], kind=entry.kind)
            )
            if entry.kind not in found.kinds:
                found.kinds.append(entry.kind)
    return _with_runs(listed, today, viewing)


def _with_runs(listed, today, viewing):
    runs = (
        CourseRun.objects.shown(viewing)
        .filter(course__in=listed)
        .select_related("host", "course__home_programme")
    )
    for run in runs.in_order():
        listed[run.course_id].runs.append((run, run.status(today)))
    for item in listed.values():
        item.run, item.status = first_run(item.runs)
    return list(listed.values())


def list_rows(rows, today, viewing=PUBLIC):
    """Return the courses of (key, kinds) in that order, as the list shows them. Two queries."""
    courses = (
        Course.objects.select_related("host", "home_programme")
        .defer(*LONG_TEXTS)
        .in_bulk([key for key, _ in rows])
    )
    listed = {
        key: Listed(course=courses[key], kinds=kinds, kind=kinds[0])
        for key, kinds in rows
        if key in courses and kinds
    }
    return _with_runs(listed, today, viewing)


def first_run(runs):
    """Return (run, status) of the run to look at first.

    It is the one whose deadline is nearest among those one can apply for, else the next ahead;
    (None, None) when nothing lies ahead.
    """
    ahead = [(run, status) for run, status in runs if status.state in AHEAD]
    if not ahead:
        return None, None
    return min(ahead, key=lambda pair: _nearness(*pair))


def by_attention(item):
    """Sort key of the list's own order: open by nearest deadline, opening later, rest by title."""
    title = danish_key(str(item.course.title))
    if item.status is None:
        return (2, date.max, title)
    return (
        0 if item.status.state in ONE_CAN_APPLY else 1,
        item.status.deadline_on or date.max,
        title,
    )


def _nearness(run, status):
    return (
        _STATE_ORDER.index(status.state) > 1,
        status.deadline_on or date.max,
        run.starts_on or date.max,
        run.pk,
    )
