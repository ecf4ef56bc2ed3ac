"""Plain makers with honest defaults: each makes the smallest row that stands by itself, saved."""

from datetime import date
from decimal import Decimal
from itertools import count

from catalogue.models import (
    Contact,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Programme,
    RequirementSet,
    University,
)

_numbers = count(1)


def make_university(**over):
    number = next(_numbers)
    values = {
        "slug": f"uni-{number}",
        "name_da": f"Universitet {number}",
        "name_en": f"University {number}",
        "short_name": f"U{number}",
    }
    return University.objects.create(**{**values, **over})


def make_office(**over):
    number = next(_numbers)
    return Contact.objects.create(
        **{
            "slug": f"office-{number}",
            "name_da": "Sekretariatet",
            "name_en": "The office",
            "email": "office@example.org",
            **over,
        }
    )


def make_programme(**over):
    """A published programme of 15 ECTS with a 1 May deadline; without courses it is not shown."""
    number = next(_numbers)
    values = {
        "slug": f"programme-{number}",
        "title_da": f"Master i prøvekunst {number}",
        "title_en": f"Master of Testing {number}",
        "promise_da": "Løftet",
        "promise_en": "The promise",
        "summary_da": "En master.",
        "summary_en": "A master.",
        "text_languages": ["da", "en"],
        "ects": Decimal("15"),
        "deadline_month": 5,
        "deadline_day": 1,
        "course_deadline_weeks": 8,
        "refund_months": 1,
        "is_published": True,
    }
    return Programme.objects.create(**{**values, **over})


def make_course(programme=None, kind="mandatory", group=None, **over):
    """A published course of 7.5 ECTS, put into the programme when one is given."""
    number = next(_numbers)
    values = {
        "slug": f"course-{number}",
        "title_da": f"Kursus {number}",
        "title_en": f"Course {number}",
        "ects": Decimal("7.5"),
        "is_published": True,
        "home_programme": programme,
    }
    course = Course.objects.create(**{**values, **over})
    if programme:
        CurriculumEntry.objects.create(
            programme=programme, course=course, kind=kind, group=group, order=number
        )
    return course


def make_run(course, **over):
    """A published run that starts on 1 March 2027: eight weeks before is 4 January."""
    values = {
        "course": course,
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 5, 28),
        "is_published": True,
    }
    return CourseRun.objects.create(**{**values, **over})


def make_whole_programme(**over):
    """A programme that adds up and so is public: two mandatory courses of 7.5 ECTS.

    Returns (programme, courses).
    """
    programme = make_programme(**over)
    return programme, [make_course(programme), make_course(programme)]


def make_elective_group(programme, **over):
    values = {
        "programme": programme,
        "title_da": "Valgfag",
        "title_en": "Electives",
        "choose_courses": 2,
    }
    return ElectiveGroup.objects.create(**{**values, **over})


def make_requirement_set(programme, **over):
    """The usual rules, published: a kandidat degree in a relevant field, 24 months of work."""
    values = {
        "programme": programme,
        "version": 1,
        "starts_on": date(2024, 1, 1),
        "is_published": True,
    }
    rules = RequirementSet.objects.create(**{**values, **over})
    degree = rules.requirements.create(
        number=1,
        kind="degree",
        title_da="En kandidatgrad",
        title_en="A master's degree",
        ways_da="Søg.",
        ways_en="Apply.",
    )
    for order, code in enumerate(["health", "law", "other"]):
        degree.options.create(code=code, order=order, label_da=code.title(), label_en=code.title())
    branches = [
        ("met", ["master"], ["health", "law"]),
        ("office", ["master"], ["other"]),
        ("dispensation", ["medium_cycle"], []),
        ("office", ["university_bachelor", "foreign"], []),
        ("not_met", [], []),
    ]
    for number, (outcome, degrees, answers) in enumerate(branches, start=1):
        degree.branches.create(
            number=number,
            outcome=outcome,
            degrees=degrees,
            answers=answers,
            sentence_da=f"Sag {number}.",
            sentence_en=f"Case {number}.",
        )
    work = rules.requirements.create(
        number=2,
        kind="work",
        title_da="To års arbejde",
        title_en="Two years of work",
        ways_da="Arbejd.",
        ways_en="Work.",
    )
    for order, code in enumerate(["clinic", "laboratory"]):
        work.options.create(code=code, order=order, label_da=code.title(), label_en=code.title())
    work.branches.create(
        number=1, outcome="met", minimum_months=24, sentence_da="Nok.", sentence_en="Enough."
    )
    work.branches.create(
        number=2, outcome="not_met", sentence_da="Ikke nok.", sentence_en="Not enough."
    )
    return rules
