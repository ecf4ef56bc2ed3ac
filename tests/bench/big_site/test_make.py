from datetime import date

import pytest

from bench.big_site.__main__ import parsed
from bench.big_site.make import NotOursError, Size, make_big_site
from catalogue.domain.status import State
from catalogue.models import Course, CourseRun, CurriculumEntry, Programme, TeachingDay
from catalogue.public.site import load_site
from tests.makers import make_programme, make_run, make_whole_programme

TODAY = date(2026, 11, 25)
SMALL = Size(programmes=12, courses=100, runs=200)


def facts():
    """What tells two sites apart, without the keys that a database gives."""
    runs = CourseRun.objects.order_by("code").values_list(
        "uuid", "starts_on", "opens_on", "places", "place_da"
    )
    courses = Course.objects.order_by("uuid").values_list(
        "uuid", "slug", "title_en", "content_da", "host__slug"
    )
    entries = CurriculumEntry.objects.order_by("pk").values_list(
        "programme__slug", "course__slug", "kind", "order"
    )
    return list(runs), list(courses), list(entries)


@pytest.mark.django_db
def test_every_programme_of_a_big_site_adds_up_and_is_public():
    make_big_site(SMALL, 1, TODAY)

    assert (
        Programme.objects.count()
        == Course.objects.values("home_programme").distinct().count()
        == 12
    )
    assert Course.objects.count() == 100
    assert CourseRun.objects.count() == 200
    assert load_site().count == 12


@pytest.mark.django_db
@pytest.mark.parametrize(
    "courses", [3, 4, 7, 50], ids=["one a programme", "one has two", "a few", "many"]
)
def test_programmes_of_any_size_add_up(courses):
    make_big_site(Size(programmes=3, courses=courses, runs=0), 1, TODAY)

    assert [programme.findings() for programme in Programme.objects.with_curriculum()] == [
        (),
        (),
        (),
    ]


@pytest.mark.django_db
def test_every_state_of_a_run_occurs_on_the_day_it_was_made_for():
    make_big_site(SMALL, 1, TODAY)

    runs = CourseRun.objects.select_related("course__home_programme")
    assert {run.status(TODAY).state for run in runs} == set(State)
    assert TeachingDay.objects.count() > len(runs)


@pytest.mark.django_db
def test_some_programmes_have_one_language_and_some_courses_several_kinds():
    make_big_site(SMALL, 1, TODAY)

    languages = [tuple(programme.text_languages) for programme in Programme.objects.all()]
    kinds = {}
    for entry in CurriculumEntry.objects.all():
        kinds.setdefault(entry.course_id, set()).add(entry.kind)
    assert set(languages) == {("da", "en"), ("da",), ("en",)}
    assert {"mandatory", "elective"} in kinds.values()


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_site_and_another_makes_another():
    make_big_site(SMALL, 1, TODAY)
    first = facts()
    make_big_site(SMALL, 1, TODAY)
    again = facts()
    make_big_site(SMALL, 2, TODAY)

    assert again == first
    assert facts() != first


@pytest.mark.django_db
def test_a_site_that_somebody_has_made_is_refused_and_left_alone():
    programme, courses = make_whole_programme()
    make_run(courses[0])

    with pytest.raises(NotOursError, match="is not of a big site"):
        make_big_site(SMALL, 1, TODAY)

    assert list(Programme.objects.all()) == [programme]
    assert CourseRun.objects.count() == 1


@pytest.mark.django_db
def test_a_big_site_to_which_somebody_has_added_something_is_refused():
    make_big_site(SMALL, 1, TODAY)
    make_programme()

    with pytest.raises(NotOursError):
        make_big_site(SMALL, 1, TODAY)

    assert Programme.objects.count() == 13


@pytest.mark.parametrize(
    "arguments",
    [
        ["--programmes", "0"],
        ["--programmes", "5", "--courses", "4"],
    ],
    ids=["no programme", "too few courses"],
)
def test_sizes_that_make_no_sense_are_refused(arguments, capsys):
    with pytest.raises(SystemExit):
        parsed(arguments)

    assert "error: " in capsys.readouterr().err
