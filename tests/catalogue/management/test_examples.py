import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.deadlines import TimeRules, course_deadline, refund_day
from catalogue.domain.status import ONE_CAN_APPLY, Schedule, State, status
from catalogue.management.examples import FILE, day_at, run_dates

RULES = TimeRules(deadline_month=5, deadline_day=1, course_deadline_weeks=8, refund_months=1)
WHOLE_FILE = json.loads(FILE.read_text(encoding="utf-8"))
RUNS = [
    pytest.param(spec, id=f"{entry['course']} {spec['key']}")
    for entry in WHOLE_FILE["courses"]
    for spec in entry["runs"]
]

days = st.dates(date(2020, 1, 1), date(2099, 12, 31))
offsets = st.integers(-2000, 2000)
weekdays = st.integers(0, 6)


def schedule_on(spec, today):
    dates = run_dates(spec, today)
    return Schedule(
        starts_on=dates.get("starts_on"),
        ends_on=dates.get("ends_on"),
        opens_on=dates.get("opens_on"),
        deadline_on=course_deadline(RULES, dates.get("starts_on"), dates.get("deadline_on")),
        places=spec["values"]["places"],
        places_taken=spec["values"]["places_taken"],
        has_waiting_list=spec["values"].get("has_waiting_list", True),
        is_cancelled="cancelled_on" in dates,
    )


def state_on(spec, today):
    return status(schedule_on(spec, today), today).state


@pytest.mark.parametrize(
    ("base", "days", "weekday", "expected"),
    [
        pytest.param(date(2026, 11, 23), 70, None, date(2027, 2, 1), id="no weekday"),
        pytest.param(date(2026, 11, 23), 70, 0, date(2027, 2, 1), id="a Monday already"),
        pytest.param(date(2026, 11, 24), 70, 0, date(2027, 2, 8), id="the Monday after a Tuesday"),
        pytest.param(date(2026, 11, 23), 0, 6, date(2026, 11, 29), id="the last weekday"),
        pytest.param(date(2026, 11, 23), -300, 0, date(2026, 2, 2), id="the past"),
        pytest.param(date(2028, 2, 28), 1, None, date(2028, 2, 29), id="a leap day"),
    ],
)
def test_a_day_is_so_many_days_away_or_the_first_such_weekday_after(base, days, weekday, expected):
    assert day_at(base, days, weekday) == expected


@given(days, offsets, weekdays)
def test_a_weekday_is_reached_within_a_week_and_never_before_the_day(base, away, weekday):
    found = day_at(base, away, weekday)

    assert found.weekday() == weekday
    assert timedelta(0) <= found - day_at(base, away) < timedelta(7)


@given(days, offsets, weekdays, st.integers(-50, 50))
def test_whole_weeks_apart_stay_whole_weeks_apart(base, away, weekday, weeks):
    later = day_at(base, away + 7 * weeks, weekday)

    assert later - day_at(base, away, weekday) == timedelta(weeks=weeks)


def test_days_after_the_start_are_counted_from_the_weekday_that_was_found():
    spec = {
        "from_today": {"starts_on": {"days": 70, "weekday": 3}, "opens_on": {"days": 2}},
        "after_start": {"ends_on": 64, "reply_by": -42},
    }

    dates = run_dates(spec, date(2026, 11, 23))

    assert dates == {
        "starts_on": date(2027, 2, 4),
        "opens_on": date(2026, 11, 25),
        "ends_on": date(2027, 4, 9),
        "reply_by": date(2026, 12, 24),
    }


def test_a_run_that_is_planned_without_dates_has_none():
    assert run_dates({"values": {}}, date(2026, 11, 23)) == {}


@given(days)
def test_every_state_is_shown_whatever_the_day_of_loading(today):
    states = [state_on(*param.values, today) for param in RUNS]

    assert set(states) == set(State)
    assert states.count(State.CLOSING_SOON) == 1
    assert states.count(State.OPEN) >= 3


@pytest.mark.parametrize("spec", RUNS)
@given(today=days)
def test_a_run_is_in_the_same_state_whatever_the_day_of_loading(spec, today):
    assert state_on(spec, today) is state_on(spec, date(2026, 11, 23))


@pytest.mark.parametrize("spec", [param for param in RUNS if "from_today" in param.values[0]])
@given(today=days)
def test_a_run_has_its_dates_in_order_whatever_the_day_of_loading(spec, today):
    schedule = schedule_on(spec, today)
    dates = run_dates(spec, today)
    last_day_of_teaching = max(days for group in spec["teaching"] for days in group["after_start"])

    assert (schedule.opens_on or schedule.deadline_on) <= schedule.deadline_on < dates["reply_by"]
    assert (
        dates["reply_by"]
        < schedule.starts_on
        <= schedule.ends_on
        < dates["exam_on"]
        < dates["reexam_on"]
    )
    assert last_day_of_teaching <= spec["after_start"]["ends_on"]
    assert dates.get("cancelled_on", today) <= today


@pytest.mark.parametrize("spec", RUNS)
@given(today=days)
def test_whoever_applies_on_the_last_day_can_still_cancel_with_a_refund(spec, today):
    schedule = schedule_on(spec, today)

    if status(schedule, today).state in ONE_CAN_APPLY:
        assert schedule.deadline_on <= refund_day(RULES, schedule.starts_on)
