"""Every way on from every page leads somewhere, and every page is there in the other language."""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import public_pages

LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])
LINKS = "links => links.map(link => link.getAttribute('href'))"
ANCHORS = "parts => parts.map(part => part.id)"
SWITCH = {"da": "English", "en": "Dansk"}


@LANGUAGES
def test_every_link_leads_to_a_page_and_every_fragment_to_a_part_of_it(page, site, language):
    anchors, links = {}, set()
    for name, address in public_pages(language).items():
        read(page, address, anchors, links, may_be_missing=name in ("not found", "interest, unknown link"))
    for address, _fragment in sorted(links):
        if address not in anchors and address.startswith(site):
            read(page, address, anchors, set())

    broken = {f"{address}#{part}" for address, part in links if part and part not in anchors.get(address, [part])}
    assert len(anchors) > 40
    assert broken == set()


@LANGUAGES
def test_the_language_switch_leads_to_the_same_page_and_back_with_what_was_asked(page, language):
    other = "en" if language == "da" else "da"
    theirs = public_pages(other)

    for name, address in public_pages(language).items():
        page.goto(address)
        # A page that is not there has no twin: its switch leads to the front page.
        twin = (
            f"/{other}/"
            if name == "not found" and switch(page, language).get_attribute("href") == f"/{other}/"
            else theirs[name]
        )
        switch(page, language).click()
        expect(page.locator("html")).to_have_attribute("lang", other)
        assert path_and_query(page.url) == twin
        if twin == theirs[name]:
            switch(page, other).click()
            assert path_and_query(page.url) == address


@LANGUAGES
def test_the_front_door_opens_in_the_browser_s_language(new_page, language):
    page = new_page(locale={"da": "da-DK", "en": "en-GB"}[language])

    page.goto("/")

    assert path_and_query(page.url) == f"/{language}/"


def read(page, address, anchors, links, *, may_be_missing=False):
    """Open a page, note its parts by address, and gather its links as (address, fragment)."""
    answer = page.goto(address)
    if not may_be_missing:
        assert answer.status == 200, f"{address} answers {answer.status}"
    assert page.get_by_role("heading", level=1).count() == 1, address
    here = urldefrag(page.url).url
    anchors[address] = anchors[here] = page.locator("[id]").evaluate_all(ANCHORS)
    for href in page.locator("a[href], link[rel=alternate]").evaluate_all(LINKS):
        target = urldefrag(urljoin(here, href))
        if urlsplit(target.url).scheme in ("http", "https"):
            links.add((target.url, target.fragment))


def switch(page, language):
    return page.get_by_role("banner").get_by_role("link", name=SWITCH[language], exact=True)


def path_and_query(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
