"""The style guide: every component in every state, before axe, on small screens, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.judges import OPEN_EVERYTHING, listen, violations, width_of


@pytest.fixture
def address(language):
    return f"/{language}/styleguide/"


def test_axe_finds_nothing_in_any_state_of_any_component(new_page, address):
    page = new_page(reduced_motion="reduce")
    heard = listen(page)
    page.goto(address)

    assert heard.complaints == []
    assert page.locator("main h3").count() > 80
    assert violations(page, "style guide") == []


def test_the_guide_fits_the_smallest_screen(new_page, address):
    page = new_page(
        viewport={"width": 320, "height": 640}, color_scheme="dark", reduced_motion="reduce"
    )
    page.goto(address)
    page.evaluate(OPEN_EVERYTHING)

    assert width_of(page) <= 320


def test_the_list_of_parts_leads_to_each_of_them_by_keyboard(new_page, address):
    page = new_page(reduced_motion="reduce")
    page.goto(address)
    link = page.get_by_role("navigation").get_by_role("link", name="components/note.html")

    steps.tab_to(page, link)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#components-note$"))
    page.wait_for_function(
        "document.querySelector('#components-note').getBoundingClientRect().top < 200"
    )
