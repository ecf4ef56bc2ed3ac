"""Makers of applications, with honest defaults, and what each part is answered with."""

from itertools import count

from admissions import links
from admissions.models import Answers, Application

_numbers = count(1)
BACKGROUND = {"degree": "master", "field": "health", "area": "clinic", "m1": "9", "y1": "2020"}
ANSWERS = {
    "about": {"name": "Anna Prøve", "telephone": "", "country": "Danmark"},
    "payment": {"payer": "self", "organisation": "", "ean": "", "bill_to": "", "bill_reference": ""},
    "background": {"pairs": [list(pair) for pair in BACKGROUND.items()]},
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
    key = links.target_key(values["email"], programme, values.get("year"), values.get("run"))
    application = Application.objects.create(**{"address_key": key, **values})
    for section in parts:
        Answers.objects.create(application=application, section=section, data=ANSWERS[section], is_complete=True)
    return application
