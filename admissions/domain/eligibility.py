"""Eligibility: what a set of requirements says of a background, requirement by requirement."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from admissions.domain.background import NONE_OF_THESE, Background, DegreeKind
from admissions.domain.work import WorkCounting, WorkPeriod, counted_work, qualifying_day


class RequirementKind(StrEnum):
    DEGREE = "degree"
    WORK = "work"
    LANGUAGE = "language"
    DECLARATION = "declaration"


class BranchOutcome(StrEnum):
    """What staff let a branch of a requirement lead to."""

    MET = "met"
    DISPENSATION = "dispensation"
    OFFICE = "office"
    NOT_MET = "not_met"


class Outcome(StrEnum):
    """What is found of a requirement, and of the whole; from the best to the worst."""

    MEETS = "meets"
    DISPENSATION = "dispensation"
    OFFICE = "office"
    NOT_YET = "not_yet"
    NOT_THIS_BACKGROUND = "not_this_background"


@dataclass(frozen=True)
class Branch:
    """One branch of a requirement: whom it fits, and what it leads to.

    Only the conditions of the requirement's kind are looked at. An empty
    set, or None, fits everybody.
    """

    outcome: BranchOutcome
    number: int
    degrees: frozenset[DegreeKind] = frozenset()
    fields: frozenset[str] = frozenset()
    minimum_months: int | None = None
    minimum_level: str | None = None
    declared: bool | None = None


@dataclass(frozen=True)
class Requirement:
    """One rule of admission: an ordered list of branches, the first that fits deciding.

    Where areas of work are named, work in other areas does not count. `fields` are the fields of
    study, `levels` those of the language, the lowest first, that can be told.
    """

    number: int
    kind: RequirementKind
    branches: tuple[Branch, ...]
    areas: frozenset[str] = frozenset()
    counting: WorkCounting = WorkCounting.WHOLE
    language: str | None = None
    code: str = ""
    fields: frozenset[str] = frozenset()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What was found of one requirement, by which branch, and what was compared.

    The branch is None where none fits. Months and days are the work counted by the reference day;
    qualifies_on is the reference day on which the requirement would be met if the work went on,
    told only where it is not yet met.
    """

    requirement: int
    kind: RequirementKind
    outcome: Outcome
    branch: int | None
    months: int | None = None
    days: int | None = None
    months_needed: int | None = None
    qualifies_on: date | None = None
    degree: DegreeKind | None = None


@dataclass(frozen=True)
class Assessment:
    """The findings in the requirements' order, and the whole.

    Where the whole is not yet, the person qualifies on the day when the last requirement not yet
    met will be, if each of them has such a day.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    reference_on: date
    qualifies_on: date | None


def assessment(
    requirements: tuple[Requirement, ...], background: Background, reference_on: date
) -> Assessment:
    """All requirements must hold, so the worst finding decides.

    Without requirements everybody meets them. From the worst: not with this background, not yet,
    the office assesses, dispensation, meets. All findings are always given, whichever decides.
    """
    findings = tuple(
        _finding(requirement, background, reference_on) for requirement in requirements
    )
    outcome = max((finding.outcome for finding in findings), key=_badness, default=Outcome.MEETS)
    qualifies_on = _last_qualifying_day(findings) if outcome is Outcome.NOT_YET else None
    return Assessment(outcome, findings, reference_on, qualifies_on)


def is_told(requirements: tuple[Requirement, ...], background: Background) -> bool:
    """Whether the background tells all that the requirements look at, in answers that they know.

    It may have been told when other requirements were in force, or for another programme.
    """
    return all(
        _TOLD[requirement.kind](requirement, requirements, background)
        for requirement in requirements
    )


_BADNESS = {outcome: badness for badness, outcome in enumerate(Outcome)}
_OUTCOMES = {
    BranchOutcome.MET: Outcome.MEETS,
    BranchOutcome.DISPENSATION: Outcome.DISPENSATION,
    BranchOutcome.OFFICE: Outcome.OFFICE,
    BranchOutcome.NOT_MET: Outcome.NOT_THIS_BACKGROUND,
}


def _badness(outcome: Outcome) -> int:
    return _BADNESS[outcome]


def _last_qualifying_day(findings: tuple[Finding, ...]) -> date | None:
    last: date | None = None
    for finding in findings:
        if finding.outcome is Outcome.NOT_YET:
            if finding.qualifies_on is None:
                return None
            last = max(last or finding.qualifies_on, finding.qualifies_on)
    return last


def _finding(requirement: Requirement, background: Background, reference_on: date) -> Finding:
    """The first branch that fits decides; where none fits, the background will not do."""
    if requirement.kind is RequirementKind.WORK:
        return _work_finding(requirement, background, reference_on)
    fits = _FITS[requirement.kind]
    branch = next(
        (branch for branch in requirement.branches if fits(branch, requirement, background)), None
    )
    outcome = Outcome.NOT_THIS_BACKGROUND if branch is None else _OUTCOMES[branch.outcome]
    number = None if branch is None else branch.number
    degree = background.degree if requirement.kind is RequirementKind.DEGREE else None
    return Finding(requirement.number, requirement.kind, outcome, branch=number, degree=degree)


def _degree_fits(branch: Branch, requirement: Requirement, background: Background) -> bool:
    return (not branch.degrees or background.degree in branch.degrees) and (
        not branch.fields or background.degree_field in branch.fields
    )


def _language_fits(branch: Branch, requirement: Requirement, background: Background) -> bool:
    """A language not told of, or without a level, is below every level, the lowest too."""
    if branch.minimum_level is None:
        return True
    levels = requirement.levels
    known = branch.minimum_level in levels
    enough = levels[levels.index(branch.minimum_level) :] if known else ()
    return _has_level(background, requirement, enough)


def _declaration_fits(branch: Branch, requirement: Requirement, background: Background) -> bool:
    return branch.declared is None or branch.declared == (
        requirement.code in background.declarations
    )


_FITS: dict[RequirementKind, Callable[[Branch, Requirement, Background], bool]] = {
    RequirementKind.DEGREE: _degree_fits,
    RequirementKind.LANGUAGE: _language_fits,
    RequirementKind.DECLARATION: _declaration_fits,
}


def _degree_is_told(
    requirement: Requirement, requirements: tuple[Requirement, ...], background: Background
) -> bool:
    """The field matters to some degrees only, and is asked once for all requirements."""
    if background.degree is None:
        return False
    looked_at: set[DegreeKind] = set()
    for each in requirements:
        for branch in each.branches:
            if branch.fields:
                looked_at.update(branch.degrees or DegreeKind)
    known = frozenset[str]().union(*(each.fields for each in requirements))
    return background.degree not in looked_at or background.degree_field in known


def _work_is_told(
    requirement: Requirement, requirements: tuple[Requirement, ...], background: Background
) -> bool:
    if background.work is None:
        return False
    areas = frozenset[str]().union(*(each.areas for each in requirements))
    known = {NONE_OF_THESE, *areas} if areas else {None}
    return all(period.area in known for period in background.work)


def _language_is_told(
    requirement: Requirement, requirements: tuple[Requirement, ...], background: Background
) -> bool:
    return _has_level(background, requirement, {None, *requirement.levels})


def _has_level(
    background: Background, requirement: Requirement, levels: Container[str | None]
) -> bool:
    told = [skill for skill in background.languages if skill.language == requirement.language]
    return any(skill.level in levels for skill in told)


def _declaration_is_told(
    requirement: Requirement, requirements: tuple[Requirement, ...], background: Background
) -> bool:
    return requirement.code in background.declarations | background.denied


_TOLD: dict[RequirementKind, Callable[[Requirement, tuple[Requirement, ...], Background], bool]] = {
    RequirementKind.DEGREE: _degree_is_told,
    RequirementKind.WORK: _work_is_told,
    RequirementKind.LANGUAGE: _language_is_told,
    RequirementKind.DECLARATION: _declaration_is_told,
}


def _work_finding(requirement: Requirement, background: Background, reference_on: date) -> Finding:
    """Work is judged by the months of it counted by the reference day.

    Too little is not yet, never the wrong background, since everybody may work longer.
    """
    areas = requirement.areas
    told = background.work or ()
    work = tuple(period for period in told if not areas or period.area in areas)
    count = counted_work(work, reference_on, requirement.counting)
    branch = _work_branch(requirement, count.months)
    qualifies_on = None
    if branch is None or branch.outcome is BranchOutcome.NOT_MET:
        outcome = Outcome.NOT_YET
        qualifies_on = _work_met_on(requirement, work, count.months, reference_on)
    else:
        outcome = _OUTCOMES[branch.outcome]
    number = None if branch is None else branch.number
    return Finding(
        requirement=requirement.number,
        kind=requirement.kind,
        outcome=outcome,
        branch=number,
        months=count.months,
        days=count.days,
        months_needed=_months_needed(requirement),
        qualifies_on=qualifies_on,
    )


def _work_branch(requirement: Requirement, months: int) -> Branch | None:
    return next(
        (branch for branch in requirement.branches if months >= (branch.minimum_months or 0)), None
    )


def _months_needed(requirement: Requirement) -> int | None:
    """The fewest months that a branch asks for and that lead to the requirement being met."""
    met = (
        branch.minimum_months
        for branch in requirement.branches
        if branch.outcome is BranchOutcome.MET
    )
    return min((months for months in met if months is not None), default=None)


def _work_met_on(
    requirement: Requirement, work: tuple[WorkPeriod, ...], months: int, reference_on: date
) -> date | None:
    """The first reference day for which a branch that leads to met decides, if one ever does.

    The deciding branch changes only where the months reach a minimum, and an earlier branch may
    stand in the way of a later one, so each minimum still ahead is tried.
    """
    for minimum in sorted({branch.minimum_months or 0 for branch in requirement.branches}):
        branch = _work_branch(requirement, minimum)
        if minimum > months and branch is not None and branch.outcome is BranchOutcome.MET:
            return qualifying_day(work, minimum, reference_on, requirement.counting)
    return None
