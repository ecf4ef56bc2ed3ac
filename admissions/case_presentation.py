"""What an application's pages show, put together from its answers: the parts, the answers in words, what happened."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from admissions import case_phrases, phrases
from admissions.cases import Case, pairs_query
from admissions.domain.sections import Section


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
    row = case.answers.get(section)
    code = "complete" if row and row.is_complete else "begun" if row else "untouched"
    words, mark = case_phrases.part_state(code)
    address = reverse(f"admissions:application_{section}", args=[case.application.reference])
    return Part(section, number, case_phrases.section(section), address, words, mark)


def sent_answers(case: Case) -> list[Answered]:
    """Return all answers in words, part by part; what was left out is left out."""
    return [Answered(part, _lines(case, part.code)) for part in parts_of(case)]


def _lines(case, section):
    row = case.answers.get(section)
    if row is None:
        return []
    if section is Section.BACKGROUND:
        form = case.background_form(pairs_query(row.data))
        words = "\n".join(str(line) for line in form.summary()) if form.is_valid() else ""
        return [(case_phrases.section(section), words)] if words else []
    form = case.form(section)
    shown = ((field.label, _in_words(field, row.data.get(name))) for name, field in form.fields.items())
    return [(str(label), words) for label, words in shown if words]


def _in_words(field, value):
    if not value:
        return ""
    if hasattr(field, "choices"):
        labels = {str(code): str(label) for code, label in field.choices}
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(labels.get(str(code), str(code)) for code in chosen)
    return str(value)


def timeline(application) -> list[tuple]:
    """Return (what happened, when) for each step that was taken, the first one first."""
    return [(case_phrases.action(event.action), timezone.localtime(event.at)) for event in application.events.all()]


def everything_held(case: Case) -> dict:
    """Return all that is held of the application and its person, as plain values."""
    application = case.application
    record = application.assessment
    return {
        "number": application.number,
        "programme": str(application.programme.title),
        "year": application.year,
        "course": str(case.target.course.title) if case.target.course else None,
        "state": application.state,
        "email": application.email,
        "language": application.language,
        "begun": _moment(application.created_at),
        "last_touched": _moment(application.touched_at),
        "email_confirmed": _moment(application.confirmed_at),
        "sent": _moment(application.sent_at),
        "answers": {section: row.data for section, row in case.answers.items()},
        "assessment": record,
        "assessment_in_words": [
            f"{line['title']}: {line['mark']}. {line['sentence']}" for line in phrases.assessment_lines(record)
        ]
        if record
        else [],
        "events": [{"step": event.action, "at": _moment(event.at)} for event in application.events.all()],
        # Without their texts: the links in them open the application.
        "letters": [
            {"subject": letter.subject, "written": _moment(letter.created_at), "state": letter.state}
            for letter in application.letters.order_by("created_at", "pk")
        ],
    }


def _moment(moment):
    return timezone.localtime(moment).isoformat() if moment else None
