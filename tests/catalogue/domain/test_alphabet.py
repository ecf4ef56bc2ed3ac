import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.alphabet import danish_key, folded, unaccented

DICTIONARY = [
    "2 ECTS",
    "A",
    "a",
    "b",
    "Data Science",
    "Databaser",
    "Dataanalyse",
    "e-læring",
    "eksamen",
    "z",
    "Zoologi",
    "æ",
    "Ærlighed",
    "ø",
    "Økonomi",
    "Aa",
    "Åbenhed",
    "Aabenraa",
    "Århus",
]


def test_titles_stand_as_in_a_danish_dictionary():
    titles = list(reversed(DICTIONARY))

    titles.sort(key=danish_key)

    assert titles == DICTIONARY


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("z", "æ", id="æ after z"),
        pytest.param("æ", "ø", id="ø after æ"),
        pytest.param("ø", "å", id="å after ø"),
        pytest.param("ø", "aa", id="aa is å"),
        pytest.param("ab", "aa", id="aa after every a"),
        pytest.param("ø", "AA", id="capital AA is å"),
        pytest.param("X", "y", id="capitals among the small letters"),
        pytest.param("Z", "ä", id="Swedish ä is æ"),
        pytest.param("æ", "ö", id="Swedish ö is ø"),
        pytest.param("x", "ü", id="German ü is y"),
        pytest.param("ü", "z", id="German ü before z"),
        pytest.param("te", "þa", id="Icelandic þ is th"),
        pytest.param("eks", "élan", id="accents are passed over"),
        pytest.param("9", "a", id="digits before letters"),
        pytest.param("1", "²", id="raised digits are digits"),
        pytest.param("Data Z", "Dataa", id="a word ends before a longer one goes on"),
        pytest.param("e-z", "ea", id="a hyphen ends a word too"),
        pytest.param("Ret", "ret", id="a capital first between equals"),
    ],
)
def test_one_stands_before_the_other(first, second):
    assert danish_key(first) < danish_key(second)


def test_punctuation_decides_only_between_equals():
    assert danish_key("(etik)")[0] == danish_key("etik!")[0] == danish_key("Etik")[0]
    assert len({danish_key("(etik)"), danish_key("etik!"), danish_key("Etik")}) == 3


@given(st.lists(st.text(max_size=20)), st.randoms())
def test_any_texts_have_one_order_however_they_come(texts, random):
    shuffled = random.sample(texts, len(texts))

    assert sorted(shuffled, key=danish_key) == sorted(texts, key=danish_key)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("Sundhedsøkonomi", "sundhedsokonomi", id="ø"),
        pytest.param("sundhedsoekonomi", "sundhedsokonomi", id="oe"),
        pytest.param("SUNDHEDSÖKONOMI", "sundhedsokonomi", id="Swedish ö"),
        pytest.param("Ærø", "aro", id="æ"),
        pytest.param("Aeroe", "aro", id="ae and oe"),
        pytest.param("Århus", "arhus", id="å"),
        pytest.param("Aarhus", "arhus", id="aa"),
        pytest.param("idé", "ide", id="accents"),
        pytest.param("Œuvre", "ouvre", id="œ"),
        pytest.param("Straße", "strasse", id="ß"),
        pytest.param("Þórður", "thordur", id="Icelandic letters"),
        pytest.param("e-læring – nu!", "e laring nu", id="hyphens and dashes are spaces"),
        pytest.param("  to   ord ", "to ord", id="spaces"),
        pytest.param("7,5 ECTS", "7 5 ects", id="a comma is a space"),
        pytest.param("v2.0", "v2.0", id="a point stays"),
        pytest.param("", "", id="nothing"),
        pytest.param("?!", "", id="signs alone"),
    ],
)
def test_text_is_folded(text, form):
    assert folded(text) == form


def test_the_seam_of_a_compound_stays_where_text_is_only_unaccented():
    assert unaccented("Dataetik og økonomi") == "dataetik og okonomi"
    assert folded("Dataetik") == "datatik"


@given(st.text(max_size=50))
def test_folding_takes_no_word_away_and_adds_none(text):
    assert len(folded(text).split()) == len(unaccented(text).split())
    assert (
        folded(text) == folded(text.upper())
        or "ı" in text.lower()
        or text.upper().lower() != text.lower()
    )
