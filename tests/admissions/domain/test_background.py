"""A background as it is kept, and whether it tells what requirements look at."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.background import (
    NONE_OF_THESE,
    Background,
    DegreeKind,
    LanguageSkill,
    background_of,
    background_record,
)
from admissions.domain.eligibility import (
    Branch,
    BranchOutcome,
    Requirement,
    RequirementKind,
    is_told,
)
from admissions.domain.work import WorkPeriod

CODES = st.sampled_from(["health", "law", "other", NONE_OF_THESE])
DAYS = st.dates(date(1950, 1, 1), date(2040, 1, 1))
JOBS = st.builds(
    lambda days, is_over, area, share: WorkPeriod(
        min(days), max(days) if is_over else None, area, share
    ),
    st.tuples(DAYS, DAYS),
    st.booleans(),
    st.none() | CODES,
    st.fractions(Fraction(1, 100), 1, max_denominator=100),
)
BACKGROUNDS = st.builds(
    Background,
    degree=st.none() | st.sampled_from(DegreeKind),
    degree_field=st.none() | CODES,
    work=st.none() | st.lists(JOBS, max_size=3).map(tuple),
    languages=st.dictionaries(
        st.sampled_from(["da", "en"]), st.none() | st.sampled_from(["b1", "b2"])
    ).map(lambda told: tuple(LanguageSkill(*skill) for skill in told.items())),
    declarations=st.frozensets(st.sampled_from(["decl1", "decl2"])),
    denied=st.frozensets(st.sampled_from(["decl3", "decl4"])),
)

MET = (Branch(BranchOutcome.MET, 1),)
DEGREE = Requirement(
    1,
    RequirementKind.DEGREE,
    (
        Branch(
            BranchOutcome.MET,
            1,
            degrees=frozenset({DegreeKind.MASTER}),
            fields=frozenset({"health"}),
        ),
        *MET,
    ),
    fields=frozenset({"health", "other"}),
)
WORK = Requirement(2, RequirementKind.WORK, MET, areas=frozenset({"clinic"}))
ANY_WORK = Requirement(2, RequirementKind.WORK, MET)
ENGLISH = Requirement(3, RequirementKind.LANGUAGE, MET, language="en", levels=("b1", "b2"))
DECLARATION = Requirement(4, RequirementKind.DECLARATION, MET, code="decl4")


def job(area):
    return WorkPeriod(date(2020, 9, 1), None, area)


def test_a_record_is_of_plain_values_in_the_documented_shape():
    background = Background(
        DegreeKind.MASTER,
        "health",
        (WorkPeriod(date(2020, 9, 1), date(2023, 6, 30), "clinic", Fraction(1, 2)), job(None)),
        (LanguageSkill("en", "b2"), LanguageSkill("da", None)),
        frozenset({"decl4"}),
        frozenset({"decl5"}),
    )

    assert background_record(background) == {
        "version": 1,
        "degree": "master",
        "degree_field": "health",
        "work": [
            {
                "starts_on": "2020-09-01",
                "ends_on": "2023-06-30",
                "area": "clinic",
                "share": "1/2",
            },
            {"starts_on": "2020-09-01", "ends_on": None, "area": None, "share": "1"},
        ],
        "languages": [{"language": "en", "level": "b2"}, {"language": "da", "level": None}],
        "declarations": {"decl4": True, "decl5": False},
    }


@given(BACKGROUNDS)
def test_what_is_kept_is_read_back_as_it_was(background):
    kept = json.loads(json.dumps(background_record(background)))

    assert background_of(kept) == background


@pytest.mark.parametrize(
    ("requirement", "background", "told"),
    [
        pytest.param(DEGREE, Background(None), False, id="no degree"),
        pytest.param(DEGREE, Background(DegreeKind.MASTER, "health"), True, id="degree and field"),
        pytest.param(DEGREE, Background(DegreeKind.MASTER), False, id="a field that matters"),
        pytest.param(DEGREE, Background(DegreeKind.FOREIGN), True, id="a field that does not"),
        pytest.param(DEGREE, Background(DegreeKind.MASTER, "gone"), False, id="unknown field"),
        pytest.param(DEGREE, Background(DegreeKind.MASTER, "none"), False, id="no other field"),
        pytest.param(WORK, Background(None), False, id="no word of work"),
        pytest.param(WORK, Background(None, work=()), True, id="no work"),
        pytest.param(WORK, Background(None, work=(job("clinic"),)), True, id="a known area"),
        pytest.param(WORK, Background(None, work=(job("none"),)), True, id="none of these"),
        pytest.param(WORK, Background(None, work=(job(None),)), False, id="no area"),
        pytest.param(
            WORK, Background(None, work=(job("clinic"), job("gone"))), False, id="unknown area"
        ),
        pytest.param(ANY_WORK, Background(None, work=(job(None),)), True, id="work of any kind"),
        pytest.param(
            ANY_WORK, Background(None, work=(job("none"),)), False, id="of none where any counts"
        ),
        pytest.param(ENGLISH, Background(None), False, id="no language"),
        pytest.param(
            ENGLISH, Background(None, languages=(LanguageSkill("en", "b1"),)), True, id="a level"
        ),
        pytest.param(
            ENGLISH, Background(None, languages=(LanguageSkill("en", None),)), True, id="no level"
        ),
        pytest.param(
            ENGLISH, Background(None, languages=(LanguageSkill("en", "x"),)), False, id="unknown"
        ),
        pytest.param(
            ENGLISH, Background(None, languages=(LanguageSkill("da", "b1"),)), False, id="another"
        ),
        pytest.param(DECLARATION, Background(None), False, id="not answered"),
        pytest.param(
            DECLARATION, Background(None, declarations=frozenset({"decl4"})), True, id="yes"
        ),
        pytest.param(DECLARATION, Background(None, denied=frozenset({"decl4"})), True, id="no"),
        pytest.param(DECLARATION, Background(None, denied=frozenset({"decl5"})), False, id="other"),
    ],
)
def test_a_background_tells_what_a_requirement_looks_at(requirement, background, told):
    assert is_told((requirement,), background) is told


def test_each_requirement_must_be_told_and_without_any_nothing_need_be():
    told = Background(DegreeKind.MASTER, "health", (job("clinic"),))

    assert is_told((), Background(None))
    assert is_told((DEGREE, WORK), told)
    assert not is_told((DEGREE, WORK, ENGLISH), told)


def test_a_field_that_another_requirement_knows_is_known():
    other = Requirement(5, RequirementKind.DEGREE, MET, fields=frozenset({"law"}))

    assert is_told((DEGREE, other), Background(DegreeKind.MASTER, "law"))
    assert not is_told((DEGREE,), Background(DegreeKind.MASTER, "law"))
