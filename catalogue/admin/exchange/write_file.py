"""Tables as files that Excel opens as they are: CSV with semicolons or commas, and workbooks."""

import csv
import io
import re
import tempfile
from datetime import date
from decimal import Decimal

import openpyxl
from openpyxl.cell import WriteOnlyCell

from catalogue.admin.exchange.batches import in_batches

SEMICOLON, COMMA, WORKBOOK = "semicolon", "comma", "xlsx"
BOM = "\ufeff"
LONGEST_CELL = 32_767
# Excel's own way of writing what XML cannot hold, and of writing what would be taken for it.
_UNWRITABLE = re.compile(
    "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
# Half a character, which no database keeps, is left as it is written.
_WRITTEN = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


class TooLongError(Exception):
    """A text that no cell of a workbook can hold; names the row and the column."""

    def __init__(self, row, column):
        super().__init__(row, column)
        self.row, self.column = row, column


def csv_lines(headings, rows, kind):
    """Yield the file piece by piece, so that it is never whole in memory."""
    yield BOM + _line(headings, kind)
    for some in in_batches(rows):
        yield "".join(_line(row, kind) for row in some)


def workbook(headings, rows):
    """Return a file that holds the workbook. Raises TooLongError."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    sheet.append([xml_text(heading) for heading in headings])
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    try:
        for row in rows:
            cells = zip(headings, row, strict=True)
            sheet.append([_workbook_cell(sheet, value, row, heading) for heading, value in cells])
    except TooLongError:
        # Only saving clears the library's own working files away.
        book.save(kept)
        kept.close()
        raise
    book.save(kept)
    kept.seek(0)
    return kept


def xml_text(text):
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def text_of_xml(text):
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


def _line(cells, kind):
    line = io.StringIO()
    separator = ";" if kind == SEMICOLON else ","
    csv.writer(line, delimiter=separator).writerow([_csv_cell(value, kind) for value in cells])
    return line.getvalue()


def _csv_cell(value, kind):
    if isinstance(value, Decimal):
        # Danish Excel takes 7.5 for the seventh of May.
        digits = _digits(value)
        return digits.replace(".", ",") if kind == SEMICOLON else digits
    return value.isoformat() if isinstance(value, date) else value


def _workbook_cell(sheet, value, row, heading):
    if isinstance(value, str):
        value = xml_text(value)
        if len(value) > LONGEST_CELL:
            raise TooLongError(row[0], heading)
        if value.startswith(("=", "#")):
            # The library would make a formula or an error of it.
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"
            return cell
    # Excel knows no day before 1900.
    return value.isoformat() if isinstance(value, date) and value.year < 1901 else value


def _digits(number):
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
