"""The runs and intakes of a big site: the examples’ runs, in every state, over and over."""

import json
from datetime import datetime, time, timedelta

from django.utils import timezone

from bench.big_site.rows import but_one_in, by_turns, permanent_id, store
from catalogue.domain.deadlines import next_intake_year
from catalogue.management.examples import FILE, run_dates, teaching_days
from catalogue.models import CourseRun, DateChange, Intake, TeachingDay


def make_runs(courses, count, today, universities):
    """Store so many runs, dealt out over the courses, with teaching days for most."""
    examples = []
    for example in json.loads(FILE.read_text(encoding="utf-8"))["courses"]:
        examples += example["runs"]
    runs, days, moved = [], [], []
    for number in range(count):
        turn, position = divmod(number, len(courses))
        # So that the runs of one course differ.
        example = by_turns(position + turn * 4, *examples)
        run = _run(number, courses[position], example, today)
        if number % 19 == 18:
            # It is held elsewhere.
            run.host = by_turns(number, *universities)
            run.teaching_languages = ["en"]
        # One run in six has not been given its days yet.
        if number % 6 != 5:
            days += teaching_days(run, example)
        if run.starts_on and number % 25 == 0:
            moved.append(_moved(run))
        runs.append(run)
    store(CourseRun, runs)
    store(TeachingDay, days)
    store(DateChange, moved)


def _run(number, course, example, today):
    return CourseRun(
        uuid=permanent_id("run", number),
        course=course,
        code=f"H{number + 1}",
        price_dkk=but_one_in(9, number, course.ects * 1400),
        # One run in fifty is still a draft.
        is_published=but_one_in(50, number, True, False),
        **example["values"],
        **run_dates(example, today),
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
    """Store for every third programme an intake that differs from the rule, in four ways."""
    reason = {"deadline_reason_da": "Der er plads.", "deadline_reason_en": "There are places."}
    ways = [
        {"places": 30, "places_taken": 30},
        {"opens_on": today + timedelta(days=3), "places": 25},
        {"cancelled_on": today - timedelta(days=5)},
        {"deadline_on": today + timedelta(days=9), **reason},
    ]
    intakes = []
    for number, plan in enumerate(plans[::3]):
        year = next_intake_year(plan.row.time_rules(), today)
        if year is not None:
            uuid, way = permanent_id("intake", plan.row.order), by_turns(number, *ways)
            intakes.append(Intake(uuid=uuid, programme=plan.row, year=year, **way))
    store(Intake, intakes)
