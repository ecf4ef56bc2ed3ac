"""People of three backgrounds learn whether they can apply, and what next, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.pages import plain

DEGREE = "What is your highest completed degree?"
FIELD = "Which field is your degree in?"
AREA = "What do you work with?"
START = "When did you start working in this field?"


def test_a_doctor_with_fourteen_months_of_work_learns_the_day_and_goes_on_to_be_kept_posted(
    page, words
):
    open_the_check_from_the_front_page(page, words)
    answer_as_the_doctor(page, words)

    the_answer_is(page, words("You can apply from %(day)s", day=words.day(2027, 9, 1)))
    it_reads(page, words("Your first deadline is then %(day)s.", day=words.day(2028, 5, 1)))
    it_reads(page, words.of("1 år og 8 måneder", "1 year and 8 months"), words.day(2027, 4, 30))
    go_on_to_be_kept_posted(page, words)
    it_reads(page, words.of("Klinik", "Clinical work"))


def test_a_bioanalyst_with_three_years_of_work_may_ask_for_a_dispensation(page, words):
    open_the_check_from_the_front_page(page, words)
    choose(
        page, words(DEGREE), words("Professional bachelor’s degree or other medium-cycle degree")
    )
    choose(page, words(AREA), words.of("Laboratorium", "Laboratory"))
    write_the_start(page, words, month="11", year="2023")
    see_the_answer(page, words)

    the_answer_is(page, words("You can apply if you also ask for a dispensation"))
    it_reads(page, words.day(2027, 5, 1), "157")
    go_on_to_be_kept_posted(page, words)
    it_reads(page, words("You can apply if you also ask for a dispensation"))


def test_a_lawyer_with_a_swedish_degree_is_sent_to_the_office(page, words):
    open_the_check_from_the_front_page(page, words)
    choose(page, words(DEGREE), words("Degree from abroad"))
    choose(
        page, words(AREA), words.of("Organisering og lovgivning", "Organisation and legislation")
    )
    write_the_start(page, words, month="8", year="2019")
    see_the_answer(page, words)

    the_answer_is(page, words("The office must assess your degree"))
    it_reads(page, words.day(2027, 5, 1))
    the_office_can_be_written_to(page, words)


def test_without_script_the_doctor_gets_the_same_answer(new_page, page, words):
    without_script = new_page(java_script_enabled=False)

    for visitor in (page, without_script):
        open_the_check_from_the_front_page(visitor, words)
        answer_as_the_doctor(visitor, words)

    assert main_text(without_script) == main_text(page)
    go_on_to_be_kept_posted(without_script, words)


def test_the_address_of_an_answer_gives_somebody_else_the_same_answer(new_page, page, words):
    open_the_check_from_the_front_page(page, words)
    answer_as_the_doctor(page, words)

    colleague = new_page()
    colleague.goto(page.url)

    the_answer_is(colleague, words("You can apply from %(day)s", day=words.day(2027, 9, 1)))
    assert main_text(colleague) == main_text(page)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_what_is_wrong_is_told_first_and_each_line_leads_to_its_control(
    new_page, words, has_script
):
    page = new_page(java_script_enabled=has_script)
    open_the_check_from_the_front_page(page, words)
    write_the_start(page, words, month="13", year="")
    see_the_answer(page, words)

    summary = page.get_by_role("alert")
    start = question(page, words(START))

    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text(words("Four answers need attention"))
    expect(page).to_have_title(re.compile(f"^{words('Error:')}"))
    for message, control in [
        (
            "Choose your highest completed degree",
            question(page, words(DEGREE)).get_by_role("radio").first,
        ),
        ("Choose what you work with", question(page, words(AREA)).get_by_role("radio").first),
        ("The start month must be a number from 1 to 12", start.get_by_label(words("Month"))),
        ("Write the year you started", start.get_by_label(words("Year"))),
    ]:
        steps.begin_at(summary)
        steps.tab_to(page, summary.get_by_role("link", name=words(message), exact=True))
        page.keyboard.press("Enter")
        expect(control).to_be_focused()
        expect(control).to_be_in_viewport()
        assert words(message) in text_about(control)
    expect(start.get_by_label(words("Month"))).to_have_value("13")


def test_what_is_put_right_leads_to_the_answer(page, words):
    open_the_check_from_the_front_page(page, words)
    choose(
        page, words(DEGREE), words("Professional bachelor’s degree or other medium-cycle degree")
    )
    choose(page, words(AREA), words.of("Laboratorium", "Laboratory"))
    see_the_answer(page, words)
    expect(page.get_by_role("alert")).to_be_focused()
    start = question(page, words(START))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(start.get_by_label(words("Month"))).to_be_focused()
    page.keyboard.type("11")
    steps.write(page, start.get_by_label(words("Year")), "2023")
    see_the_answer(page, words)

    the_answer_is(page, words("You can apply if you also ask for a dispensation"))


def open_the_check_from_the_front_page(page, words):
    page.goto(f"/{words.language}/")
    steps.follow(
        page,
        page.get_by_role("main").get_by_role("link", name=words("Check if you can apply")).first,
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Check if you can apply"))


def answer_as_the_doctor(page, words):
    choose(page, words(DEGREE), words("Danish master’s degree (kandidatgrad)"))
    choose(page, words(FIELD), words.of("Sundhedsvidenskab", "Health science"))
    choose(page, words(AREA), words.of("Klinik", "Clinical work"))
    write_the_start(page, words, month="9", year="2025")
    see_the_answer(page, words)


def question(page, text):
    return page.get_by_role("group", name=text, exact=True)


def choose(page, text, answer):
    group = question(page, text)
    steps.choose(page, group, group.get_by_role("radio", name=answer))


def write_the_start(page, words, *, month, year):
    start = question(page, words(START))
    steps.write(page, start.get_by_label(words("Month")), month)
    steps.write(page, start.get_by_label(words("Year")), year)


def see_the_answer(page, words):
    steps.follow(page, page.get_by_role("button", name=words("See the answer"), exact=True))


def the_answer_is(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert plain(page.title()).startswith(plain(text))


def it_reads(page, *sentences):
    for text in sentences:
        expect(page.get_by_role("main")).to_contain_text(text)


def go_on_to_be_kept_posted(page, words):
    steps.follow(
        page, page.get_by_role("main").get_by_role("link", name=words("Keep me posted"), exact=True)
    )
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Keep me posted"))


def the_office_can_be_written_to(page, words):
    link = page.get_by_role("main").get_by_role(
        "link", name=words("Write to the office"), exact=True
    )
    steps.tab_to(page, link)
    expect(link).to_have_attribute("href", re.compile("^mailto:.+@.+"))


def main_text(page):
    return page.get_by_role("main").inner_text()


def text_about(control):
    """The text that stands with a control: that of its question."""
    return plain(control.locator("xpath=ancestor::fieldset[1]").inner_text())
