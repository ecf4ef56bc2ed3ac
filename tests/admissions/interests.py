"""Makers of interests and letters, with honest defaults."""

from datetime import date
from itertools import count

from django.utils import timezone

from admissions.mail import signed_links
from admissions.models import Interest, Letter

_numbers = count(1)


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


def answers(courses=(), **over):
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
