"""Editors of two universities at once in two browsers: each keeps their own; one sees all."""

import pytest
from playwright.sync_api import expect

from catalogue.models import Course, University
from tests.browser.test_editing import save

COURSES = "/admin/catalogue/course/"


@pytest.fixture
def language():
    """Staff's; the other pages of staff are tried in the other language."""
    return "en"


def test_two_editors_work_at_once_and_neither_reaches_the_other(new_desk, words):
    own, others = (University.objects.get(slug=slug) for slug in ("ku", "au"))
    keeper, other = new_desk(own), new_desk(others)
    first, second = (
        Course.objects.filter(host=own).first(),
        Course.objects.filter(host=others).first(),
    )

    see_courses(keeper, words, Course.objects.filter(host=own))
    see_courses(other, words, Course.objects.filter(host=others))

    open_course(keeper, first)
    open_course(other, second)
    keeper.get_by_label(words.label("course code")).fill("KU-1")
    other.get_by_label(words.label("course code")).fill("AU-1")
    save(other, words)
    save(keeper, words)
    expect(keeper.locator(".messagelist .success")).to_contain_text(title(first, words))
    expect(other.locator(".messagelist .success")).to_contain_text(title(second, words))

    assert keeper.goto(address_of(second)).status == 404
    assert other.goto(address_of(first)).status == 404
    assert keeper.goto(f"{COURSES}{second.pk}/delete/").status == 404
    # What either may choose is their own university and no other.
    open_course(keeper, first)
    keeper.locator(".fieldBox.field-host").get_by_role("combobox").click()
    expect(keeper.locator(".select2-results").get_by_role("option")).to_have_text(
        [words.of(own.name_da, own.name_en)]
    )

    coordinator = new_desk("coordinator")
    for course, code in ((first, "KU-1"), (second, "AU-1")):
        open_course(coordinator, course)
        expect(coordinator.get_by_label(words.label("course code"))).to_have_value(code)
    see_courses(coordinator, words, Course.objects.all())


def test_an_auditor_reads_a_course_and_finds_nothing_to_save(new_desk, words):
    auditor = new_desk("auditor")
    course = Course.objects.filter(host__slug="ku").first()

    open_course(auditor, course)

    expect(auditor.get_by_role("main")).to_contain_text(course.title_da)
    expect(auditor.get_by_role("button", name=words("Save"), exact=True)).to_have_count(0)
    expect(auditor.get_by_role("main").get_by_role("textbox")).to_have_count(0)


def title(course, words):
    return words.of(course.title_da or course.title_en, course.title_en or course.title_da)


def address_of(course):
    return f"{COURSES}{course.pk}/change/"


def open_course(desk, course):
    assert desk.goto(address_of(course)).status == 200


def see_courses(desk, words, courses):
    desk.goto(COURSES)
    expect(desk.locator("#result_list .field-name a")).to_have_count(len(courses))
    listed = {
        plain.strip() for plain in desk.locator("#result_list .field-name a").all_inner_texts()
    }
    assert listed == {title(course, words) for course in courses}
