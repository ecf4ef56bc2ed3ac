"""Every way on from every public page leads somewhere, and every page has its translation."""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.browser.pages import public_pages
from tests.pages import LANGUAGES, Page

SITE = "http://testserver/"
MISSING = ["not found", "interest, unknown link"]
SWITCH = {"da": "English", "en": "Dansk"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page_and_every_fragment_to_a_part_of_it(
    example_catalogue, settings, language
):
    settings.SITE_URL = SITE.rstrip("/")
    missing = {urljoin(SITE, public_pages(code)[name]) for code in LANGUAGES for name in MISSING}
    anchors, links = {}, set()
    for address in public_pages(language).values():
        read(urljoin(SITE, address), anchors, links, missing)
    for address, _fragment in sorted(links):
        if address not in anchors and address.startswith(SITE):
            read(address, anchors, set(), missing)

    broken = {
        f"{address}#{part}"
        for address, part in links
        if part and part not in anchors.get(address, [part])
    }
    assert len(anchors) > 40
    assert broken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_switch_leads_to_the_same_page_with_what_was_asked(
    client, example_catalogue, language
):
    twins = public_pages("en" if language == "da" else "da")

    for name, address in public_pages(language).items():
        page = Page(client.get(address))
        switches = [
            link for link in page.all("a") if "".join(link["words"]).strip() == SWITCH[language]
        ]
        assert [link["attributes"]["href"] for link in switches] == [twins[name]], name


def read(address, anchors, links, missing):
    """Open a page, note its parts by address, and gather its links as (address, fragment)."""
    answer = Client().get(address, follow=True)
    assert answer.status_code == 200 or address in missing, (
        f"{address} answers {answer.status_code}"
    )
    page = Page(answer)
    assert len(page.all("h1")) == 1, address
    here = urljoin(SITE, answer.redirect_chain[-1][0]) if answer.redirect_chain else address
    anchors[address] = anchors[here] = {found["attributes"].get("id") for found in page.elements}
    for found in page.all("a") + page.all("link", rel="alternate"):
        if href := found["attributes"].get("href"):
            target = urldefrag(urljoin(here, href))
            if urlsplit(target.url).scheme in ("http", "https"):
                links.add((target.url, target.fragment))
