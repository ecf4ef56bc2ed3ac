"""Somebody asks to be kept posted, confirms it by the link in the mail, and stops it again."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from admissions.models import Interest
from tests.browser.pages import plain
from tests.browser.steps import address_of, link_in, the_letter

ANSWERS = "degree=master&field=health&area=clinic&m1=9&y1=2025"
BACKGROUND = {
    "version": 1,
    "degree": "master",
    "degree_field": "health",
    "work": [{"starts_on": "2025-09-01", "ends_on": None, "area": "clinic", "share": "1"}],
    "languages": [],
    "declarations": {},
}
ADDRESS = "anna@example.org"
COURSE = "Bioinformatics"
MESSAGE = "Kan jeg begynde midt på året?"


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_doctor_is_kept_posted_until_she_stops_it(
    new_page, mailbox, frozen_clock, words, has_script
):
    page = new_page(java_script_enabled=has_script)

    come_from_the_answer_of_the_check(page, words)
    fill_in_the_form(page, words)
    send_it_after_a_minute(page, words, frozen_clock)
    heading_is(page, words("Check your mail"))

    letter = the_letter(mailbox, ADDRESS)
    assert words.day(2026, 11, 27) in plain(letter["Subject"])
    page.goto(link_in(letter, "interest_confirm", words))
    heading_is(page, words("Confirm that you want news"))
    assert Interest.objects.confirmed().count() == 0
    press(page, words("Yes, keep me posted"))
    heading_is(page, words("You are on the list"))
    expect(page.get_by_role("main")).to_contain_text(words.day(2028, 5, 25))
    it_is_kept_with_the_answers(words)

    letter = the_letter(mailbox, ADDRESS)
    assert words.day(2028, 5, 25) in plain(letter["Subject"])
    page.goto(link_in(letter, "interest_stop", words))
    heading_is(page, words("Stop the mails"))
    assert Interest.objects.count() == 1
    press(page, words("Stop and delete everything"))
    heading_is(page, words("You are off the list"))
    assert Interest.objects.count() == 0


def test_a_slip_in_the_address_costs_nothing_else_of_what_was_written(page, frozen_clock, words):
    wrong = words("Write the e-mail address in full, for example name@example.com")
    come_from_the_answer_of_the_check(page, words)
    fill_in_the_form(page, words, address="anna")
    send_it_after_a_minute(page, words, frozen_clock)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile(f"^{words('Error:')}"))
    summary.get_by_role("link", name=wrong).click()
    address = page.get_by_label(words("Your e-mail address"))
    expect(address).to_be_focused()
    expect(address).to_have_value("anna")
    expect(address).to_have_accessible_description(re.compile(re.escape(wrong)))
    expect(page.get_by_label(words("Your name"))).to_have_value("Anna Prøve")
    expect(page.get_by_label(COURSE)).to_be_checked()
    expect(page.get_by_label(words("As soon as possible"))).to_be_checked()
    expect(page.get_by_label(words("Your message to the office"))).to_have_value(MESSAGE)
    expect(
        page.get_by_label(words("Send my answers from the eligibility check along"))
    ).to_be_checked()
    assert Interest.objects.count() == 0

    address.fill(ADDRESS)
    press(page, words("Send, and get a mail with a link"))

    heading_is(page, words("Check your mail"))
    assert Interest.objects.get().email == ADDRESS


def come_from_the_answer_of_the_check(page, words):
    answer = words("You can apply from %(day)s", day=words.day(2027, 9, 1))
    page.goto(f"{address_of('admission', words)}?{ANSWERS}")
    heading_is(page, answer)
    page.get_by_role("main").get_by_role("link", name=words("Keep me posted"), exact=True).click()
    heading_is(page, words("Keep me posted"))
    expect(page.get_by_role("main")).to_contain_text(words.of("Klinik", "Clinical work"))


def fill_in_the_form(page, words, address=ADDRESS):
    page.get_by_label(words("Your name")).fill("Anna Prøve")
    page.get_by_label(words("Your e-mail address")).fill(address)
    page.get_by_label(COURSE).check()
    page.get_by_label(words("As soon as possible")).check()
    page.get_by_label(words("Your message to the office")).fill(MESSAGE)
    page.get_by_label(words("Send my answers from the eligibility check along")).check()


def send_it_after_a_minute(page, words, clock):
    """What comes back sooner than a person writes is not taken."""
    clock.shift(timedelta(minutes=1))
    press(page, words("Send, and get a mail with a link"))


def press(page, text):
    page.get_by_role("main").get_by_role("button", name=text, exact=True).click()


def heading_is(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def it_is_kept_with_the_answers(words):
    interest = Interest.objects.confirmed().get()
    kept = (interest.name, interest.email, interest.language, interest.when, interest.background)
    assert kept == (
        "Anna Prøve",
        ADDRESS,
        words.language,
        Interest.When.SOONEST,
        BACKGROUND,
    )
    assert [str(course) for course in interest.courses.all()] == [COURSE]
    assert interest.assessment["outcome"] == "not_yet"
