"""The sentence for every code of eligibility: degrees, findings, outcomes, and their formats."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from admissions.domain.background import DegreeKind
from admissions.domain.eligibility import Outcome, RequirementKind
from catalogue.text import phrases
from catalogue.text.phrases import day
from catalogue.text.translation import local_text


def degree(kind):
    """The kind of degree as an answer to "what is your highest completed degree"."""
    return {
        DegreeKind.MASTER: _("Danish master’s degree (kandidatgrad)"),
        DegreeKind.MEDIUM_CYCLE: _("Professional bachelor’s degree or other medium-cycle degree"),
        DegreeKind.UNIVERSITY_BACHELOR: _("University bachelor’s degree"),
        DegreeKind.FOREIGN: _("Degree from abroad"),
        DegreeKind.SHORT_CYCLE: _("Short-cycle degree"),
        DegreeKind.NONE: _("No degree"),
    }[DegreeKind(kind)]


def degree_hint(kind):
    """Examples of the degree in the Danish system; nothing about how a programme judges it."""
    return {
        DegreeKind.MASTER: _("For example cand.med., cand.scient. or cand.jur."),
        DegreeKind.MEDIUM_CYCLE: _(
            "For example biomedical laboratory scientist, nurse or radiographer"
        ),
        DegreeKind.UNIVERSITY_BACHELOR: _("And no master’s degree on top of it"),
        DegreeKind.FOREIGN: _("Also from the other Nordic countries"),
        DegreeKind.SHORT_CYCLE: _("For example laboratory technician or computer science (AP)"),
        DegreeKind.NONE: _("None of those above"),
    }[DegreeKind(kind)]


def outcome(code):
    """The whole in a word or two, above the heading of the answer."""
    return {
        Outcome.MEETS: pgettext("assessment", "Met"),
        Outcome.DISPENSATION: _("Needs a dispensation"),
        Outcome.OFFICE: _("The office assesses"),
        Outcome.NOT_YET: _("Not yet"),
        Outcome.NOT_THIS_BACKGROUND: _("Not met"),
    }[Outcome(code)]


def outcome_heading(code):
    """The whole as the heading of the answer.

    Where a day is known, qualifying_heading says more than "not yet".
    """
    return {
        Outcome.MEETS: _("Yes, you can apply"),
        Outcome.DISPENSATION: _("You can apply if you also ask for a dispensation"),
        Outcome.OFFICE: _("The office must assess your background"),
        Outcome.NOT_YET: _("You cannot apply yet"),
        Outcome.NOT_THIS_BACKGROUND: _("You do not meet the requirements with this background"),
    }[Outcome(code)]


def kind_heading(code, kind):
    """The heading where one kind of requirement alone decides, so that it can be named."""
    named = {
        (Outcome.OFFICE, RequirementKind.DEGREE): _("The office must assess your degree"),
        (Outcome.NOT_THIS_BACKGROUND, RequirementKind.DEGREE): _(
            "You do not meet the degree requirement"
        ),
        (Outcome.NOT_THIS_BACKGROUND, RequirementKind.LANGUAGE): _(
            "You do not meet the language requirement"
        ),
    }
    return named.get((Outcome(code), RequirementKind(kind))) or outcome_heading(code)


def qualifying_heading(day):
    return _("You can apply from %(day)s") % {"day": phrases.day(day)}


def outcome_lead(code):
    """What the whole means, in a sentence or two below the heading."""
    return {
        Outcome.MEETS: _("Your answers meet all the requirements."),
        Outcome.DISPENSATION: _(
            "Apply for admission and for the dispensation at the same time. "
            "The university decides whether it is given."
        ),
        Outcome.OFFICE: _(
            "The requirements alone do not settle it. Ask the office before you apply."
        ),
        Outcome.NOT_YET: _(
            "What you have so far is not enough, but that can change. "
            "See below what is missing and how to get there."
        ),
        Outcome.NOT_THIS_BACKGROUND: _(
            "See below which requirement it is, how it can be met, and what else you can do."
        ),
    }[Outcome(code)]


def also(code):
    """What is to be told beside a whole that is not yet: what else stands in the way."""
    return {
        Outcome.DISPENSATION: _(
            "You must also ask for a dispensation from the requirement “%(title)s”."
        ),
        Outcome.OFFICE: _("The office must also assess how you meet the requirement “%(title)s”."),
    }.get(Outcome(code), "")


def qualifying_lead():
    """What the day on which somebody qualifies rests on."""
    return _("By then you have enough relevant work, if you go on working as now.")


def worked(count, days, reference_on, needed):
    """What was counted of work, up to when, and what is needed."""
    last = phrases.day(reference_on - timedelta(days=1))
    told = _("You have %(months)s, counted to the end of %(day)s.") % {
        "months": months(count, days),
        "day": last,
    }
    return f"{told} " + _("%(months)s are needed.") % {"months": months(needed)} if needed else told


def your_answer(text):
    return _("Your answer: %(answer)s.") % {"answer": text}


def unsettled():
    """The word above the answer where it is not settled what a single course asks."""
    return _("Not settled")


def unsettled_heading():
    return _("Ask the office about this course")


def unsettled_lead():
    return _(
        "It is not settled whether a single course has the same requirements "
        "as the whole programme. "
        "Here is how your answers stand against the programme’s requirements, as guidance."
    )


def single_courses(rule):
    """What is asked of those who take one course alone."""
    return {
        "same_set": _("A single course has the same requirements as the whole programme."),
        "other_set": _(
            "A single course has requirements of its own. Choose the course to check them."
        ),
        "no_requirements": _(
            "A single course has no requirements, so you can take one whatever your background."
        ),
        "ask_office": _(
            "It is not settled whether a single course has the same requirements. Ask the office."
        ),
    }[rule]


def finding_mark(code):
    """What was found of one requirement, beside its mark."""
    return {
        Outcome.MEETS: pgettext("assessment", "Met"),
        Outcome.DISPENSATION: _("Dispensation may be sought"),
        Outcome.OFFICE: _("The office assesses"),
        Outcome.NOT_YET: _("Not yet met"),
        Outcome.NOT_THIS_BACKGROUND: _("Not met"),
    }[Outcome(code)]


OUTCOME_CLASSES = {
    Outcome.MEETS: ("ok", "on"),
    Outcome.DISPENSATION: ("half", "half"),
    Outcome.OFFICE: ("half", "half"),
    Outcome.NOT_YET: ("no", "off"),
    Outcome.NOT_THIS_BACKGROUND: ("no", "off"),
}


def usual_question(kind):
    """What the check asks where staff have not written a question of their own."""
    return {
        RequirementKind.DEGREE: _("What is your highest completed degree?"),
        RequirementKind.WORK: _("What do you work with?"),
        RequirementKind.LANGUAGE: _("Which level do you have in the language?"),
        RequirementKind.DECLARATION: _("Does this apply to you?"),
    }[RequirementKind(kind)]


def language_question(code):
    return {
        "da": _("Which level do you have in Danish?"),
        "en": _("Which level do you have in English?"),
    }.get(code, usual_question(RequirementKind.LANGUAGE))


def kind(code):
    """A kind of requirement as the heading of a finding."""
    return {
        RequirementKind.DEGREE: _("Degree"),
        RequirementKind.WORK: _("Relevant work"),
        RequirementKind.LANGUAGE: _("Language"),
        RequirementKind.DECLARATION: _("Declaration"),
    }[RequirementKind(code)]


def months(count, days=0):
    """A stretch of work as people say it: 1 år og 2 måneder."""
    years, rest = divmod(count, 12)
    parts = []
    if years:
        parts.append(ngettext("%(count)s year", "%(count)s years", years) % {"count": years})
    if rest or not (years or days):
        parts.append(ngettext("%(count)s month", "%(count)s months", rest) % {"count": rest})
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(second)s") % {"first": ", ".join(parts[:-1]), "second": parts[-1]}


def month(day):
    """The month of a day: september 2025."""
    return date_format(day, "YEAR_MONTH_FORMAT")


def period(starts_on, ends_on):
    """From when to when somebody worked, in months, as it was answered."""
    if ends_on is None:
        return _("since %(month)s") % {"month": month(starts_on)}
    return _("%(start)s to %(end)s") % {"start": month(starts_on), "end": month(ends_on)}


def job(number):
    return _("Job %(number)s") % {"number": number}


def of_job(number, message):
    """A message about one of several jobs."""
    return _("%(job)s: %(message)s") % {"job": job(number), "message": message}


def yes_or_no(answer):
    return _("Yes") if answer else _("No")


def answers_to_mend(count):
    """The heading above a form's errors: To svar skal rettes."""
    words = [
        _("One answer needs attention"),
        _("Two answers need attention"),
        _("Three answers need attention"),
        _("Four answers need attention"),
        _("Five answers need attention"),
        _("Six answers need attention"),
        _("Seven answers need attention"),
        _("Eight answers need attention"),
        _("Nine answers need attention"),
    ]
    return (
        words[count - 1]
        if count <= len(words)
        else _("%(count)s answers need attention") % {"count": count}
    )


def month_this_year(today):
    return month(date(today.year, today.month, 1))


def assessment_lines(record):
    """A kept assessment by requirement: title, finding, the rule's sentence, what was compared."""
    return [
        {
            "title": local_text(finding["title_da"], finding["title_en"]),
            "outcome": finding["outcome"],
            "mark": finding_mark(finding["outcome"]),
            "sentence": local_text(finding["sentence_da"], finding["sentence_en"]),
            "compared": _compared(finding),
        }
        for finding in record["findings"]
    ]


def assessment_heading(record):
    """A kept assessment as a heading; the day on which the person can apply where it is known."""
    if record["outcome"] == Outcome.NOT_YET and record["qualifies_on"]:
        return qualifying_heading(date.fromisoformat(record["qualifies_on"]))
    return outcome_heading(record["outcome"])


def _compared(finding):
    if finding["months"] is None or finding["months_needed"] is None:
        return ""
    numbers = {
        "has": months(finding["months"], finding["days"]),
        "needs": months(finding["months_needed"]),
    }
    if not finding["qualifies_on"]:
        return _("Counted: %(has)s. Needed: %(needs)s.") % numbers
    numbers["day"] = day(date.fromisoformat(finding["qualifies_on"]))
    return _("Counted: %(has)s. Needed: %(needs)s. Met from %(day)s.") % numbers
