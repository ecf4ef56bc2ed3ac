"""What a cell means, both ways; every refusal says what to write instead."""

import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from catalogue.admin.exchange import cells
from catalogue.admin.exchange.teaching_days import HeldDay, days_from_words, days_in_words, in_order
from catalogue.admin.exchange.write_file import csv_lines, text_of_xml, xml_text
from catalogue.text import spreadsheets
from catalogue.text.translation import LANGUAGE_CHOICES
from tests.catalogue.admin.exchange.pages import naive

TRICKY = st.text(
    st.one_of(
        st.sampled_from("=+-@'\";,|\\\n\r\t _x0Dæøå＝\x0b\ufffe"), st.characters(codec="utf-8")
    )
)


@given(TRICKY)
def test_a_text_made_harmless_comes_back_unchanged(text):
    cell = spreadsheets.harmless(text)

    assert spreadsheets.plain(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("- a list", "'- a list"),
        ("  @here", "'  @here"),
        ("\tx", "'\tx"),
        ("'=quoted", "''=quoted"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_only_what_begins_a_formula_is_marked(text, cell):
    assert spreadsheets.harmless(text) == cell


@given(TRICKY.filter(lambda text: "\x00" not in text), st.sampled_from(["semicolon", "comma"]))
def test_a_text_comes_through_csv_unchanged(text, kind):
    lines = "".join(csv_lines(["a", "b"], [[cells.Text().render(text), "end"]], kind))

    rows = list(
        csv.reader(
            io.StringIO(lines[1:], newline=""), delimiter=";" if kind == "semicolon" else ","
        )
    )

    assert len(rows) == 2
    assert cells.Text().clean(rows[1][0]) == text


@given(TRICKY)
def test_what_xml_cannot_hold_is_written_as_excel_does_and_comes_back(text):
    written = xml_text(text)

    assert text_of_xml(written) == text
    assert all(character in "\t\n" or character >= " " for character in written)


def test_a_nul_in_a_text_is_refused():
    with pytest.raises(ValueError, match="NUL"):
        cells.Text().clean("a\x00b")


def test_a_date_in_a_column_of_texts_is_refused():
    with pytest.raises(ValueError, match="Formatér"):
        cells.Text().clean(datetime(2027, 3, 1, tzinfo=UTC))


def test_a_number_in_a_column_of_texts_is_taken_as_it_is_read():
    assert [cells.Text().clean(value) for value in (912, 7.0, 7.5, True)] == [
        "912",
        "7",
        "7.5",
        "ja",
    ]


def test_a_text_that_is_too_long_says_by_how_much():
    assert cells.Text(3).clean("abc") == "abc"
    with pytest.raises(ValueError, match=r"4.*3"):
        cells.Text(3).clean("abcd")


def test_line_breaks_of_another_kind_change_no_text():
    assert cells.Text().same("a\r\nb", "a\nb")
    assert cells.Text().same("a\rb", "a\nb")
    assert not cells.Text().same("a\nb", "a b")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        (" 13 875 ", "13875"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"),
        (7.5, "7.5"),
        (10, "10"),
    ],
)
def test_numbers_are_read_as_danes_and_machines_write_them(cell, number):
    assert cells.Number().clean(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell", ["abc", "1e3", "7,5,5", "1.2.3", "9" * 30, True, date(2027, 5, 7), "5 kr.", "NaN"]
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError, match="Skriv et tal"):
        cells.Number().clean(cell)


def test_a_number_keeps_within_its_bounds():
    places = cells.Number(0, 100, is_whole=True)

    assert [places.clean(value) for value in ("0", "100", "30,0", "")] == [0, 100, 30, None]
    for wrong in ("-1", "101", "2,5"):
        with pytest.raises(ValueError, match="Skriv et tal"):
            places.clean(wrong)
    with pytest.raises(ValueError, match="Skriv et tal"):
        cells.Number().clean("-1")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-07",
        "7.12.2026",
        "07-12-2026",
        "7/12/2026",
        "7. 12. 2026",
        date(2026, 12, 7),
        naive(2026, 12, 7, 9),
    ],
)
def test_days_are_read_as_machines_danes_and_excel_write_them(cell):
    assert cells.Day().clean(cell) == date(2026, 12, 7)


@pytest.mark.parametrize(
    "cell", ["7/12/26", "2026-02-30", "31.12", "i morgen", "7.12-2026", 46363, "12.2026"]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError, match=r"7\.12\.2026"):
        cells.Day().clean(cell)


def test_days_keep_within_two_hundred_years():
    assert cells.Day().clean("2000-01-01") == date(2000, 1, 1)
    assert cells.Day().clean("2200-12-31") == date(2200, 12, 31)
    for wrong in ("1999-12-31", "2201-01-01"):
        with pytest.raises(ValueError, match="2200"):
            cells.Day().clean(wrong)
    with pytest.raises(ValueError, match="2200"):
        cells.TeachingDays().clean("1999-12-31")


@given(st.datetimes(naive(2001, 1, 1), naive(2199, 1, 1), timezones=st.just(UTC)))
def test_a_moment_comes_back_unchanged_on_both_sides_of_summer_time(moment):
    assert cells.Moment().clean(cells.Moment().render(moment)) == moment


def test_the_hour_that_comes_twice_is_told_apart():
    first, second = (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )

    assert cells.Moment().render(first) == "2026-10-25 02:30"
    assert cells.Moment().render(second) == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize(
    "cell",
    [
        "2027-01-15 09:00",
        "15.1.2027 9.00",
        "15-01-2027 09:00:00",
        "15.1.2027 kl. 9:00",
        naive(2027, 1, 15, 9),
    ],
)
def test_moments_are_read_in_the_ways_people_write_them(cell):
    assert cells.Moment().clean(cell) == datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


def test_a_day_alone_is_its_first_moment():
    for cell in ("2027-01-15", date(2027, 1, 15)):
        assert cells.Moment().clean(cell) == datetime(2027, 1, 14, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["i morgen", "2027-01-15 25:00", "2027-02-30", "2027-02-30 09:00"])
def test_what_is_no_moment_is_refused(cell):
    with pytest.raises(ValueError, match="klokkeslæt"):
        cells.Moment().clean(cell)
    with pytest.raises(ValueError, match="2200"):
        cells.Moment().clean("1999-01-01 09:00")


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("ja", True),
        ("Yes", True),
        ("SAND", True),
        (True, True),
        (1, True),
        ("nej", False),
        ("no", False),
        (0.0, False),
    ],
)
def test_yes_and_no_are_read_in_both_languages(cell, answer):
    assert cells.YesNo().clean(cell) is answer


def test_an_empty_yes_or_no_is_the_usual_one_for_a_new_row_alone():
    assert cells.YesNo(default=True).clean("", is_new=True) is True
    for wrong in ("", "måske"):
        with pytest.raises(ValueError, match="ja eller nej"):
            cells.YesNo().clean(wrong)


def test_codes_are_read_by_their_words_in_both_languages_and_by_themselves():
    languages = cells.Codes(LANGUAGE_CHOICES)

    assert languages.clean("engelsk, Dansk") == ["da", "en"]
    assert languages.clean("English; da") == ["da", "en"]
    assert languages.clean(" ") == []
    assert languages.render(["da", "en"]) == "Dansk, Engelsk"
    with pytest.raises(ValueError, match="Dansk, Engelsk"):
        languages.clean("tysk")


def test_the_order_of_codes_is_no_change():
    assert cells.Codes(LANGUAGE_CHOICES).same(["en", "da"], ["da", "en"])


PLACES = TRICKY.filter(lambda text: "\x00" not in text and len(text) <= 200)
DAYS = st.builds(
    HeldDay,
    on=st.dates(date(2000, 1, 1), date(2200, 12, 31)),
    starts_at=st.none() | st.times(max_value=time(11)),
    ends_at=st.none() | st.times(min_value=time(12)),
    is_online=st.booleans(),
    place_da=PLACES,
    place_en=PLACES,
)


@given(st.lists(DAYS, unique_by=lambda day: day.key))
def test_teaching_days_come_back_unchanged(days):
    assert days_from_words(days_in_words(days)) == in_order(days)


def test_teaching_days_are_read_as_people_write_them():
    words = (
        "1.3.2027 kl. 9.00 – 15.30; 2027-03-02 online @ Aud. 1 | Room 1\n"
        "2027-03-03 09:00-15:30 @ Panum"
    )

    assert days_from_words(words) == (
        HeldDay(date(2027, 3, 1), time(9), time(15, 30)),
        HeldDay(date(2027, 3, 2), is_online=True, place_da="Aud. 1", place_en="Room 1"),
        HeldDay(date(2027, 3, 3), time(9), time(15, 30), place_da="Panum"),
    )


def test_one_day_that_excel_made_a_date_of_is_still_a_day():
    assert cells.TeachingDays().clean(naive(2027, 3, 1)) == (HeldDay(date(2027, 3, 1)),)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mandag", "mandag"),
        ("2027-02-30", "2027-02-30"),
        ("2027-03-01 25:00", "2027-03-01 25:00"),
        ("2027-03-01 15:00-09:00", "slutte"),
        ("2027-03-01 09:00-09:00", "slutte"),
        ("2027-03-01; 2027-03-01", "to gange"),
        (f"2027-03-01 @ {'x' * 201}", "200"),
    ],
)
def test_a_wrong_teaching_day_is_named(words, told):
    with pytest.raises(ValueError, match=told):
        days_from_words(words)


@pytest.mark.parametrize(("cell", "number"), [("1.000", 1000), ("10,000", 10_000), ("30", 30)])
def test_in_a_whole_number_a_mark_before_three_digits_is_of_thousands(cell, number):
    assert cells.Number(0, 10_000, is_whole=True).clean(cell) == number


@pytest.mark.parametrize(
    ("cell", "kroner"),
    [("25.500", "25500"), ("25,500", "25500"), ("25.500,50", "25500.50"), ("0.500", "0.500")],
)
def test_in_a_price_too(cell, kroner):
    assert cells.Number(is_money=True).clean(cell) == Decimal(kroner)


def test_where_neither_is_clear_it_is_asked_about():
    with override("en"), pytest.raises(ValueError, match=r"Write 7\.5 or 7500: this could be"):
        cells.Number().clean("7.500")


def test_an_hour_that_summer_time_leaves_out_does_not_exist_and_those_beside_it_do():
    publish = cells.Moment()

    with override("en"), pytest.raises(ValueError, match="This time does not exist"):
        publish.clean("2027-03-28 02:30")
    assert publish.clean("2027-03-28 01:59").isoformat() == "2027-03-28T01:59:00+01:00"
    assert publish.clean("2027-03-28 03:00").isoformat() == "2027-03-28T03:00:00+02:00"
    assert publish.clean("2027-10-31 02:30").isoformat() == "2027-10-31T02:30:00+02:00"
