"""What pages say of a day that was moved: since when, what it was, and for how long."""

from datetime import date

import pytest

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun, DateChange, Intake, Programme
from tests.catalogue.makers import LATER, LATER_DEADLINE, move, noted
from tests.makers import make_run, make_whole_programme
from tests.pages import address, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    _programme, courses = make_whole_programme()
    return make_run(courses[0])


def told(client, run, language="da"):
    return page(client, address("course", language, slug=run.course.slug)).words(
        "small", class_="moved"
    )


def test_a_moved_day_says_since_when_and_what_it_was(client, run, frozen_clock):
    move(run, starts_on=LATER, ends_on=None, opens_on=date(2026, 12, 1))
    move(run, opens_on=date(2026, 12, 3))
    frozen_clock.move_to("2026-11-30T10:00:00+01:00")

    deadline = "Ændret den 25. november 2026; tidligere 4. januar 2027"
    start = "Ændret den 25. november 2026; tidligere 1. marts 2027"
    end = "Slutning: Ændret den 25. november 2026; tidligere 28. maj 2027"
    opening = "Ansøgning åbner: Ændret den 25. november 2026; tidligere 1. december 2026"
    assert told(client, run) == [deadline, f"Start: {start}", end, end, opening, deadline, start]
    assert told(client, run, "en")[0] == "Changed on 25 November 2026; previously 4 January 2027"


def test_only_the_last_move_of_a_day_is_told(client, run, frozen_clock):
    move(run, ends_on=date(2027, 6, 1))
    frozen_clock.move_to("2026-11-30T10:00:00+01:00")
    move(run, ends_on=date(2027, 6, 8))

    assert told(client, run)[0] == "Slutning: Ændret den 30. november 2026; tidligere 1. juni 2027"
    assert "28. maj" not in str(told(client, run))


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        pytest.param("2027-01-11T23:59:59+01:00", True, id="the last second of the day"),
        pytest.param("2027-01-12T00:00:00+01:00", False, id="midnight in Copenhagen"),
    ],
)
def test_a_move_is_told_to_the_end_of_the_day(client, run, frozen_clock, moment, is_told):
    move(run, deadline_on=LATER_DEADLINE, deadline_reason_da="Helligdage")

    frozen_clock.move_to(moment)

    assert ("tidligere 4. januar 2027" in str(told(client, run))) is is_told


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-10-24T21:59:00+00:00", "24. oktober", id="before midnight in summer"),
        pytest.param("2026-10-24T22:00:00+00:00", "25. oktober", id="midnight in summer"),
        pytest.param("2026-10-25T22:59:00+00:00", "25. oktober", id="before midnight in winter"),
        pytest.param("2026-10-25T23:00:00+00:00", "26. oktober", id="midnight in winter"),
    ],
)
def test_the_day_of_the_change_is_the_one_in_copenhagen(client, run, frozen_clock, moment, day):
    frozen_clock.move_to(moment)

    move(run, ends_on=date(2027, 6, 1))

    assert told(client, run)[0] == f"Slutning: Ændret den {day} 2026; tidligere 28. maj 2027"


def test_a_move_is_told_no_longer_when_the_day_it_led_to_does_not_stand(client, run):
    move(run, ends_on=date(2027, 6, 1))
    assert told(client, run) != []

    CourseRun.objects.update(ends_on=date(2027, 6, 2))

    assert told(client, run) == []


def test_a_cancelled_run_and_a_day_announced_late_tell_of_no_move(client, run):
    other = make_run(run.course, starts_on=date(2027, 9, 6), ends_on=None)
    move(run, ends_on=date(2027, 6, 1))
    move(other, ends_on=date(2027, 12, 1))
    assert told(client, run) != []

    CourseRun.objects.filter(pk=run.pk).update(cancelled_on=date(2026, 11, 25))

    assert len(noted()) == 2
    assert told(client, run) == []


def test_the_deadlines_page_and_the_programme_s_page_tell_of_moved_deadlines(client, run):
    programme = Programme.objects.get()
    move(run, starts_on=LATER)
    with noting_moved_dates():
        Programme.objects.update(deadline_day=15)

    dates = page(client, address("deadlines")).words("small", class_="moved")
    front = page(client, address("programmes", "en")).words("small", class_="moved")

    assert dates == [
        "Ændret den 25. november 2026; tidligere 4. januar 2027",
        "Start: Ændret den 25. november 2026; tidligere 1. marts 2027",
        "Ændret den 25. november 2026; tidligere 1. maj 2027",
    ]
    assert front == ["Changed on 25 November 2026; previously 1 May 2027"]
    Intake.objects.create(programme=programme, year=2027, cancelled_on=date(2026, 11, 25))
    assert page(client, address("programmes", "en")).words("small", class_="moved") == []


def test_each_of_several_programmes_tells_of_its_own_moves(client):
    first, second = make_whole_programme()[0], make_whole_programme()[0]
    with noting_moved_dates():
        Programme.objects.filter(pk=second.pk).update(deadline_day=20)

    shown = page(client, address("programme_deadlines", slug=second.slug))

    assert shown.words("small", class_="moved") == [
        "Ændret den 25. november 2026; tidligere 1. maj 2027"
    ]
    assert not page(client, address("programme_deadlines", slug=first.slug)).all(
        "small", class_="moved"
    )
    assert DateChange.objects.get().programme == second != first
