"""People of three backgrounds learn whether they can apply, and what to do next."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import keyboard

LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])

SAYS = {
    "da": {
        "check": "Tjek, om du kan søge",
        "degree": "Hvad er din højeste afsluttede uddannelse?",
        "master": "Dansk kandidatgrad",
        "medium_cycle": "Professionsbachelor eller anden mellemlang videregående uddannelse",
        "foreign": "Uddannelse fra udlandet",
        "field": "Hvilket område er din uddannelse inden for?",
        "health": "Sundhedsvidenskab",
        "area": "Hvad arbejder du med?",
        "clinic": "Klinik",
        "laboratory": "Laboratorium",
        "organisation": "Organisering og lovgivning",
        "start": "Hvornår begyndte du at arbejde inden for området?",
        "month": "Måned",
        "year": "År",
        "see": "Se svaret",
        "from": "Du kan søge fra 1. september 2027",
        "first_deadline": "Din første frist er derfor 1. maj 2028.",
        "worked": "Du har 1 år og 8 måneder, talt til og med 30. april 2027. Kravet er 2 år.",
        "dispensation": "Du kan søge, hvis du også søger dispensation",
        "office": "Sekretariatet skal vurdere din uddannelse",
        "deadline": "Søg senest 1. maj 2027, 157 dage tilbage",
        "keep_me_posted": "Skriv mig op",
        "write": "Skriv til sekretariatet",
        "errors": "Fire svar skal rettes",
        "error": "Fejl:",
        "no_degree": "Vælg din højeste afsluttede uddannelse",
        "no_area": "Vælg, hvad du arbejder med",
        "no_month": "Startmåneden skal være et tal fra 1 til 12",
        "no_year": "Skriv det år, du begyndte",
    },
    "en": {
        "check": "Check if you can apply",
        "degree": "What is your highest completed degree?",
        "master": "Danish master’s degree (kandidatgrad)",
        "medium_cycle": "Professional bachelor’s degree or other medium-cycle degree",
        "foreign": "Degree from abroad",
        "field": "Which field is your degree in?",
        "health": "Health science",
        "area": "What do you work with?",
        "clinic": "Clinical work",
        "laboratory": "Laboratory",
        "organisation": "Organisation and legislation",
        "start": "When did you start working in this field?",
        "month": "Month",
        "year": "Year",
        "see": "See the answer",
        "from": "You can apply from 1 September 2027",
        "first_deadline": "Your first deadline is then 1 May 2028.",
        "worked": "You have 1 year and 8 months, counted to the end of 30 April 2027. 2 years are needed.",
        "dispensation": "You can apply if you also ask for a dispensation",
        "office": "The office must assess your degree",
        "deadline": "Apply by 1 May 2027, 157 days left",
        "keep_me_posted": "Keep me posted",
        "write": "Write to the office",
        "errors": "Four answers need attention",
        "error": "Error:",
        "no_degree": "Choose your highest completed degree",
        "no_area": "Choose what you work with",
        "no_month": "The start month must be a number from 1 to 12",
        "no_year": "Write the year you started",
    },
}


@LANGUAGES
def test_a_doctor_with_fourteen_months_of_work_learns_the_day_and_leaves_for_the_mails(page, language):
    says = SAYS[language]

    open_the_check_from_the_front_page(page, language)
    answer_as_the_doctor(page, says)

    the_answer_is(page, says["from"])
    it_reads(page, says["first_deadline"], says["worked"])
    go_on_to_be_kept_posted(page, says)
    it_reads(page, says["clinic"])


@LANGUAGES
def test_a_bioanalyst_with_three_years_of_work_may_ask_for_a_dispensation(page, language):
    says = SAYS[language]

    open_the_check_from_the_front_page(page, language)
    choose(page, says["degree"], says["medium_cycle"])
    choose(page, says["area"], says["laboratory"])
    write_the_start(page, says, month="11", year="2023")
    see_the_answer(page, says)

    the_answer_is(page, says["dispensation"])
    it_reads(page, says["deadline"])
    go_on_to_be_kept_posted(page, says)
    it_reads(page, says["laboratory"], says["dispensation"])


@LANGUAGES
def test_a_lawyer_with_a_swedish_degree_is_sent_to_the_office(page, language):
    says = SAYS[language]

    open_the_check_from_the_front_page(page, language)
    choose(page, says["degree"], says["foreign"])
    choose(page, says["area"], says["organisation"])
    write_the_start(page, says, month="8", year="2019")
    see_the_answer(page, says)

    the_answer_is(page, says["office"])
    it_reads(page, says["deadline"])
    the_office_can_be_written_to(page, says)


@LANGUAGES
def test_without_script_the_doctor_gets_the_same_answer(new_page, page, language):
    says = SAYS[language]
    without_script = new_page(java_script_enabled=False)

    for visitor in (page, without_script):
        open_the_check_from_the_front_page(visitor, language)
        answer_as_the_doctor(visitor, says)

    assert main_text(without_script) == main_text(page)
    go_on_to_be_kept_posted(without_script, says)


@LANGUAGES
def test_the_address_of_an_answer_gives_somebody_else_the_same_answer(new_page, page, language):
    says = SAYS[language]
    open_the_check_from_the_front_page(page, language)
    answer_as_the_doctor(page, says)

    colleague = new_page()
    colleague.goto(page.url)

    the_answer_is(colleague, says["from"])
    assert main_text(colleague) == main_text(page)


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
@LANGUAGES
def test_what_is_wrong_is_told_first_and_each_line_leads_to_its_control(new_page, language, has_script):
    says = SAYS[language]
    page = new_page(java_script_enabled=has_script)
    open_the_check_from_the_front_page(page, language)
    write_the_start(page, says, month="13", year="")
    see_the_answer(page, says)

    summary = page.get_by_role("alert")

    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text(says["errors"])
    expect(page).to_have_title(re.compile(f"^{says['error']}"))
    for words, control in [
        ("no_degree", question(page, says["degree"]).get_by_role("radio").first),
        ("no_area", question(page, says["area"]).get_by_role("radio").first),
        ("no_month", question(page, says["start"]).get_by_label(says["month"])),
        ("no_year", question(page, says["start"]).get_by_label(says["year"])),
    ]:
        keyboard.begin_at(summary)
        keyboard.tab_to(page, summary.get_by_role("link", name=says[words], exact=True))
        page.keyboard.press("Enter")
        expect(control).to_be_focused()
        expect(control).to_be_in_viewport()
        assert says[words] in words_about(control)
    expect(question(page, says["start"]).get_by_label(says["month"])).to_have_value("13")


@LANGUAGES
def test_what_was_put_right_leads_to_the_answer(page, language):
    says = SAYS[language]
    open_the_check_from_the_front_page(page, language)
    choose(page, says["degree"], says["medium_cycle"])
    choose(page, says["area"], says["laboratory"])
    see_the_answer(page, says)
    expect(page.get_by_role("alert")).to_be_focused()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(question(page, says["start"]).get_by_label(says["month"])).to_be_focused()
    page.keyboard.type("11")
    keyboard.write(page, question(page, says["start"]).get_by_label(says["year"]), "2023")
    see_the_answer(page, says)

    the_answer_is(page, says["dispensation"])


def open_the_check_from_the_front_page(page, language):
    page.goto(f"/{language}/")
    keyboard.follow(page, page.get_by_role("main").get_by_role("link", name=SAYS[language]["check"]).first)
    expect(page.get_by_role("heading", level=1)).to_have_text(SAYS[language]["check"])


def answer_as_the_doctor(page, says):
    choose(page, says["degree"], says["master"])
    choose(page, says["field"], says["health"])
    choose(page, says["area"], says["clinic"])
    write_the_start(page, says, month="9", year="2025")
    see_the_answer(page, says)


def question(page, words):
    return page.get_by_role("group", name=words, exact=True)


def choose(page, words, answer):
    group = question(page, words)
    keyboard.choose(page, group, group.get_by_role("radio", name=answer))


def write_the_start(page, says, *, month, year):
    start = question(page, says["start"])
    keyboard.write(page, start.get_by_label(says["month"]), month)
    keyboard.write(page, start.get_by_label(says["year"]), year)


def see_the_answer(page, says):
    keyboard.follow(page, page.get_by_role("button", name=says["see"], exact=True))


def the_answer_is(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    assert plain(page.title()).startswith(words)


def it_reads(page, *sentences):
    for words in sentences:
        expect(page.get_by_role("main")).to_contain_text(words)


def go_on_to_be_kept_posted(page, says):
    keyboard.follow(page, page.get_by_role("main").get_by_role("link", name=says["keep_me_posted"], exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(says["keep_me_posted"])


def the_office_can_be_written_to(page, says):
    link = page.get_by_role("main").get_by_role("link", name=says["write"], exact=True)
    keyboard.tab_to(page, link)
    expect(link).to_have_attribute("href", re.compile("^mailto:.+@.+"))


def main_text(page):
    return page.get_by_role("main").inner_text()


def words_about(control):
    """The text that stands with a control: that of its field."""
    return plain(control.locator("xpath=ancestor::fieldset[1]").inner_text())


def plain(text):
    """Without no-break spaces and line breaks."""
    return " ".join(text.split())
