"""Makers of interests, letters, applications and the words of mails, with honest defaults."""

from datetime import date
from itertools import count

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from admissions.domain.background import Background, DegreeKind, background_record
from admissions.domain.refusals import Refused
from admissions.domain.work import WorkPeriod
from admissions.eligibility import requirements
from admissions.mail import signed_links
from admissions.models import (
    PLACEHOLDERS,
    Answers,
    Application,
    Event,
    Interest,
    Letter,
    Wording,
    original_wording,
)

_numbers = count(1)
BACKGROUND = {"degree": "master", "field": "health", "area": "clinic", "m1": "9", "y1": "2020"}
DOCTOR = Background(DegreeKind.MASTER, "health", (WorkPeriod(date(2020, 9, 1), None, "clinic"),))
ANSWERS = {
    "about": {"name": "Anna Prøve", "telephone": "", "country": "Danmark"},
    "payment": {
        "payer": "self",
        "organisation": "",
        "ean": "",
        "bill_to": "",
        "bill_reference": "",
    },
    "background": {"background": background_record(DOCTOR)},
    "education": {
        "degree_title": "Cand.med.",
        "institution": "Aarhus Universitet",
        "degree_country": "Danmark",
        "year": "2015",
        "diploma_language": "nordic_or_english",
    },
    "work": {"description": "Læge på en klinik siden september 2020."},
    "choices": {"pace": "3", "wishes": ""},
    "motivation": {"motivation": "Jeg vil bruge det i klinikken."},
}


def make_application(programme, parts=(), **over):
    """A draft to the intake of 2027 with these parts complete."""
    number = next(_numbers)
    values = {
        "email": f"person{number}@example.org",
        "programme": programme,
        "language": "da",
        "form_key": f"application-{number}",
        **over,
    }
    if not values.get("run"):
        values.setdefault("year", 2027)
    key = signed_links.target_key(values["email"], programme, values.get("year"), values.get("run"))
    application = Application.objects.create(**{"address_key": key, **values})
    for section in parts:
        Answers.objects.create(
            application=application, section=section, data=ANSWERS[section], is_complete=True
        )
    return application


def make_sent_application(programme, state="submitted", **over):
    """A whole application sent just now, judged by the rules in force, in its present state."""
    now = timezone.now()
    parts = over.pop("parts", ANSWERS)
    facts = {
        "sent_at": now,
        "confirmed_at": now,
        "requirement_set": requirements.set_in_force(programme, timezone.localdate()),
    }
    return make_application(programme, parts, **{"state": state, **facts, **over})


def make_caseworker(username="karen", **over):
    """A member of staff by whose name letters are signed."""
    facts = {"first_name": "Karen", "last_name": "Kontor", "is_staff": True, **over}
    return User.objects.create_user(username, **facts)


def code_of(call, *args, **kwargs):
    """The code with which a service refuses."""
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def trail_of(application):
    """The events of a case as (action, from, to, actor, user's name or None, code)."""
    rows = Event.objects.filter(application=application)
    return list(rows.values_list("action", "source", "target", "actor", "user__username", "code"))


def make_interest(programme, courses=(), **over):
    """An unconfirmed interest in the whole programme, asked for now."""
    number = next(_numbers)
    values = {
        "name": f"Person {number}",
        "email": f"person{number}@example.org",
        "language": "da",
        "programme": programme,
        "created_at": timezone.now(),
        "ends_on": date(2028, 5, 25),
        "form_key": f"form-{number}",
        **over,
    }
    values.setdefault("address_key", signed_links.address_key(values["email"], programme))
    interest = Interest.objects.create(**values)
    interest.courses.set(courses)
    return interest


def make_letter(interest, **over):
    values = {
        "kind": "confirm_interest",
        "interest": interest,
        "to": interest.email,
        "language": interest.language,
        "subject": "Subject",
        "text": "Text",
        "html": "<p>Text</p>",
        "stop_url": signed_links.stop_url(interest),
        **over,
    }
    return Letter.objects.create(**values)


def interest_answers(courses=(), **over):
    """What the form gives of a person who fills in what is needed, as the service takes it."""
    return {
        "name": "Anna Prøve",
        "email": "anna@example.org",
        "whole_programme": True,
        "courses": list(courses),
        "when": "",
        "payer": "",
        "message": "",
        **over,
    }


def make_wordings():
    """The original words of each kind where they are missing, by kind."""
    there = {row.kind for row in Wording.objects.all()}
    Wording.objects.bulk_create(
        original_wording(kind) for kind in map(str, PLACEHOLDERS) if kind not in there
    )
    return {row.kind: row for row in Wording.objects.all()}
