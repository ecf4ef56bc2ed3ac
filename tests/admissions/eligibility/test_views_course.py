"""The eligibility check for a single course: its rules, its day, and where nobody settled them."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from tests.admissions.eligibility.pages import (
    DOCTOR,
    QUALIFIED,
    QUERIES,
    headings,
    make_programme_with_rules,
    text,
)
from tests.makers import make_course, make_programme, make_requirement_set, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_programme_with_rules()


@pytest.fixture(autouse=True)
def in_danish():
    with override("da"):
        yield


def test_a_course_is_judged_by_its_runs_deadline_where_it_has_the_same_rules(client, programme):
    course = a_course(programme, "same_set")
    make_run(course)

    page = text(client.get(f"/en/admission/?course={course.slug}&{DOCTOR}"))

    assert headings(page) == ["You can apply from 1\xa0September 2027"]
    assert "counted to the end of 3\xa0January 2027" in page
    assert "Your first deadline" not in page
    assert f'href="?course={course.slug}&amp;degree=master' in page


def test_the_courses_next_run_in_time_is_named(client, programme):
    course = a_course(programme, "same_set")
    make_run(course)
    make_run(course, starts_on=date(2028, 3, 1), ends_on=date(2028, 5, 1), is_example=True)

    page = text(client.get(f"/en/admission/?course={course.slug}&{DOCTOR}"))

    assert re.search(
        r'Your first deadline is then 5\xa0January 2028\.\s*<span class="eg">example</span>', page
    )


def test_a_course_may_have_a_set_of_its_own(client, programme):
    other = make_requirement_set(programme, version=2, starts_on=date(2030, 1, 1))
    other.requirements.filter(kind="work").delete()
    course = a_course(programme, "other_set", single_course_set=other)
    make_run(course)

    page = text(client.get(f"/en/admission/?course={course.slug}&degree=master&field=law"))

    assert headings(page) == ["Yes, you can apply"]
    assert "version 2" in page
    assert "Apply by 4\xa0January 2027, 40 days left" in page


def test_a_course_without_requirements_is_open_to_all(client, programme):
    course = a_course(programme, "no_requirements")
    make_run(course)

    page = text(client.get(f"/da/adgang/?course={course.slug}"))

    assert headings(page) == ["Kurset har ingen adgangskrav"]
    assert "Søg senest 4.\xa0januar 2027, 40 dage tilbage" in page
    assert f'href="/da/skriv-mig-op/?course={course.slug}"' in page


def test_where_it_is_not_settled_the_office_is_asked_and_never_yes_said(client, programme):
    course = a_course(programme, "ask_office")
    make_run(course)

    blank = text(client.get(f"/en/admission/?course={course.slug}"))
    answer = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert "It is not settled whether a single course has the same requirements" in blank
    assert f'<input type="hidden" name="course" value="{course.slug}">' in blank
    assert headings(answer) == ["Ask the office about this course"]
    assert "Yes, you can apply" not in answer
    assert "as guidance" in answer


def test_a_course_at_home_elsewhere_follows_no_rule_of_a_programme_it_stands_in(client, programme):
    course = a_course(programme, "same_set", home_programme=make_programme())

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Ask the office about this course"]


def test_a_course_is_left_aside_where_courses_cannot_be_taken_alone(client, programme):
    course = a_course(programme, "same_set")
    programme.single_courses = False
    programme.save()

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Yes, you can apply"]
    assert "The course in the address is not found here" in page
    assert "Just one course" not in page


def test_a_course_of_no_public_programme_is_left_aside(client, programme):
    course = make_course(home_programme=make_programme())

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Yes, you can apply"]
    assert "The course in the address is not found here" in page


@pytest.mark.parametrize("slug", ["unknown", "../x", "%00", "a" * 5000, "unpublished"])
def test_a_course_that_cannot_be_taken_is_left_aside_with_a_word(client, programme, slug):
    make_course(slug="unpublished", is_published=False)

    page = text(client.get(f"/da/adgang/?course={slug}&{QUALIFIED}"))

    assert headings(page) == ["Ja, du kan søge"]
    assert "Kurset i adressen findes ikke her" in page


def test_the_first_course_still_in_time_is_named_where_courses_have_the_same_rules(
    client, programme
):
    programme.single_course_rule = "same_set"
    programme.save()
    course = make_course(home_programme=programme, title_en="Late course")
    make_run(course, starts_on=date(2027, 11, 1), ends_on=date(2027, 12, 1))
    early = make_course(home_programme=programme, title_en="Early course")
    make_run(early, starts_on=date(2027, 10, 1), ends_on=date(2027, 12, 1))

    page = text(client.get(f"/en/admission/?{DOCTOR}"))

    assert re.search(
        r"The first single course still in time:.*Late course</a>, deadline 6\xa0September 2027",
        page,
    )
    assert "Early course" not in page


def test_a_course_costs_two_queries_more_however_many_runs_it_has(
    client, programme, django_assert_num_queries
):
    course = a_course(programme, "same_set")
    make_run(course)
    client.get("/en/admission/")
    with django_assert_num_queries(QUERIES + 2):
        client.get(f"/en/admission/?course={course.slug}&{DOCTOR}")
    make_run(course, starts_on=date(2027, 4, 1))
    make_run(course, starts_on=date(2028, 4, 1), ends_on=date(2028, 5, 1))
    client.get("/en/admission/")

    with django_assert_num_queries(QUERIES + 2):
        client.get(f"/en/admission/?course={course.slug}&{DOCTOR}")


def a_course(programme, rule, **over):
    programme.single_course_rule = rule
    programme.single_course_set = over.pop("single_course_set", None)
    programme.save()
    course = programme.entries.first().course
    for name, value in {"home_programme": programme, **over}.items():
        setattr(course, name, value)
    course.save()
    return course
