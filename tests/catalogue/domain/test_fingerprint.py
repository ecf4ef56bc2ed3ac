from itertools import pairwise
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.fingerprint import WIDTH, Line, fingerprint

# What a course is known by must not change: where a line starts, its width, whether it is faint.
FIRST_PATTERN = (
    Line(2, 11, True),
    Line(19, 3, True),
    Line(26, 3, False),
    Line(31, 8, False),
    Line(45, 11, False),
    Line(59, 3, False),
    Line(67, 1, False),
    Line(70, 5, False),
    Line(80, 3, True),
    Line(85, 5, True),
    Line(95, 1, False),
)


def test_the_same_id_always_gives_the_same_pattern():
    identity = UUID(int=1)

    assert fingerprint(identity) == fingerprint(UUID(str(identity)))
    assert fingerprint(identity) == FIRST_PATTERN


def test_a_pattern_has_room_for_sixteen_thin_lines():
    assert len(fingerprint(UUID(int=793153))) == 16


@given(st.uuids())
def test_lines_never_touch_and_never_leave_the_band(identity):
    lines = fingerprint(identity)

    assert 4 <= len(lines) <= 16
    assert all(1 <= line.width <= 14 for line in lines)
    assert lines[0].starts_at > 0
    assert lines[-1].starts_at + lines[-1].width < WIDTH
    assert all(
        earlier.starts_at + earlier.width + 2 <= later.starts_at
        for earlier, later in pairwise(lines)
    )


def test_a_thousand_courses_have_nearly_all_a_pattern_of_their_own():
    random = Random(2026)

    patterns = {fingerprint(UUID(int=random.getrandbits(128), version=4)) for _ in range(1000)}

    assert len(patterns) >= 998
