from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.status import (
    AHEAD,
    CLOSING_SOON_DAYS,
    ONE_CAN_APPLY,
    Schedule,
    State,
    Status,
    status,
)

START, END = date(2027, 3, 1), date(2027, 5, 28)
OPENS, DEADLINE = date(2026, 10, 1), date(2027, 1, 4)
ONE_DAY = timedelta(days=1)

RUN = {"starts_on": START, "ends_on": END, "opens_on": OPENS, "deadline_on": DEADLINE}

days = st.dates(date(1990, 1, 1), date(2110, 12, 31))
schedules = st.builds(
    Schedule,
    starts_on=st.none() | days,
    ends_on=st.none() | days,
    opens_on=st.none() | days,
    deadline_on=st.none() | days,
    places=st.none() | st.integers(0, 40),
    places_taken=st.integers(0, 60),
    has_waiting_list=st.booleans(),
    is_cancelled=st.booleans(),
)


@pytest.mark.parametrize(
    ("over", "today", "state"),
    [
        pytest.param({}, OPENS - ONE_DAY, State.NOT_YET_OPEN, id="the day before it opens"),
        pytest.param({}, OPENS, State.OPEN, id="the day it opens"),
        pytest.param({"opens_on": None}, date(2020, 1, 1), State.OPEN, id="without an opening day"),
        pytest.param({}, DEADLINE - timedelta(days=15), State.OPEN, id="fifteen days left"),
        pytest.param(
            {}, DEADLINE - timedelta(days=14), State.CLOSING_SOON, id="fourteen days left"
        ),
        pytest.param({}, DEADLINE, State.CLOSING_SOON, id="the last day"),
        pytest.param({}, DEADLINE + ONE_DAY, State.CLOSED, id="the day after the last"),
        pytest.param({}, START - ONE_DAY, State.CLOSED, id="the day before it starts"),
        pytest.param({}, START, State.RUNNING, id="the day it starts"),
        pytest.param({}, END, State.RUNNING, id="its last day"),
        pytest.param({}, END + ONE_DAY, State.HELD, id="the day after its last"),
        pytest.param(
            {"ends_on": None}, START, State.RUNNING, id="the one day of a run without an end"
        ),
        pytest.param(
            {"ends_on": None}, START + ONE_DAY, State.HELD, id="the day after a run without an end"
        ),
        pytest.param(
            {"deadline_on": None}, START - ONE_DAY, State.PLANNED, id="without a deadline"
        ),
        pytest.param({"deadline_on": None}, START, State.RUNNING, id="begun without a deadline"),
        pytest.param(
            {"deadline_on": START}, START, State.RUNNING, id="deadline on the day it starts"
        ),
        pytest.param(
            {"starts_on": None}, DEADLINE, State.CLOSING_SOON, id="an intake without a start"
        ),
        pytest.param(
            {"starts_on": None},
            DEADLINE + ONE_DAY,
            State.CLOSED,
            id="a past intake without a start",
        ),
        pytest.param({"places": 20, "places_taken": 19}, OPENS, State.OPEN, id="one place left"),
        pytest.param({"places": 20, "places_taken": 20}, OPENS, State.FULL, id="no place left"),
        pytest.param(
            {"places": 20, "places_taken": 21}, OPENS, State.FULL, id="more taken than there are"
        ),
        pytest.param({"places": 0}, OPENS, State.FULL, id="no places at all"),
        pytest.param({"places_taken": 99}, OPENS, State.OPEN, id="places unknown"),
        pytest.param(
            {"places": 1, "places_taken": 1},
            OPENS - ONE_DAY,
            State.NOT_YET_OPEN,
            id="full, not yet open",
        ),
        pytest.param(
            {"places": 1, "places_taken": 1}, DEADLINE, State.FULL, id="full on the last day"
        ),
        pytest.param(
            {"places": 1, "places_taken": 1}, DEADLINE + ONE_DAY, State.CLOSED, id="full and closed"
        ),
        pytest.param({"is_cancelled": True}, OPENS, State.CANCELLED, id="cancelled while open"),
        pytest.param(
            {"is_cancelled": True}, END + ONE_DAY, State.CANCELLED, id="cancelled, and past"
        ),
    ],
)
def test_a_run_is_in_one_state_on_a_day(over, today, state):
    assert status(Schedule(**{**RUN, **over}), today).state is state


def test_a_status_carries_what_its_sentence_needs():
    schedule = Schedule(**RUN, has_waiting_list=True)

    assert status(schedule, DEADLINE - ONE_DAY) == Status(
        State.CLOSING_SOON, OPENS, DEADLINE, 1, True
    )
    assert status(schedule, DEADLINE) == Status(State.CLOSING_SOON, OPENS, DEADLINE, 0, True)
    assert status(schedule, DEADLINE + ONE_DAY) == Status(State.CLOSED, OPENS, DEADLINE, None, True)


def test_one_can_apply_while_it_is_open_and_at_no_other_time():
    assert {state for state in State if Status(state).is_open} == {State.OPEN, State.CLOSING_SOON}
    assert ONE_CAN_APPLY < AHEAD
    assert set(State) - AHEAD == {State.CLOSED, State.RUNNING, State.HELD, State.CANCELLED}


@given(schedules, days)
def test_every_schedule_has_one_state_on_every_day(schedule, today):
    found = status(schedule, today)

    assert isinstance(found.state, State)
    assert found.days_left is None or found.days_left >= 0
    assert (found.days_left is None) == (
        schedule.deadline_on is None or schedule.deadline_on < today
    )
    assert status(schedule, today) == found


@given(schedules, days)
def test_whoever_can_apply_does_so_within_the_window(schedule, today):
    found = status(schedule, today)

    if found.is_open:
        assert schedule.deadline_on >= today
        assert schedule.opens_on is None or schedule.opens_on <= today
        assert schedule.starts_on is None or schedule.starts_on > today
        assert schedule.places is None or schedule.places_taken < schedule.places
        assert (found.state is State.CLOSING_SOON) == (found.days_left <= CLOSING_SOON_DAYS)


@given(schedules, days, st.integers(0, 4000))
def test_a_run_that_is_held_stays_held(schedule, today, later):
    if status(schedule, today).state is State.HELD:
        assert status(schedule, today + timedelta(days=later)).state is State.HELD


@given(schedules, days, st.integers(0, 4000))
def test_what_is_closed_never_opens_again(schedule, today, later):
    past = {State.CLOSED, State.RUNNING, State.HELD}
    known_first = (
        schedule.starts_on is None
        or schedule.deadline_on is None
        or schedule.deadline_on < schedule.starts_on
    )

    if known_first and status(schedule, today).state in past:
        assert status(schedule, today + timedelta(days=later)).state in past


@given(schedules, days)
def test_a_cancelled_run_is_cancelled_on_every_day(schedule, today):
    assert (status(schedule, today).state is State.CANCELLED) == schedule.is_cancelled
