"""An assessment as it is kept with a person: plain values, and the words of its rules."""

from admissions.eligibility import requirements

ASSESSMENT_VERSION = 1


def assessment_record(requirement_set, assessment) -> dict:
    """Return an assessment as it is kept with a person: plain values, and the words of its rules.

    The shape, version 1: `set` (the version of the requirement set), `reference_on`,
    `outcome`, `qualifies_on`, and `findings` in the requirements' order, each with the
    requirement's `number`, `kind`, `title_da`, `title_en`, the `outcome`, the deciding
    branch's `sentence_da` and `sentence_en` (empty where no branch fits), `months`, `days`,
    `months_needed` and `qualifies_on`. Days are ISO dates; what does not apply is null. Later
    edits of the rules change nothing in it.
    """
    return {
        "version": ASSESSMENT_VERSION,
        "set": requirement_set.version,
        "reference_on": _iso(assessment.reference_on),
        "outcome": str(assessment.outcome),
        "qualifies_on": _iso(assessment.qualifies_on),
        "findings": [_finding_record(requirement_set, finding) for finding in assessment.findings],
    }


def _finding_record(requirement_set, finding):
    requirement = requirements.row_of(requirement_set, finding.requirement)
    branch = requirements.branch_of(requirement, finding.branch)
    return {
        "number": requirement.number,
        "kind": str(finding.kind),
        "title_da": requirement.title_da,
        "title_en": requirement.title_en,
        "outcome": str(finding.outcome),
        "sentence_da": branch.sentence_da if branch else "",
        "sentence_en": branch.sentence_en if branch else "",
        "months": finding.months,
        "days": finding.days,
        "months_needed": finding.months_needed,
        "qualifies_on": _iso(finding.qualifies_on),
    }


def _iso(day):
    return day.isoformat() if day else None
