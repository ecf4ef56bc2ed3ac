"""A doctor applies without an account: begins, leaves off, comes back by the link, sends."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from admissions.models import Application
from tests.admissions.applications.documents import makers
from tests.browser.pages import plain
from tests.browser.steps import (
    Looks,
    address_of,
    answer_education,
    attach,
    done,
    heading_is,
    open_from_the_mail,
    open_part,
    press,
    the_letter,
    write_down,
)

ADDRESS = "anna@example.org"
CHECKED = "degree=master&field=health&area=clinic&m1=9&y1=2020"


@pytest.mark.parametrize(
    ("language", "has_script"),
    [("da", True), ("en", True), ("en", False)],
    ids=["da, with script", "en, with script", "en, without script"],
)
def test_a_doctor_starts_now_and_finishes_later(new_page, mailbox, frozen_clock, words, has_script):
    page = new_page(java_script_enabled=has_script, reduced_motion="reduce")
    look = Looks(page, has_script)

    page.goto(address_of("apply", words))
    look("apply")
    page.goto(f"{address_of('application_start', words)}?{CHECKED}")
    look("start")
    page.get_by_label(words("Your e-mail address")).fill(ADDRESS)
    frozen_clock.shift(timedelta(minutes=1))
    press(page, words("Begin"))
    expect(page.get_by_role("main")).to_contain_text(done(words, 1))
    look("list")
    open_part(page, words("Name and contact"))
    press(page, words("Save and go on"))
    expect(page.get_by_role("alert")).to_be_focused()
    look("about, sent empty")
    page.get_by_label(words("Your name"), exact=True).fill("Anna Prøve")
    page.get_by_label(words("Country you live in")).fill("Danmark")
    press(page, words("Save and go on"))
    open_part(page, words("Work experience"))
    page.get_by_role("textbox").fill("Klinik siden")
    press(page, words("Save as it is, and finish later"))
    expect(page.get_by_role("main")).to_contain_text(done(words, 2))
    page.context.close()

    page = new_page(java_script_enabled=has_script, reduced_motion="reduce")
    look = Looks(page, has_script)
    open_from_the_mail(page, the_letter(mailbox, ADDRESS), words, look)
    open_part(page, words("Work experience"))
    expect(page.get_by_role("textbox")).to_have_value(re.compile("^Klinik siden"))
    page.get_by_role("textbox").fill("Klinik siden september 2020, læge")
    press(page, words("Save and go on"))
    answer_the_rest(page, words, look)
    expect(page.get_by_role("main")).to_contain_text(done(words, 7))
    open_part(page, words("Documents"))
    look("documents")
    attach(page, words, "kontrakt.docx", b"PK")
    expect(page.get_by_role("alert")).to_be_focused()
    look("documents, refused")
    attach(page, words, "eksamensbevis æøå.pdf", makers.pdf())
    expect(page.get_by_role("status")).to_contain_text("eksamensbevis æøå.pdf")
    look("documents, saved")
    page.get_by_role("link", name=words("Done with documents")).click()
    expect(page.get_by_role("main")).to_contain_text(done(words, 8))

    open_part(page, words("Check and send"))
    look("review")
    press(page, words("Send the application"))
    expect(page.get_by_role("alert")).to_be_focused()
    look("review, undeclared")
    page.get_by_label(words("I declare that my answers are true.")).check()
    press(page, words("Send the application"))
    heading_is(page, words("Before you send"))
    look("pause")
    press(page, words("Send it as it is"))
    heading_is(page, words("Thank you. Your application is received"))
    look("receipt")

    application = Application.objects.get()
    letter = the_letter(mailbox, ADDRESS)
    assert application.number in plain(letter["Subject"])
    page.get_by_role("link", name=words("Follow your application")).click()
    heading_is(page, words("We have your application"))
    look("case")
    page.get_by_role("link", name=words("Withdraw the application")).click()
    heading_is(page, words("Withdraw the application"))
    look("withdraw")
    page.get_by_label(words("It does not fit my work or my time")).check()
    press(page, words("Withdraw the application"))
    heading_is(page, words("You have withdrawn your application"))


def answer_the_rest(page, words, look):
    open_part(page, words("Payment"))
    page.get_by_label(words("I pay myself")).check()
    press(page, words("Save and go on"))
    open_part(page, words("Do you meet the requirements?"))
    look("background")
    press(page, words("Save and go on"))
    answer_education(page, words, "Cand.med.", "Aarhus Universitet", "Danmark")
    open_part(page, words("Pace and electives"))
    look("choices")
    page.get_by_label(words("I do not know yet")).check()
    press(page, words("Save and go on"))
    write_down(page, words, "Motivation", "Det skal bruges i klinikken.")
