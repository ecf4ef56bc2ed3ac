from datetime import date

import pytest

from catalogue.domain.curriculum import Kind
from catalogue.domain.status import State
from catalogue.models import CurriculumEntry, Programme
from catalogue.public.course_rows import Listed, by_attention, first_run, list_courses, season_of
from tests.makers import (
    make_course,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def listed(today=TODAY):
    return list_courses(Programme.objects.with_curriculum(), today)


def test_courses_stand_in_curriculum_order_each_once():
    _first, courses = make_whole_programme(order=1)
    second = make_programme(order=2)
    CurriculumEntry.objects.create(programme=second, course=courses[1], kind=Kind.THESIS)
    extra = make_course(second)

    found = listed()

    assert [item.course for item in found] == [*courses, extra]
    assert [item.kinds for item in found] == [["mandatory"], ["mandatory", "thesis"], ["mandatory"]]
    assert found[1].kind == "mandatory"


def test_a_course_of_the_same_kind_in_two_programmes_has_it_once():
    _first, courses = make_whole_programme()
    CurriculumEntry.objects.create(
        programme=make_programme(), course=courses[0], kind=Kind.MANDATORY
    )

    assert listed()[0].kinds == ["mandatory"]


def test_what_is_not_published_is_not_listed():
    programme, courses = make_whole_programme()
    make_course(programme, is_published=False)
    make_run(courses[0], is_published=False)

    found = listed()

    assert [item.course for item in found] == courses
    assert found[0].runs == []
    assert (found[0].run, found[0].status, found[0].is_open) == (None, None, False)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_however_many_courses(number, django_assert_num_queries):
    programme = make_programme()
    for _ in range(number):
        make_run(make_course(programme, host=make_university()), host=make_university())

    with django_assert_num_queries(4):
        for item in listed():
            by_attention(item)


@pytest.mark.parametrize(
    ("runs", "first"),
    [
        pytest.param(
            [date(2027, 9, 1), date(2027, 3, 1)], 1, id="the nearest deadline one can keep"
        ),
        pytest.param([date(2026, 12, 1), date(2027, 3, 1)], 1, id="closed before open"),
        pytest.param([date(2026, 9, 1), None], 1, id="planned before running"),
        pytest.param([None, date(2027, 3, 1)], 1, id="open before planned"),
    ],
)
def test_the_run_to_look_at_first(runs, first):
    _programme, courses = make_whole_programme()
    made = [make_run(courses[0], starts_on=day, ends_on=None) for day in runs]

    assert listed()[0].run == made[first]


def test_an_open_run_comes_before_a_full_one_with_a_nearer_deadline():
    _programme, courses = make_whole_programme()
    make_run(courses[0], starts_on=date(2027, 2, 1), ends_on=None, places=1, places_taken=1)
    later = make_run(courses[0], starts_on=date(2027, 9, 1), ends_on=None)

    found = listed()[0]

    assert (found.run, found.status.state) == (later, State.OPEN)


@pytest.mark.parametrize("places", [None, 1], ids=["open", "full"])
def test_of_two_runs_with_one_deadline_the_one_that_starts_first_is_looked_at(places):
    _programme, courses = make_whole_programme()
    both = {"deadline_on": date(2027, 1, 4), "deadline_reason_da": "Samlet frist", "ends_on": None}
    both |= {"places": places, "places_taken": 1}
    later = make_run(courses[0], starts_on=date(2027, 4, 5), **both)
    first = make_run(courses[0], starts_on=date(2027, 3, 1), **both)
    unsettled = make_run(courses[0], starts_on=None, **both)
    today = [(run, run.status(TODAY)) for run in (later, first, unsettled)]
    assert {status.deadline_on for _run, status in today} == {date(2027, 1, 4)}

    assert first_run(today)[0] == first
    assert first_run([today[2], today[0]])[0] == later


def test_without_a_run_ahead_there_is_none_to_look_at():
    _programme, courses = make_whole_programme()
    make_run(courses[0], starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 1))

    assert listed()[0].run is None
    assert first_run([]) == (None, None)


def test_a_run_says_host_and_language_where_it_differs_from_its_course():
    _programme, courses = make_whole_programme()
    ku, au = make_university(slug="ku"), make_university(slug="au")
    courses[0].host, courses[0].teaching_languages = ku, ["da"]
    courses[0].example_fields = ["host", "teaching_languages"]
    courses[0].save()
    make_run(courses[0], host=au, teaching_languages=["en"])
    make_run(courses[1], host=au, teaching_languages=["en"], is_example=True)

    first, second = listed()

    assert (first.host, first.languages) == (au, ["en"])
    assert not first.host_is_example
    assert not first.languages_are_examples
    assert second.host_is_example
    assert second.languages_are_examples


def test_without_a_run_the_course_says_host_and_language():
    course_alone = Listed(
        course=make_course(
            host=make_university(), teaching_languages=["da"], example_fields=["host"]
        ),
        kinds=[],
        kind="",
    )

    assert course_alone.host is not None
    assert course_alone.languages == ["da"]
    assert course_alone.host_is_example
    assert not course_alone.languages_are_examples


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2027, 1, 1), "spring"),
        (date(2027, 6, 30), "spring"),
        (date(2027, 7, 1), "autumn"),
        (date(2027, 12, 31), "autumn"),
    ],
)
def test_spring_lasts_to_june(day, season):
    assert season_of(day) == season


def test_what_needs_attention_first_stands_first():
    programme = make_programme()
    titles = ["Ålen", "Bien", "Planlagt", "Fuld", "Senere", "Snart"]
    courses = {title: make_course(programme, title_da=title) for title in titles}
    make_run(courses["Planlagt"], starts_on=None, ends_on=None)
    make_run(courses["Fuld"], starts_on=date(2027, 2, 1), ends_on=None, places=1, places_taken=1)
    make_run(courses["Senere"], starts_on=date(2027, 9, 1), ends_on=None)
    make_run(courses["Snart"], starts_on=date(2027, 1, 25), ends_on=None)

    found = [item.course.title_da for item in sorted(listed(), key=by_attention)]

    assert found == ["Snart", "Senere", "Fuld", "Planlagt", "Bien", "Ålen"]
