"""One address for each kind of public page, in both languages."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

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
        kinds = {str(entry.kind): entry.course for entry in CurriculumEntry.objects.select_related("course")}
        return pages | {kind: reverse("catalogue:course", args=[course.slug]) for kind, course in kinds.items()}


def admission_pages(language):
    """The check, with nothing answered, with each answer it can give, and with answers that are wrong."""
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
    return {"check": address} | {name: f"{address}?{urlencode(query)}" for name, query in answers.items()}


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
    return catalogue_pages(language) | admission_pages(language) | interest_pages(language)
