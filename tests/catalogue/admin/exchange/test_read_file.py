"""Files as offices send them, and made to harm: each is read as it is or refused in a sentence."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue.admin.exchange import read_file
from catalogue.admin.exchange.read_file import UnreadableError, read_table
from catalogue.admin.exchange.write_file import TooLongError, csv_lines, workbook
from tests.catalogue.admin.exchange.pages import naive, workbook_of
from tests.catalogue.admin.exchange.test_cells import TRICKY

ROWS = "slug;title_da\nkost;Kost; æ\n"


def zipped(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(
                name.replace("__", "/").replace("_types", "[Content_Types].xml"), content
            )
    return kept.getvalue()


def refused(name, content):
    with pytest.raises(UnreadableError) as refusal:
        read_table(name, content)
    return str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        "slug;navn\nkost;Kål og æbler\n".encode(),
        "\ufeffslug;navn\r\nkost;Kål og æbler\r\n".encode(),
        "slug,navn\nkost,Kål og æbler\n".encode(),
        "slug\tnavn\nkost\tKål og æbler\n".encode("utf-16"),
        "slug\tnavn\nkost\tKål og æbler\n".encode("utf-16-le"),
        "slug;navn\nkost;Kål og æbler\n".encode("cp1252"),
        "slug;navn\rkost;Kål og æbler\r".encode(),
        "sep=,\nslug,navn\nkost,Kål og æbler".encode(),
        "sep=;\nslug;navn\nkost;Kål og æbler".encode(),
    ],
    ids=[
        "utf-8",
        "with BOM",
        "comma",
        "utf-16 and tab",
        "utf-16 unmarked",
        "Danish Excel",
        "old Mac",
        "sep=,",
        "sep=;",
    ],
)
def test_csv_is_read_in_all_the_ways_spreadsheets_write_it(content):
    table = read_table("kurser.csv", content)

    assert table.headings == ["slug", "navn"]
    assert table.rows == [(2, ["kost", "Kål og æbler"])]


def test_a_comma_in_a_heading_does_not_mislead():
    content = b'"pris, i alt";slug;navn\n5;a;b\n'

    assert read_table("a.csv", content).headings == ["pris, i alt", "slug", "navn"]
    assert read_table("a.csv", b"slug;how it is taught, in Danish\n").headings == [
        "slug",
        "how it is taught, in Danish",
    ]


def test_empty_rows_are_left_out_and_keep_the_numbers_of_the_others():
    assert read_table("a.csv", b"slug;x\n\n;\na;1\n").rows == [(4, ["a", "1"])]


def test_a_workbook_keeps_its_dates_numbers_and_line_breaks():
    content = workbook_of(
        [["slug", "day", "ects", "text"], ["a", naive(2027, 3, 1), 7.5, "one\ntwo_x000D_"]]
    )

    table = read_table("KURSER.XLSX", content)

    assert table.headings == ["slug", "day", "ects", "text"]
    assert [cells for _number, cells in table.rows] == [["a", naive(2027, 3, 1), 7.5, "one\ntwo\r"]]


@settings(max_examples=30)
@example(["=0", "=SUM(A1)", "#N/A", "+1", "-1", "@a"])
@given(st.lists(TRICKY, min_size=1, max_size=5))
def test_texts_come_through_a_workbook_unchanged(texts):
    with workbook([f"c{at}" for at in range(len(texts) + 1)], [["row", *texts]]) as file:
        table = read_table("a.xlsx", file.read())

    cells = (table.rows[0][1] + [None] * 6)[1 : len(texts) + 1]
    assert [cell or "" for cell in cells] == texts


def test_written_values_are_those_of_the_country_in_csv_and_true_values_in_a_workbook():
    row = ["a", Decimal("7.50"), Decimal("1200"), date(2027, 3, 1), None, 5]

    assert (
        "".join(csv_lines(["x"], [row], "semicolon")) == "\ufeffx\r\na;7,5;1200;2027-03-01;;5\r\n"
    )
    assert "".join(csv_lines(["x"], [row], "comma")) == "\ufeffx\r\na,7.5,1200,2027-03-01,,5\r\n"
    with workbook(list("abcdef"), [row]) as file:
        values = list(openpyxl.load_workbook(file).active.values)[1]
    assert values == ("a", 7.5, 1200, naive(2027, 3, 1), None, 5)


def test_a_workbook_starts_no_formula_and_keeps_a_day_before_excels_first():
    with workbook(["a", "b"], [["'=1+1", date(1850, 1, 1)]]) as file:
        cells = list(openpyxl.load_workbook(file).active.rows)[1]

    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "'=1+1"), ("s", "1850-01-01")]


def test_a_text_that_no_cell_of_a_workbook_can_hold_is_told_and_never_cut():
    workbook(["slug", "text"], [["a", "x" * 32_767]]).close()
    with pytest.raises(TooLongError) as refusal:
        workbook(["slug", "text"], [["a", "x" * 32_768]])

    assert (refusal.value.row, refusal.value.column) == ("a", "text")


@pytest.mark.parametrize("name", ["a.xls", "a.xlsm", "a.ods", "a.XLSB"])
def test_other_spreadsheets_are_refused_with_what_to_save_instead(name):
    assert ".xlsx" in refused(name, b"anything")


@pytest.mark.parametrize("name", ["a.pdf", "a", "csv", "a.csv.exe"])
def test_what_is_no_table_is_refused(name):
    assert "Vælg en CSV-fil" in refused(name, b"slug;x\na;b\n")


@pytest.mark.parametrize(
    "content",
    [workbook_of([["slug"]]), b"\xd0\xcf\x11\xe0old excel", b"%PDF-1.7"],
    ids=["xlsx", "xls", "pdf"],
)
def test_a_file_that_only_calls_itself_csv_is_refused(content):
    assert "ikke en CSV-fil" in refused("a.csv", content)


def test_letters_that_are_none_are_refused():
    assert "bogstaver" in refused("a.csv", b"slug\n\x81\x8d\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"slug;x",
        b"PK\x03\x04broken",
        zipped(a="b"),
        zipped(_types="<x/>"),
        workbook_of([["slug"]])[:-40],
    ],
    ids=["empty", "csv", "cut", "another archive", "no workbook", "truncated"],
)
def test_a_file_that_only_calls_itself_a_workbook_is_refused(content):
    assert "prøv" in refused("a.xlsx", content)


def test_a_workbook_with_macros_is_refused():
    assert "makroer" in refused("a.xlsx", zipped(_types="<x/>", xl__vbaProject="x"))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(read_file, "LARGEST_UNPACKED", 1_000_000)
    bomb = zipped(_types="<x/>", xl__sheet1="0" * 1_000_001)

    assert len(bomb) < 10_000
    assert "pakkes ud" in refused("a.xlsx", bomb)


def test_an_archive_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(read_file, "MOST_PARTS", 3)

    assert "pakkes ud" in refused("a.xlsx", zipped(_types="<x/>", a="", b="", c=""))


def test_a_workbook_that_names_entities_without_end_does_no_harm():
    book = workbook_of([["slug"], ["a"]])
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1 or str()};" * 10}">' for number in range(1, 12)
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = (
                    f"{entities}]><worksheet><sheetData>&a11;</sheetData></worksheet>".encode()
                )
            new.writestr(part, content)

    assert "prøv" in refused("a.xlsx", kept.getvalue())


def test_the_file_keeps_within_its_size(monkeypatch):
    monkeypatch.setattr(read_file, "LARGEST_FILE", len(ROWS.encode()))

    assert len(read_table("a.csv", ROWS.encode()).rows) == 1
    assert "20 MB" in refused("a.csv", ROWS.encode() + b"\n")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_keep_within_their_number(monkeypatch, kind):
    monkeypatch.setattr(read_file, "MOST_ROWS", 3)
    rows = [["slug"], ["a"], ["b"], ["c"], ["d"]]

    def content(rows):
        return workbook_of(rows) if kind == "xlsx" else "\n".join(row[0] for row in rows).encode()

    assert len(read_table(f"a.{kind}", content(rows[:4])).rows) == 3
    assert "10.000" in refused(f"a.{kind}", content(rows))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_columns_keep_within_their_number(kind):
    def content(number):
        headings = [f"h{at}" for at in range(number)]
        return workbook_of([headings]) if kind == "xlsx" else ";".join(headings).encode()

    assert len(read_table(f"a.{kind}", content(200)).headings) == 200
    assert "200" in refused(f"a.{kind}", content(201))


def test_a_cell_without_end_is_refused():
    assert "CSV" in refused("a.csv", b"slug\n" + b"x" * (read_file.LONGEST_CELL + 1))
    assert "CSV" in refused("a.csv", b"x" * (read_file.LONGEST_CELL + 1))


@pytest.mark.parametrize("content", [b"", b"\n\n", b";;\na;b;c"])
def test_a_file_without_headings_is_refused(content):
    assert "første række" in refused("a.csv", content)


def problems_of(table):
    return {
        number: [(problem.heading, problem.stands) for problem in problems]
        for number, problems in table.problems.items()
    }


def test_a_formula_of_which_no_value_is_kept_is_a_problem_of_its_row():
    table = read_table("a.xlsx", workbook_of([["slug", "price"], ["a", 5], ["b", "=2*3"]]))

    assert problems_of(table) == {3: [("price", "")]}
    assert "en formel uden en værdi" in table.problems[3][0].words


def test_an_error_value_is_a_problem_in_every_column():
    rows = [["slug", "place"], ["a", "#REF!"], ["#I/T", "Aarhus"], ["b", "#1"]]

    for table in (
        read_table("a.xlsx", workbook_of(rows)),
        read_table("a.csv", "\n".join(";".join(row) for row in rows).encode()),
    ):
        assert problems_of(table) == {2: [("place", "#REF!")], 3: [("slug", "#I/T")]}


def test_rows_in_which_nothing_is_to_be_seen_are_passed_over_and_not_counted():
    book = openpyxl.Workbook()
    book.active.append(["slug", "title"])
    book.active.append(["a", "A"])
    book.active.append([" ", "\u200b"])
    book.active["A900000"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    kept = io.BytesIO()
    book.save(kept)

    table = read_table("a.xlsx", kept.getvalue())

    assert table.rows == [(2, ["a", "A"])]


def test_a_short_row_is_a_problem_and_an_empty_cell_is_none():
    table = read_table("a.csv", b"slug;places;place\na;3\nb;3;\nc;;\n")

    assert problems_of(table) == {2: [("place", "")]}
    assert "den har 2 celler, og der er 3 overskrifter" in table.problems[2][0].words


def test_what_stands_beyond_the_headings_is_a_problem_unless_it_is_empty():
    table = read_table("a.csv", b"slug;;places\na;;3;ekstra\nb;note;3\nc;;3;; \n")

    assert problems_of(table) == {2: [("", "ekstra")], 3: [("", "note")]}
    assert "kolonne 4" in table.problems[2][0].words


@pytest.mark.parametrize(
    "text",
    ['slug;place\na;"Aarhus\nb;Odense\n', 'slug;place\na;"Aarhus\nb;"Odense"\n'],
    ids=["never closed", "closed by the next"],
)
def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_row(text):
    assert "Række 2 kan ikke læses som CSV: et anførselstegn" in refused("a.csv", text.encode())


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "slug\næ\n".encode(), "text in UTF-8"),
        ("a.csv", "slug\næ\n".encode("cp1252"), "text in Windows-1252"),
        ("a.csv", "slug\næ\n".encode("utf-16"), "text in UTF-16"),
        ("a.xlsx", workbook_of([["slug"], ["a"]]), "the sheet “Sheet”"),
    ],
)
def test_it_is_told_how_a_file_was_read(name, content, words):
    with override("en"):
        assert read_table(name, content).read_as == words
