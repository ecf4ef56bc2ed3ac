"""Files as offices send them: CSV from any spreadsheet and Excel workbooks, within bounds."""

import csv
import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
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
# As many as a workbook can have; what claims a row further down is none of a spreadsheet's.
LAST_ROW_OF_A_SHEET = 1_048_576
# What a spreadsheet shows in place of a value that it could not reckon, in English and Danish.
ERROR_VALUES = {
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#SPILL!",
    "#CALC!",
    "#NUL!",
    "#DIVISION/0!",
    "#VÆRDI!",
    "#REFERENCE!",
    "#NAVN?",
    "#I/T",
    "#SPILD!",
}
_OTHERS = {".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers"}

csv.field_size_limit(LONGEST_CELL)


class UnreadableError(Exception):
    """The file cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Problem:
    """What stands in a row where a value should: beneath which heading, and what to do."""

    heading: str
    stands: str
    words: str


@dataclass(frozen=True)
class Table:
    """The headings, and the rows with their numbers in a spreadsheet; empty rows are left out.

    `problems` are those of rows by their number; `read_as` says by which letters or which sheet
    the file was read.
    """

    headings: list
    rows: list
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    read_as: str = ""


class NotReckoned:
    """Stands for a formula of which the workbook keeps no value."""


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
        workbook = _workbook(content)
        words = gettext("the sheet “%(sheet)s”") % {"sheet": workbook.worksheets[0].title}
        return _table(_workbook_rows(content, workbook), words)
    if ending in {".csv", ".txt", ".tsv"}:
        text, encoding = _decoded(content)
        words = gettext("text in %(encoding)s") % {"encoding": encoding}
        return _table(_csv_rows(text), words, is_csv=True)
    raise UnreadableError(gettext("Choose a CSV file (.csv) or an Excel workbook (.xlsx)."))


def _table(rows, read_as, *, is_csv=False):
    """Bound the rows, set the headings apart from them, and note what is wrong with each."""
    headings = None
    filled, problems = [], {}
    for number, row in enumerate(rows, start=1):
        if headings is None:
            headings = _headings(row)
            continue
        if not _stands_in_any(row):
            continue
        if len(filled) == MOST_ROWS:
            raise UnreadableError(
                gettext("The file has more than 10,000 rows. Divide it into several.")
            )
        _refuse_too_many_columns(row)
        filled.append((number, list(row)))
        found = [*_surplus(headings, row), *_no_values(headings, row)]
        if is_csv and len(row) < len(headings):
            found.append(_short(headings, row))
        if found:
            problems[number] = found
    if headings is None:
        _headings([])
    return Table(headings, filled, problems, read_as)


def _headings(row):
    if not _stands_in_any(row):
        raise UnreadableError(
            gettext("The first row must hold the headings of the columns, and it is empty.")
        )
    _refuse_too_many_columns(row)
    headings = list(row[:MOST_COLUMNS])
    while not _stands(headings[-1]):
        headings.pop()
    return headings


def _refuse_too_many_columns(row):
    if _stands_in_any(row[MOST_COLUMNS:]):
        raise UnreadableError(
            gettext("The file has more than 200 columns. Delete those that are not needed.")
        )


def _short(headings, row):
    words = gettext(
        "The row ends before this column: it has %(cells)d cells where the headings are "
        "%(headings)d. Write the missing separators, or save the table again."
    )
    counted = {"cells": len(row), "headings": len(headings)}
    return Problem(str(headings[len(row)] or ""), "", words % counted)


def _surplus(headings, row):
    """What stands where no heading says what it is."""
    for at, cell in enumerate(row):
        has_heading = at < len(headings) and _stands(headings[at])
        if not has_heading and _stands(cell):
            words = gettext(
                "This stands in column %(column)d, which has no heading: write one, or delete it."
            )
            yield Problem("", _shown(cell), words % {"column": at + 1})


def _no_values(headings, row):
    """Formulas without a value, and what stands in place of one that could not be reckoned."""
    for heading, cell in zip(headings, row, strict=False):
        if cell is NotReckoned:
            words = gettext(
                "The cell holds a formula without a value: open the file in the spreadsheet and "
                "save it there, or write the value."
            )
            yield Problem(str(heading), "", words)
        elif isinstance(cell, str) and cell.strip().upper() in ERROR_VALUES:
            words = gettext("The spreadsheet could not reckon this: write the value itself.")
            yield Problem(str(heading), cell, words)


def _shown(cell):
    return "" if cell is NotReckoned else str(cell)


def _stands_in_any(cells):
    return any(_stands(cell) for cell in cells)


def _stands(cell):
    """Whether anything is to be seen in a cell: no spaces, and none of what has no width."""
    if isinstance(cell, str):
        return any(
            not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Cc")
            for letter in cell
        )
    return cell is not None


def _decoded(content):
    """(text, encoding): UTF-8 or UTF-16 by their marks, else UTF-8, else Excel's Windows-1252."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise UnreadableError(
            gettext(
                "The file is no CSV file, though it is called one. Save it as CSV and try again."
            )
        )
    encodings = {"utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = {"utf-16": "UTF-16"}
    elif content[1:2] == b"\x00":
        encodings = {"utf-16-le": "UTF-16"}
    for encoding, name in encodings.items():
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    raise UnreadableError(
        gettext("The letters of the file cannot be read. Save it as CSV UTF-8 and try again.")
    )


def _csv_rows(text):
    mark, text = _separator(text)
    # Strict, since a quotation mark that is never closed would swallow the rows below it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    try:
        for row in reader:
            number += 1
            yield row
    except csv.Error:
        words = gettext(
            "Row %(number)d cannot be read as CSV: a quotation mark in it is opened and not "
            "closed, or stands within a quoted text without being doubled."
        )
        raise UnreadableError(words % {"number": number + 1}) from None


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


def _workbook(content, *, with_formulas=False):
    _check_parts(content)
    try:
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=not with_formulas
        )
    except Exception as problem:
        raise UnreadableError(_not_read()) from problem


def _workbook_rows(content, workbook):
    """The rows of the first sheet; a formula of which no value is kept is `NotReckoned`."""
    formulas = _formulas(content)
    try:
        rows = _cells_of(workbook)
        for number, row in enumerate(rows, start=1):
            if number not in formulas and _is_empty(row):
                yield []
                continue
            cells = [text_of_xml(cell) if isinstance(cell, str) else cell for cell in row]
            for at in formulas.get(number, ()):
                if at < len(cells) and cells[at] is None:
                    cells[at] = NotReckoned
            last = max((at for at, cell in enumerate(cells) if cell is not None), default=-1)
            yield cells[: last + 1]
    except Exception as problem:
        raise UnreadableError(_not_read()) from problem


def _cells_of(workbook):
    sheet = workbook.worksheets[0]
    # What the file says of its own size may be wrong or missing.
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True, max_row=LAST_ROW_OF_A_SHEET, max_col=MOST_COLUMNS + 1)


def _formulas(content):
    """Where formulas stand: the places in a row, by its number. Most workbooks have none."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        if not any(_has_formula(archive, name) for name in sheets):
            return {}
    found = {}
    for number, row in enumerate(_cells_of(_workbook(content, with_formulas=True)), start=1):
        if not _is_empty(row):
            found[number] = [at for at, cell in enumerate(row) if _is_formula(cell)]
    return found


def _is_empty(row):
    """Whether nothing is kept of a row: a sheet may have a million of them above its last."""
    return row.count(None) == len(row)


def _has_formula(archive, name):
    with archive.open(name) as part:
        before = b""
        for piece in iter(lambda: part.read(MEGABYTE), b""):
            if b"<f" in before + piece:
                return True
            before = piece[-1:]
    return False


def _is_formula(cell):
    is_text = isinstance(cell, str) and cell.startswith("=")
    # A formula for several cells is an object of its own.
    return is_text or type(cell).__name__ in ("ArrayFormula", "DataTableFormula")


def _not_read():
    return gettext("The workbook cannot be read. Save it as .xlsx again and retry.")


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
