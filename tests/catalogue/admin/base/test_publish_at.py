from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from catalogue.models import Course, Programme, Question, Voice
from tests.admin_pages import errors_of, list_of, new_row, page_of, send, signed_in, words_of
from tests.conftest import NOW
from tests.makers import make_course, make_programme, make_run, make_whole_programme

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
EIGHT = datetime(2027, 3, 1, 8, 0, tzinfo=COPENHAGEN)
PASSED = "This time has passed. Choose a later one, or remove it and tick “published”."


def make_question(programme=None, **over):
    return Question.objects.create(
        programme=programme, question_da="Hvorfor?", answer_da="Derfor.", topic_da="X", **over
    )


def make_voice(programme=None, **over):
    programme = programme or make_programme()
    return Voice.objects.create(programme=programme, name="Navn", text_da="Ord", **over)


MAKERS = {
    "programme": lambda **over: make_whole_programme(**over)[0],
    "course": make_course,
    "run": lambda **over: make_run(make_course(), **over),
    "question": make_question,
    "voice": make_voice,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_staff_give_the_time_at_which_a_thing_is_published(kind):
    thing = MAKERS[kind](is_published=False)
    client = signed_in()

    answer = send(client, page_of(thing), publish_at="2027-03-01T08:00")

    assert errors_of(answer) == {}
    thing.refresh_from_db()
    assert (thing.publish_at, thing.is_published) == (EIGHT, False)
    assert 'value="2027-03-01T08:00"' in client.get(page_of(thing)).content.decode()
    assert "Will be published 1 March 2027 08:00" in words_of(client.get(list_of(type(thing))))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_time_that_has_passed_is_refused_and_kept(kind):
    thing = MAKERS[kind](is_published=False)

    answer = send(signed_in(), page_of(thing), publish_at="2026-11-25T10:00")

    assert errors_of(answer) == {"publish_at": [PASSED]}
    assert 'value="2026-11-25T10:00"' in answer.content.decode()


def test_the_next_minute_is_early_enough():
    course = make_course(is_published=False)

    assert errors_of(send(signed_in(), page_of(course), publish_at="2026-11-25T10:01")) == {}


def test_a_time_for_what_is_published_already_says_nothing_and_is_refused():
    course = make_course(is_published=True)

    answer = send(signed_in(), page_of(course), publish_at="2027-03-01T08:00")

    assert errors_of(answer) == {
        "publish_at": [
            "It is marked as published. "
            "Remove the time, or untick “published” to have it published then."
        ]
    }


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param("soon", "Give a day and a time, for example 2027-03-01 08:00.", id="no time"),
        pytest.param(
            "1999-12-31T23:59", "Choose a day between the years 2000 and 2200.", id="too early"
        ),
        pytest.param(
            "2201-01-01T00:00", "Choose a day between the years 2000 and 2200.", id="too late"
        ),
        pytest.param(
            "0001-01-01T00:00",
            "Choose a day between the years 2000 and 2200.",
            id="the first day of all",
        ),
        pytest.param(
            "9999-12-31T23:59",
            "Choose a day between the years 2000 and 2200.",
            id="the last day of all",
        ),
    ],
)
def test_what_is_no_time_is_refused_in_words(value, words):
    answer = send(signed_in(), page_of(make_course(is_published=False)), publish_at=value)

    assert errors_of(answer) == {"publish_at": [words]}


def test_an_hour_that_summer_time_leaves_out_is_refused():
    answer = send(
        signed_in(), page_of(make_course(is_published=False)), publish_at="2027-03-28T02:30"
    )

    assert list(errors_of(answer)) == ["publish_at"]


def test_a_run_below_its_course_has_a_time_of_its_own():
    course = make_course()
    client = signed_in()
    row = new_row(
        client, page_of(course), "runs", starts_on="2027-09-01", publish_at="2027-03-01T08:00"
    )

    answer = send(client, page_of(course), **row)

    assert errors_of(answer) == {}
    assert course.runs.get().publish_at == EIGHT
    assert "Will be published 1 March 2027 08:00" in words_of(client.get(page_of(course)))


def test_a_row_below_is_refused_at_its_own_field():
    course = make_course()
    client = signed_in()
    row = new_row(
        client, page_of(course), "runs", starts_on="2027-09-01", publish_at="2026-11-25T09:00"
    )

    answer = send(client, page_of(course), **row)

    assert errors_of(answer) == {"runs-0-publish_at": [PASSED]}


def test_lists_tell_what_is_published_from_what_is_not():
    make_question()
    make_question(is_published=False)
    client = signed_in()

    listed = words_of(client.get(list_of(Question)))

    assert '<span class="st st-on">Published</span>' in listed
    assert '<span class="st st-off">Not published</span>' in listed
    make_course(publish_at=NOW, is_published=False)
    assert "Will be published 25 November 2026 10:00" in words_of(client.get(list_of(Course)))


def test_a_programme_with_a_time_that_is_not_complete_is_told_apart():
    make_programme(is_published=False, publish_at=EIGHT)

    listed = words_of(signed_in().get(list_of(Programme)))

    assert (
        '<span class="st st-bad">Will be published 1 March 2027 08:00, but not complete</span>'
        in listed
    )


def test_who_may_only_look_reads_the_time():
    course = make_course(is_published=False, publish_at=EIGHT)

    answer = signed_in("auditor").get(page_of(course))

    assert "1 March 2027 08:00" in words_of(answer)
    assert 'name="publish_at"' not in answer.content.decode()
