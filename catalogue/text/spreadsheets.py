"""Texts that go into spreadsheets, and come back, as texts: none of them is taken for a formula."""

import re

# What a spreadsheet takes for the beginning of a formula, in their wide forms too.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


def harmless(text: str) -> str:
    """The text as no spreadsheet reckons with it; `plain` gives every text back unchanged."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(text: str) -> str:
    """A text that `harmless` has made, as it was before."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
