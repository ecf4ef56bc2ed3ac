"""An ordinary week by the guide: a date moves, a colleague looks, a table comes in, next year."""

import csv
import io
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from catalogue.models import Course, CourseRun
from tests.browser.test_editing import save

TITLE = "Bioinformatik i klinikken"


@pytest.fixture
def language():
    """The guide's; the pages in English have tests of their own."""
    return "da"


@pytest.fixture
def desk(desk):
    desk.set_viewport_size({"width": 1100, "height": 800})
    desk.emulate_media(reduced_motion="reduce")
    return desk


def test_a_visitor_sees_which_day_a_start_was_moved(desk, new_page, words):
    run = (
        CourseRun.objects.exclude(ends_on=None)
        .filter(is_published=True, starts_on__gt="2027-02-01")
        .first()
    )
    day, later = run.starts_on, run.starts_on + timedelta(days=7)
    desk.goto(f"/admin/catalogue/courserun/{run.pk}/change/")
    desk.get_by_label(words.label("starts")).fill(later.isoformat())
    save(desk, words)

    visitor = new_page()
    visitor.goto(f"/da/kurser/{run.course.slug}/")
    told = f"Ændret den 25. november 2026; tidligere {words.day(day.year, day.month, day.day)}"
    expect(visitor.locator(".runs").get_by_text(told).first).to_be_visible()


def test_a_course_is_renamed_compared_and_brought_back(desk, words, picture):
    course = Course.objects.get(slug="bioinformatics")
    old = course.title_da
    open_course(desk, course)
    desk.get_by_label(words.label("title in Danish")).fill(TITLE)
    save(desk, words)
    open_course(desk, course)
    desk.get_by_role("link", name=words("History"), exact=True).click()

    expect(desk.locator("section.module")).to_contain_text(TITLE)
    picture(desk.locator("#content"), "history")
    desk.get_by_role("link", name=words("Bring back")).last.click()
    desk.get_by_role("button", name=words("Bring this version back")).click()
    course.refresh_from_db()
    assert course.title_da == old


def test_a_link_for_a_colleague_is_made_and_stopped(desk, words, picture):
    open_course(desk, Course.objects.get(slug="bioinformatics"))
    desk.get_by_role("link", name=words("Preview"), exact=True).click()
    desk.get_by_role("button", name=words("Make a link")).click()

    expect(desk.locator("table input[type=text]")).to_have_count(1)
    picture(desk.locator("#content"), "preview")
    desk.get_by_role("button", name=words("Stop"), exact=True).click()
    expect(desk.locator("table input[type=text]")).to_have_count(0)


def test_a_table_says_what_it_would_do_before_it_does_it(desk, words, picture):
    first, second = Course.objects.order_by("slug")[:2]
    desk.goto("/admin/catalogue/course/")
    desk.get_by_role("link", name=words("Import"), exact=True).click()
    file = io.StringIO(newline="")
    rows = [
        ["Navn i adressen", "Titel på dansk", "ECTS"],
        [first.slug, TITLE, "7,5"],
        [second.slug, second.title_da, "7,5"],
    ]
    csv.writer(file, delimiter=";").writerows(rows)
    content = {
        "name": "kurser.csv",
        "mimeType": "text/csv",
        "buffer": file.getvalue().encode("utf-8-sig"),
    }
    desk.get_by_label(words("File"), exact=True).set_input_files(content)
    desk.get_by_role("button", name=words("Try the file"), exact=True).click()

    expect(desk.get_by_role("cell", name=TITLE, exact=True)).to_be_visible()
    picture(desk.locator("#content"), "import")
    desk.get_by_role("button", name=words("Import now")).click()
    expect(desk.get_by_role("heading", name=words("Imported"), exact=True)).to_be_visible()
    first.refresh_from_db()
    assert first.title_da == TITLE


def test_next_years_runs_are_looked_over_and_published_together(desk, words, picture):
    before = CourseRun.objects.filter(is_published=True).count()
    desk.goto("/admin/next-year/")
    # The table goes on below what the window shows.
    picture(desk, "next-year")
    ticked = desk.locator("table.next-year th").get_by_role("checkbox", checked=True)
    made = ticked.count()
    assert made > 1
    ticked.first.uncheck()
    desk.get_by_role("button", name=words("Publish together")).click()

    expect(desk.locator(".messagelist .success")).to_contain_text("oprettet og offentliggjort")
    assert CourseRun.objects.filter(is_published=True).count() == before + made - 1


def open_course(desk, course):
    desk.goto(f"/admin/catalogue/course/{course.pk}/change/")
