from datetime import date

import pytest

from catalogue.domain.status import State
from catalogue.models import Intake, Programme
from catalogue.public.course_rows import list_courses
from catalogue.views.deadlines import deadlines_by_month, year_ruler
from tests.makers import make_course, make_programme, make_run, make_whole_programme

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def by_month(today=TODAY):
    programmes = list(Programme.objects.with_curriculum())
    return deadlines_by_month(programmes, list_courses(programmes, today), today)


def days(months):
    return [(month, [deadline.on for deadline in deadlines]) for month, deadlines in months]


def test_all_deadlines_ahead_stand_by_month():
    programme, courses = make_whole_programme()
    make_run(courses[0], starts_on=date(2027, 3, 1))
    make_run(courses[0], starts_on=date(2027, 1, 25))
    make_run(courses[1], starts_on=date(2027, 1, 20))

    months, passed = by_month()

    assert days(months) == [
        (date(2026, 11, 1), [date(2026, 11, 25), date(2026, 11, 30)]),
        (date(2027, 1, 1), [date(2027, 1, 4)]),
        (date(2027, 5, 1), [date(2027, 5, 1)]),
    ]
    assert passed == []
    assert months[2][1][0].programme == programme
    assert months[2][1][0].item is None


@pytest.mark.parametrize(
    ("starts_on", "ahead", "passed"),
    [
        pytest.param(date(2027, 1, 20), 1, 0, id="today"),
        pytest.param(date(2027, 1, 19), 0, 1, id="yesterday"),
        pytest.param(date(2026, 12, 21), 0, 1, id="thirty days ago"),
        pytest.param(date(2026, 12, 20), 0, 0, id="thirty-one days ago"),
        pytest.param(None, 0, 0, id="unknown"),
    ],
)
def test_a_deadline_lasts_the_day_and_is_told_of_for_thirty_more(starts_on, ahead, passed):
    _programme, courses = make_whole_programme(deadline_month=None, deadline_day=None)
    make_run(courses[0], starts_on=starts_on, ends_on=None)

    found = by_month()

    assert sum(len(deadlines) for month, deadlines in found[0]) == ahead
    assert len(found[1]) == passed


def test_what_is_unpublished_has_no_deadline():
    _programme, courses = make_whole_programme(deadline_month=None, deadline_day=None)
    make_run(courses[0], is_published=False)

    assert by_month() == ([], [])


def test_what_is_cancelled_is_told_while_somebody_may_mean_to_apply():
    _programme, courses = make_whole_programme(deadline_month=None, deadline_day=None)
    make_run(courses[0], cancelled_on=date(2026, 11, 1))

    told, (months, passed) = by_month()[0], by_month(date(2027, 1, 5))

    assert days(told) == [(date(2027, 1, 1), [date(2027, 1, 4)])]
    assert told[0][1][0].status.state is State.CANCELLED
    assert (months, passed) == ([], [])
    assert year_ruler(told, TODAY)["deadlines"] == []


def test_an_intake_stands_before_the_courses_of_its_day():
    _programme, courses = make_whole_programme(deadline_month=1, deadline_day=4)
    make_run(courses[0])

    months, _passed = by_month()

    assert [deadline.item is None for deadline in months[0][1]] == [True, False]


def test_an_intake_that_is_moved_stands_on_its_new_day():
    programme = make_programme()
    Intake.objects.create(
        programme=programme, year=2027, deadline_on=date(2027, 5, 15), deadline_reason_da="Flyttet"
    )

    assert days(by_month()[0]) == [(date(2027, 5, 1), [date(2027, 5, 15)])]


def test_a_cancelled_intake_says_so_and_gives_way_to_the_next():
    programme = make_programme()
    Intake.objects.create(programme=programme, year=2027, cancelled_on=date(2026, 11, 1))

    months, _passed = by_month()

    assert days(months) == [
        (date(2027, 5, 1), [date(2027, 5, 1)]),
        (date(2028, 5, 1), [date(2028, 5, 1)]),
    ]
    assert [deadlines[0].status.state for _month, deadlines in months] == [
        State.CANCELLED,
        State.OPEN,
    ]
    assert days(by_month(date(2027, 5, 2))[0]) == [(date(2028, 5, 1), [date(2028, 5, 1)])]


def test_a_deadline_is_an_example_when_its_run_is():
    _programme, courses = make_whole_programme()
    make_run(courses[0], is_example=True)

    months, _passed = by_month()

    assert [deadline.is_example for month, deadlines in months for deadline in deadlines] == [
        True,
        False,
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_however_many_programmes(number, django_assert_num_queries):
    for _ in range(number):
        make_run(make_course(make_programme()))

    with django_assert_num_queries(6):
        by_month()


def test_the_ruler_shows_thirteen_months_from_this_one():
    _programme, courses = make_whole_programme()
    make_run(courses[0])
    make_run(courses[1], starts_on=date(2028, 3, 1), ends_on=None)
    months, _passed = by_month()

    ruler = year_ruler(months, TODAY)

    assert len(ruler["months"]) == 13
    assert ruler["months"][0] == (0, date(2026, 11, 1))
    assert ruler["months"][-1][1] == date(2027, 11, 1)
    assert ruler["today"] == round(24 * 1200 / 395, 1)
    assert [deadline.on for x, deadline in ruler["deadlines"]] == [
        date(2027, 1, 4),
        date(2027, 5, 1),
    ]
    assert all(0 <= x < 1200 for x, deadline in ruler["deadlines"])
