from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun, DateChange, Intake, Programme
from tests.admin_pages import new_row, page_of, send, signed_in
from tests.catalogue.makers import LATER, LATER_DEADLINE, move, noted
from tests.makers import make_course, make_programme, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
START, DEADLINE, END = date(2027, 3, 1), date(2027, 1, 4), date(2027, 5, 28)


@pytest.fixture
def run():
    _programme, courses = make_whole_programme()
    return make_run(courses[0])


# --- What is noted --------------------------------------------------------------------------------


def test_a_moved_start_moves_the_deadline_of_the_rule_with_it(run):
    by = User.objects.create_user("anna")

    with noting_moved_dates(by, runs=CourseRun.objects.filter(pk=run.pk)):
        CourseRun.objects.filter(pk=run.pk).update(starts_on=LATER)

    assert noted() == [(run, "deadline", DEADLINE, LATER_DEADLINE), (run, "starts", START, LATER)]
    assert {(row.by, row.at) for row in DateChange.objects.all()} == {(by, NOW)}


def test_everything_that_is_published_is_compared_unless_told_otherwise(run):
    other = make_run(run.course, starts_on=date(2027, 9, 6), ends_on=None)
    programme = Programme.objects.get()

    with noting_moved_dates():
        CourseRun.objects.update(ends_on=date(2027, 12, 17))
        Programme.objects.update(deadline_day=15)

    assert noted() == [
        (run, "ends", END, date(2027, 12, 17)),
        (other, "ends", None, date(2027, 12, 17)),
        (2027, "deadline", date(2027, 5, 1), date(2027, 5, 15)),
    ]
    assert DateChange.objects.get(year=2027).programme == programme


def test_two_moves_in_one_block_are_one_and_a_day_that_is_back_has_not_moved(run):
    with noting_moved_dates():
        CourseRun.objects.update(ends_on=date(2027, 6, 1))
        CourseRun.objects.update(ends_on=date(2027, 6, 2), starts_on=LATER)
        CourseRun.objects.update(starts_on=START)

    assert noted() == [(run, "ends", END, date(2027, 6, 2))]


def test_an_exception_moves_the_deadline_and_so_does_its_end(run):
    exception = date(2027, 2, 1)

    move(run, deadline_on=exception, deadline_reason_da="Få tilmeldte")
    move(run, deadline_on=None, deadline_reason_da="")

    assert noted() == [
        (run, "deadline", DEADLINE, exception),
        (run, "deadline", exception, DEADLINE),
    ]


@pytest.mark.parametrize("number", [1, 20])
def test_a_rule_of_the_programme_moves_all_its_runs_at_once(number, django_assert_num_queries):
    programme, courses = make_whole_programme()
    runs = [make_run(courses[0]) for _ in range(number)]
    make_run(make_course(make_programme()))

    with (
        django_assert_num_queries(13),
        noting_moved_dates(
            runs=CourseRun.objects.filter(course__home_programme=programme),
            programmes=Programme.objects.filter(pk=programme.pk),
        ),
    ):
        Programme.objects.update(course_deadline_weeks=6)

    assert noted() == [(run, "deadline", DEADLINE, date(2027, 1, 18)) for run in runs]


def test_another_home_programme_moves_the_deadline(run):
    with noting_moved_dates():
        run.course.home_programme = make_programme(course_deadline_weeks=4)
        run.course.save()

    assert noted() == [(run, "deadline", DEADLINE, date(2027, 2, 1))]


@pytest.mark.parametrize("field", ["is_published", "course__is_published"])
def test_a_draft_moves_in_silence_and_is_announced_when_it_is_published(run, field):
    thing = run.course if field.startswith("course") else run
    type(thing).objects.update(is_published=False)
    move(run, starts_on=LATER)

    with noting_moved_dates():
        type(thing).objects.update(is_published=True)

    assert noted() == [(run, "announced", None, LATER)]


def test_a_new_run_is_announced_once_and_withdrawing_it_is_no_move(run):
    with noting_moved_dates():
        new = make_run(run.course, starts_on=None, ends_on=None)
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(is_published=False)

    assert noted() == [(new, "announced", None, None)]


def test_a_cancelled_run_has_no_days_that_move(run):
    move(run, cancelled_on=date(2026, 11, 25), starts_on=LATER)
    move(run, ends_on=None)
    move(run, cancelled_on=None, ends_on=END)

    assert noted() == []


def test_what_is_over_moves_in_silence_and_what_runs_today_does_not(run):
    over = make_run(run.course, starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 24))
    running = make_run(run.course, starts_on=date(2026, 9, 1), ends_on=date(2026, 11, 25))

    with noting_moved_dates():
        CourseRun.objects.filter(pk=over.pk).update(ends_on=date(2026, 11, 1))
        CourseRun.objects.filter(pk=running.pk).update(ends_on=date(2026, 11, 24))

    assert noted() == [(running, "ends", date(2026, 11, 25), date(2026, 11, 24))]


def test_an_example_that_staff_move_is_noted_as_any_run_but_loading_examples_anew_is_not(
    run, frozen_clock
):
    CourseRun.objects.update(is_example=True)

    move(run, starts_on=LATER)

    assert [row[1] for row in noted()] == ["deadline", "starts"]


def test_examples_reckoned_anew_are_no_moves(example_catalogue, frozen_clock):
    before = set(CourseRun.objects.values_list("uuid", "starts_on"))
    frozen_clock.move_to("2026-12-25T10:00:00+01:00")

    call_command("load_examples", verbosity=0)

    assert set(CourseRun.objects.values_list("uuid", "starts_on")) != before
    assert noted() == []


def test_nothing_is_noted_when_the_block_fails(run):
    with pytest.raises(IntegrityError):
        move(run, starts_on=date(2027, 6, 8))

    assert noted() == []
    assert CourseRun.objects.get().starts_on == START


# --- Intakes --------------------------------------------------------------------------------------


def test_an_intake_moves_by_its_exception_by_the_rule_and_back_without_its_row():
    programme = make_programme()

    with noting_moved_dates():
        row = Intake.objects.create(
            programme=programme,
            year=2027,
            deadline_on=date(2027, 5, 15),
            deadline_reason_da="Helligdage",
        )
    with noting_moved_dates():
        Programme.objects.update(deadline_day=2)
    with noting_moved_dates():
        row.delete()

    assert noted() == [
        (2027, "deadline", date(2027, 5, 1), date(2027, 5, 15)),
        (2027, "deadline", date(2027, 5, 15), date(2027, 5, 2)),
    ]


def test_only_the_intake_that_comes_next_has_been_told():
    programme = make_programme()

    with noting_moved_dates():
        Intake.objects.create(
            programme=programme, year=2027, starts_on=date(2027, 9, 1), opens_on=date(2027, 2, 1)
        )
        Intake.objects.create(programme=programme, year=2028, starts_on=date(2028, 9, 1))

    assert noted() == [
        (2027, "opens", None, date(2027, 2, 1)),
        (2027, "starts", None, date(2027, 9, 1)),
    ]


@pytest.mark.parametrize(
    ("changes", "before"),
    [
        pytest.param({"is_published": True}, {"is_published": False}, id="published now"),
        pytest.param(
            {"deadline_month": 5, "deadline_day": 1},
            {"deadline_month": None, "deadline_day": None},
            id="new",
        ),
    ],
)
def test_an_intake_that_was_not_told_before_has_not_moved(changes, before):
    make_programme(**before)

    with noting_moved_dates():
        Programme.objects.update(**changes)

    assert noted() == []


def test_a_cancelled_intake_has_not_moved():
    programme = make_programme()

    with noting_moved_dates():
        Intake.objects.create(
            programme=programme,
            year=2027,
            cancelled_on=date(2026, 11, 25),
            starts_on=date(2027, 9, 1),
        )

    assert noted() == []


# --- The editing pages ----------------------------------------------------------------------------


def test_a_run_moved_on_its_course_s_page_is_noted_with_who_moved_it(run):
    client = signed_in("coordinator")

    send(client, page_of(run.course), **{"runs-0-starts_on": "2027-03-08"})

    assert noted() == [(run, "deadline", DEADLINE, LATER_DEADLINE), (run, "starts", START, LATER)]
    assert {row.by.username for row in DateChange.objects.all()} == {"coordinator--en"}


def test_a_run_moved_on_its_own_page_is_noted(run):
    send(signed_in("coordinator"), page_of(run), ends_on="2027-06-01")

    assert noted() == [(run, "ends", END, date(2027, 6, 1))]


def test_a_rule_and_an_intake_changed_on_the_programme_s_page_are_noted(run):
    programme = Programme.objects.get()
    client = signed_in("coordinator")
    intake = new_row(client, page_of(programme), "intakes", year="2027", starts_on="2027-09-01")

    send(client, page_of(programme), course_deadline_weeks="4", **intake)

    assert noted() == [
        (run, "deadline", DEADLINE, date(2027, 2, 1)),
        (2027, "starts", None, date(2027, 9, 1)),
    ]


def test_a_course_added_with_a_run_announces_it_and_an_unpublished_one_does_not():
    client = signed_in("coordinator")
    shown = {
        "slug": "nyt",
        "title_da": "Nyt",
        "ects": "5",
        "runs-TOTAL_FORMS": "1",
        "runs-0-starts_on": "2027-03-08",
        "runs-0-is_published": "on",
    }

    send(client, "/admin/catalogue/course/add/", is_published="on", **shown)
    send(client, "/admin/catalogue/course/add/", **{**shown, "slug": "kladde"})

    run = CourseRun.objects.get(course__slug="nyt")
    assert CourseRun.objects.count() == 2
    assert noted() == [(run, "announced", None, LATER)]


def test_a_refused_form_notes_nothing(run):
    send(signed_in("coordinator"), page_of(run), starts_on="2027-06-08")

    assert noted() == []


@pytest.mark.parametrize("key", ["abc", "9" * 30, "0", "-1"])
def test_a_made_up_address_is_no_error(key):
    assert signed_in().post(f"/admin/catalogue/courserun/{key}/change/", {}).status_code in {
        302,
        404,
    }
