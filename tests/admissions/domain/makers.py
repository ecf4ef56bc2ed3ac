"""Requirements, and work that nearly meets them or counts in surprising ways."""

from datetime import date
from fractions import Fraction

from admissions.domain.eligibility import (
    Branch,
    BranchOutcome,
    Requirement,
    RequirementKind,
    assessment,
)
from admissions.domain.work import WorkPeriod

DEADLINE = date(2027, 5, 1)
WORK = Requirement(
    number=2,
    kind=RequirementKind.WORK,
    branches=(Branch(BranchOutcome.MET, 21, minimum_months=24), Branch(BranchOutcome.NOT_MET, 22)),
    areas=frozenset({"clinic", "laboratory"}),
)
GOING_ON = (WorkPeriod(date(2025, 5, 2), None, "clinic"),)
ENDED = (WorkPeriod(date(2024, 5, 2), date(2026, 4, 30), "clinic"),)


def make_requirement(kind, *branches, **over):
    return Requirement(number=3, kind=kind, branches=branches, **over)


def finding_of(requirement, background, reference_on=DEADLINE):
    (finding,) = assessment((requirement,), background, reference_on).findings
    return finding


HALF = Fraction(1, 2)
LATE = date(2030, 1, 1)
FEBRUARY_TRAP = (
    WorkPeriod(date(2024, 1, 10), date(2024, 2, 6)),
    WorkPeriod(date(2024, 2, 8), date(2024, 3, 8)),
    WorkPeriod(date(2024, 3, 10), date(2024, 3, 10)),
)
