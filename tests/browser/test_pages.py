"""Every way on from every page leads somewhere, and every page is there in the other language."""

from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import expect

from tests.browser.addresses import public_pages

LINKS = "links => links.map(link => link.getAttribute('href'))"
ANCHORS = "parts => parts.map(part => part.id)"
MISSING = ["not found", "interest, unknown link"]
SWITCH = {"da": "English", "en": "Dansk"}


def test_every_link_leads_to_a_page_and_every_fragment_to_a_part_of_it(page, site, language):
    missing = {urljoin(site, public_pages(code)[name]) for code in ("da", "en") for name in MISSING}
    anchors, links = {}, set()
    for address in public_pages(language).values():
        read(page, urljoin(site, address), anchors, links, missing)
    for address, _fragment in sorted(links):
        if address not in anchors and address.startswith(site):
            read(page, address, anchors, set(), missing)

    broken = {f"{address}#{part}" for address, part in links if part and part not in anchors.get(address, [part])}
    assert len(anchors) > 40
    assert broken == set()


def test_the_language_switch_leads_to_the_same_page_with_what_was_asked(page, language):
    other = "en" if language == "da" else "da"
    twins = public_pages(other)

    for name, address in public_pages(language).items():
        page.goto(address, wait_until="domcontentloaded")
        assert switch(page, language).get_attribute("href") == twins[name], name

    page.goto(public_pages(language)["check, not yet"])
    switch(page, language).click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert path_and_query(page.url) == twins["check, not yet"]
    switch(page, other).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert path_and_query(page.url) == public_pages(language)["check, not yet"]


def test_the_front_door_opens_in_the_language_of_the_browser(new_page, words):
    page = new_page(locale=words.locale)

    page.goto("/")

    assert path_and_query(page.url) == f"/{words.language}/"


def read(page, address, anchors, links, missing):
    """Open a page, note its parts by address, and gather its links as (address, fragment)."""
    answer = page.goto(address, wait_until="domcontentloaded")
    assert answer.status == 200 or address in missing, f"{address} answers {answer.status}"
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
