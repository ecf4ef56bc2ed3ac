"""An editor shows a draft by a link that dies, looks before saving, and sees another day."""

import re

import pytest
from playwright.sync_api import expect

from catalogue.models import Course
from tests.browser.judges import violations, width_of
from tests.browser.pages import Words


@pytest.fixture
def language():
    """Staff's; the other pages of staff are tried in the other language."""
    return "en"


def test_a_colleague_sees_a_draft_until_the_editor_stops_the_link(desk, new_page, words):
    course = a_draft()
    open_the_form(desk, course)
    desk.get_by_role("link", name=words("Preview"), exact=True).click()
    desk.get_by_role("button", name=words("Make a link")).click()
    address = desk.locator("table input[type=text]").input_value()
    assert violations(desk, "links") == []

    colleague = new_page(locale=words.locale, reduced_motion="reduce")
    colleague.goto(address)
    expect(colleague.get_by_role("heading", level=1)).to_have_text(title_of(course, words))
    banner = colleague.get_by_role("complementary", name=words("Preview"))
    expect(banner).to_contain_text(words("Preview: as the public will see it once it is published"))
    assert violations(colleague, "preview") == []
    assert_nothing_scrolls_sideways(colleague)
    colleague.get_by_role("navigation", name=words("Main menu")).get_by_role(
        "link", name=words("Courses")
    ).click()
    expect(banner).to_be_visible()
    colleague.get_by_role("link", name=words.of("English", "Dansk"), exact=True).click()
    expect(colleague).to_have_url(re.compile(r"/preview/.+/(en/courses|da/kurser)/"))

    desk.get_by_role("button", name=words("Stop"), exact=True).click()
    colleague.reload()
    theirs = Words(words.of("en", "da"))
    expect(colleague.get_by_role("heading", level=1)).to_have_text(theirs("The preview has ended"))
    assert violations(colleague, "ended") == []


def test_an_editor_sees_a_course_before_saving_it_in_a_window_of_its_own(desk, words):
    course = a_draft()
    open_the_form(desk, course)
    desk.get_by_label(words.label("title in English")).fill("A title to look at")

    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name=words("Preview in English without saving")).first.click()

    expect(opened.value.get_by_role("heading", level=1)).to_have_text("A title to look at")
    expect(desk.get_by_label(words.label("title in English"))).to_have_value("A title to look at")
    assert Course.objects.get(pk=course.pk).title_en == course.title_en


def test_staff_walk_from_day_to_day(desk, words):
    desk.get_by_role("link", name=words("The site as of another day")).click()
    assert violations(desk, "another day") == []
    desk.get_by_label(f"{words('Day')}:").fill("2027-02-28")
    desk.get_by_role("button", name=words("See the site as of this day")).click()

    banner = desk.get_by_role("complementary", name=words("Preview"))
    expect(banner).to_contain_text(words.day(2027, 2, 28))
    assert violations(desk, "as of a day") == []
    assert_nothing_scrolls_sideways(desk)
    desk.get_by_role("navigation", name=words("Main menu")).get_by_role(
        "link", name=words("Dates")
    ).click()
    desk.get_by_role("link", name=words("A day on")).click()
    expect(banner).to_contain_text(words.day(2027, 3, 1))
    expect(desk.get_by_role("heading", level=1)).to_have_text(words("Deadlines"))
    desk.get_by_role("link", name=words("Back to today")).click()
    expect(banner).to_have_count(0)
    expect(desk.get_by_role("heading", level=1)).to_have_text(words("Deadlines"))


def a_draft():
    course = Course.objects.get(slug="bioinformatics")
    course.is_published = False
    course.save()
    return course


def title_of(course, words):
    return words.of(course.title_da, course.title_en)


def open_the_form(desk, course):
    desk.goto(f"/admin/catalogue/course/{course.pk}/change/")


def assert_nothing_scrolls_sideways(page):
    page.set_viewport_size({"width": 320, "height": 640})
    assert width_of(page) <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
