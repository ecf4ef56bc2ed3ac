from datetime import date
from decimal import Decimal

import pytest

from catalogue.domain.curriculum import Kind
from catalogue.domain.facets import members
from catalogue.models import CurriculumEntry
from catalogue.public.course_list import course_list_on, kinds_in_order
from catalogue.public.index import current_index
from tests.makers import (
    make_course,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def listed(day=TODAY):
    return course_list_on(current_index(), day)


def facets_of_the_first():
    return listed().rows[0].facets


def titles(listed, numbers):
    return [listed.rows[number].record.slug for number in numbers]


def test_the_facets_of_a_course_with_a_run():
    _programme, courses = make_whole_programme()
    make_run(courses[0], host=make_university(slug="au"), teaching_languages=["da", "en"])
    make_run(courses[0], starts_on=date(2027, 9, 1), ends_on=None)

    facets = facets_of_the_first()

    assert {name: sorted(values) for name, values in facets.items()} == {
        "lang": ["da", "en"],
        "uni": ["au"],
        "ects": ["7.5"],
        "season": ["autumn", "spring"],
        "open": ["1"],
    }


def test_a_run_without_a_host_of_its_own_is_held_by_the_courses():
    _programme, courses = make_whole_programme()
    courses[0].host = make_university(slug="ku")
    courses[0].save()
    make_run(courses[0])
    make_run(courses[0], starts_on=date(2027, 9, 1), ends_on=None, host=make_university(slug="au"))

    assert sorted(facets_of_the_first()["uni"]) == ["au", "ku"]


def test_among_several_programmes_a_course_is_found_by_the_name_of_the_one_it_is_at_home_in():
    _first, courses = make_whole_programme(title_da="Master i søvn", title_en="Master of Sleep")
    alone = set(listed().found("søvn", "da"))
    make_whole_programme()

    assert alone == set()
    assert titles(listed(), listed().found("søvn", "da")) == [course.slug for course in courses]


def test_bands_are_drawn_by_the_largest_course_of_all():
    programme = make_programme(ects=Decimal("22.5"))
    make_course(programme, ects=Decimal(15))
    make_course(programme)

    assert listed().largest == 15


def test_what_is_unknown_is_a_value_of_its_own():
    make_whole_programme()

    facets = facets_of_the_first()

    assert facets["lang"] == facets["uni"] == facets["season"] == ("unknown",)
    assert facets["open"] == ()


def test_without_a_date_the_usual_seasons_hold():
    programme = make_programme(ects=Decimal(10))
    make_course(
        programme, seasons=["spring"], ects=Decimal("10.00"), host=make_university(slug="ku")
    )

    facets = facets_of_the_first()

    assert facets["season"] == ("spring",)
    assert facets["uni"] == ("ku",)
    assert facets["ects"] == ("10",)


def test_kinds_are_those_of_the_programmes_that_are_shown():
    _first, courses = make_whole_programme(order=1)
    second = make_programme(order=2, ects=Decimal("7.5"))
    CurriculumEntry.objects.create(programme=second, course=courses[1], kind=Kind.THESIS)
    today = listed()
    one, two = today.index.programmes

    both, kinds = today.within([one, two])
    alone, own = today.within([two])

    assert titles(today, members(both)) == [courses[0].slug, courses[1].slug]
    assert {kind: titles(today, members(bits)) for kind, bits in kinds["kind"].items()} == {
        "mandatory": [courses[0].slug, courses[1].slug],
        "thesis": [courses[1].slug],
    }
    assert titles(today, members(alone)) == [courses[1].slug]
    assert list(own["kind"]) == ["thesis"]
    assert own["ects"]["7.5"] == alone


def test_kinds_stand_in_one_order():
    assert kinds_in_order(["thesis", "mandatory", "thesis", "elective"]) == [
        "mandatory",
        "elective",
        "thesis",
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        pytest.param(
            "deadline",
            ["soon", "later", "big", "aal"],
            id="the nearest deadline first, then by title",
        ),
        pytest.param("title", ["later", "soon", "big", "aal"], id="the Danish alphabet"),
        pytest.param("start", ["soon", "later", "big", "aal"], id="the first to start"),
        pytest.param("ects", ["later", "soon", "aal", "big"], id="the smallest first"),
    ],
)
def test_the_orders_of_the_list(sort, order):
    programme = make_programme(ects=Decimal(45))
    for slug, title, ects in [
        ("soon", "Celler", 7.5),
        ("aal", "Ål", 7.5),
        ("later", "Bier", 7.5),
        ("big", "Økonomi", 22.5),
    ]:
        make_course(programme, slug=slug, title_da=title, ects=Decimal(str(ects)))
    by_slug = {entry.course.slug: entry.course for entry in programme.entries.all()}
    make_run(by_slug["soon"], starts_on=date(2027, 2, 1), ends_on=None)
    make_run(by_slug["later"], starts_on=date(2027, 9, 1), ends_on=None)
    today = listed()

    assert titles(today, today.order(sort, "da")) == order


def test_a_day_has_a_list_of_its_own_and_the_last_few_are_kept():
    _programme, courses = make_whole_programme()
    make_run(courses[0])
    index = current_index()

    assert course_list_on(index, date(2027, 1, 4)).rows[0].facets["open"] == ("1",)
    assert course_list_on(index, date(2027, 1, 5)).rows[0].facets["open"] == ()
    assert course_list_on(index, date(2027, 1, 4)) is course_list_on(index, date(2027, 1, 4))
    for day in range(10, 20):
        course_list_on(index, date(2027, 1, day))
    assert len(index.course_lists) == 3
