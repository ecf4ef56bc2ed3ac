from datetime import date, time
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import CourseRun, TeachingDay
from tests.admin_pages import come_in, page_of, signed_in, words_of
from tests.catalogue.admin.next_year.pages import PAGE, make_held_run, send, shown
from tests.makers import make_course, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db


def copies(run):
    return CourseRun.objects.filter(course=run.course).exclude(pk=run.pk)


def test_the_table_is_for_those_who_may_make_runs(client):
    nobody = Client()
    come_in(nobody, User.objects.create_user("nobody", password="x", is_staff=True))

    assert client.get(PAGE).headers["Location"] == f"/admin/login/?next={PAGE}"
    assert nobody.get(PAGE).status_code == 403
    assert nobody.post(PAGE, {"action": "publish"}).status_code == 403
    assert signed_in("coordinator").get(PAGE).status_code == 200


def test_a_run_is_made_a_year_on_with_all_that_stays_and_nothing_that_does_not():
    run = make_held_run(
        make_course(make_programme()), deadline_on=date(2027, 1, 10), deadline_reason_en="x"
    )
    client = signed_in()

    answer = send(client)

    made = copies(run).get()
    assert answer.status_code == 302
    assert made.starts_on == date(2028, 2, 28)
    assert made.ends_on == date(2028, 5, 26)
    assert made.opens_on == date(2027, 11, 30)
    assert made.exam_on == date(2028, 6, 8)
    assert (made.price_dkk, made.places, made.place_da) == (Decimal("9250"), 24, "Aarhus")
    assert (made.places_taken, made.code, made.deadline_on, made.is_published) == (
        0,
        "",
        None,
        False,
    )
    assert made.uuid != run.uuid
    day = made.teaching_days.get()
    assert (day.on, day.starts_at, day.ends_at, day.place_da) == (
        date(2028, 2, 28),
        time(9),
        time(15),
        "Lokale 1",
    )
    assert run.teaching_days.get().on == date(2027, 3, 1)
    assert made.history.get().history_user.username == "root-en"
    assert "1 run was made as a draft." in words_of(client.get(PAGE))


def test_several_are_published_together_with_what_was_typed():
    first, second = make_held_run(make_course()), make_held_run(make_course())
    key = f"run-{first.pk}"

    send(
        signed_in(),
        "publish",
        **{
            f"{key}-starts_on": "2028-03-06",
            f"{key}-price_dkk": "9500",
            f"{key}-place_en": "Odense",
        },
    )

    made = copies(first).get()
    assert (made.starts_on, made.price_dkk, made.place_en) == (
        date(2028, 3, 6),
        Decimal(9500),
        "Odense",
    )
    assert made.is_published
    assert copies(second).get().is_published


def test_what_is_not_ticked_is_not_made():
    first, second = make_held_run(make_course()), make_held_run(make_course())

    send(signed_in(), **{f"run-{first.pk}-make": None, f"run-{first.pk}-starts_on": "nonsense"})

    assert not copies(first).exists()
    assert copies(second).exists()


def test_a_table_without_a_tick_asks_for_one():
    run = make_held_run(make_course())

    answer = send(signed_in(), **{f"run-{run.pk}-make": None})

    assert "Tick the runs that are to be made." in words_of(answer)
    assert not copies(run).exists()


def test_one_wrong_row_saves_nothing_and_keeps_what_was_typed():
    first, second = make_held_run(make_course()), make_held_run(make_course())
    changes = {f"run-{first.pk}-ends_on": "2028-01-01", f"run-{second.pk}-place_da": "Et nyt sted"}

    answer = send(signed_in(), "publish", **changes)

    assert "Nothing was saved yet." in words_of(answer)
    assert "The end must not lie before the start." in words_of(answer)
    assert 'value="Et nyt sted"' in answer.content.decode()
    assert not copies(first).exists()
    assert not copies(second).exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("starts_on", "", "This field is required."),
        ("starts_on", "x", "Enter a valid date."),
        ("ends_on", "9999-01-01", "Choose a day between the years 2000 and 2200."),
        ("price_dkk", "-1", "Ensure this value is greater than or equal to 0."),
        ("places", "99999999999", "Ensure this value is less than or equal to 10000."),
        ("place_da", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_a_wrong_value_is_told_at_its_cell(name, value, words):
    run = make_held_run(make_course())

    answer = send(signed_in(), **{f"run-{run.pk}-{name}": value})

    assert words in words_of(answer)
    assert not copies(run).exists()


def test_a_table_sent_twice_makes_each_run_once():
    run = make_held_run(make_course())
    client = signed_in()
    sent = shown(client.get(PAGE)) | {"action": "publish"}

    client.post(PAGE, sent)
    client.post(PAGE, sent)

    assert copies(run).count() == 1
    assert "1 run was there already and was not made again." in words_of(client.get(PAGE))


def test_a_run_that_is_there_already_is_known_and_unticked():
    run = make_held_run(make_course())
    other = make_run(run.course, starts_on=date(2028, 3, 20), ends_on=None)

    page = signed_in().get(PAGE)
    row = page.context["rows"][0]

    assert not row.is_ticked
    assert f'href="{page_of(other)}"' in page.content.decode()
    assert "There is a run at this time already" in words_of(page)


def test_a_teaching_day_can_be_moved_or_removed():
    run = make_held_run(make_course())
    moved, removed = run.teaching_days.get(), run.teaching_days.create(on=date(2027, 3, 8))

    send(signed_in(), **{f"day-{moved.pk}-on": "2028-03-01", f"day-{removed.pk}-keep": None})

    assert [day.on for day in copies(run).get().teaching_days.all()] == [date(2028, 3, 1)]


def test_a_teaching_day_that_stands_twice_or_is_none_is_told():
    run = make_held_run(make_course())
    one, two = (
        run.teaching_days.create(on=date(2027, 3, 8)),
        run.teaching_days.create(on=date(2027, 3, 9)),
    )
    client = signed_in()

    assert "This day stands here twice." in words_of(
        send(client, **{f"day-{two.pk}-on": "2028-03-06"})
    )
    assert "This field is required." in words_of(send(client, **{f"day-{one.pk}-on": ""}))
    assert TeachingDay.objects.count() == 3


def test_dates_can_be_looked_at_again_before_anything_is_saved():
    run = make_held_run(make_course(make_programme()))

    answer = send(signed_in(), "look", **{f"run-{run.pk}-starts_on": "2028-04-16"})

    words = words_of(answer)
    assert "Start 16 Apr 2028: Easter Sunday" in words
    assert "Apply by 20 Feb 2028" in words
    assert "Refund until 16 Mar 2028" in words
    answer = send(signed_in("coordinator"), "look", **{f"run-{run.pk}-exam_on": "2028-06-05"})
    assert "Exam 5 Jun 2028: Whit Monday" in words_of(answer)
    answer = send(signed_in("Coordinator"), "look", **{f"run-{run.pk}-exam_on": "2029-06-05"})
    assert "Exam 5 Jun 2029: Constitution Day, often closed" in words_of(answer)
    assert not copies(run).exists()


def test_what_differs_from_the_year_before_is_told():
    run = make_held_run(
        make_course(is_published=False),
        deadline_on=date(2027, 1, 10),
        deadline_reason_en="x",
        is_example=True,
    )
    client = signed_in()

    words = words_of(client.get(PAGE))

    assert "The deadline exception (10 Jan 2027) is not copied; the rule counts." in words
    assert "An example: its copy is marked as one too." in words
    assert "The course is not published, so the run will not be shown." in words
    send(client)
    assert copies(run).get().is_example


def test_the_period_the_programme_and_the_university_stand_in_the_address():
    programme, host = make_programme(), make_university()
    ahead = make_held_run(make_course(programme))
    past = make_held_run(
        make_course(host=host), starts_on=date(2026, 9, 1), ends_on=None, opens_on=None
    )
    client = signed_in()

    def runs(query=""):
        return [row.run for row in client.get(PAGE + query).context["rows"]]

    assert runs() == [ahead]
    assert runs("?period=past") == [past]
    assert runs("?period=study_year-2026") == [past, ahead]
    assert runs(f"?period=study_year-2026&programme={programme.slug}") == [ahead]
    assert runs(f"?period=study_year-2026&university={host.slug}") == [past]
    assert runs("?period=nonsense&programme=nonsense&page=x") == [ahead]
    assert runs("?period=spring-2026") == []


def test_cancelled_runs_are_not_held_again():
    make_held_run(make_course(), cancelled_on=date(2026, 11, 1))

    assert "No run that you may copy starts in this period." in words_of(signed_in().get(PAGE))


def test_rows_that_are_gone_or_nonsense_are_passed_over():
    run = make_held_run(make_course())
    client = signed_in()
    sent = shown(client.get(PAGE)) | {
        "row": [str(run.pk), "999999", "x", "9" * 30],
        "action": "draft",
    }

    assert client.post(PAGE, sent).status_code == 302
    assert copies(run).count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_of_the_table_does_not_grow(number):
    client = signed_in()
    for _number in range(number):
        make_held_run(make_course(make_programme()))

    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)

    assert len(queries) == 8


def test_sixty_runs_are_made_at_once():
    for _number in range(61):
        make_run(make_course())
    client = signed_in()

    page = client.get(PAGE)
    send(client, "publish")

    assert len(page.context["rows"]) == 60
    assert "Page 1 of 2" in words_of(page)
    assert CourseRun.objects.filter(starts_on=date(2028, 2, 28), is_published=True).count() == 60


def test_a_run_changed_since_the_table_was_opened_is_proposed_anew_and_made_at_the_next_press():
    client = signed_in()
    run = make_held_run(make_course())
    prefix = f"run-{run.pk}"
    stale = shown(client.get(PAGE))
    CourseRun.objects.filter(pk=run.pk).update(price_dkk=12000, places=30)

    answer = client.post(PAGE, stale | {f"{prefix}-places": "26", "action": "draft"})

    assert CourseRun.objects.count() == 1
    (row,) = answer.context["rows"]
    (said,) = row.form.non_field_errors()
    assert "This run was changed since you opened the table. Proposed anew: Price" in said
    (said,) = row.form.errors["places"]
    assert said == "What you typed stands in the field. It was: “24” · It is now: “30”"
    again = shown(answer)
    assert (again[f"{prefix}-price_dkk"], again[f"{prefix}-places"]) == ("12000.00", "26")
    assert client.post(PAGE, again | {"action": "draft"}).status_code == 302
    made = CourseRun.objects.exclude(pk=run.pk).get()
    assert (made.price_dkk, made.places) == (12000, 26)


def test_a_teaching_day_added_since_the_table_was_opened_is_shown_before_anything_is_made():
    client = signed_in()
    run = make_held_run(make_course())
    stale = shown(client.get(PAGE))
    run.teaching_days.create(on=date(2027, 3, 9))

    answer = client.post(PAGE, stale | {"action": "draft"})

    (row,) = answer.context["rows"]
    assert "Look at its teaching days." in row.form.non_field_errors()[0]
    assert client.post(PAGE, shown(answer) | {"action": "draft"}).status_code == 302
    made = CourseRun.objects.exclude(pk=run.pk).get()
    assert [day.on for day in made.teaching_days.order_by("on")] == [
        date(2028, 2, 28),
        date(2028, 3, 7),
    ]


def test_runs_that_are_gone_from_the_table_are_told():
    client = signed_in()
    run = make_held_run(make_course())
    stale = shown(client.get(PAGE))
    run.delete()

    answer = client.post(PAGE, stale | {"action": "draft"})

    assert "1 run of the table is gone, or no longer yours to copy." in words_of(answer)
