"""What a browser fetches to show a page for the first time: requests, and bytes over the wire."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli

from bench.measure.processes import HOST
from bench.measure.rounds import fetch

ENCODINGS = "gzip, deflate, br"
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


class _Parts(HTMLParser):
    """The addresses that a browser fetches by itself because the page names them."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and FETCHED_LINKS & set((values.get("rel") or "").split()):
            self.addresses.append(values.get("href") or "")
        elif tag in ("script", "img", "iframe", "source", "video", "audio", "embed") and values.get(
            "src"
        ):
            self.addresses.append(values["src"] or "")


def first_view(port: int, path: str, cookie: str = "") -> tuple[int, int]:
    """How many requests the page takes and how many bytes come back, heads of the answers included."""
    here = f"http://{HOST}:{port}{path}"
    size, headers, body = _fetched(port, path, cookie)
    parts = _Parts()
    parts.feed(_plain(headers, body).decode())
    wanted = {
        urljoin(here, address) for address in parts.addresses if not address.startswith("data:")
    }
    for address in sorted(wanted):
        there = urlsplit(address)
        if there.port == port:
            size += _fetched(port, there.path + (f"?{there.query}" if there.query else ""), cookie)[
                0
            ]
    return 1 + len(wanted), size


def _fetched(port: int, path: str, cookie: str) -> tuple[int, dict[str, str], bytes]:
    status, headers, body = fetch(port, path, cookie, ENCODINGS)
    head = len(f"HTTP/1.1 {status} OK\r\n\r\n") + sum(
        len(f"{name}: {value}\r\n") for name, value in headers.items()
    )
    return head + len(body), headers, body


def _plain(headers: dict[str, str], body: bytes) -> bytes:
    match headers.get("content-encoding"):
        case "br":
            return bytes(brotli.decompress(body))
        case "gzip":
            return gzip.decompress(body)
    return body
