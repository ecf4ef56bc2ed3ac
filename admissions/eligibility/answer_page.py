"""What the check's pages show: the requirements, and the answer to a background."""

from dataclasses import dataclass
from urllib.parse import urlencode

from admissions.domain.eligibility import Outcome, RequirementKind
from admissions.eligibility import answers, requirements
from admissions.eligibility.targets import first_aim, first_run_in_time
from admissions.text import eligibility_phrases
from catalogue.models import Programme

_UNMET = (Outcome.NOT_YET, Outcome.NOT_THIS_BACKGROUND)


@dataclass(frozen=True)
class Verdict:
    """The whole: its classes of stamp and mark, a word, the heading and the sentences below."""

    stamp: str
    mark: str
    word: str
    heading: str
    lead: tuple


@dataclass(frozen=True)
class ShownFinding:
    """One requirement as the answer shows it; `row` and `branch` hold the staff's texts."""

    row: object
    branch: object
    icon: str
    mark: str
    word: str
    compared: str
    is_unmet: bool
    months: int | None
    months_needed: int | None


def kept(site, target):
    """What of the address goes on with the answers: the course, or one of several programmes."""
    if target.course:
        return (("course", target.course.slug),)
    return (("programme", target.programme.slug),) if site.programme is None else ()


def rules_page(target):
    """Return what the page with the questions tells of the rules."""
    rows = target.requirement_set.requirements.all()
    return {
        "requirements": [(row, requirements.may_be_dispensed(row)) for row in rows],
        "requirement_set": target.requirement_set,
        "status": target.status,
    }


def answer_page(site, target, background):
    """Return what the answer's page shows: the whole, each requirement, and the way on."""
    assessed = target.assess(background)
    pairs = [*kept(site, target), *answers.answer_pairs(target.requirement_set, background)]
    findings = [_shown(target, background, finding) for finding in assessed.findings]
    day = assessed.qualifies_on
    aim = first_aim(target, day) if day else None
    return {
        "assessment": assessed,
        "outcome": str(assessed.outcome),
        "verdict": _verdict(target, assessed),
        "findings": findings,
        "short": _short(assessed, findings),
        "unmet": [found for found in findings if found.is_unmet and found.row.ways]
        if day is None
        else [],
        "answers": answers.in_words(target.requirement_set, background),
        "query": urlencode(pairs),
        "more_work": _more_work(pairs, background),
        "single_courses": _single_courses(target),
        "first_aim": aim,
        "first_aim_is_example": aim is not None and aim.has_example_deadline,
        "run_in_time": _run_in_time(site, target, day),
        "requirement_set": target.requirement_set,
        "status": target.status,
    }


def _more_work(pairs, background):
    """The address that asks about one job more; empty where work is not asked about."""
    if background.work is None:
        return ""
    rows = max(1, len(background.work)) + 1
    return urlencode([*pairs, ("edit", 1), ("rows", rows)])


def _short(assessed, findings):
    """The finding whose months are drawn as a bar.

    The first that is short, where being short is what decides.
    """
    if assessed.outcome != Outcome.NOT_YET:
        return None
    return next((found for found in findings if found.is_unmet and found.months_needed), None)


def _verdict(target, assessed):
    stamp, mark = eligibility_phrases.OUTCOME_CLASSES[assessed.outcome]
    word = eligibility_phrases.outcome(assessed.outcome)
    if target.is_unsettled:
        return Verdict(
            "half",
            "half",
            eligibility_phrases.unsettled(),
            eligibility_phrases.unsettled_heading(),
            (eligibility_phrases.unsettled_lead(),),
        )
    if assessed.qualifies_on:
        heading = eligibility_phrases.qualifying_heading(assessed.qualifies_on)
        return Verdict(
            stamp,
            mark,
            word,
            heading,
            (eligibility_phrases.qualifying_lead(), *_also(target, assessed)),
        )
    lead = (eligibility_phrases.outcome_lead(assessed.outcome), *_also(target, assessed))
    return Verdict(stamp, mark, word, _heading(assessed), lead)


def _heading(assessed):
    deciding = {
        finding.kind for finding in assessed.findings if finding.outcome == assessed.outcome
    }
    if len(deciding) == 1:
        return eligibility_phrases.kind_heading(assessed.outcome, deciding.pop())
    return eligibility_phrases.outcome_heading(assessed.outcome)


def _also(target, assessed):
    """Dispensation and the office's part are told too where work is short.

    They remain when it no longer is.
    """
    if assessed.outcome != Outcome.NOT_YET:
        return []
    told = [(eligibility_phrases.also(finding.outcome), finding) for finding in assessed.findings]
    return [
        text % {"title": requirements.row_of(target.requirement_set, finding.requirement).title}
        for text, finding in told
        if text
    ]


def _shown(target, background, finding):
    row = requirements.row_of(target.requirement_set, finding.requirement)
    icon, mark = eligibility_phrases.OUTCOME_CLASSES[finding.outcome]
    return ShownFinding(
        row=row,
        branch=requirements.branch_of(row, finding.branch),
        icon=icon,
        mark=mark,
        word=eligibility_phrases.finding_mark(finding.outcome),
        compared=_compared(target, background, finding, row),
        is_unmet=finding.outcome in _UNMET,
        months=finding.months,
        months_needed=finding.months_needed,
    )


def _compared(target, background, finding, row):
    """What was told, and for work what was counted of it and what is needed."""
    names = {
        RequirementKind.DEGREE: ("degree", "field"),
        RequirementKind.WORK: ("area",),
        RequirementKind.LANGUAGE: (f"level_{row.language}",),
        RequirementKind.DECLARATION: (requirements.declaration(row),),
    }[finding.kind]
    given = answers.given_answers(target.requirement_set, background)
    labels = [
        str(answers.answer_in_words(target.requirement_set, name, given[name]))
        for name in names
        if name in given
    ]
    told = eligibility_phrases.your_answer(", ".join(labels))
    if finding.kind != RequirementKind.WORK:
        return told
    # The days matter only to somebody who is short of less than a month.
    days = finding.days if finding.months + 1 == finding.months_needed else 0
    return f"{told} " + eligibility_phrases.worked(
        finding.months, days, target.reference_on, finding.months_needed
    )


def _single_courses(target):
    programme = target.programme
    return (
        eligibility_phrases.single_courses(programme.single_course_rule)
        if programme.single_courses and not target.course
        else ""
    )


def _run_in_time(site, target, day):
    """The first single course still in time, if single courses are known to ask the same."""
    same = target.programme.single_course_rule == Programme.SingleCourseRule.SAME_SET
    if day is None or target.course or not (target.programme.single_courses and same):
        return None
    return first_run_in_time(site, target.programme, day)
