"""An editor exports courses, changes some in a spreadsheet, tries the file and imports it."""

import csv
import io

import pytest
from django.utils.text import capfirst
from playwright.sync_api import expect

from catalogue.models import Course
from tests.browser.judges import violations, width_of

NARROW, WIDE = {"width": 320, "height": 900}, {"width": 1280, "height": 900}


@pytest.fixture
def language():
    """Staff's; the other pages of staff are tried in the other language."""
    return "da"


def test_an_editor_takes_courses_out_and_brings_changed_ones_back(desk, words):
    desk.get_by_role("main").get_by_role("link", name=words("Courses"), exact=True).click()
    heading, rows = take_out(desk, words)
    ects, title = (heading.index(name) for name in ("ECTS", capfirst(words("title in English"))))

    rows[0][ects], rows[1][title] = "mange", "A Better Title"
    bring(desk, words, heading, rows, by="Import")
    expect(
        desk.get_by_text(
            words("Write a number, for example %(example)s.", example=words.of("7,5", "7.5"))
        )
    ).to_be_visible()
    expect(desk.get_by_role("button", name=words("Import now"))).to_have_count(0)
    looks_right(desk)

    rows[0][ects] = "7,5"
    bring(desk, words, heading, rows, by="Choose a file")
    expect(desk.get_by_role("cell", name="A Better Title", exact=True)).to_be_visible()
    looks_right(desk)
    desk.get_by_role("button", name=words("Import now")).click()

    expect(desk.get_by_role("heading", name=words("Imported"), exact=True)).to_be_visible()
    assert Course.objects.filter(title_en="A Better Title").count() == 1


def take_out(desk, words):
    desk.get_by_role("link", name=words("Export"), exact=True).click()
    looks_right(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name=words("Export"), exact=True).click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    desk.get_by_role("link", name=words("Courses"), exact=True).first.click()
    return heading, rows


def bring(desk, words, heading, rows, by):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerows([heading, *rows])
    desk.get_by_role("link", name=words(by), exact=True).first.click()
    looks_right(desk)
    content = {
        "name": "kurser.csv",
        "mimeType": "text/csv",
        "buffer": file.getvalue().encode("utf-8-sig"),
    }
    desk.get_by_label(words("File"), exact=True).set_input_files(content)
    desk.get_by_role("button", name=words("Try the file"), exact=True).click()


def looks_right(desk):
    """Nothing for axe to find, and nothing wider than a narrow phone."""
    assert violations(desk, desk.url) == []
    desk.set_viewport_size(NARROW)
    assert width_of(desk) <= NARROW["width"]
    desk.set_viewport_size(WIDE)
