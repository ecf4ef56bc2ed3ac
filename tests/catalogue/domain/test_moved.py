from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.moved import Days, Move, Told, moves

TODAY = date(2026, 11, 25)
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)
LATER = date(2027, 3, 1)

some_days = st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 30))
tellings = st.builds(
    Days,
    opens=some_days,
    deadline=some_days,
    starts=some_days,
    ends=some_days,
    is_cancelled=st.booleans(),
)
looks = st.dictionaries(st.sampled_from("abc"), tellings)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(Days(starts=LATER), Days(starts=LATER), [], id="nothing moved"),
        pytest.param(
            Days(deadline=TODAY, starts=LATER),
            Days(deadline=TOMORROW, starts=LATER),
            [(Told.DEADLINE, TODAY, TOMORROW)],
            id="one day moved",
        ),
        pytest.param(
            Days(LATER, LATER, LATER, LATER),
            Days(TOMORROW, TOMORROW, TOMORROW, TOMORROW),
            [(what, LATER, TOMORROW) for what in Told if what is not Told.ANNOUNCED],
            id="all four moved",
        ),
        pytest.param(
            Days(),
            Days(starts=LATER),
            [(Told.STARTS, None, LATER)],
            id="an unknown day became known",
        ),
        pytest.param(
            Days(ends=LATER), Days(), [(Told.ENDS, LATER, None)], id="a known day became unknown"
        ),
        pytest.param(Days(starts=YESTERDAY), Days(starts=date(2026, 11, 1)), [], id="both passed"),
        pytest.param(Days(starts=YESTERDAY), Days(), [], id="a passed day became unknown"),
        pytest.param(
            Days(starts=YESTERDAY),
            Days(starts=TODAY),
            [(Told.STARTS, YESTERDAY, TODAY)],
            id="to today",
        ),
        pytest.param(
            Days(starts=TODAY),
            Days(starts=YESTERDAY),
            [(Told.STARTS, TODAY, YESTERDAY)],
            id="from today",
        ),
        pytest.param(
            None,
            Days(starts=LATER),
            [(Told.ANNOUNCED, None, LATER)],
            id="announced with its start alone",
        ),
        pytest.param(
            None,
            Days(deadline=LATER),
            [(Told.ANNOUNCED, None, None)],
            id="announced without a start",
        ),
        pytest.param(None, Days(starts=YESTERDAY), [], id="announced when it is over"),
        pytest.param(
            None,
            Days(starts=YESTERDAY, ends=TODAY),
            [(Told.ANNOUNCED, None, YESTERDAY)],
            id="announced on its last day",
        ),
        pytest.param(Days(starts=LATER), None, [], id="gone"),
        pytest.param(
            None, Days(starts=LATER, is_cancelled=True), [], id="cancelled from the first"
        ),
        pytest.param(
            Days(starts=LATER),
            Days(starts=TOMORROW, is_cancelled=True),
            [],
            id="cancelled while it moved",
        ),
        pytest.param(
            Days(starts=LATER, is_cancelled=True),
            Days(starts=TOMORROW),
            [],
            id="cancelled before it moved",
        ),
    ],
)
def test_what_moved_between_two_looks(before, after, expected):
    found = moves({1: before} if before else {}, {1: after} if after else {}, TODAY)

    assert found == [Move(1, *move) for move in expected]


@given(looks)
def test_back_where_it_was_is_no_move(look):
    assert moves(look, dict(look), TODAY) == []


@given(looks, looks)
def test_each_day_moves_once_and_to_another_day(before, after):
    found = moves(before, after, TODAY)

    assert len({(move.key, move.what) for move in found}) == len(found)
    for move in found:
        if move.what is Told.ANNOUNCED:
            assert move.key not in before
        else:
            assert move.old != move.new
            assert before[move.key].by_kind()[move.what] == move.old
            assert after[move.key].by_kind()[move.what] == move.new
            assert max(day for day in (move.old, move.new) if day) >= TODAY


@given(looks, looks)
def test_a_move_and_its_return_name_the_same_days(before, after):
    there = {(move.key, move.what, move.old, move.new) for move in moves(before, after, TODAY)}
    back = {(move.key, move.what, move.new, move.old) for move in moves(after, before, TODAY)}

    assert {move for move in there if move[1] != Told.ANNOUNCED} == {
        move for move in back if move[1] != Told.ANNOUNCED
    }
