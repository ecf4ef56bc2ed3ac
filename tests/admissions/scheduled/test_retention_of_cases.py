"""How long closed cases are kept: the pure rule, and what the timer erases and leaves."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from admissions.applications import services
from admissions.desk import services as desk_services
from admissions.domain.retention import case_is_due, months_later
from admissions.domain.workflow import Actor
from admissions.models import Answers, Application, Event
from admissions.scheduled import retention
from catalogue.models import Intake
from tests.admissions.makers import (
    ANSWERS,
    code_of,
    make_caseworker,
    make_sent_application,
    trail_of,
)
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 12, 31))
MONTHS = st.integers(min_value=1, max_value=60)
CLOSED = ["refused", "withdrawn", "declined", "lapsed"]
# The intake of 2027 closes on 1 May; six months later is 1 November.
LAST_DAY = datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC)
DUE = datetime(2027, 10, 31, 23, 0, tzinfo=UTC)


@given(day=DAYS, months=MONTHS)
def test_so_many_months_later_is_the_same_day_or_the_months_last(day, months):
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(ended_on=DAYS, cycle=st.none() | DAYS, months=MONTHS, today=DAYS)
def test_a_case_is_due_when_both_its_end_and_its_cycle_lie_so_many_months_back(
    ended_on, cycle, months, today
):
    both_passed = all(months_later(day, months) <= today for day in (ended_on, cycle) if day)

    assert case_is_due(ended_on, cycle, months, today) is both_passed


@given(ended_on=DAYS, cycle=st.none() | DAYS, months=MONTHS, today=DAYS)
def test_a_case_that_is_due_stays_due_and_a_longer_time_never_makes_it_due(
    ended_on, cycle, months, today
):
    is_due = case_is_due(ended_on, cycle, months, today)

    assert case_is_due(ended_on, cycle, months, today + timedelta(days=1)) or not is_due
    assert is_due or not case_is_due(ended_on, cycle, months + 1, today)


@pytest.mark.parametrize(
    ("ended_on", "cycle", "today", "is_due"),
    [
        pytest.param(date(2027, 1, 15), None, date(2027, 7, 14), False, id="the day before"),
        pytest.param(date(2027, 1, 15), None, date(2027, 7, 15), True, id="six months"),
        pytest.param(
            date(2026, 8, 31), None, date(2027, 2, 27), False, id="before the end of February"
        ),
        pytest.param(date(2026, 8, 31), None, date(2027, 2, 28), True, id="the end of February"),
        pytest.param(
            date(2026, 8, 31),
            date(2027, 2, 1),
            date(2027, 7, 31),
            False,
            id="its course began later",
        ),
        pytest.param(
            date(2026, 8, 31),
            date(2027, 2, 1),
            date(2027, 8, 1),
            True,
            id="six months after it began",
        ),
        pytest.param(
            date(2027, 3, 1),
            date(2027, 2, 1),
            date(2027, 8, 31),
            False,
            id="it ended after the beginning",
        ),
    ],
)
def test_a_case_is_kept_six_months_from_the_later_of_its_end_and_its_beginning(
    ended_on, cycle, today, is_due
):
    assert case_is_due(ended_on, cycle, 6, today) is is_due


@pytest.fixture
def programme(db):
    found, _courses = make_whole_programme(single_courses=True)
    make_requirement_set(found)
    return found


def make_closed(programme, state="refused", **over):
    return make_sent_application(programme, state, **{"ended_at": timezone.now(), **over})


def states():
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(("moment", "is_erased"), [(LAST_DAY, False), (DUE, True)])
@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_case_goes_six_months_after_its_intake_closed(
    programme, frozen_clock, state, moment, is_erased
):
    application = make_closed(programme, state)
    frozen_clock.move_to(moment)

    assert retention.apply_case_retention() == {"cases_erased": int(is_erased)}

    assert states() == ["erased" if is_erased else state]
    assert Answers.objects.exists() is not is_erased
    assert trail_of(application) == (
        [("erase", state, "erased", "timer", None, "")] if is_erased else []
    )


@pytest.mark.parametrize(
    ("moment", "is_erased"), [(DUE, False), (datetime(2028, 3, 1, 12, tzinfo=UTC), True)]
)
def test_the_start_of_studies_counts_where_it_is_known(programme, frozen_clock, moment, is_erased):
    Intake.objects.create(programme=programme, year=2027, starts_on=date(2027, 9, 1))
    make_closed(programme)
    frozen_clock.move_to(moment)

    assert retention.apply_case_retention() == {"cases_erased": int(is_erased)}


@pytest.mark.parametrize(
    ("moment", "is_erased"),
    [(datetime(2027, 8, 31, 12, tzinfo=UTC), False), (datetime(2027, 9, 1, 12, tzinfo=UTC), True)],
)
def test_a_case_about_a_run_goes_six_months_after_the_run_began(
    programme, frozen_clock, moment, is_erased
):
    run = make_run(make_course(programme), starts_on=date(2027, 3, 1))
    make_closed(programme, run=run)
    frozen_clock.move_to(moment)

    assert retention.apply_case_retention() == {"cases_erased": int(is_erased)}


def test_a_case_about_a_run_whose_day_was_never_set_goes_six_months_after_its_end(
    programme, frozen_clock
):
    make_closed(programme, run=make_run(make_course(programme), starts_on=None, ends_on=None))
    frozen_clock.move_to(datetime(2027, 5, 25, 12, tzinfo=UTC))

    assert retention.apply_case_retention() == {"cases_erased": 1}


def test_the_time_is_a_setting(programme, frozen_clock, settings):
    settings.KEPT_MONTHS = 12
    make_closed(programme)
    frozen_clock.move_to(DUE)

    assert retention.apply_case_retention() == {"cases_erased": 0}
    frozen_clock.move_to(datetime(2028, 5, 1, 12, tzinfo=UTC))
    assert retention.apply_case_retention() == {"cases_erased": 1}


@pytest.mark.parametrize(
    "state",
    [
        "submitted",
        "under_review",
        "information_requested",
        "waiting_list",
        "offered",
        "accepted",
        "erased",
    ],
)
def test_what_runs_or_was_accepted_stays_however_long(programme, frozen_clock, state):
    make_closed(programme, state)
    make_closed(programme, "refused", parts=[])
    frozen_clock.shift(timedelta(days=4000))

    assert retention.apply_case_retention() == {"cases_erased": 1}

    assert states() == [state, "erased"]


def test_a_held_case_stays_until_it_is_released(programme, frozen_clock):
    application, karen = make_closed(programme), make_caseworker("karen")
    desk_services.hold(application, by=karen)
    frozen_clock.move_to(DUE)

    assert retention.apply_case_retention() == {"cases_erased": 0}
    desk_services.release(application, by=karen)
    assert retention.apply_case_retention() == {"cases_erased": 1}


@pytest.mark.parametrize("change", [{"state": "under_review", "ended_at": None}, {"held_at": DUE}])
def test_a_case_reopened_or_held_while_the_timer_runs_stays(
    programme, frozen_clock, monkeypatch, change
):
    make_closed(programme)
    frozen_clock.move_to(DUE)
    erase = retention.erase_application

    def changed_first(found, **how):
        Application.objects.update(**change)
        erase(found, **how)

    monkeypatch.setattr(retention, "erase_application", changed_first)

    assert retention.apply_case_retention() == {"cases_erased": 0}
    assert (Event.objects.count(), Answers.objects.count()) == (0, len(ANSWERS))


def test_a_case_held_since_it_was_read_is_not_erased_by_staff_either(programme):
    application = make_closed(programme)
    Application.objects.update(held_at=timezone.now())

    refused = code_of(
        services.erase_application, application, actor=Actor.STAFF, user=make_caseworker()
    )

    assert refused == "case_is_held"
    assert (states(), Answers.objects.count()) == (["refused"], len(ANSWERS))


def test_nothing_goes_while_nobody_has_said_where_cases_are_filed_and_the_command_says_so(
    programme, frozen_clock, settings, capsys
):
    settings.CASES_FILED_IN = ""
    make_closed(programme)
    frozen_clock.move_to(DUE)

    call_command("apply_retention")

    told = capsys.readouterr().out
    assert "MASTERSITE_CASES_FILED_IN does not say where cases are filed" in told
    assert "     0 closed cases kept as long as the settings say" in told
    assert states() == ["refused"]


def test_a_dry_run_tells_what_would_go_and_changes_nothing(programme, frozen_clock, capsys):
    application = make_closed(programme)
    frozen_clock.move_to(DUE)
    before = Application.objects.values().get()

    call_command("apply_retention", dry_run=True)

    told = capsys.readouterr().out
    assert "     1 closed cases kept as long as the settings say" in told
    assert "MASTERSITE_CASES_FILED_IN" not in told
    assert Application.objects.values().get() == before
    assert (Answers.objects.count(), trail_of(application)) == (len(ANSWERS), [])
    call_command("apply_retention")
    assert states() == ["erased"]


def test_a_case_is_counted_from_its_last_end_after_it_was_reopened(
    programme, frozen_clock, settings
):
    settings.COMPLAINTS_TO = "klage@example.org"
    karen = make_caseworker()
    application = make_closed(programme)
    desk_services.reopen(application, by=karen)
    frozen_clock.move_to(datetime(2027, 9, 15, 10, tzinfo=UTC))
    desk_services.refuse(application, by=karen, reasons="For kort.")

    frozen_clock.move_to(datetime(2028, 3, 14, 12, tzinfo=UTC))
    assert retention.apply_case_retention() == {"cases_erased": 0}
    frozen_clock.move_to(datetime(2028, 3, 15, 12, tzinfo=UTC))
    assert retention.apply_case_retention() == {"cases_erased": 1}
