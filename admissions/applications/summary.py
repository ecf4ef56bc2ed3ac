"""What an application's pages show: its parts, the answers in words, and what has happened."""

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from admissions.applications.case import Case
from admissions.applications.forms.of_case import form_of
from admissions.domain.eligibility import Outcome
from admissions.domain.sections import Section
from admissions.domain.workflow import RUNNING, State
from admissions.eligibility.answers import in_words
from admissions.models import CaseLetter
from admissions.text import application_phrases, eligibility_phrases

# What still lies between each state and the start.
AHEAD_OF = {
    State.SUBMITTED: ("assessment", "decision"),
    State.UNDER_REVIEW: ("decision",),
    State.INFORMATION_REQUESTED: ("answer", "assessment", "decision"),
    State.WAITING_LIST: ("place",),
    State.OFFERED: ("reply",),
}


@dataclass(frozen=True)
class Part:
    """A part in the task list: its words, its address, its state and that state's mark."""

    code: Section
    number: int
    name: str
    address: str
    state: str
    mark: str


@dataclass(frozen=True)
class Answered:
    """A part's answers in words, each under its question."""

    part: Part
    lines: list[tuple[str, str]]


def parts_of(case: Case) -> list[Part]:
    """Return the parts in their order, as they stand."""
    return [_part(case, section, number) for number, section in enumerate(case.sections, start=1)]


def _part(case, section, number):
    if section is Section.DOCUMENTS:
        words, mark = application_phrases.documents_state(len(case.documents))
    else:
        words, mark = application_phrases.part_state(_state_of(case.answers.get(section)))
    address = reverse(f"admissions:application_{section}", args=[case.application.reference])
    return Part(section, number, application_phrases.section(section), address, words, mark)


def _state_of(row):
    if row is None:
        return "untouched"
    return "complete" if row.is_complete else "begun"


def sent_answers(case: Case) -> list[Answered]:
    """Return all answers in words, part by part; what was left out is left out."""
    return [Answered(part, _lines(case, part.code)) for part in parts_of(case)]


def _lines(case, section):
    if section is Section.DOCUMENTS:
        return [
            (application_phrases.document_kind(each.kind), document_words(each))
            for each in case.documents
        ]
    row = case.answers.get(section)
    if row is None:
        return []
    if section is Section.BACKGROUND:
        words = _background_in_words(case)
        return [(application_phrases.section(section), words)] if words else []
    form = form_of(case, section)
    shown = (
        (field.label, _in_words(field, row.data.get(name))) for name, field in form.fields.items()
    )
    return [(str(label), words) for label, words in shown if words]


def _background_in_words(case):
    """What was told of degree and work, as far as the rules it is shown by ask about it."""
    told, rules = case.told_background, case.target.requirement_set
    if told is None or rules is None:
        return ""
    return "\n".join(str(line) for line in in_words(rules, told))


def _in_words(field, value):
    if not value:
        return ""
    if hasattr(field, "choices"):
        labels = {str(code): str(label) for code, label in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(labels.get(str(code), str(code)) for code in chosen)
    return str(value)


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list: what it is, and where it is opened and removed."""

    name: str
    words: str
    open_address: str
    remove_address: str


def document_rows(case: Case) -> list[DocumentRow]:
    """Return the documents in the order in which they came; only a draft's can be removed."""
    return [_document_row(case, document) for document in case.documents]


def _document_row(case, document):
    args = [case.application.reference, document.reference]
    size = filesizeformat(document.size)
    removal = reverse("admissions:document_remove", args=args) if case.is_draft else ""
    return DocumentRow(
        document.name,
        f"{application_phrases.document_kind(document.kind)} · {document.format.upper()} · {size}",
        reverse("admissions:document_file", args=args),
        removal,
    )


def received(case: Case) -> list[str]:
    """Return the list of what was received: the parts answered, and each document by its name."""
    parts = [application_phrases.section(code) for code in case.sections if code in case.answers]
    return [*parts, *(document_words(document) for document in case.documents)]


def before_sending(case: Case) -> dict:
    """Return what stands against an application, or is missing.

    So the page between answers and sending tells it.
    """
    is_against = case.outcome not in (None, Outcome.MEETS)
    return {
        "is_against": is_against,
        "outcome_heading": eligibility_phrases.outcome_heading(case.outcome) if is_against else "",
        "outcome_lead": application_phrases.pause_lead(case.outcome) if is_against else "",
        "background_address": reverse(
            "admissions:application_background", args=[case.application.reference]
        ),
        "lacking": [application_phrases.lacking(kind) for kind in case.lacking],
    }


@dataclass(frozen=True)
class LetterRow:
    """A letter of the case as its page shows it, with the day to answer by, and days left."""

    reference: str
    subject: str
    text: str
    language: str
    written_on: date
    signed: str
    due_on: date | None
    days_left: int | None
    answer: str
    answered_on: date | None


def letter_rows(case: Case) -> list[LetterRow]:
    """Return the letters of a case, the newest first."""
    return [request_row(letter, case.today) for letter in reversed(case.letters)]


def request_row(letter: CaseLetter, today: date) -> LetterRow:
    days_left = (letter.due_on - today).days if letter.due_on and letter.due_on >= today else None
    answered_on = timezone.localdate(letter.answered_at) if letter.answered_at else None
    return LetterRow(
        letter.reference,
        letter.subject,
        letter.text,
        letter.language,
        timezone.localdate(letter.written_at),
        letter.signed,
        letter.due_on,
        days_left,
        letter.answer,
        answered_on,
    )


def steps_ahead(case: Case) -> list[tuple]:
    """Return (what comes, when or None, whether an example) of a case that runs, in order."""
    state = State(case.application.state)
    if state not in RUNNING:
        return []
    aim = case.target.aim
    ahead = [(application_phrases.ahead(code), None, False) for code in AHEAD_OF.get(state, ())]
    start = (aim.starts_on, aim.is_example) if aim else (None, False)
    return [*ahead, (application_phrases.ahead("start"), *start)]


def document_words(document) -> str:
    """A document's name, format and size."""
    return f"{document.name} ({document.format.upper()}, {filesizeformat(document.size)})"


def timeline(application) -> list[tuple]:
    """Return (what happened, when) for each step that was taken, the first one first."""
    return [
        (application_phrases.action(event.action), timezone.localtime(event.at))
        for event in application.events.all()
    ]
