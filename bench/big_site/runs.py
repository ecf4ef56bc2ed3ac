"""The runs and intakes of a big site, dated from today so that every state occurs."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from bench.big_site.rows import permanent_id, store
from bench.big_site.words import Pair
from catalogue.domain.deadlines import next_intake_year
from catalogue.models import CourseRun, DateChange, Intake, TeachingDay

USUAL_WEEKS = 8
# Friday and Saturday of the first week and of the fifth; the last one online.
DAYS_AFTER_START = [4, 5, 32, 33]
PRICE_OF_ONE_ECTS = 1400
REASON = Pair("Der er stadig plads.", "There are still places.")


@dataclass(frozen=True)
class Case:
    """A kind of run. It starts so many days from today, or after the usual weeks of a deadline."""

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
    store(TeachingDay, [_day(run, after) for run in taught for after in DAYS_AFTER_START])
    store(DateChange, [_moved(run) for run in runs[::25] if run.starts_on])


def _run(number, courses, today, writer, universities):
    turn, place = divmod(number, len(courses))
    course = courses[place]
    case = CASES[(place + turn * 4) % len(CASES)]
    starts_on = _start(case, course, today)
    places = None if number % 8 == 7 else 16 + number % 20
    held_elsewhere = number % 19 == 18
    run = CourseRun(
        uuid=permanent_id("run", number),
        course=course,
        code=f"H{number + 1}",
        starts_on=starts_on,
        ends_on=starts_on and starts_on + timedelta(days=88),
        opens_on=None if case.opens is None else today + timedelta(days=case.opens),
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
    if case.closes_before_start is not None:
        run.deadline_on = starts_on - timedelta(days=case.closes_before_start)
        run.deadline_reason_da, run.deadline_reason_en = REASON.da, REASON.en
    return run


def _start(case, course, today):
    if case.days is None:
        return None
    weeks = course.home_programme.course_deadline_weeks or USUAL_WEEKS
    day = today + timedelta(days=case.days, weeks=weeks if case.after_weeks else 0)
    return day + timedelta(days=-day.weekday() % 7)


def _day(run, after):
    return TeachingDay(
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


def make_intakes(plans, today):
    """Store for every third programme an intake that differs from the rule, in four ways by turns."""
    variants = [
        {"places": 30, "places_taken": 30},
        {"opens_on": today + timedelta(days=3), "places": 25},
        {"cancelled_on": today - timedelta(days=5)},
        {"deadline_on": today + timedelta(days=9), **REASON.columns("deadline_reason")},
    ]
    intakes = []
    for number, plan in enumerate(plans[::3]):
        year = next_intake_year(plan.row.time_rules(), today)
        if year is not None:
            uuid = permanent_id("intake", plan.row.order)
            values = variants[number % len(variants)]
            intakes.append(Intake(uuid=uuid, programme=plan.row, year=year, **values))
    store(Intake, intakes)
