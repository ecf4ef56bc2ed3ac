"""The front door and the switch between the languages."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.pages import public_pages

SWITCH = {"da": "English", "en": "Dansk"}


def test_the_language_switch_keeps_what_was_answered_and_leads_back(page, language):
    other = "en" if language == "da" else "da"

    page.goto(public_pages(language)["check, not yet"])
    switch(page, language).click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert path_and_query(page.url) == public_pages(other)["check, not yet"]
    switch(page, other).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert path_and_query(page.url) == public_pages(language)["check, not yet"]


def test_the_front_door_opens_in_the_language_of_the_browser(new_page, words):
    page = new_page(locale=words.locale)

    page.goto("/")

    assert path_and_query(page.url) == f"/{words.language}/"


def switch(page, language):
    return page.get_by_role("banner").get_by_role("link", name=SWITCH[language], exact=True)


def path_and_query(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
