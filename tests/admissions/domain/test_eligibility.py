from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.background import Background, DegreeKind, LanguageSkill
from admissions.domain.eligibility import (
    Assessment,
    Branch,
    BranchOutcome,
    Finding,
    Outcome,
    Requirement,
    RequirementKind,
    assessment,
)
from admissions.domain.work import WorkCounting, WorkPeriod
from tests.admissions.domain.makers import (
    DEADLINE,
    ENDED,
    GOING_ON,
    WORK,
    finding_of,
    make_requirement,
)

FROM_BEST_TO_WORST = list(Outcome)
MASTER = frozenset({DegreeKind.MASTER})
DEGREE = Requirement(
    number=1,
    kind=RequirementKind.DEGREE,
    branches=(
        Branch(BranchOutcome.MET, 11, degrees=MASTER, fields=frozenset({"health", "law"})),
        Branch(BranchOutcome.OFFICE, 12, degrees=MASTER),
        Branch(BranchOutcome.DISPENSATION, 13, degrees=frozenset({DegreeKind.MEDIUM_CYCLE})),
        Branch(
            BranchOutcome.OFFICE,
            14,
            frozenset({DegreeKind.FOREIGN, DegreeKind.UNIVERSITY_BACHELOR}),
        ),
        Branch(BranchOutcome.NOT_MET, 15),
    ),
)
LONG = (WorkPeriod(date(2025, 5, 1), None, "clinic"),)
NO_WORK = ()


@st.composite
def periods(draw):
    starts_on = date(2024, 1, 1) + timedelta(days=draw(st.integers(0, 1300)))
    ends_on = draw(
        st.none() | st.integers(0, 900).map(lambda days: starts_on + timedelta(days=days))
    )
    area = draw(st.sampled_from([None, "clinic", "laboratory", "shop"]))
    return WorkPeriod(
        starts_on, ends_on, area, draw(st.sampled_from([Fraction(1), Fraction(1, 2)]))
    )


backgrounds = st.builds(
    Background,
    degree=st.none() | st.sampled_from(DegreeKind),
    degree_field=st.sampled_from([None, "health", "theology"]),
    work=st.lists(periods(), max_size=3).map(tuple),
)
reference_days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
requirement_sets = st.sampled_from(WorkCounting).map(
    lambda counting: (DEGREE, replace(WORK, counting=counting))
)


@pytest.mark.parametrize(
    ("degree", "field", "work", "whole", "of_degree", "of_work", "qualifies_on"),
    [
        pytest.param(
            "master",
            "health",
            LONG,
            "meets",
            "meets",
            "meets",
            None,
            id="kandidat in the field, 24 months",
        ),
        pytest.param(
            "master",
            "health",
            GOING_ON,
            "not_yet",
            "meets",
            "not_yet",
            date(2027, 5, 2),
            id="kandidat in the field, a day short, work goes on",
        ),
        pytest.param(
            "master",
            "law",
            ENDED,
            "not_yet",
            "meets",
            "not_yet",
            None,
            id="kandidat in the field, work has ended",
        ),
        pytest.param(
            "master",
            "law",
            NO_WORK,
            "not_yet",
            "meets",
            "not_yet",
            None,
            id="kandidat in the field, no work",
        ),
        pytest.param(
            "master",
            "theology",
            LONG,
            "office",
            "office",
            "meets",
            None,
            id="kandidat in another field",
        ),
        pytest.param(
            "master",
            None,
            LONG,
            "office",
            "office",
            "meets",
            None,
            id="kandidat in a field not told",
        ),
        pytest.param(
            "medium_cycle",
            None,
            LONG,
            "dispensation",
            "dispensation",
            "meets",
            None,
            id="MVU, 24 months",
        ),
        pytest.param(
            "medium_cycle",
            None,
            GOING_ON,
            "not_yet",
            "dispensation",
            "not_yet",
            date(2027, 5, 2),
            id="MVU, a day short, work goes on",
        ),
        pytest.param(
            "foreign", None, LONG, "office", "office", "meets", None, id="foreign degree, 24 months"
        ),
        pytest.param(
            "university_bachelor",
            None,
            LONG,
            "office",
            "office",
            "meets",
            None,
            id="bachelor, 24 months",
        ),
        pytest.param(
            "foreign",
            None,
            ENDED,
            "not_yet",
            "office",
            "not_yet",
            None,
            id="foreign degree, work has ended",
        ),
        pytest.param(
            "university_bachelor",
            None,
            GOING_ON,
            "not_yet",
            "office",
            "not_yet",
            date(2027, 5, 2),
            id="bachelor, a day short, work goes on",
        ),
        pytest.param(
            "short_cycle",
            None,
            LONG,
            "not_this_background",
            "not_this_background",
            "meets",
            None,
            id="short cycle, 24 months",
        ),
        pytest.param(
            "short_cycle",
            None,
            GOING_ON,
            "not_this_background",
            "not_this_background",
            "not_yet",
            None,
            id="short cycle, a day short",
        ),
        pytest.param(
            "none",
            "health",
            LONG,
            "not_this_background",
            "not_this_background",
            "meets",
            None,
            id="no degree, 24 months",
        ),
        pytest.param(
            "none",
            None,
            NO_WORK,
            "not_this_background",
            "not_this_background",
            "not_yet",
            None,
            id="no degree, no work",
        ),
        pytest.param(
            None,
            None,
            LONG,
            "not_this_background",
            "not_this_background",
            "meets",
            None,
            id="a degree not told",
        ),
    ],
)
def test_the_worst_finding_decides_and_every_finding_is_given(
    degree, field, work, whole, of_degree, of_work, qualifies_on
):
    background = Background(degree and DegreeKind(degree), field, work)

    found = assessment((DEGREE, WORK), background, DEADLINE)

    assert found.outcome == whole
    assert [finding.outcome for finding in found.findings] == [of_degree, of_work]
    assert found.qualifies_on == qualifies_on


def test_an_assessment_tells_what_was_compared_with_what():
    background = Background(DegreeKind.MEDIUM_CYCLE, "health", GOING_ON)

    found = assessment((DEGREE, WORK), background, DEADLINE)

    assert found == Assessment(
        outcome=Outcome.NOT_YET,
        findings=(
            Finding(
                requirement=1,
                kind=RequirementKind.DEGREE,
                outcome=Outcome.DISPENSATION,
                branch=13,
                degree=DegreeKind.MEDIUM_CYCLE,
            ),
            Finding(
                requirement=2,
                kind=RequirementKind.WORK,
                outcome=Outcome.NOT_YET,
                branch=22,
                months=23,
                days=29,
                months_needed=24,
                qualifies_on=date(2027, 5, 2),
            ),
        ),
        reference_on=DEADLINE,
        qualifies_on=date(2027, 5, 2),
    )


def test_without_requirements_everybody_meets_them():
    found = assessment((), Background(DegreeKind.NONE), DEADLINE)

    assert found == Assessment(Outcome.MEETS, (), DEADLINE, None)


def test_findings_stand_in_the_order_of_the_requirements():
    found = assessment((WORK, DEGREE), Background(DegreeKind.MASTER), DEADLINE)

    assert [finding.requirement for finding in found.findings] == [2, 1]


@pytest.mark.parametrize(
    ("degree", "field", "outcome", "branch"),
    [
        pytest.param("master", "health", "meets", 11, id="the first branch that fits decides"),
        pytest.param("master", "theology", "office", 12, id="the field does not fit the first"),
        pytest.param(
            "none", "health", "not_this_background", 15, id="the branch for everybody else"
        ),
    ],
)
def test_the_first_fitting_branch_of_a_degree_decides(degree, field, outcome, branch):
    finding = finding_of(DEGREE, Background(DegreeKind(degree), field))

    assert (finding.outcome, finding.branch, finding.degree) == (outcome, branch, degree)


def test_a_degree_that_no_branch_fits_is_not_this_background():
    requirement = make_requirement(
        RequirementKind.DEGREE, Branch(BranchOutcome.MET, 1, degrees=MASTER)
    )

    finding = finding_of(requirement, Background(DegreeKind.FOREIGN))

    assert (finding.outcome, finding.branch) == (Outcome.NOT_THIS_BACKGROUND, None)


@pytest.mark.parametrize(
    ("skills", "outcome", "branch"),
    [
        pytest.param((LanguageSkill("en", "b2"),), "meets", 1, id="the level asked for"),
        pytest.param((LanguageSkill("en", "c1"),), "meets", 1, id="a higher level"),
        pytest.param((LanguageSkill("en", "b1"),), "office", 2, id="a level lower"),
        pytest.param((LanguageSkill("en", "a1"),), "office", 2, id="the lowest level"),
        pytest.param((LanguageSkill("en", None),), "not_this_background", 3, id="no level"),
        pytest.param((LanguageSkill("en", "x"),), "not_this_background", 3, id="unknown level"),
        pytest.param((LanguageSkill("da", "c1"),), "not_this_background", 3, id="another language"),
        pytest.param((), "not_this_background", 3, id="no language told"),
        pytest.param(
            (LanguageSkill("en", "a1"), LanguageSkill("en", "b2")), "meets", 1, id="told twice"
        ),
    ],
)
def test_a_language_is_judged_by_its_level(skills, outcome, branch):
    requirement = make_requirement(
        RequirementKind.LANGUAGE,
        Branch(BranchOutcome.MET, 1, minimum_level="b2"),
        Branch(BranchOutcome.OFFICE, 2, minimum_level="a1"),
        Branch(BranchOutcome.NOT_MET, 3),
        language="en",
        levels=("a1", "b1", "b2", "c1"),
    )

    finding = finding_of(requirement, Background(None, languages=skills))

    assert (finding.outcome, finding.branch) == (outcome, branch)


@pytest.mark.parametrize(
    ("branches", "declarations", "outcome", "branch"),
    [
        pytest.param((True, None), {"has_permission"}, "meets", 1, id="declared"),
        pytest.param(
            (True, None), {"other"}, "not_this_background", 2, id="something else declared"
        ),
        pytest.param((False, None), set(), "meets", 1, id="not declared, as asked"),
        pytest.param(
            (False, None),
            {"has_permission"},
            "not_this_background",
            2,
            id="declared, and asked not",
        ),
        pytest.param((None, True), {"has_permission"}, "meets", 1, id="everybody fits the first"),
    ],
)
def test_a_declaration_is_judged_by_whether_it_was_made(branches, declarations, outcome, branch):
    first, second = branches
    requirement = make_requirement(
        RequirementKind.DECLARATION,
        Branch(BranchOutcome.MET, 1, declared=first),
        Branch(BranchOutcome.NOT_MET, 2, declared=second),
        code="has_permission",
    )

    finding = finding_of(requirement, Background(None, declarations=frozenset(declarations)))

    assert (finding.outcome, finding.branch) == (outcome, branch)
    assert finding.degree is None


@pytest.mark.parametrize(
    ("clinic", "laboratory", "qualifies_on"),
    [
        pytest.param(
            date(2026, 1, 1), date(2026, 3, 1), date(2028, 3, 1), id="the later of two days"
        ),
        pytest.param(
            date(2026, 3, 1), date(2026, 1, 1), date(2028, 3, 1), id="whichever comes first"
        ),
        pytest.param(date(2025, 1, 1), date(2026, 1, 1), date(2028, 1, 1), id="one is met already"),
        pytest.param(date(2026, 1, 1), None, None, id="one has no day"),
    ],
)
def test_the_person_qualifies_when_the_last_requirement_is_met(clinic, laboratory, qualifies_on):
    requirements = tuple(
        replace(WORK, areas=frozenset({area})) for area in ("clinic", "laboratory")
    )
    starts = {"clinic": clinic, "laboratory": laboratory}
    work = tuple(
        WorkPeriod(starts_on, None, area) for area, starts_on in starts.items() if starts_on
    )

    found = assessment(requirements, Background(None, work=work), DEADLINE)

    assert (found.outcome, found.qualifies_on) == (Outcome.NOT_YET, qualifies_on)


@given(requirement_sets, backgrounds, reference_days)
def test_the_whole_is_the_worst_of_its_findings(requirements, background, reference_on):
    found = assessment(requirements, background, reference_on)

    assert found.outcome == max(
        (finding.outcome for finding in found.findings), key=FROM_BEST_TO_WORST.index
    )
    assert [finding.requirement for finding in found.findings] == [1, 2]


@given(requirement_sets, backgrounds, reference_days)
def test_the_promise_holds_on_its_day_and_not_the_day_before(
    requirements, background, reference_on
):
    day = assessment(requirements, background, reference_on).findings[1].qualifies_on

    if day is not None:
        on_the_day = assessment(requirements, background, day)
        day_before = assessment(requirements, background, day - timedelta(days=1))

        assert day > reference_on
        assert on_the_day.findings[1].outcome == Outcome.MEETS
        assert day_before.findings[1].outcome == Outcome.NOT_YET


@given(requirement_sets, backgrounds, periods(), st.integers(0, 400), reference_days)
def test_more_work_never_makes_the_whole_worse(requirements, background, added, days, reference_on):
    longer = replace(
        added, starts_on=added.starts_on - timedelta(days=days), ends_on=None, share=Fraction(1)
    )

    steps = [
        assessment(requirements, replace(background, work=(*background.work, *more)), reference_on)
        for more in ((), (added,), (longer,))
    ]

    badness = [FROM_BEST_TO_WORST.index(step.outcome) for step in steps]
    assert badness == sorted(badness, reverse=True)


@given(requirement_sets, backgrounds, reference_days)
def test_the_order_in_which_work_is_told_never_matters(requirements, background, reference_on):
    turned = replace(background, work=background.work[::-1])

    assert assessment(requirements, turned, reference_on) == assessment(
        requirements, background, reference_on
    )
