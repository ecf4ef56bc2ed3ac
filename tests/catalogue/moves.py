"""Moving the days of a run, and what is noted of it."""

from datetime import date

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun, DateChange

LATER, LATER_DEADLINE = date(2027, 3, 8), date(2027, 1, 11)


def noted(*about):
    """What was noted, oldest first: the run or the intake's year, what, before, after."""
    rows = DateChange.objects.order_by("at", "pk")
    return [(row.run or row.year, row.what, row.old, row.new) for row in rows if not about or row.run in about]


def move(run, **days):
    with noting_moved_dates(runs=CourseRun.objects.filter(pk=run.pk)):
        CourseRun.objects.filter(pk=run.pk).update(**days)
