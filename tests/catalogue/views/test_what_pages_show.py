from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override

from catalogue.domain.curriculum import Kind
from catalogue.models import CurriculumEntry, Intake, Programme
from catalogue.public.course_rows import list_courses
from catalogue.public.list_pages import courses_page
from catalogue.public.site import load_site
from catalogue.public.strip import brackets, is_crowded, strip, structure_rows
from catalogue.views.course import course_page
from catalogue.views.programme import programme_page
from tests.makers import (
    make_course,
    make_elective_group,
    make_programme,
    make_run,
    make_whole_programme,
)

TODAY = date(2026, 11, 25)
D = Decimal

pytestmark = pytest.mark.django_db


def make_mixed_programme():
    """Two mandatory courses, two electives of three, a thesis: 45 ECTS."""
    programme = make_programme(ects=D(45))
    group = make_elective_group(programme)
    mandatory = [make_course(programme) for _ in range(2)]
    electives = [make_course(programme, kind="elective", group=group) for _ in range(3)]
    thesis = make_course(programme, kind="thesis", ects=D(15))
    return programme, group, mandatory, electives, thesis


def whole(programme):
    return Programme.objects.with_curriculum().get(pk=programme.pk)


def test_a_strip_holds_courses_and_places_for_electives():
    programme, group, mandatory, _electives, thesis = make_mixed_programme()

    drawn = strip(whole(programme))

    assert [piece["course"] for piece in drawn] == [*mandatory, None, None, thesis]
    assert [piece["group"] for piece in drawn] == [None, None, group, group, None]
    assert [piece["identity"] for piece in drawn[:2]] == [course.uuid for course in mandatory]
    assert len({piece["identity"] for piece in drawn}) == 5
    assert drawn == strip(whole(programme))


def test_brackets_name_each_stretch():
    programme, *_ = make_mixed_programme()

    with override("en"):
        assert brackets(strip(whole(programme))) == [
            ("2 mandatory courses", D(15)),
            ("2 electives", D(15)),
            ("Thesis", D(15)),
        ]


def test_the_table_has_one_row_a_course_and_one_a_group():
    programme, _group, mandatory, electives, thesis = make_mixed_programme()
    found = whole(programme)

    rows = structure_rows(found, strip(found))

    assert [row.get("course") for row in rows] == [*mandatory, None, thesis]
    assert [row["ects"] for row in rows] == [D("7.5"), D("7.5"), D(15), D(15)]
    assert rows[2]["members"] == electives
    assert sum(row["ects"] for row in rows) == programme.ects


@pytest.mark.parametrize(
    ("sizes", "total", "crowded"),
    [
        pytest.param([D(6)] * 10, 60, False, id="ten bands"),
        pytest.param([D(6)] * 11, 66, True, id="eleven bands"),
        pytest.param([D("3.75"), D("56.25")], 60, False, id="a sixteenth"),
        pytest.param([D("3.74"), D("56.26")], 60, True, id="less than a sixteenth"),
    ],
)
def test_a_strip_is_crowded_when_names_have_no_room(sizes, total, crowded):
    programme = make_programme(ects=total)
    for size in sizes:
        make_course(programme, ects=size)

    assert is_crowded(strip(whole(programme)), D(total)) is crowded


@pytest.mark.parametrize(
    ("starts_on", "deadline", "course_first"),
    [
        pytest.param(date(2027, 3, 1), date(2027, 1, 4), True, id="a course closes first"),
        pytest.param(date(2027, 9, 1), date(2027, 5, 1), False, id="the programme closes first"),
    ],
)
def test_the_soonest_deadline_is_of_a_course_or_of_the_programme(starts_on, deadline, course_first):
    programme, courses = make_whole_programme()
    make_run(courses[0], starts_on=starts_on, ends_on=None)
    found = whole(programme)

    shown = programme_page(found, list_courses([found], TODAY), TODAY)

    assert shown["soonest"].deadline_on == deadline
    assert (shown["soonest_item"] is not None) == course_first
    assert [item.course for item in shown["open_now"]] == [courses[0]]
    assert shown["intake"].year == 2027


def test_without_anything_open_there_is_no_soonest_deadline():
    programme, _courses = make_whole_programme()
    Intake.objects.create(programme=programme, year=2027, opens_on=date(2027, 1, 1))
    found = whole(programme)

    shown = programme_page(found, list_courses([found], TODAY), TODAY)

    assert shown["soonest"] is shown["soonest_item"] is None
    assert shown["open_now"] == []
    assert shown["intake_status"].state == "not_yet_open"


def test_a_programme_without_a_rule_has_no_intake():
    programme, _courses = make_whole_programme(deadline_month=None, deadline_day=None)
    found = whole(programme)

    shown = programme_page(found, list_courses([found], TODAY), TODAY)

    assert shown["intake"] is shown["intake_status"] is shown["soonest"] is None


def test_results_tell_whether_any_figure_is_an_example():
    _programme, courses = make_whole_programme()
    run = make_run(courses[0], is_example=True)

    assert courses_page(load_site(), QueryDict(""), TODAY)["shows_examples"]

    run.is_example = False
    run.save()
    assert not courses_page(load_site(), QueryDict(""), TODAY)["shows_examples"]


def test_the_run_one_can_apply_for_is_the_one_a_course_shows():
    _programme, courses = make_whole_programme()
    held = make_run(courses[0], starts_on=date(2026, 2, 1), ends_on=date(2026, 5, 1))
    closed = make_run(courses[0], starts_on=date(2026, 12, 1), ends_on=None)
    open_now = make_run(courses[0])
    unknown = make_run(courses[0], starts_on=None, ends_on=None)

    shown = course_page(courses[0], load_site(), TODAY)

    assert shown["run"] == open_now
    assert shown["can_apply"]
    assert [run for run, status in shown["runs"]] == [closed, open_now, unknown]
    assert [run for run, status in shown["past"]] == [held]


def test_a_course_without_a_programme_has_no_place():
    course = make_course()

    shown = course_page(course, load_site(), TODAY)

    assert (shown["places"], shown["place"], shown["programme"], shown["locator"]) == (
        [],
        None,
        None,
        [],
    )
    assert (shown["run"], shown["status"], shown["can_apply"]) == (None, None, False)


@pytest.mark.parametrize(
    ("ects", "workload", "hours"),
    [
        pytest.param(D("7.5"), None, 206, id="reckoned"),
        pytest.param(D("7.5"), 180, 180, id="told"),
        pytest.param(D("0.01"), None, 0, id="next to nothing"),
    ],
)
def test_hours_of_work_are_told_or_reckoned(ects, workload, hours):
    course = make_course(ects=ects, workload_hours=workload)

    assert course_page(course, load_site(), TODAY)["hours"] == hours


def test_the_lit_band_bears_the_courses_own_pattern():
    _programme, _group, mandatory, electives, thesis = make_mixed_programme()

    for course, number in ((mandatory[1], 1), (electives[2], 2), (thesis, 4)):
        locator = course_page(course, load_site(), TODAY)["locator"]

        assert [piece["is_lit"] for piece in locator] == [place == number for place in range(5)]
        assert locator[number]["identity"] == course.uuid


def test_the_first_programme_of_a_shared_course_places_it():
    first, courses = make_whole_programme(order=1)
    second = make_programme(order=2, ects=D("7.5"))
    CurriculumEntry.objects.create(programme=second, course=courses[0], kind=Kind.THESIS)

    shown = course_page(courses[0], load_site(), TODAY)

    assert shown["programme"] == first
    assert [(programme, entry.kind) for programme, entry in shown["places"]] == [
        (first, "mandatory"),
        (second, "thesis"),
    ]
