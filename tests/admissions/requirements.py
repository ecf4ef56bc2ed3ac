"""A requirement of work, work that nearly meets it, and what is found of one requirement."""

from datetime import date

from admissions.domain.eligibility import Case, CaseOutcome, Requirement, RequirementKind, assessment
from admissions.domain.work import WorkPeriod

DEADLINE = date(2027, 5, 1)
WORK = Requirement(
    number=2,
    kind=RequirementKind.WORK,
    cases=(Case(CaseOutcome.MET, 21, minimum_months=24), Case(CaseOutcome.NOT_MET, 22)),
    areas=frozenset({"clinic", "laboratory"}),
)
GOING_ON = (WorkPeriod(date(2025, 5, 2), None, "clinic"),)
ENDED = (WorkPeriod(date(2024, 5, 2), date(2026, 4, 30), "clinic"),)


def make_requirement(kind, *cases, **over):
    return Requirement(number=3, kind=kind, cases=cases, **over)


def finding_of(requirement, background, reference_on=DEADLINE):
    (finding,) = assessment((requirement,), background, reference_on).findings
    return finding
