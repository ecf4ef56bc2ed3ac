"""Staff's Markdown as HTML: no raw HTML, headings below the page's own, honest links."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token


def _is_safe_link(url: str) -> bool:
    """Allow https, http, mailto, tel and addresses of this site.

    Refuse //host and every other scheme.
    """
    if re.match(r"^(https?://|mailto:|tel:)", url, re.IGNORECASE):
        return True
    return bool(re.match(r"^(/(?!/)|#|\?)", url))


def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "typographer": False})
        .enable("table")
        .disable("image")
    )
    # The parser asks its own attribute; assigning it is how markdown-it
    # is told which links are safe.
    setattr(parser, "validateLink", _is_safe_link)  # noqa: B010 - a method to the type checker
    return parser


@lru_cache(maxsize=2048)
def _html(text: str, shift: int) -> str:
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
        # The policy refuses inline style, which is how a column's alignment would come.
        if token.attrs.pop("style", "") == "text-align:right":
            token.attrs["class"] = "data__right"
    return parser.renderer.render(tokens, parser.options, {})


def rendered(text: str, shift: int = 2) -> SafeString:
    """Return staff's Markdown as HTML.

    Raw HTML in it shows as text, a first heading becomes h3 (moved by `shift`).
    """
    return SafeString(_html(str(text), shift))


def plain(text: str) -> str:
    """Return staff's Markdown as one line of plain text, not escaped: the template does that."""
    return " ".join(unescape(strip_tags(_html(str(text), 2))).split())


@lru_cache(maxsize=4096)
def links(text: str) -> tuple[str, ...]:
    """Return the addresses staff's Markdown links to, as they stand in the HTML, in their order."""
    tokens = _parser().parse(text)
    return tuple(str(part.attrs["href"]) for part in _parts(tokens, "link_open"))


def images(text: str) -> tuple[str, ...]:
    """Return the alternative text of each image that Markdown names; none is shown yet."""
    if "![" not in text:
        return ()
    tokens = MarkdownIt("commonmark", {"html": False}).parse(text)
    return tuple(part.content for part in _parts(tokens, "image"))


def _parts(tokens: Iterable[Token], kind: str) -> Iterator[Token]:
    """What stands within lines of text and is of this kind, in its order."""
    for token in tokens:
        for part in token.children or ():
            if part.type == kind:
                yield part
