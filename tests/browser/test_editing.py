"""An editor adds a course with two runs and moves a deadline; a visitor finds the dates right."""

import re

import pytest
from playwright.sync_api import expect

from catalogue.models import Course
from tests.browser.pages import Words

PROGRAMME = {"da": "Master i Personlig Medicin", "en": "Master of Personalised Medicine"}
TITLE = {"da": "Farmakogenetik ved sengekanten", "en": "Pharmacogenetics at the Bedside"}
PART_OF_TITLE = {"da": "makogenetik", "en": "macogenetics"}
REASON = {"da": "Sommerferien er talt fra", "en": "The summer holidays are not counted"}


@pytest.fixture
def language():
    """Staff's; the other pages of staff are tried in the other language."""
    return "da"


def test_a_visitor_finds_a_new_course_by_its_title_in_either_language_with_the_dates_right(
    desk, new_page, words
):
    begin_a_course(desk, words)
    add_a_run(desk, words, number=0, starts="2027-03-15", ends="2027-05-07")
    add_a_run(desk, words, number=1, starts="2027-08-30", ends="2027-10-29")
    save(desk, words)
    put_it_among_the_electives(desk, words)
    move_the_deadline_of_august(desk, words, "2027-07-26")

    theirs = Words("en" if words.language == "da" else "da")
    visitor = new_page()
    find_by(visitor, theirs, PART_OF_TITLE[theirs.language])
    see_the_runs_with_their_dates(visitor, theirs)
    find_by(visitor, theirs, PART_OF_TITLE[words.language])
    see_the_runs_with_their_dates(visitor, theirs)


def test_wrong_data_is_told_where_it_stands_and_nothing_typed_is_lost(desk, words):
    begin_a_course(desk, words)
    run = add_a_run(desk, words, number=0, starts="2027-03-15", ends="2027-02-07")
    fill_in_the_exception(run, words, "2027-01-25", {"da": "", "en": ""})
    save(desk, words)

    for message in (
        "The end must not lie before the start.",
        "Say why the deadline differs from the rule.",
    ):
        expect(run.get_by_text(words(message))).to_be_visible()
    expect(desk.get_by_label(words.label("title in English"))).to_have_value(TITLE["en"])
    expect(desk.get_by_label("ECTS:")).to_have_value("5")
    expect(run.get_by_label(words.label("starts"))).to_have_value("2027-03-15")
    expect(run.get_by_label(words.label("ends"))).to_have_value("2027-02-07")
    expect(run.get_by_label(words.label("deadline exception"))).to_have_value("2027-01-25")

    run.get_by_label(words.label("ends")).fill("2027-05-07")
    give_the_reason(run, words, REASON)
    save(desk, words)

    expect(desk.locator(".messagelist .success")).to_contain_text(TITLE[words.language])
    assert Course.objects.get(title_en=TITLE["en"]).runs.get().deadline_reason_en == REASON["en"]


def begin_a_course(desk, words):
    desk.get_by_role("main").get_by_role("link", name=words("Courses"), exact=True).click()
    desk.get_by_role("main").get_by_role("link", name=words("Add %s") % words("course")).click()
    desk.locator("#id_is_published").check()
    desk.get_by_label(words.label("title in Danish")).press_sequentially(TITLE["da"])
    desk.get_by_label(words.label("title in English")).fill(TITLE["en"])
    expect(desk.get_by_label(words.label("address name"))).to_have_value(
        "farmakogenetik-ved-sengekanten"
    )
    desk.get_by_label(words.label("one sentence in Danish")).fill(
        "Hvordan generne afgør, hvad en medicin gør."
    )
    desk.get_by_label(words.label("one sentence in English")).fill(
        "How the genes decide what a drug does."
    )
    desk.get_by_label("ECTS:").fill("5")
    pick(
        desk,
        desk.locator(".fieldBox.field-home_programme").get_by_role("combobox"),
        "Person",
        PROGRAMME[words.language],
    )


def add_a_run(desk, words, *, number, starts, ends):
    """Add a run at the end of the course's page; give the part of the page that holds it."""
    desk.locator("#runs-group .add-row").get_by_role("button").click()
    run = desk.locator(f"#runs-{number}")
    run.locator("[name$=-is_published]").check()
    run.get_by_label(words.label("starts")).fill(starts)
    run.get_by_label(words.label("ends")).fill(ends)
    return run


def put_it_among_the_electives(desk, words):
    desk.get_by_role("link", name=words("Programmes"), exact=True).first.click()
    desk.get_by_role("main").get_by_role("link", name=PROGRAMME[words.language]).click()
    desk.locator("#entries-group .add-row").get_by_role("button").click()
    entry = desk.locator("#entries-11")
    pick(
        desk,
        entry.locator(".field-course").get_by_role("combobox"),
        "sengekanten",
        TITLE[words.language],
    )
    entry.locator("[name$=-kind]").select_option(words("Elective"))
    entry.locator("[name$=-group]").select_option(words.of("Valgfag", "Electives"))
    entry.locator("[name$=-order]").fill("11")
    save(desk, words)
    desk.get_by_role("main").get_by_role("link", name=PROGRAMME[words.language]).first.click()
    expect(desk.locator(".field-public_state .public-state")).to_have_text(
        words("Shown to the public")
    )


def move_the_deadline_of_august(desk, words, day):
    """Runs stand with the latest start first."""
    desk.goto(f"/admin/catalogue/course/{Course.objects.get(title_en=TITLE['en']).pk}/change/")
    run = desk.locator("#runs-0")
    expect(run.get_by_label(words.label("starts"))).to_have_value("2027-08-30")
    fill_in_the_exception(run, words, day, REASON)
    save(desk, words)


def fill_in_the_exception(run, words, day, reason):
    run.get_by_text(words("Deadline exception"), exact=True).click()
    run.get_by_label(words.label("deadline exception")).fill(day)
    give_the_reason(run, words, reason)


def give_the_reason(run, words, reason):
    run.get_by_label(words.label("reason for the exception in Danish")).fill(reason["da"])
    run.get_by_label(words.label("reason for the exception in English")).fill(reason["en"])


def pick(desk, box, part, name):
    """Choose in a field that searches while one types."""
    box.click()
    desk.get_by_role("searchbox").last.press_sequentially(part)
    # Behind the title stands what tells rows of one title apart.
    desk.get_by_role("option", name=re.compile(rf"^{re.escape(name)}( \(|$)")).click()
    expect(box).to_contain_text(name)


def save(desk, words):
    with desk.expect_navigation():
        desk.get_by_role("button", name=words("Save"), exact=True).last.click()


def find_by(visitor, words, part):
    """Search the courses for a part of a word; open the one that is found."""
    visitor.goto(f"/{words.language}/")
    visitor.get_by_role("navigation").get_by_role("link", name=words("Courses"), exact=True).click()
    visitor.get_by_label(words("Search the courses"), exact=True).fill(part)
    visitor.keyboard.press("Enter")
    expect(
        visitor.get_by_role("heading", name=words.of("1 af 12 kurser", "1 of 12 courses"))
    ).to_be_visible()
    visitor.get_by_role("link", name=TITLE[words.language], exact=True).click()


def see_the_runs_with_their_dates(visitor, words):
    """The three days of a course run, and the deadline that was moved, with its reason.

    Eight weeks before the start, one month before it, and the start.
    """
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE[words.language])
    spring, autumn = visitor.locator(".runs > li").all()
    for run, dates in [
        (
            spring,
            {
                "Apply by": (2027, 1, 18),
                "Cancel with refund by": (2027, 2, 15),
                "Start": (2027, 3, 15),
            },
        ),
        (
            autumn,
            {
                "Apply by": (2027, 7, 26),
                "Cancel with refund by": (2027, 7, 30),
                "Start": (2027, 8, 30),
            },
        ),
    ]:
        for term, day in dates.items():
            line = run.locator("dl > div").filter(has=visitor.get_by_text(words(term), exact=True))
            expect(line.get_by_role("definition").locator("time").first).to_have_text(
                words.day(*day)
            )
    moved = words(
        "Changed on %(on)s; previously %(old)s",
        on=words.day(2026, 11, 25),
        old=words.day(2027, 7, 5),
    )
    expect(autumn).to_contain_text(moved)
    expect(spring.locator(".moved")).to_have_count(0)
    expect(autumn).to_contain_text(
        f"{words('The deadline is an exception')}: {REASON[words.language]}"
    )
    expect(spring).not_to_contain_text(words("The deadline is an exception"))
