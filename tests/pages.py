"""Reading served pages: their words, their elements, their addresses in each language."""

import re
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse
from django.utils.translation import override

LANGUAGES = ("da", "en")
_SPACES = {ord("\N{NO-BREAK SPACE}"): " ", ord("\N{SOFT HYPHEN}"): None}


def address(name, language="da", **kwargs):
    with override(language):
        return reverse(f"catalogue:{name}", kwargs=kwargs)


class Page(HTMLParser):
    """A served page: its words as a reader hears them, and every element with its attributes."""

    def __init__(self, response):
        super().__init__()
        self.response = response
        self.html = packed(response.content.decode())
        self.elements = []
        self._open = []
        self.feed(response.content.decode())
        self.text = squeezed(self.html)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "attributes": dict(attrs), "words": []}
        self.elements.append(element)
        if tag not in {"meta", "link", "input", "br", "hr", "img"}:
            self._open.append(element)

    def handle_endtag(self, tag):
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, words):
        for element in self._open:
            element["words"].append(words)

    def all(self, tag, **attributes):
        """The elements with these attributes; a class is one of the element's classes."""
        return [
            found
            for found in self.elements
            if found["tag"] == tag and _has(found["attributes"], attributes)
        ]

    def words(self, tag, **attributes):
        """The words of the elements with these attributes."""
        return [" ".join("".join(found["words"]).split()) for found in self.all(tag, **attributes)]

    def links(self):
        return [found["attributes"].get("href") for found in self.all("a")]

    def facts(self):
        """The rows of the panel of facts by their heading."""
        rows = re.findall(
            r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td></tr>", self.html, re.DOTALL
        )
        return {squeezed(name): squeezed(value) for name, value in rows}


def page(client, path, **extra):
    return Page(client.get(path, **extra))


def packed(html):
    """The HTML without the line breaks by which its template is laid out, to find a piece of it."""
    return re.sub(r"\s*\n\s*(?=<)|(?<=>)\s*\n\s*", "", with_whole_tags(html))


def with_whole_tags(html):
    """The HTML with each tag on one line, however its attributes are laid out."""
    return re.sub(
        r"<[^<>]*>", lambda tag: re.sub(r"\s*\n\s*", " ", tag[0]).replace(" >", ">"), html
    )


def squeezed(html):
    """The words of a piece of HTML on one line."""
    without = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).translate(_SPACES).split())


def title_of(html):
    """The title of a page's HTML, on one line."""
    return squeezed(re.search(r"<title>(.*?)</title>", html, flags=re.DOTALL)[1])


def _has(attributes, wanted):
    for name, value in wanted.items():
        held = attributes.get(name.rstrip("_").replace("_", "-"))
        if held is None or (value not in held.split() if name == "class_" else held != value):
            return False
    return True
