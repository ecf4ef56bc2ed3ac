"""Somebody asks to be kept posted, confirms it by the link in the mail, and stops it again."""

import email
import re
from datetime import timedelta
from email import policy

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from admissions.models import Interest

ANSWERS = "degree=master&field=health&area=clinic&m1=9&y1=2025"
ADDRESS = "anna@example.org"

SAYS = {
    "da": {
        "check": "/da/adgang/",
        "keep_me_posted": "Skriv mig op",
        "known": "Du kan søge fra 1. september 2027",
        "name": "Dit navn",
        "email": "Din e-mailadresse",
        "course": "Bioinformatics",
        "soon": "Så snart som muligt",
        "along": "Send mine svar fra adgangstjekket med",
        "message": "Din besked til sekretariatet",
        "send": "Send, og få en mail med et link",
        "check_mail": "Tjek din mail",
        "confirm_by": "Bekræft senest 27. november 2026",
        "confirm": "Bekræft, at du vil høre nyt",
        "yes": "Ja, skriv mig op",
        "on_the_list": "Du er skrevet op",
        "until": "25. maj 2028",
        "stop_title": "Stop mails",
        "stop": "Stop, og slet alt",
        "off_the_list": "Du er ikke længere skrevet op",
        "error": "Fejl:",
        "wrong_address": "Skriv hele e-mailadressen, for eksempel navn@example.com",
        "meant": "anna@gmail.com",
    },
    "en": {
        "check": "/en/admission/",
        "keep_me_posted": "Keep me posted",
        "known": "You can apply from 1 September 2027",
        "name": "Your name",
        "email": "Your e-mail address",
        "course": "Bioinformatics",
        "soon": "As soon as possible",
        "along": "Send my answers from the eligibility check along",
        "message": "Your message to the office",
        "send": "Send, and get a mail with a link",
        "check_mail": "Check your mail",
        "confirm_by": "Confirm by 27 November 2026",
        "confirm": "Confirm that you want news",
        "yes": "Yes, keep me posted",
        "on_the_list": "You are on the list",
        "until": "25 May 2028",
        "stop_title": "Stop the mails",
        "stop": "Stop and delete everything",
        "off_the_list": "You are off the list",
        "error": "Error:",
        "wrong_address": "Write the e-mail address in full, for example name@example.com",
        "meant": "anna@gmail.com",
    },
}
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
@LANGUAGES
def test_a_doctor_is_kept_posted_until_she_stops_it(new_page, mailbox, frozen_clock, language, has_script):
    says = SAYS[language]
    page = new_page(java_script_enabled=has_script)

    come_from_the_answer_of_the_check(page, says)
    fill_in_the_form(page, says)
    send_it_after_a_minute(page, says, frozen_clock)
    heading_is(page, says["check_mail"])
    assert Interest.objects.confirmed().count() == 0

    letter = the_letter(mailbox)
    assert plain(letter["Subject"]).startswith(says["confirm_by"])
    page.goto(link_in(letter, "confirm", "bekraeft"))
    heading_is(page, says["confirm"])
    assert Interest.objects.confirmed().count() == 0
    press(page, says["yes"])
    heading_is(page, says["on_the_list"])
    expect(page.get_by_role("main")).to_contain_text(says["until"])
    it_is_kept_with_the_answers(says, language)

    letter = the_letter(mailbox)
    assert plain(letter["Subject"]).startswith(says["on_the_list"])
    page.goto(link_in(letter, "stop"))
    heading_is(page, says["stop_title"])
    assert Interest.objects.count() == 1
    press(page, says["stop"])
    heading_is(page, says["off_the_list"])
    assert Interest.objects.count() == 0


@LANGUAGES
def test_a_slip_in_the_address_costs_nothing_else_of_what_was_written(page, frozen_clock, language):
    says = SAYS[language]
    come_from_the_answer_of_the_check(page, says)
    fill_in_the_form(page, says, address="anna")
    send_it_after_a_minute(page, says, frozen_clock)

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile(f"^{says['error']}"))
    summary.get_by_role("link", name=says["wrong_address"]).click()
    address = page.get_by_label(says["email"])
    expect(address).to_be_focused()
    expect(address).to_have_value("anna")
    expect(address).to_have_accessible_description(re.compile(re.escape(says["wrong_address"])))
    expect(page.get_by_label(says["name"])).to_have_value("Anna Prøve")
    expect(page.get_by_label(says["course"])).to_be_checked()
    expect(page.get_by_label(says["soon"])).to_be_checked()
    expect(page.get_by_label(says["message"])).to_have_value("Kan jeg begynde midt på året?")
    expect(page.get_by_label(says["along"])).to_be_checked()
    assert Interest.objects.count() == 0

    address.fill(ADDRESS)
    press(page, says["send"])

    heading_is(page, says["check_mail"])
    assert Interest.objects.get().email == ADDRESS


@pytest.fixture
def mailbox(settings, tmp_path):
    """The folder that letters are written to."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def come_from_the_answer_of_the_check(page, says):
    page.goto(f"{says['check']}?{ANSWERS}")
    heading_is(page, says["known"])
    page.get_by_role("main").get_by_role("link", name=says["keep_me_posted"], exact=True).click()
    heading_is(page, says["keep_me_posted"])
    expect(page.get_by_role("main")).to_contain_text(says["known"])


def fill_in_the_form(page, says, address=ADDRESS):
    page.get_by_label(says["name"]).fill("Anna Prøve")
    page.get_by_label(says["email"]).fill(address)
    page.get_by_label(says["course"]).check()
    page.get_by_label(says["soon"]).check()
    page.get_by_label(says["message"]).fill("Kan jeg begynde midt på året?")
    page.get_by_label(says["along"]).check()


def send_it_after_a_minute(page, says, clock):
    """What comes back sooner than a person writes is not taken."""
    clock.shift(timedelta(minutes=1))
    press(page, says["send"])


def press(page, words):
    page.get_by_role("main").get_by_role("button", name=words, exact=True).click()


def heading_is(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def the_letter(mailbox):
    """Deliver what waits; read the one letter and take it out of the box."""
    call_command("deliver_mail", verbosity=0)
    (file,) = mailbox.iterdir()
    letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    file.unlink()
    assert letter["To"] == ADDRESS
    return letter


def link_in(letter, *steps):
    """The address in the letter that has one of these words in its path."""
    text = letter.get_body(preferencelist=("plain",)).get_content()
    (address,) = [found for found in re.findall(r"http://\S+", text) if set(steps) & set(found.split("/"))]
    assert address in letter.get_body(preferencelist=("html",)).get_content()
    return address


def it_is_kept_with_the_answers(says, language):
    interest = Interest.objects.confirmed().get()
    kept = (interest.name, interest.email, interest.language, interest.when, interest.background)
    assert kept == ("Anna Prøve", ADDRESS, language, Interest.When.SOONEST, {"answers": ANSWERS})
    assert [str(course) for course in interest.courses.all()] == [says["course"]]
    assert interest.assessment["outcome"] == "not_yet"


def plain(text):
    """Without no-break spaces."""
    return " ".join(text.split())
