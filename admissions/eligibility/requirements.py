"""The rules of admission as rows, turned into what the domain judges by, and found again."""

from admissions.domain.background import NONE_OF_THESE, DegreeKind
from admissions.domain.eligibility import Branch, BranchOutcome, Requirement, RequirementKind
from admissions.domain.work import WorkCounting
from catalogue.models import RequirementSet


def set_in_force(programme, day):
    """The programme's newest published set whose first day has come, with its rows, or None."""
    sets = RequirementSet.objects.filter(programme=programme)
    return sets.in_force(day).whole().first()


def domain_requirements(requirement_set):
    """The set as the domain takes it, in the order of the requirements' numbers."""
    return tuple(_requirement(requirement_set, row) for row in requirement_set.requirements.all())


def of_kind(requirement_set, kind):
    """The rows of the set that are of one kind."""
    return [row for row in requirement_set.requirements.all() if row.kind == kind]


def row_of(requirement_set, number):
    return next(row for row in requirement_set.requirements.all() if row.number == number)


def branch_of(row, number):
    """The branch that decided; None where none fitted."""
    return next((branch for branch in row.branches.all() if branch.number == number), None)


def codes(row):
    return [option.code for option in row.options.all()]


def levels(requirement_set, language):
    """The codes of the levels that the set knows of a language, the lowest first."""
    found = []
    for row in of_kind(requirement_set, RequirementKind.LANGUAGE):
        if row.language == language:
            found += codes(row)
    return list(dict.fromkeys(found))


def declaration(row):
    """What a declaration is called in a background and in an address."""
    return f"decl{row.number}"


def degrees_with_fields(requirement_set):
    """The kinds of degree for which some branch looks at the field of study.

    Empty where none does.
    """
    found = set()
    for row in of_kind(requirement_set, RequirementKind.DEGREE):
        for branch in row.branches.all():
            if branch.answers:
                found |= set(branch.degrees) or set(DegreeKind)
    return {DegreeKind(kind) for kind in found}


def fields_that_meet(requirement_set):
    """The codes of the fields of study that some branch lets meet its requirement."""
    found = set()
    for row in of_kind(requirement_set, RequirementKind.DEGREE):
        for branch in row.branches.all():
            if branch.outcome == BranchOutcome.MET:
                found.update(branch.answers)
    return found


def known_fields(requirement_set):
    """The codes of the fields of study that can be told.

    Another field can be told where each one that is named lets meet a requirement: nobody else has
    an answer there.
    """
    rows = of_kind(requirement_set, RequirementKind.DEGREE)
    named = frozenset().union(*(codes(row) for row in rows))
    return named | {NONE_OF_THESE} if named <= fields_that_meet(requirement_set) else named


def has_areas(requirement_set):
    """Whether areas of work are told apart; else the question is only whether there is work."""
    rows = of_kind(requirement_set, RequirementKind.WORK)
    return any(codes(row) for row in rows)


def may_be_dispensed(row):
    """Whether anybody at all may seek leave from the requirement."""
    return any(branch.outcome == BranchOutcome.DISPENSATION for branch in row.branches.all())


def _requirement(requirement_set, row):
    """Each kind has something of its own: areas, fields, levels or a code."""
    own = {}
    if row.kind == RequirementKind.WORK:
        own["areas"] = frozenset(codes(row))
    if row.kind == RequirementKind.DEGREE:
        own["fields"] = known_fields(requirement_set)
    if row.kind == RequirementKind.DECLARATION:
        own["code"] = declaration(row)
    if row.language:
        own["levels"] = tuple(levels(requirement_set, row.language))
    return Requirement(
        number=row.number,
        kind=RequirementKind(row.kind),
        branches=tuple(_branch(requirement_set, row, branch) for branch in row.branches.all()),
        counting=WorkCounting(requirement_set.counting),
        language=row.language or None,
        **own,
    )


def _branch(requirement_set, row, branch):
    answers = set(branch.answers)
    fields = frozenset(answers) if row.kind == RequirementKind.DEGREE else frozenset()
    return Branch(
        outcome=BranchOutcome(branch.outcome),
        number=branch.number,
        degrees=frozenset(DegreeKind(kind) for kind in branch.degrees),
        fields=fields,
        minimum_months=branch.minimum_months,
        minimum_level=_minimum_level(requirement_set, row, answers),
        declared=_declared(row, answers),
    )


def _minimum_level(requirement_set, row, answers):
    if row.kind != RequirementKind.LANGUAGE:
        return None
    known = levels(requirement_set, row.language)
    return next((code for code in known if code in answers), None)


def _declared(row, answers):
    """What a branch asks of a declaration: made, not made, or either."""
    if row.kind != RequirementKind.DECLARATION or answers in ({"yes", "no"}, set()):
        return None
    return "yes" in answers
