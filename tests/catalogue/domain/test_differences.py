import sys
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.differences import MOST_COMPARED, Fate, Piece, differences

KEPT, REMOVED, INSERTED = Fate.KEPT, Fate.REMOVED, Fate.INSERTED
texts = st.text(alphabet="ab \n.", max_size=60) | st.text(max_size=60)


def pieces(old, new):
    return [(piece.fate, piece.text) for piece in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("the same", "the same", [(KEPT, "the same")], id="the same"),
        pytest.param("", "a word", [(INSERTED, "a word")], id="written"),
        pytest.param("a word", "", [(REMOVED, "a word")], id="emptied"),
        pytest.param(
            "three days in May",
            "four days in May",
            [(REMOVED, "three"), (INSERTED, "four"), (KEPT, " days in May")],
            id="a word at the front",
        ),
        pytest.param(
            "one two three four",
            "one three four",
            [(KEPT, "one"), (REMOVED, " two"), (KEPT, " three four")],
            id="a word left out",
        ),
        pytest.param("a a", "a a a", [(KEPT, "a a"), (INSERTED, " a")], id="a word said once more"),
        pytest.param(
            "a b c d e f",
            "a x c d y f",
            [
                (KEPT, "a"),
                (REMOVED, " b"),
                (INSERTED, " x"),
                (KEPT, " c d"),
                (REMOVED, " e"),
                (INSERTED, " y"),
                (KEPT, " f"),
            ],
            id="two places",
        ),
    ],
)
def test_what_differs_is_told_by_words(old, new, expected):
    assert pieces(old, new) == expected


@given(texts, texts)
def test_the_pieces_join_back_to_both_texts(old, new):
    found = differences(old, new)

    assert "".join(piece.text for piece in found if piece.fate is not INSERTED) == old
    assert "".join(piece.text for piece in found if piece.fate is not REMOVED) == new
    assert all(piece.text for piece in found)
    assert all(one.fate is not other.fate for one, other in pairwise(found))


@given(texts)
def test_a_text_differs_in_nothing_from_itself(text):
    assert differences(text, text) == ((Piece(KEPT, text),) if text else ())


def test_a_long_text_is_compared_by_lines_and_a_longer_one_as_a_whole():
    lines = [
        " ".join(f"{number}{letter}" for letter in "abcde") + "\n"
        for number in range(MOST_COMPARED // 4)
    ]
    moved = ["begin\n", *reversed(lines), "end\n"]

    by_lines = differences("".join(["start\n", *lines, "stop\n"]), "".join(moved))
    long_lines = ["line\n" * 6 * MOST_COMPARED, "enil\n" * 6 * MOST_COMPARED]
    whole = differences(f"a {long_lines[0]}b", f"c {long_lines[1]}d")

    whole_lines = {line.strip() for line in [*lines, *moved, "start", "stop", ""]}
    assert {line.strip() for piece in by_lines for line in piece.text.splitlines()} <= whole_lines
    assert KEPT in {piece.fate for piece in by_lines}
    assert [piece.fate for piece in whole] == [REMOVED, INSERTED]


def operations(old, new):
    """How many functions are called while two texts are compared."""
    calls = count()

    def note(_frame, event, _argument):
        if event in ("call", "c_call"):
            next(calls)

    sys.setprofile(note)
    try:
        differences(old, new)
    finally:
        sys.setprofile(None)
    return next(calls)


@pytest.mark.parametrize("vocabulary", [2, 90, 1900])
def test_the_work_with_huge_texts_grows_with_their_length_and_not_its_square(vocabulary):
    def work(number):
        words = [str(each * each % vocabulary) for each in range(number)]
        return operations(" ".join(words), " ".join(reversed(words)))

    small, large = work(MOST_COMPARED + 100), work(4 * MOST_COMPARED + 400)

    assert small < MOST_COMPARED
    assert large <= 4 * small
