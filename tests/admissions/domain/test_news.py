"""Which changes are told: when they have settled, from first to last, and to whom they are new."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.news import Moved, Noted, earliest_news, moves, settled, told_to
from catalogue.domain.moved import Told

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
A, B, C = date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15)


def noted(key, old=A, new=B, *, of="run", what=Told.STARTS, minutes=90):
    return Noted(key, of, what, old, new, NOW - timedelta(minutes=minutes))


def test_changes_are_news_for_30_days():
    assert earliest_news(NOW) == NOW - timedelta(days=30)


@pytest.mark.parametrize(("minutes", "is_settled"), [(59, False), (60, True), (61, True)])
def test_a_change_settles_in_an_hour(minutes, is_settled):
    assert bool(settled([noted(1, minutes=minutes)], NOW)) is is_settled


def test_what_is_being_worked_on_waits_as_a_whole_and_keeps_nothing_else_waiting():
    found = settled(
        [noted(1, of="a"), noted(2, of="a", what=Told.ENDS, minutes=5), noted(3, of="b")], NOW
    )

    assert {of: [change.key for change in changes] for of, changes in found.items()} == {"b": [3]}


def test_changes_come_in_their_order():
    found = settled([noted(3, minutes=70), noted(1, minutes=90), noted(2, minutes=90)], NOW)

    assert [change.key for change in found["run"]] == [1, 2, 3]


def test_somebody_hears_of_what_was_noted_after_they_asked_and_not_told_before():
    changes = [noted(1, minutes=90), noted(2, minutes=80), noted(3, minutes=70)]

    assert told_to(changes, NOW - timedelta(minutes=90), {3}) == [changes[1]]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        ([noted(1)], [Moved(Told.STARTS, A, B)]),
        ([noted(1), noted(2, B, C)], [Moved(Told.STARTS, A, C)]),
        ([noted(1), noted(2, B, A)], []),
        ([noted(1, None, A)], [Moved(Told.STARTS, None, A)]),
        ([noted(1, None, A), noted(2, A, None)], []),
        (
            [noted(1), noted(2, what=Told.ENDS), noted(3, B, C)],
            [Moved(Told.STARTS, A, C), Moved(Told.ENDS, A, B)],
        ),
        ([noted(1, None, A, what=Told.ANNOUNCED), noted(2)], [Moved(Told.ANNOUNCED, None, A)]),
        ([noted(1, None, None, what=Told.ANNOUNCED)], [Moved(Told.ANNOUNCED, None, None)]),
    ],
    ids=[
        "none",
        "one",
        "two",
        "there and back",
        "known",
        "known and not",
        "two days",
        "announced",
        "without a day",
    ],
)
def test_the_changes_of_a_day_are_one_from_first_to_last(changes, told):
    assert moves(changes) == told


@given(st.lists(st.sampled_from([A, B, C, None]), min_size=2, max_size=6))
def test_however_a_day_wanders_only_where_it_began_and_ended_is_told(days):
    steps = [noted(number, old, new) for number, (old, new) in enumerate(pairwise(days))]

    assert moves(steps) == ([] if days[0] == days[-1] else [Moved(Told.STARTS, days[0], days[-1])])
