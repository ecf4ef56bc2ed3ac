"""What a browser fetches to show a page for the first time: requests, and bytes over the wire."""

from __future__ import annotations

import contextlib
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from bench.measure.load import Browser

ENCODINGS = "gzip, deflate, br"
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


class _Parts(HTMLParser):
    """The addresses that a browser fetches by itself because the page names them."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("src")
        kinds = (values.get("rel") or "").split()
        if tag == "link" and not FETCHED_LINKS.isdisjoint(kinds):
            address = values.get("href")
        if address and not address.startswith("data:"):
            self.addresses.add(address)


def first_view(port: int, path: str, cookie: str = "") -> tuple[int, int]:
    """How many requests the page takes, and how many bytes come back, heads included."""
    with contextlib.closing(Browser(port, cookie)) as browser:
        # Asked for once more than is counted, to be read without unpacking it.
        _status, _headers, page = browser.fetch(path, "identity")
        parts = _Parts()
        parts.feed(page.decode())
        wanted = [path]
        for address in sorted(parts.addresses):
            whole, _fragment = urldefrag(urljoin(path, address))
            wanted.append(whole)
        return len(wanted), sum(_bytes(browser, address) for address in wanted)


def _bytes(browser: Browser, address: str) -> int:
    status, headers, body = browser.fetch(address, ENCODINGS)
    head = [f"HTTP/1.1 {status} OK", *(f"{name}: {value}" for name, value in headers)]
    return len("\r\n".join([*head, "", ""])) + len(body)
