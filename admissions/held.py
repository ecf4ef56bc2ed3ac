"""All that is held of an application and its person, as plain values to be taken away."""

from django.utils import timezone

from admissions import phrases
from admissions.cases import Case


def everything_held(case: Case) -> dict:
    """Return all that is held of the application and its person, as plain values; moments are ISO, in Copenhagen."""
    application = case.application
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
        "late": application.is_late,
        "answers": {section: row.data for section, row in case.answers.items()},
        "former_answers": {section: row.former for section, row in case.answers.items() if row.former},
        "case_letters": [_case_letter(letter) for letter in case.letters],
        "erasure_asked": _moment(application.erasure_asked_at),
        "new_email": application.new_email,
        "documents": [_document(document) for document in case.documents],
        "assessment": application.assessment,
        "assessment_in_words": _assessment_in_words(application.assessment),
        "events": [{"step": event.action, "at": _moment(event.at)} for event in application.events.all()],
        # Without their texts: the links in them open the application.
        "letters": [
            {"subject": letter.subject, "written": _moment(letter.created_at), "state": letter.state}
            for letter in application.letters.order_by("created_at", "pk")
        ],
    }


def _case_letter(letter):
    return {
        "kind": letter.kind,
        "subject": letter.subject,
        "text": letter.text,
        "written": _moment(letter.written_at),
        "answer_by": letter.due_on.isoformat() if letter.due_on else None,
        "answer": letter.answer,
        "answered": _moment(letter.answered_at),
        "sha256": letter.checksum,
    }


def _document(document):
    return {
        "kind": document.kind,
        "name": document.name,
        "format": document.format,
        "bytes": document.size,
        "sha256": document.checksum,
        "added": _moment(document.added_at),
    }


def _assessment_in_words(record):
    if not record:
        return []
    return [f"{line['title']}: {line['mark']}. {line['sentence']}" for line in phrases.assessment_lines(record)]


def _moment(moment):
    return timezone.localtime(moment).isoformat() if moment else None
