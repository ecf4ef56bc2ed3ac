"""A row of work as typed, from and to, read as a period or as what must be put right."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from admissions.domain.work import WorkPeriod
from admissions.text import eligibility_phrases

EARLIEST_YEAR = 1950
YEARS_AHEAD = 10
COLUMNS = ("m", "y", "tm", "ty", "s")


@dataclass(frozen=True)
class TypedRow:
    """What stands in a row: start, end and share in per cent, each as typed, or empty."""

    month: str = ""
    year: str = ""
    end_month: str = ""
    end_year: str = ""
    share: str = ""

    @property
    def is_empty(self):
        return not any((self.month, self.year, self.end_month, self.end_year, self.share))


def read_row(row, today):
    """Return (period, {}) where the row can be read.

    Else (None, the message for each column to be put right). Work counts from the first day of the
    month it began to the last day of the month it ended.
    """
    errors = _start_errors(row, today) | _end_errors(row, today) | _share_errors(row)
    if errors:
        return None, errors
    start = date(int(row.year), int(row.month), 1)
    end = _last_day(int(row.end_year), int(row.end_month)) if row.end_year else None
    if start > today:
        return None, {
            "m": _("The start must be %(month)s or earlier")
            % {"month": eligibility_phrases.month_this_year(today)}
        }
    if end and end < start:
        return None, {
            "tm": _("The end must be %(month)s or later, since you started then")
            % {"month": eligibility_phrases.month(start)}
        }
    share = Fraction(int(row.share), 100) if row.share else Fraction(1)
    return WorkPeriod(start, end, share=share), {}


def row_answers(period, number):
    """The period as it stands in an address, without what is left empty."""
    values = [(f"m{number}", period.starts_on.month), (f"y{number}", period.starts_on.year)]
    if period.ends_on:
        values += [(f"tm{number}", period.ends_on.month), (f"ty{number}", period.ends_on.year)]
    if period.share != 1:
        values.append((f"s{number}", int(period.share * 100)))
    return values


def _start_errors(row, today):
    if not (row.month or row.year):
        return {"m": _("Write the month and the year you started")}
    errors = {}
    if not row.month:
        errors["m"] = _("Write the month you started as a number from 1 to 12")
    elif not _is_month(row.month):
        errors["m"] = _("The start month must be a number from 1 to 12")
    if not row.year:
        errors["y"] = _("Write the year you started")
    elif not _is_year(row.year):
        errors["y"] = _("The start year must have four digits, for example %(year)s") % {
            "year": today.year - 3
        }
    elif int(row.year) < EARLIEST_YEAR:
        errors["y"] = _("The start year must be %(year)s or later") % {"year": EARLIEST_YEAR}
    elif int(row.year) > today.year:
        errors["y"] = _("The start year must be %(year)s or earlier") % {"year": today.year}
    return errors


def _end_errors(row, today):
    """An end may lie ahead, where it is known; the years ahead are limited to catch slips."""
    if not (row.end_month or row.end_year):
        return {}
    errors = {}
    latest = today.year + YEARS_AHEAD
    if not row.end_month:
        errors["tm"] = _(
            "Write the month you stopped as a number from 1 to 12, or leave the year empty too"
        )
    elif not _is_month(row.end_month):
        errors["tm"] = _("The end month must be a number from 1 to 12")
    if not row.end_year:
        errors["ty"] = _("Write the year you stopped, or leave the month empty too")
    elif not _is_year(row.end_year):
        errors["ty"] = _("The end year must have four digits, for example %(year)s") % {
            "year": today.year
        }
    elif int(row.end_year) < EARLIEST_YEAR:
        errors["ty"] = _("The end year must be %(year)s or later") % {"year": EARLIEST_YEAR}
    elif int(row.end_year) > latest:
        errors["ty"] = _(
            "The end year must be %(year)s or earlier; leave the end empty if the work goes on"
        ) % {"year": latest}
    return errors


def _share_errors(row):
    if not row.share or (re.fullmatch(r"[0-9]{1,3}", row.share) and 1 <= int(row.share) <= 100):
        return {}
    return {"s": _("The share of full time must be a whole number from 1 to 100")}


# Digits of ASCII alone: \d would let in the digits of every script, and a person would not see why.
def _is_month(text):
    return bool(re.fullmatch(r"[0-9]{1,2}", text)) and 1 <= int(text) <= 12


def _is_year(text):
    return bool(re.fullmatch(r"[0-9]{4}", text))


def _last_day(year, month):
    return date(year, month, monthrange(year, month)[1])
