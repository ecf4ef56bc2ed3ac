"""Files as offices send them: CSV from any spreadsheet and Excel workbooks, within bounds."""

import csv
import io
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

import openpyxl
from django.utils.translation import gettext

from catalogue.admin.exchange.write_file import text_of_xml

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 1000
MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_CELL = MEGABYTE
_OTHERS = {".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers"}

csv.field_size_limit(LONGEST_CELL)


class UnreadableError(Exception):
    """The file cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Table:
    """The headings, and the rows with their numbers in a spreadsheet; empty rows are left out."""

    headings: list
    rows: list


def read_table(name, content):
    """Read a file by its name and content. Raises UnreadableError."""
    if len(content) > LARGEST_FILE:
        raise UnreadableError(gettext("The file is larger than 20 MB. Divide it into several."))
    ending = PurePath(name).suffix.lower()
    if ending in _OTHERS:
        raise UnreadableError(
            gettext(
                "Files of this kind are not read. Save it as an Excel workbook (.xlsx) or as CSV."
            )
        )
    if ending == ".xlsx":
        return _table(_workbook_rows(content))
    if ending in {".csv", ".txt", ".tsv"}:
        return _table(_csv_rows(_decoded(content)))
    raise UnreadableError(gettext("Choose a CSV file (.csv) or an Excel workbook (.xlsx)."))


def _table(rows):
    """Bound the rows and set the headings apart from them."""
    read = list(islice(rows, MOST_ROWS + 2))
    if len(read) > MOST_ROWS + 1:
        raise UnreadableError(
            gettext("The file has more than 10,000 rows. Divide it into several.")
        )
    if not read or not _stands_in_any(read[0]):
        raise UnreadableError(
            gettext("The first row must hold the headings of the columns, and it is empty.")
        )
    if any(_stands_in_any(row[MOST_COLUMNS:]) for row in read):
        raise UnreadableError(
            gettext("The file has more than 200 columns. Delete those that are not needed.")
        )
    numbered = ((number, list(row)) for number, row in enumerate(read[1:], start=2))
    filled = [(number, row) for number, row in numbered if _stands_in_any(row)]
    return Table(list(read[0][:MOST_COLUMNS]), filled)


def _stands_in_any(cells):
    return any(_stands(cell) for cell in cells)


def _stands(cell):
    return cell is not None and cell != ""


def _decoded(content):
    """Read the text: UTF-8 or UTF-16 by their marks, else UTF-8, else Excel's Windows-1252."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableError(
            gettext(
                "The file is no CSV file, though it is called one. Save it as CSV and try again."
            )
        )
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:2] == b"\x00":
        encodings = ["utf-16-le"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(
        gettext("The letters of the file cannot be read. Save it as CSV UTF-8 and try again.")
    )


def _csv_rows(text):
    mark, text = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        yield from reader
    except csv.Error:
        raise UnreadableError(
            gettext("The file cannot be read as CSV. Save it as CSV UTF-8 and try again.")
        ) from None


def _separator(text):
    """Find what stands between the cells.

    Excel's own line `sep=;` says it, else what gives most headings.
    """
    first, _, rest = text.partition("\n")
    if first.strip().lower() in {"sep=;", "sep=,", "sep=\\t", "sep=\t"}:
        return {";": ";", ",": ","}.get(first.strip()[4:], "\t"), rest
    try:
        found = {
            mark: len(next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), []))
            for mark in (";", ",", "\t")
        }
    except csv.Error:
        return ";", text
    return max(found, key=found.__getitem__), text


def _workbook_rows(content):
    _check_parts(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = workbook.worksheets[0]
        # What the file says of its own size may be wrong or missing.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(
            values_only=True, max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1
        ):
            last = max((at for at, cell in enumerate(row) if cell is not None), default=-1)
            yield [text_of_xml(cell) if isinstance(cell, str) else cell for cell in row[: last + 1]]
    except Exception as problem:
        raise UnreadableError(
            gettext("The workbook cannot be read. Save it as .xlsx again and retry.")
        ) from problem


def _check_parts(content):
    """Look at the workbook's parts before any is unpacked: number, size, no macros, no password."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        words = gettext(
            "The file is no Excel workbook, or it has a password. "
            "Save it as .xlsx without one and retry."
        )
        raise UnreadableError(words) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableError(
            gettext("The workbook is too large once unpacked. Divide it into several.")
        )
    names = {part.filename for part in parts}
    if any("vbaproject" in name.lower() for name in names):
        raise UnreadableError(
            gettext("The workbook holds macros. Save it as .xlsx without them and retry.")
        )
    if "[Content_Types].xml" not in names:
        raise UnreadableError(
            gettext("The file is no Excel workbook. Save it as .xlsx and try again.")
        )
