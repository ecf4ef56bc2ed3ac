"""Staff come in by a password and a code: at first, without their phone, after a session."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from catalogue.models import Course
from tests.admin_pages import make_staff
from tests.browser.judges import violations, width_of
from tests.browser.steps import code_of, give_code, give_password, key_on

PASSWORD = "three words and a number 7"
SUMMARY = {
    "da": "Skrevet, lige før sessionen sluttede.",
    "en": "Written just before the session ended.",
}


@pytest.fixture
def language():
    """Staff's; the other pages of staff are tried in the other language."""
    return "en"


def newcomer(new_page, words, **options):
    make_staff("coordinator", username="kim", password=PASSWORD)
    page = new_page(locale=words.locale, reduced_motion="reduce", **options)
    page.goto("/admin/catalogue/course/")
    give_password(page, words, "kim", PASSWORD)
    return page


def set_up(page, words, frozen_clock):
    """Type the key into an app, a wrong code and then its own; keep the recovery codes."""
    key = key_on(page)
    field, button = page.get_by_label(words("Code that the app shows")), words("Set it up")
    field.fill("000 000")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert key_on(page) == key
    frozen_clock.shift(timedelta(seconds=30))
    code = code_of(key)
    field.fill(f" {code[:3]} {code[3:]}")
    page.get_by_role("button", name=button).click()
    kept = page.get_by_label(words("Recovery codes")).input_value().split()
    page.get_by_label(words("I have kept them")).check()
    page.get_by_role("button", name=words("Go on"), exact=True).click()
    return key, kept


def test_a_newcomer_sets_up_an_app_loses_the_phone_and_writes_on_when_the_session_has_ended(
    new_page, words, frozen_clock
):
    page = newcomer(new_page, words)
    expect(page.locator("svg.qr")).to_be_visible()
    key, codes = set_up(page, words, frozen_clock)
    expect(page).to_have_url(re.compile("/admin/catalogue/course/$"))
    assert len(codes) == 10

    page.get_by_role("button", name=words("Log out")).click()
    page.goto("/admin/")
    give_password(page, words, "kim", PASSWORD)
    give_code(page, words, "0000-0000-0000-0000")
    expect(page.get_by_role("alert")).to_have_text(
        words("That code is not right. Type the code that the app shows now, or a recovery code.")
    )
    give_code(page, words, codes[0])
    expect(
        page.get_by_text(
            words.of("Du har 9 reservekoder tilbage.", "You have 9 recovery codes left.")
        )
    ).to_be_visible()

    course = Course.objects.get(slug="bioinformatics")
    page.goto(f"/admin/catalogue/course/{course.pk}/change/")
    page.get_by_label(words.label("one sentence in English")).fill(SUMMARY[words.language])
    frozen_clock.shift(timedelta(hours=14))
    page.get_by_role("button", name=words("Save"), exact=True).last.click()
    expect(
        page.get_by_text(
            words("What you typed is kept until you are signed in again, for an hour.")
        )
    ).to_be_visible()
    give_password(page, words, "kim", PASSWORD)
    give_code(page, words, code_of(key))
    page.get_by_role("button", name=words("Send it now")).click()

    expect(page.locator(".messagelist .success")).to_contain_text(
        course.title_da if words.language == "da" else course.title_en
    )
    course.refresh_from_db()
    assert course.summary_en == SUMMARY[words.language]


def test_a_sensitive_act_asks_again_and_goes_on(new_page, words, frozen_clock):
    page = newcomer(new_page, words)
    key, _codes = set_up(page, words, frozen_clock)
    frozen_clock.shift(timedelta(minutes=11))
    page.goto("/admin/second-factor/")

    page.get_by_role("button", name=words("Make new recovery codes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Type a code to go on"))
    give_code(page, words, code_of(key))

    expect(page.get_by_role("heading", level=1)).to_have_text(words("Your recovery codes"))


def test_axe_finds_nothing_on_the_way_in_in_either_scheme_on_the_smallest_screen(
    new_page, words, frozen_clock
):
    page = newcomer(new_page, words)
    found = []

    def look(name):
        nonlocal found
        page.set_viewport_size({"width": 320, "height": 640})
        width = width_of(page)
        assert width <= 320, f"{name} is {width} px wide"
        found += violations(page, name)

    look("set up")
    page.get_by_role("button", name=words("Set it up")).click()
    look("set up, sent empty")
    page.get_by_label(words("Code that the app shows")).fill(code_of(key_on(page)))
    page.get_by_role("button", name=words("Set it up")).click()
    look("recovery codes")
    page.get_by_role("button", name=words("Go on"), exact=True).click()
    look("recovery codes, not ticked")
    page.goto("/admin/second-factor/")
    look("own second factor")
    frozen_clock.shift(timedelta(minutes=11))
    page.goto("/admin/second-factor/app/")
    look("asked again")
    frozen_clock.shift(timedelta(hours=2))
    page.goto("/admin/")
    look("signed out")
    give_password(page, words, "kim", PASSWORD)
    look("second step")
    page.get_by_role("button", name=words("Go on"), exact=True).click()
    look("second step, sent empty")

    assert found == []


def test_the_way_in_needs_no_script_and_a_keyboard_is_enough(new_page, words, frozen_clock):
    page = newcomer(new_page, words, java_script_enabled=False)
    key = key_on(page)
    expect(page.get_by_label(words("Code that the app shows"))).to_be_focused()

    page.keyboard.type(code_of(key))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(words("Your recovery codes"))
