"""Made-up rows for the style guide: never saved, so that the guide needs no database."""

from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from catalogue.domain.curriculum import Kind
from catalogue.models import (
    Contact,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Programme,
    TeachingDay,
)
from catalogue.models import University as UniversityRow
from catalogue.public.course_rows import Listed

TITLES = [
    ("Dataetik", "Data Ethics"),
    ("Sundhedsøkonomi i praksis", "Health Economics in Practice"),
    ("Måling og usikkerhed", "Measurement and Uncertainty"),
    ("Ledelse på tværs", "Leading across Boundaries"),
    ("Arbejdsmiljø", "Working Environment"),
    ("Grundlag for sprogteknologi", "Foundations of Language Technology"),
]
MASTER_THESIS = ("Masterprojekt", "Master’s Thesis")


def university():
    return UniversityRow(
        pk=1, slug="au", name_da="Øvelsesuniversitetet", name_en="The Practice University"
    )


def other_university():
    return UniversityRow(
        pk=2, slug="ku", name_da="Det Andet Universitet", name_en="The Other University"
    )


def office():
    return Contact(
        pk=1,
        name_da="Sekretariatet",
        name_en="The Office",
        email="office@example.org",
        telephone="35 32 00 00",
    )


def programme(mandatory=4, electives=2, thesis=15):
    """A programme of so many courses of 7.5 ECTS, so many electives of three, and a thesis."""
    found = Programme(
        pk=1,
        slug="sample",
        uuid=uuid5(NAMESPACE_URL, "sample"),
        title_da="Master i øvelse",
        title_en="Master of Practice",
        ects=Decimal("7.5") * (mandatory + electives) + thesis,
        course_deadline_weeks=8,
        refund_months=1,
        home_university=university(),
        office=office(),
    )
    group = ElectiveGroup(
        pk=1, programme=found, title_da="Valgfag", title_en="Electives", choose_courses=electives
    )
    kinds = (
        [Kind.MANDATORY] * mandatory
        + [Kind.ELECTIVE] * (electives + 1) * bool(electives)
        + [Kind.THESIS]
    )
    numbers = count(1)
    entries = [_entry(found, next(numbers), kind, group, thesis) for kind in kinds]
    found._prefetched_objects_cache = {
        "entries": entries,
        "groups": [group] if electives else [],
        "partners": [],
    }
    return found


def _entry(of, number, kind, group, thesis):
    its_course = course(number, of, ects=thesis) if kind == Kind.THESIS else course(number, of)
    if kind == Kind.THESIS:
        its_course.title_da, its_course.title_en = MASTER_THESIS
    if kind != Kind.ELECTIVE:
        group = None
    return CurriculumEntry(
        pk=number,
        programme=of,
        course=its_course,
        kind=kind,
        group=group,
        order=number,
    )


@dataclass(frozen=True)
class Site:
    """The site around a component, without an index behind it."""

    programme: Programme | None = None
    name: str = ""

    @property
    def count(self):
        return 1 if self.programme else 3

    @property
    def universities(self):
        return list(self.programme.partners.all()) if self.programme else []

    @property
    def office(self):
        return self.programme.office if self.programme else None

    @property
    def email(self):
        return self.office.email if self.office else ""

    @property
    def telephone(self):
        return self.office.telephone if self.office else ""

    @property
    def has_examples(self):
        return bool(self.programme and self.programme.example_fields)


def course(number=1, home=None, **over):
    danish, english = TITLES[(number - 1) % len(TITLES)]
    values = {
        "pk": number,
        "uuid": uuid5(NAMESPACE_URL, f"sample-{number}"),
        "slug": f"sample-{number}",
        "title_da": danish,
        "title_en": english,
        "summary_da": "Hvad der skal til, før et resultat kan bruges.",
        "summary_en": "What it takes before a result can be used.",
        "ects": Decimal("7.5"),
        "home_programme": home
        or Programme(pk=1, course_deadline_weeks=8, refund_months=1, ects=60),
        "is_published": True,
    }
    return Course(**{**values, **over})


def run(day, starts_in=None, *, days=0, **over):
    """A run that starts so many days from the day, or without dates, with so many teaching days."""
    starts_on = None if starts_in is None else day + timedelta(days=starts_in)
    values = {
        "pk": 1,
        "course": over.pop("course", None) or course(),
        "starts_on": starts_on,
        "ends_on": starts_on and starts_on + timedelta(days=88),
        "is_published": True,
    }
    found = CourseRun(**{**values, **over})
    teaching = [
        TeachingDay(
            pk=number, run=found, on=starts_on + timedelta(days=7 * number), is_online=number == 2
        )
        for number in range(days)
    ]
    for teaching_day in teaching[1:]:
        teaching_day.starts_at, teaching_day.ends_at = time(9), time(16)
    found._prefetched_objects_cache = {"teaching_days": teaching}
    return found


def listed(day, its_run=None, kind=Kind.MANDATORY, **over):
    """A course as the list shows it, with the run to look at first."""
    its_course = its_run.course if its_run else course(**over)
    status = its_run.status(day) if its_run else None
    return Listed(course=its_course, kinds=[kind], kind=kind, run=its_run, status=status)
