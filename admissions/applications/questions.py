"""The questions of an application in words, part by part, as they are before anybody answers."""

from dataclasses import dataclass

from admissions.applications.forms.documents import DocumentForm
from admissions.applications.forms.parts import FORMS
from admissions.domain.eligibility import Outcome
from admissions.domain.sections import Section, sections_of
from admissions.eligibility.forms import AdmissionForm, job_questions
from admissions.eligibility.targets import Target
from admissions.text import application_phrases


@dataclass(frozen=True)
class Question:
    """A question with its hint and the answers to choose among, if it has such."""

    label: str
    hint: str
    choices: tuple[str, ...]
    is_optional: bool


@dataclass(frozen=True)
class AskedPart:
    """A part with its questions, and when it is asked where that is not always."""

    name: str
    lead: str
    questions: tuple[Question, ...]


def questions_of(target: Target) -> list[AskedPart]:
    """Return all that an application to the target can ask, grounds for a dispensation included."""
    sections = sections_of(
        is_whole_programme=target.course is None,
        has_requirements=target.requirement_set is not None,
        outcome=Outcome.DISPENSATION,
    )
    return [_part(target, section) for section in sections]


def _part(target, section):
    form = _form(target, section)
    questions = tuple(_questions(form, target.today))
    return AskedPart(
        application_phrases.section(section), application_phrases.section_lead(section), questions
    )


def _questions(form, today):
    """Month and year stand in two fields and are one question."""
    questions, hints = job_questions(today)
    jobs = dict(zip(("m1", "tm1"), zip(questions, hints, strict=True), strict=True))
    for name, field in form.fields.items():
        if name in jobs:
            yield Question(*jobs[name], choices=(), is_optional=False)
        elif name not in ("y1", "ty1"):
            yield _question(field)


def _form(target, section):
    if section is Section.BACKGROUND:
        return AdmissionForm(target.requirement_set, None, today=target.today)
    if section is Section.DOCUMENTS:
        return DocumentForm()
    return FORMS[section](target=target, today=target.today)


def _question(field):
    is_optional = not field.required and not getattr(field, "is_conditional", False)
    choices = tuple(label for code, label in getattr(field, "choices", ()) if code)
    return Question(field.label, field.help_text, choices, is_optional)
