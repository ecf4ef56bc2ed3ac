"""One address for each kind of public page, and what pages say in a language."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from catalogue.models import CurriculumEntry

MEETS = {"degree": "master", "field": "law", "area": "organisation", "m1": "1", "y1": "2020"}
NOT_YET = {"degree": "master", "field": "health", "area": "clinic", "m1": "9", "y1": "2025"}
OFFICE = {"degree": "foreign", "area": "organisation", "m1": "8", "y1": "2019"}
DISPENSATION = {"degree": "medium_cycle", "area": "laboratory", "m1": "11", "y1": "2023"}
NOT_MET = {"degree": "none", "area": "none"}
WRONG = {"degree": "", "m1": "13", "y1": "", "tm1": "4", "ty1": ""}


def catalogue_pages(language):
    """Pages of the catalogue by name; none of them holds a form that is posted."""
    with override(language):
        courses = reverse("catalogue:courses")
        pages = {
            "front page": reverse("catalogue:programmes"),
            "courses": courses,
            "courses filtered": f"{courses}?kind=elective&q=data&open=1",
            "courses, none found": f"{courses}?q=astronomi",
            "courses, wrong address": f"{courses}?kind=nothing&ects=x",
            "dates": reverse("catalogue:deadlines"),
            "prices": reverse("catalogue:prices"),
            "questions": reverse("catalogue:questions"),
            "accessibility": reverse("catalogue:accessibility"),
            "privacy": reverse("catalogue:privacy"),
            "not found": reverse("catalogue:course", args=["no-such-course"]),
        }
        kinds = {
            str(entry.kind): entry.course
            for entry in CurriculumEntry.objects.select_related("course")
        }
        return pages | {
            kind: reverse("catalogue:course", args=[course.slug]) for kind, course in kinds.items()
        }


def eligibility_pages(language):
    """The check with nothing answered, with each answer it can give, and with wrong answers."""
    with override(language):
        address = reverse("admissions:admission")
    answers = {
        "check, meets": MEETS,
        "check, dispensation": DISPENSATION,
        "check, office": OFFICE,
        "check, not yet": NOT_YET,
        "check, not met": NOT_MET,
        "check, one course": {"course": "bioinformatics"},
        "check, one course, answered": {"course": "bioinformatics", **MEETS},
        "check, three jobs": {**NOT_YET, "rows": "3"},
        "check, wrong answers": WRONG,
    }
    return {"check": address} | {
        name: f"{address}?{urlencode(query)}" for name, query in answers.items()
    }


def interest_pages(language):
    """Keep me posted: the form with and without answers of the check, and the pages around it."""
    with override(language):
        address = reverse("admissions:interest")
        return {
            "interest": address,
            "interest with answers": f"{address}?{urlencode(NOT_YET)}",
            "interest received": reverse("admissions:interest_received"),
            "interest, unknown link": reverse("admissions:interest_confirm", args=["unknown"]),
            "interest, stop": reverse("admissions:interest_stop", args=["unknown"]),
        }


def public_pages(language):
    return catalogue_pages(language) | eligibility_pages(language) | interest_pages(language)


MONTHS = {
    "da": "januar,februar,marts,april,maj,juni,juli,august,september,oktober,november,december",
    "en": "January,February,March,April,May,June,July,August,September,October,November,December",
}


class Words:
    """The words of one language: `words("Keep me posted")` is "Skriv mig op" in Danish."""

    def __init__(self, language):
        self.language = language

    def __call__(self, english, **values):
        with override(self.language):
            words = gettext(english)
        return words % values if values else words

    @property
    def locale(self):
        """What a browser of somebody who reads the language asks for."""
        return self.of("da-DK", "en-GB")

    def label(self, english):
        """The label of a field in the admin, which is called by the column's name."""
        return f"{capfirst(self(english))}:"

    def day(self, *numbers):
        day, months = date(*numbers), MONTHS[self.language].split(",")
        dot = "." if self.language == "da" else ""
        return f"{day.day}{dot} {months[day.month - 1]} {day.year}"

    def of(self, danish, english):
        """What editors wrote in both languages, such as a title."""
        return danish if self.language == "da" else english


def plain(text):
    """Without no-break spaces and line breaks."""
    return " ".join(text.split())
