"""The runs of a big site, with dates reckoned from today so that every state occurs, and their teaching days."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from bench.big_site.rows import permanent_id, store
from bench.big_site.words import Pair
from catalogue.models import CourseRun, DateChange, TeachingDay

USUAL_WEEKS = 8
# Friday and Saturday of the first week and of the fifth; the last one online.
DAYS_AFTER_START = [4, 5, 32, 33]
PRICE_OF_ONE_ECTS = 1400


@dataclass(frozen=True)
class Case:
    """A kind of run. It starts `days` from today, or from the first start whose deadline is still ahead."""

    days: int | None
    after_weeks: bool = False
    opens: int | None = None
    is_full: bool = False
    has_waiting_list: bool = True
    is_cancelled: bool = False
    closes_before_start: int | None = None


CASES = [
    Case(40, after_weeks=True),
    Case(2, after_weeks=True),
    Case(-210),
    Case(130, after_weeks=True),
    Case(20, after_weeks=True, is_full=True),
    Case(-25),
    Case(14),
    Case(200, after_weeks=True, opens=45),
    Case(70, after_weeks=True),
    Case(30, after_weeks=True, is_full=True, has_waiting_list=False),
    Case(None),
    Case(-560),
    Case(60, after_weeks=True, is_cancelled=True),
    Case(20, closes_before_start=7),
    Case(300, after_weeks=True),
]


def make_runs(courses, count, today, writer, universities):
    """Store so many runs, dealt out over the courses, with teaching days for most."""
    runs = [_run(number, courses, today, writer, universities) for number in range(count)]
    store(CourseRun, runs)
    # One run in six has not been given its days yet.
    taught = [run for number, run in enumerate(runs) if run.starts_on and number % 6 != 5]
    store(TeachingDay, [day for run in taught for day in _teaching_days(run)])
    store(DateChange, [_moved(run) for run in runs[::25] if run.starts_on])


def _run(number, courses, today, writer, universities):
    turn, place = divmod(number, len(courses))
    course = courses[place]
    case = CASES[(place + turn * 4) % len(CASES)]
    starts_on = _start(case, course, today)
    places = None if number % 8 == 7 else 16 + number % 20
    held_elsewhere = number % 19 == 18
    return CourseRun(
        uuid=permanent_id("run", number),
        course=course,
        code=f"H{number + 1}",
        starts_on=starts_on,
        ends_on=starts_on and starts_on + timedelta(days=88),
        opens_on=None if case.opens is None else today + timedelta(days=case.opens),
        **_exception(case, starts_on),
        delivery=["on_site", "online", "blended", ""][number % 4],
        **writer.place().columns("place"),
        host=universities[number % len(universities)] if held_elsewhere else None,
        teaching_languages=["en"] if held_elsewhere else [],
        price_dkk=None if number % 9 == 8 else course.ects * PRICE_OF_ONE_ECTS,
        places=places,
        places_taken=places if case.is_full and places else number % 12,
        has_waiting_list=case.has_waiting_list,
        exam_on=starts_on and starts_on + timedelta(days=80),
        reexam_on=starts_on and starts_on + timedelta(days=122),
        cancelled_on=today - timedelta(days=3) if case.is_cancelled else None,
        # One run in fifty is still a draft.
        is_published=number % 50 != 49,
    )


def _start(case, course, today):
    if case.days is None:
        return None
    weeks = course.home_programme.course_deadline_weeks or USUAL_WEEKS
    day = today + timedelta(days=case.days, weeks=weeks if case.after_weeks else 0)
    return day + timedelta(days=-day.weekday() % 7)


def _exception(case, starts_on):
    if case.closes_before_start is None:
        return {}
    reason = Pair("Der er stadig plads på holdet.", "There are still places on the run.")
    return {
        "deadline_on": starts_on - timedelta(days=case.closes_before_start),
        **reason.columns("deadline_reason"),
    }


def _teaching_days(run):
    for after in DAYS_AFTER_START:
        yield TeachingDay(
            run=run,
            on=run.starts_on + timedelta(days=after),
            starts_at=time(9),
            ends_at=time(16),
            is_online=after == DAYS_AFTER_START[-1],
        )


def _moved(run):
    moved_at = datetime.combine(run.starts_on - timedelta(days=200), time(12))
    return DateChange(
        run=run,
        what=DateChange.What.STARTS,
        old=run.starts_on - timedelta(days=14),
        new=run.starts_on,
        at=timezone.make_aware(moved_at),
    )
