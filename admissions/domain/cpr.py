"""Knows a Danish civil registration number (CPR) by sight: the site does not take them in."""

import re

_CPR = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}\s?[-‐‑–—]?\s?\d{4}(?!\d)")


def holds_cpr_number(text: str) -> bool:
    """Whether ten digits in the text can be a CPR number: day, month, year and four more.

    With a hyphen before the last four or not. Some telephone numbers from abroad have ten
    digits, hence the look at day and month. Numbers given to people without a CPR number of
    their own have 60 added to the day.
    """
    return any(
        0 < int(day) % 60 <= 31 and 0 < int(month) <= 12 for day, month in _CPR.findall(text)
    )
