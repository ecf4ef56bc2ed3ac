"""Days the public was told and that move: noting them as they change, what pages say of them."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalogue.changes.version import bump
from catalogue.domain.deadlines import TimeRules, course_deadline, intake_deadline
from catalogue.domain.moved import Days, Told, moves
from catalogue.models import CourseRun, DateChange, Programme


@contextmanager
def noting_moved_dates(by=None, *, runs=None, programmes=None):
    """Write a DateChange for each announced day the block moves, and each run it announces.

    Whatever may move a day runs inside it: a run's or an intake's own days, exceptions, rules of a
    programme, a course's home programme, publishing. It opens a transaction: days and what is told
    of them change together. `runs` and `programmes` are the querysets, or functions that return
    them, of what the block may touch, asked before and after it; given neither, all that is
    published is compared. `by` is the member of staff, None where the site acts by itself.

    Many moves of a day within the block are one, and a day that is back where it was has not moved.
    """
    if runs is None and programmes is None:
        runs, programmes = CourseRun.objects.all(), Programme.objects.all()
    with transaction.atomic():
        today = timezone.localdate()
        run_days, told = _days_of_runs(runs), _published(programmes)
        years = {key: _next_year(programme, today) for key, programme in told.items()}
        intake_days = _days_of_intakes(told, years)
        yield
        found = moves(run_days, _days_of_runs(runs), today)
        found += moves(intake_days, _days_of_intakes(_published(programmes), years), today)
        _write(found, by)


def _days_of_runs(runs):
    """What is told of each published run, by ("run", key)."""
    rows = _asked(runs, CourseRun).published().order_by("pk")
    columns = rows.values_list(
        "pk",
        "opens_on",
        "deadline_on",
        "starts_on",
        "ends_on",
        "cancelled_on",
        "course__home_programme__course_deadline_weeks",
    )
    return {
        ("run", key): Days(
            opens=opens,
            deadline=course_deadline(TimeRules(course_deadline_weeks=weeks), starts, exception),
            starts=starts,
            ends=ends,
            is_cancelled=cancelled is not None,
        )
        for key, opens, exception, starts, ends, cancelled, weeks in columns
    }


def _published(programmes):
    rows = _asked(programmes, Programme).published().prefetch_related("intakes")
    return {programme.pk: programme for programme in rows}


def _next_year(programme, today):
    """The one intake that the public is told of."""
    intake = programme.next_intake(today)
    return intake.year if intake else None


def _days_of_intakes(programmes, years):
    """What is told of each programme's intake of its year, with or without a row.

    The keys are ("intake", programme, year). Only years that were told before are compared: that
    the year after comes next is no move.
    """
    found = {}
    for key, programme in programmes.items():
        year = years.get(key)
        if year is None:
            continue
        row = next((intake for intake in programme.intakes.all() if intake.year == year), None)
        found["intake", key, year] = Days(
            opens=row and row.opens_on,
            deadline=intake_deadline(programme.time_rules(), year, row and row.deadline_on),
            starts=row and row.starts_on,
            is_cancelled=bool(row and row.cancelled_on),
        )
    return found


def _asked(rows, model):
    """The rows as they stand now: a queryset would remember those of before."""
    if rows is None:
        return model.objects.none()
    return rows() if callable(rows) else rows.all()


def _write(found, by):
    at = timezone.now()
    if found:
        # The days themselves may have been moved by an update, which tells nobody.
        bump()
    DateChange.objects.bulk_create(
        DateChange(what=move.what.value, old=move.old, new=move.new, at=at, by=by, **_of(move.key))
        for move in found
    )


def _of(key):
    if key[0] == "run":
        return {"run_id": key[1]}
    return {"programme_id": key[1], "year": key[2]}


@dataclass(frozen=True)
class Moved:
    """A day's last move as a page tells it: when in Copenhagen, and what stood before."""

    on: date
    old: date
    new: date | None
    name: str


class Moves:
    """The last move of each day that has not passed, by run and by intake."""

    def __init__(self, changes, today):
        self._found = {}
        # Newest first; the first of its kind is the last move.
        for change in changes:
            key = (change.run_id, change.programme_id, change.year)
            self._found.setdefault(key, {}).setdefault(change.what, change)
        self._today = today

    def of_run(self, run):
        """The moves of a run's days by what they are, where the day moved to still stands."""
        told = Days(
            opens=run.opens_on, deadline=run.closes_on, starts=run.starts_on, ends=run.ends_on
        )
        return {} if run.cancelled_on else self._standing((run.pk, None, None), told)

    def of_intake(self, intake):
        told = Days(opens=intake.opens_on, deadline=intake.closes_on, starts=intake.starts_on)
        return (
            {}
            if intake.cancelled_on
            else self._standing((None, intake.programme.pk, intake.year), told)
        )

    def _standing(self, key, told):
        """Told until the day has passed.

        Examples are reckoned anew without a note; then the move tells nothing.
        """
        days = told.by_kind()
        standing = {}
        for what, change in self._found.get(key, {}).items():
            if not change.old or change.new != days[Told(what)]:
                continue
            if (change.new or change.old) >= self._today:
                on = timezone.localdate(change.at)
                standing[what] = Moved(on, change.old, change.new, change.get_what_display())
        return standing


def moves_ahead(today, **where):
    """Return the moves that pages may still have to tell of, in one query; `where` narrows them."""
    ahead = Q(new__gte=today) | Q(old__gte=today, new=None)
    changes = DateChange.objects.exclude(what=DateChange.What.ANNOUNCED).filter(ahead, **where)
    return Moves(changes.order_by("-at", "-pk"), today)
