from datetime import date, timedelta

import pytest

from catalogue.models import Course, TeachingDay
from tests.admin_pages import (
    as_shown,
    errors_of,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.makers import (
    make_course,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return signed_in("coordinator")


@pytest.fixture
def bo():
    return signed_in()


def test_what_only_the_first_changed_stays_as_they_left_it(anna, bo):
    course = make_course(code="OLD", title_da="Gammel")
    address = page_of(course)
    stale = as_shown(bo.get(address))

    send(anna, address, code="NEW")
    answer = bo.post(address, stale | {"title_da": "Ny titel"})

    assert answer.status_code == 200
    course.refresh_from_db()
    assert (course.code, course.title_da) == ("NEW", "Gammel")
    shown = as_shown(answer)
    assert (shown["code"], shown["title_da"]) == ("NEW", "Ny titel")
    words = words_of(answer)
    assert "coordinator--en saved this page (" in words
    assert "Changed meanwhile, and shown as it is now: Course code." in words

    assert bo.post(address, shown).status_code == 302
    course.refresh_from_db()
    assert (course.code, course.title_da) == ("NEW", "Ny titel")


def test_what_both_changed_is_marked_with_what_it_was_and_is(anna, bo):
    course = make_course(code="OLD")
    address = page_of(course)
    stale = as_shown(bo.get(address))

    send(anna, address, code="ANNA")
    answer = bo.post(address, stale | {"code": "BO"})

    (said,) = errors_of(answer)["code"]
    assert said.startswith("coordinator--en changed this meanwhile (")
    assert "What you typed stands in the field. It was: “OLD” · It is now: “ANNA”" in said
    assert as_shown(answer)["code"] == "BO"
    assert Course.objects.get().code == "ANNA"

    assert bo.post(address, as_shown(answer)).status_code == 302
    assert Course.objects.get().code == "BO"


def test_a_save_that_somebody_else_did_in_a_field_not_shown_makes_nothing_stale(anna):
    run = make_run(make_course())
    address = page_of(run)
    opened = as_shown(anna.get(address))
    type(run).objects.update(places_taken=7)

    assert anna.post(address, opened | {"code": "A"}).status_code == 302
    run.refresh_from_db()
    assert (run.code, run.places_taken) == ("A", 7)


def test_rows_of_a_page_are_compared_with_what_their_own_pages_saved(anna, bo):
    course = make_course(code="OLD")
    first, second = make_run(course, code="A"), make_run(course, code="B")
    stale = as_shown(bo.get(page_of(course)))
    numbers = {
        stale[f"runs-{number}-id"]: number for number in range(int(stale["runs-TOTAL_FORMS"]))
    }
    of_first, of_second = numbers[str(first.pk)], numbers[str(second.pk)]

    send(anna, page_of(first), places="21")
    answer = bo.post(page_of(course), stale | {f"runs-{of_second}-places": "30"})

    assert answer.status_code == 200
    shown = as_shown(answer)
    assert shown[f"runs-{of_first}-places"] == "21"
    assert shown[f"runs-{of_second}-places"] == "30"
    assert f"Changed meanwhile, and shown as it is now: {first}: Places" in words_of(answer)
    assert bo.post(page_of(course), shown).status_code == 302
    assert [run.places for run in course.runs.order_by("code")] == [21, 30]


def test_a_row_that_was_added_meanwhile_is_shown_and_one_that_was_new_is_kept(anna, bo):
    run = make_run(make_course())
    address = page_of(run)
    add = as_shown(bo.get(address))

    send(anna, address, **new_day(anna, address, "2027-02-03"))
    answer = bo.post(address, add | {"teaching_days-TOTAL_FORMS": "1", **day(0, "2027-02-04")})

    assert answer.status_code == 200
    shown = as_shown(answer)
    assert shown["teaching_days-0-on"] == "2027-02-03"
    assert shown["teaching_days-1-on"] == "2027-02-04"
    assert bo.post(address, shown).status_code == 302
    assert TeachingDay.objects.count() == 2


def test_what_was_typed_in_a_row_that_was_deleted_meanwhile_stands_on_the_page(anna, bo):
    run = make_run(make_course())
    first = TeachingDay.objects.create(run=run, on=date(2027, 2, 3))
    TeachingDay.objects.create(run=run, on=date(2027, 2, 10))
    address = page_of(run)
    stale = as_shown(bo.get(address))

    send(anna, address, **{"teaching_days-0-DELETE": "on", "teaching_days-1-DELETE": "on"})
    answer = bo.post(address, stale | {"teaching_days-0-place_da": "Aud. 1"})

    assert answer.status_code == 200
    shown = as_shown(answer)
    assert shown["teaching_days-TOTAL_FORMS"] == "1"
    assert shown["teaching_days-0-place_da"] == "Aud. 1"
    words = words_of(answer)
    assert "Somebody else deleted this row. What you typed stands here" in words
    assert "Teaching day (deleted)" in words
    assert bo.post(address, shown).status_code == 302
    (made,) = TeachingDay.objects.all()
    assert (made.on, made.place_da) == (first.on, "Aud. 1")
    assert made.pk != first.pk


def test_a_form_without_a_version_saves_only_what_is_as_it_was_or_at_the_second_press(anna):
    course = make_course(code="OLD")
    address = page_of(course)
    sent = as_shown(anna.get(address))
    del sent["_version"]

    assert anna.post(address, sent).status_code == 302
    answer = anna.post(address, sent | {"code": "NEW"})
    assert answer.status_code == 200
    assert errors_of(answer)["code"] == ["What you typed stands in the field. It is now: “OLD”"]
    assert anna.post(address, as_shown(answer)).status_code == 302
    assert Course.objects.get().code == "NEW"


def test_who_else_has_a_page_open_is_said_for_five_minutes(anna, bo, frozen_clock):
    address = page_of(make_course())
    alone = bo.get(address)
    words = "Also open just now at: coordinator--en."

    anna.get(address)
    frozen_clock.shift(timedelta(minutes=4, seconds=59))
    assert words in words_of(bo.get(address))
    frozen_clock.shift(timedelta(seconds=2))

    assert words not in words_of(bo.get(address))
    assert "Also open just now at" not in words_of(alone)


def test_what_was_typed_stands_on_the_page_when_the_row_is_gone(anna, bo):
    course = make_course(is_published=False)
    address = page_of(course)
    stale = as_shown(bo.get(address))
    course.delete()

    answer = bo.post(address, stale | {"summary_en": "Half an hour’s work\nin two lines"})

    assert answer.status_code == 409
    words = words_of(answer)
    assert "Somebody else has deleted this since you opened it." in words
    assert "Half an hour’s work in two lines" in words
    # Whoever had not opened it learns nothing.
    del stale["_version"]
    assert bo.post(address, stale).status_code == 404


def test_what_was_typed_stands_on_the_page_when_the_right_is_gone(bo):
    own, other = make_university(), make_university()
    editor = signed_in("editor", university=own)
    course = make_course(host=own)
    address = page_of(course)
    stale = as_shown(editor.get(address))
    send(bo, address, host=str(other.pk))

    answer = editor.post(address, stale | {"summary_en": "Half an hour’s work"})

    assert answer.status_code == 409
    words = words_of(answer)
    assert "It has moved to another university since you opened it" in words
    assert "Half an hour’s work" in words
    assert other.name_en not in words
    assert editor.get(address).status_code == 404


def test_what_was_typed_stands_on_the_page_when_the_set_was_published(anna, bo):
    rules = make_requirement_set(make_programme(), is_published=False)
    address = page_of(rules)
    stale = as_shown(bo.get(address))
    type(rules).objects.update(is_published=True)

    answer = bo.post(address, stale | {"source_en": "The study regulations of 2027"})

    assert answer.status_code == 409
    words = words_of(answer)
    assert "It can no longer be changed here" in words
    assert "The study regulations of 2027" in words


@pytest.mark.parametrize("is_stale", [False, True], ids=["alone", "after another"])
@pytest.mark.parametrize(
    "forged",
    [
        {"_version": "a\x00b"},
        {"runs-0-id": "abc"},
        {"runs-0-id": "1\x00"},
        {"runs-0-id": "9" * 30},
        {"runs-0-id": "999999"},
        {"runs-TOTAL_FORMS": "x"},
        {"host": "\x00"},
    ],
    ids=lambda forged: " ".join(map(repr, *forged.items())),
)
def test_what_no_page_sends_is_refused_and_breaks_nothing(bo, forged, is_stale):
    course = make_course(host=make_university(), code="OLD")
    run = make_run(course)
    address = page_of(course)
    sent = as_shown(bo.get(address)) | {"code": "FORGED"} | forged
    if is_stale:
        Course.objects.update(code="THEIRS")

    answer = bo.post(address, sent)

    assert answer.status_code == 200
    course.refresh_from_db()
    assert course.code == ("THEIRS" if is_stale else "OLD")
    assert course.runs.get() == run


def day(number, on):
    return {
        f"teaching_days-{number}-id": "",
        f"teaching_days-{number}-on": on,
        f"teaching_days-{number}-place_da": "",
    }


def new_day(client, address, on):
    return new_row(client, address, "teaching_days", on=on)
