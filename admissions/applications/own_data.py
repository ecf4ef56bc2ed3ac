"""All that is held of an application and its person, as plain values to be taken away."""

from datetime import date, datetime

from django.utils import timezone

from admissions.applications.case import Case
from admissions.text import eligibility_phrases

# By model, the columns that are taken away as they stand, and what each is called there.
TAKEN = {
    "Application": {
        "year": "year",
        "state": "state",
        "email": "email",
        "new_email": "new_email",
        "language": "language",
        "created_at": "begun",
        "touched_at": "last_touched",
        "confirmed_at": "email_confirmed",
        "sent_at": "sent",
        "is_late": "late",
        "ended_at": "closed",
        "erasure_asked_at": "erasure_asked",
        "held_at": "held_for_a_complaint",
        "warned_at": "told_that_the_draft_ends",
        "nudged_at": "reminded_of_the_deadline",
        "assessment": "assessment",
    },
    "Answers": {"section": "section", "is_complete": "complete", "saved_at": "saved"},
    "Event": {
        "action": "step",
        "at": "at",
        "source": "from",
        "target": "to",
        "actor": "by",
        "code": "reason",
    },
    "CaseLetter": {
        "kind": "kind",
        "language": "language",
        "subject": "subject",
        "text": "text",
        "written_at": "written",
        "signed": "signed",
        "due_on": "answer_by",
        "reminded_at": "reminded",
        "answer": "answer",
        "answered_at": "answered",
        "checksum": "sha256",
    },
    "Document": {
        "kind": "kind",
        "name": "name",
        "format": "format",
        "size": "bytes",
        "checksum": "sha256",
        "scan": "malware_scan",
        "added_at": "added",
    },
    "Letter": {
        "kind": "kind",
        "to": "to",
        "language": "language",
        "subject": "subject",
        "created_at": "written",
        "sent_at": "sent",
        "state": "state",
        "error": "error",
    },
    "ToldChange": {"at": "at"},
}
# Told in words of their own, below.
TOLD = {
    "Application": {"reference", "programme", "run", "requirement_set"},
    "Answers": {"data", "former"},
    "ToldChange": {"change"},
}
# Left out on purpose: keys, counters, and what opens the case.
LEFT_OUT = {
    "Application": {"id", "link_issue", "address_key", "form_key"},
    "Answers": {"id", "application", "version"},
    # Who of the staff it was is not about the applicant.
    "Event": {"id", "application", "user"},
    # By `signed` it says who wrote it.
    "CaseLetter": {"id", "reference", "application", "written_by"},
    "Document": {"id", "reference", "application", "stored_as"},
    # The links in its words open the application.
    "Letter": {
        "id",
        "interest",
        "application",
        "text",
        "html",
        "stop_url",
        "send_after",
        "claimed_at",
        "attempts",
    },
    "ToldChange": {"id", "interest", "application"},
}


def everything_held(case: Case) -> dict:
    """Return all that is held of the application and its person, as plain values.

    Moments are ISO, in Copenhagen.
    """
    application = case.application
    rules = application.requirement_set
    return {
        "number": application.number,
        "programme": str(application.programme.title),
        "course": str(case.target.course.title) if case.target.course else None,
        "run_starts": _plain(application.run.starts_on) if application.run else None,
        **_taken(application),
        "requirements": {"version": rules.version, "from": _plain(rules.starts_on)}
        if rules
        else None,
        "assessment_in_words": _assessment_in_words(application.assessment),
        "answers": {section: row.data for section, row in case.answers.items()},
        "former_answers": {
            section: row.former for section, row in case.answers.items() if row.former
        },
        "parts": [_taken(row) for row in case.answers.values()],
        "case_letters": [_taken(letter) for letter in case.letters],
        "documents": [_taken(document) for document in case.documents],
        "events": [_taken(event) for event in application.events.all()],
        "letters": [_taken(letter) for letter in application.letters.order_by("created_at", "pk")],
        "told_of_moved_dates": [
            {"what": told.change.what, "to": _plain(told.change.new), **_taken(told)}
            for told in application.told_changes.select_related("change").order_by("at", "pk")
        ],
    }


def _taken(row):
    return {
        name: _plain(getattr(row, column)) for column, name in TAKEN[type(row).__name__].items()
    }


def _plain(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _assessment_in_words(record):
    if not record:
        return []
    return [
        f"{line['title']}: {line['mark']}. {line['sentence']}"
        for line in eligibility_phrases.assessment_lines(record)
    ]
