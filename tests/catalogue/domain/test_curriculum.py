from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain.curriculum import (
    Band,
    Entry,
    Finding,
    FindingCode,
    Group,
    Kind,
    bands,
    curriculum_findings,
    curriculum_sum,
    elective_places,
)

D = Decimal
FIVE = tuple(Entry(f"mandatory {n}", Kind.MANDATORY, D("7.5"), order=n) for n in range(4))
ELECTIVES = tuple(
    Entry(f"elective {n}", Kind.ELECTIVE, D("7.5"), group=1, order=10 + n) for n in range(5)
)
THESIS = (Entry("thesis", Kind.THESIS, D(15), order=99),)
WHOLE = FIVE + ELECTIVES + THESIS
TWO_OF_FIVE = (Group(1, choose_courses=2),)

sizes = st.decimals(D("0.5"), D(30), places=1)


@st.composite
def curricula(draw):
    fixed = draw(
        st.lists(st.tuples(st.sampled_from([Kind.MANDATORY, Kind.THESIS]), sizes), max_size=6)
    )
    entries = [
        Entry(("fixed", n), kind, ects, order=draw(st.integers(0, 9)))
        for n, (kind, ects) in enumerate(fixed)
    ]
    groups = []
    for number in range(draw(st.integers(0, 3))):
        members = draw(st.lists(sizes, max_size=5))
        entries += [
            Entry((number, n), Kind.ELECTIVE, ects, group=number) for n, ects in enumerate(members)
        ]
        by_courses = draw(st.booleans())
        groups.append(
            Group(number, choose_courses=draw(st.integers(1, 5)))
            if by_courses
            else Group(number, choose_ects=draw(sizes))
        )
    return tuple(entries), tuple(groups)


def test_a_curriculum_that_adds_up_has_no_finding():
    assert curriculum_sum(WHOLE, TWO_OF_FIVE) == D(60)
    assert curriculum_findings(D(60), WHOLE, TWO_OF_FIVE) == ()


@pytest.mark.parametrize(
    ("found", "finding"),
    [
        pytest.param(
            curriculum_findings(D(60), (), ()),
            Finding(FindingCode.NO_COURSES, needs=D(60)),
            id="no courses at all",
        ),
        pytest.param(
            curriculum_findings(D(60), WHOLE, TWO_OF_FIVE, languages=0),
            Finding(FindingCode.NO_LANGUAGE),
            id="no language chosen",
        ),
        pytest.param(
            curriculum_findings(D(60), WHOLE[:-1], TWO_OF_FIVE),
            Finding(FindingCode.SUM_IS_WRONG, has=D(45), needs=D(60)),
            id="the thesis is lacking",
        ),
        pytest.param(
            curriculum_findings(D(59), WHOLE, TWO_OF_FIVE),
            Finding(FindingCode.SUM_IS_WRONG, has=D(60), needs=D(59)),
            id="one ECTS too much",
        ),
        pytest.param(
            curriculum_findings(D("52.5"), FIVE + ELECTIVES[:1] + THESIS, TWO_OF_FIVE),
            Finding(FindingCode.GROUP_IS_TOO_SMALL, has=1, needs=2),
            id="one elective where two are chosen",
        ),
        pytest.param(
            curriculum_findings(
                D(60), (*WHOLE, Entry("big", Kind.ELECTIVE, D(10), group=1)), TWO_OF_FIVE
            ),
            Finding(FindingCode.GROUP_SUM_VARIES, has=D(15), needs=D("17.5")),
            id="electives of different sizes",
        ),
        pytest.param(
            curriculum_findings(D(55), WHOLE, (Group(1, choose_ects=D(10)),)),
            Finding(FindingCode.GROUP_CANNOT_REACH, needs=D(10)),
            id="ten ECTS out of 7.5 and 7.5",
        ),
        pytest.param(
            curriculum_findings(D(60), WHOLE, TWO_OF_FIVE, missing_texts=("promise_en",)),
            Finding(FindingCode.TEXT_IS_MISSING, name="promise_en"),
            id="a text is missing",
        ),
    ],
)
def test_each_fault_gives_its_finding_and_no_other(found, finding):
    assert found == (finding,)


def test_every_code_is_told_by_some_curriculum():
    told = {
        found.code
        for found in (
            *curriculum_findings(D(60), (), (), languages=0),
            *curriculum_findings(
                D(1), ELECTIVES[:1], TWO_OF_FIVE, missing_texts=("title_da", "title_en")
            ),
            *curriculum_findings(
                D(60), (*WHOLE, Entry("big", Kind.ELECTIVE, D(9), group=1)), TWO_OF_FIVE
            ),
            *curriculum_findings(D(60), WHOLE, (Group(1, choose_ects=D(1)),)),
        )
    }

    assert told == set(FindingCode)


@pytest.mark.parametrize(
    ("group", "members", "places"),
    [
        pytest.param(
            Group(1, choose_courses=2), [D("7.5")] * 5, [D("7.5"), D("7.5")], id="two of five alike"
        ),
        pytest.param(Group(1, choose_ects=D(15)), [D(5)] * 4, [D(5)] * 3, id="15 ECTS of fives"),
        pytest.param(
            Group(1, choose_ects=D(15)), [D(5), D(10)], [D(15)], id="15 ECTS of different sizes"
        ),
        pytest.param(
            Group(1, choose_ects=D(10)), [D(4)] * 4, [D(10)], id="ECTS the courses cannot make"
        ),
        pytest.param(
            Group(1, choose_courses=3), [D(5), D(10), D(15)], [D(30)], id="all of different sizes"
        ),
        pytest.param(Group(1, choose_courses=2), [], [], id="an empty group"),
        pytest.param(Group(1), [D(5)], [], id="a group that chooses nothing"),
    ],
)
def test_places_for_electives(group, members, places):
    entries = tuple(Entry(n, Kind.ELECTIVE, ects, group=1) for n, ects in enumerate(members))

    assert list(elective_places(group, entries)) == places


def test_bands_stand_in_order_with_the_thesis_last():
    shuffled = (THESIS[0], *reversed(FIVE[:2]), *ELECTIVES)

    assert bands(shuffled, TWO_OF_FIVE) == (
        Band(Kind.MANDATORY, D("7.5"), D(0), "mandatory 0"),
        Band(Kind.MANDATORY, D("7.5"), D("7.5"), "mandatory 1"),
        Band(Kind.ELECTIVE, D("7.5"), D(15), None, 1, 1, 5),
        Band(Kind.ELECTIVE, D("7.5"), D("22.5"), None, 1, 2, 5),
        Band(Kind.THESIS, D(15), D(30), "thesis"),
    )


@given(curricula())
def test_bands_lie_end_to_end_and_add_up_to_the_sum(curriculum):
    laid = bands(*curriculum)

    assert all(band.ects > 0 for band in laid)
    assert not laid or laid[0].starts_at == 0
    assert all(
        band.starts_at + band.ects == following.starts_at for band, following in pairwise(laid)
    )
    assert sum((band.ects for band in laid), D(0)) == curriculum_sum(*curriculum)


@given(curricula())
def test_a_curriculum_without_a_finding_has_exactly_its_ects(curriculum):
    entries, groups = curriculum
    total = curriculum_sum(entries, groups)

    codes = {found.code for found in curriculum_findings(total, entries, groups)}

    assert FindingCode.SUM_IS_WRONG not in codes
    assert (FindingCode.NO_COURSES in codes) == (not entries)
    if entries:
        assert FindingCode.SUM_IS_WRONG in {
            f.code for f in curriculum_findings(total + 1, entries, groups)
        }
