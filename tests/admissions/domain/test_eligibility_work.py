"""Requirements of work: what of it counts, and the day on which there is enough."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from admissions.domain.background import Background
from admissions.domain.eligibility import Branch, BranchOutcome, Outcome, RequirementKind
from admissions.domain.work import WorkCounting, WorkPeriod
from tests.admissions.domain.makers import ENDED, GOING_ON, WORK, finding_of, make_requirement


@pytest.mark.parametrize(
    ("areas", "months"),
    [
        pytest.param(frozenset({"clinic"}), 12, id="one area"),
        pytest.param(frozenset({"clinic", "laboratory"}), 15, id="two areas"),
        pytest.param(frozenset({"law"}), 0, id="another area"),
        pytest.param(frozenset(), 22, id="all areas, told or not"),
    ],
)
def test_only_work_in_the_areas_named_counts(areas, months):
    work = (
        WorkPeriod(date(2023, 1, 1), date(2023, 12, 31), "clinic"),
        WorkPeriod(date(2024, 1, 1), date(2024, 3, 31), "laboratory"),
        WorkPeriod(date(2024, 4, 1), date(2024, 10, 31)),
    )

    finding = finding_of(replace(WORK, areas=areas), Background(None, work=work))

    assert finding.months == months


def test_ongoing_work_in_another_area_promises_no_day():
    work = (*ENDED, WorkPeriod(date(2025, 1, 1), None, "shop"))

    finding = finding_of(WORK, Background(None, work=work))

    assert (finding.outcome, finding.months, finding.qualifies_on) == (Outcome.NOT_YET, 23, None)


def test_work_already_agreed_beyond_the_reference_day_promises_a_day():
    work = (WorkPeriod(date(2026, 1, 1), date(2028, 12, 31), "clinic"),)

    finding = finding_of(WORK, Background(None, work=work))

    assert finding.qualifies_on == date(2028, 1, 1)


def test_part_time_is_counted_as_the_requirement_says():
    background = Background(
        None, work=(WorkPeriod(date(2025, 1, 1), None, "clinic", Fraction(1, 2)),)
    )

    whole = finding_of(WORK, background)
    by_share = finding_of(replace(WORK, counting=WorkCounting.SHARE), background)

    assert (whole.outcome, whole.months, whole.qualifies_on) == (Outcome.MEETS, 28, None)
    assert (by_share.outcome, by_share.months, by_share.qualifies_on) == (
        Outcome.NOT_YET,
        14,
        date(2029, 1, 1),
    )


def test_too_little_work_that_no_branch_fits_is_not_yet():
    requirement = make_requirement(
        RequirementKind.WORK, Branch(BranchOutcome.MET, 1, minimum_months=24)
    )

    finding = finding_of(requirement, Background(None, work=GOING_ON))

    assert (finding.outcome, finding.branch) == (Outcome.NOT_YET, None)
    assert finding.qualifies_on == date(2027, 5, 2)


@pytest.mark.parametrize(
    ("starts_on", "outcome", "branch", "qualifies_on"),
    [
        pytest.param(date(2025, 5, 1), "meets", 1, None, id="24 months"),
        pytest.param(date(2025, 5, 2), "dispensation", 2, None, id="a day short of 24"),
        pytest.param(date(2025, 11, 1), "dispensation", 2, None, id="18 months"),
        pytest.param(date(2025, 11, 2), "office", 3, None, id="a day short of 18"),
        pytest.param(date(2026, 5, 1), "office", 3, None, id="12 months"),
        pytest.param(date(2026, 5, 2), "not_yet", 4, date(2028, 5, 2), id="a day short of 12"),
    ],
)
def test_branches_of_work_step_down_with_the_months(starts_on, outcome, branch, qualifies_on):
    requirement = make_requirement(
        RequirementKind.WORK,
        Branch(BranchOutcome.MET, 1, minimum_months=24),
        Branch(BranchOutcome.DISPENSATION, 2, minimum_months=18),
        Branch(BranchOutcome.OFFICE, 3, minimum_months=12),
        Branch(BranchOutcome.NOT_MET, 4),
    )

    finding = finding_of(requirement, Background(None, work=(WorkPeriod(starts_on, None),)))

    assert (finding.outcome, finding.branch, finding.qualifies_on) == (
        outcome,
        branch,
        qualifies_on,
    )
    assert finding.months_needed == 24


@pytest.mark.parametrize(
    ("branches", "months_needed", "qualifies_on"),
    [
        pytest.param((), None, None, id="no branches"),
        pytest.param((Branch(BranchOutcome.NOT_MET, 1),), None, None, id="nothing leads to met"),
        pytest.param(
            (Branch(BranchOutcome.NOT_MET, 1), Branch(BranchOutcome.MET, 2, minimum_months=24)),
            24,
            None,
            id="an earlier branch stands in the way",
        ),
        pytest.param(
            (
                Branch(BranchOutcome.MET, 1, minimum_months=36),
                Branch(BranchOutcome.OFFICE, 2, minimum_months=30),
                Branch(BranchOutcome.MET, 3, minimum_months=33),
                Branch(BranchOutcome.NOT_MET, 4),
            ),
            33,
            date(2028, 5, 2),
            id="an earlier branch stands in the way of the smaller minimum",
        ),
        pytest.param(
            (
                Branch(BranchOutcome.MET, 1, minimum_months=36),
                Branch(BranchOutcome.MET, 2, minimum_months=30),
                Branch(BranchOutcome.NOT_MET, 3),
            ),
            30,
            date(2027, 11, 2),
            id="the smallest of several minimums",
        ),
        pytest.param(
            (Branch(BranchOutcome.NOT_MET, 1, minimum_months=12), Branch(BranchOutcome.MET, 2)),
            None,
            None,
            id="met with no minimum, and only with less work",
        ),
    ],
)
def test_the_day_is_promised_only_for_a_branch_that_will_decide(
    branches, months_needed, qualifies_on
):
    requirement = make_requirement(RequirementKind.WORK, *branches)

    finding = finding_of(requirement, Background(None, work=(WorkPeriod(date(2025, 5, 2), None),)))

    assert finding.outcome == Outcome.NOT_YET
    assert (finding.months_needed, finding.qualifies_on) == (months_needed, qualifies_on)
