"""The universities and programmes of a big site, and what each programme is to consist of."""

from dataclasses import dataclass, field
from decimal import Decimal

from bench.big_site.fixtures import in_languages, rows_of
from bench.big_site.rows import BOTH, MARK, but_one_in, by_turns, permanent_id, slug_of, store
from bench.big_site.words import PLACES
from catalogue import models

UNIVERSITIES = 12
CONTACTS = 60


@dataclass(frozen=True)
class Shape:
    """What a programme of sixty ECTS has, each course of so many that any choice adds up."""

    ects: Decimal
    thesis: Decimal
    mandatory: int
    choose: int


SHAPES = [
    Shape(Decimal("7.5"), Decimal(15), mandatory=4, choose=2),
    Shape(Decimal(5), Decimal(15), mandatory=5, choose=4),
    Shape(Decimal(10), Decimal(20), mandatory=3, choose=1),
]


@dataclass
class Plan:
    """A programme with the (kind, course) pairs it is to consist of, its own and borrowed ones."""

    row: models.Programme
    shape: Shape
    entries: list = field(default_factory=list)

    def of_kind(self, kind):
        return [course for its_kind, course in self.entries if its_kind == kind]


def make_people(writer):
    """Store the universities with the people who answer for courses, and return both."""
    universities, contacts = [], []
    for number in range(UNIVERSITIES):
        place = f"{by_turns(number, *PLACES)} {number + 1}"
        university = models.University(
            uuid=permanent_id("university", number),
            slug=f"{MARK}{number + 1}",
            name_da=f"Universitetet i {place} (opdigtet)",
            name_en=f"University of {place} (made up)",
            short_name=f"{place[:2].upper()}U{number + 1}",
            order=number,
        )
        universities.append(university)
    for number in range(CONTACTS):
        name = writer.name()
        contact = models.Contact(
            slug=f"{MARK}{number + 1}",
            name_da=name,
            name_en=name,
            email=f"contact-{number + 1}@example.org",
            university=by_turns(number, *universities),
        )
        contacts.append(contact)
    return store(models.University, universities), store(models.Contact, contacts)


def make_programmes(count, writer, universities, contacts):
    """Store the programmes, each with two partners, and return a plan for each."""
    rows = [_programme(number, writer, universities, contacts) for number in range(count)]
    store(models.Programme, rows)
    through, partners = models.Programme.partners.through, []
    for number, row in enumerate(rows):
        for step in (1, 2):
            university = by_turns(number + step, *universities)
            partners.append(through(programme=row, university=university))
    store(through, partners)
    return [Plan(row, by_turns(number, *SHAPES)) for number, row in enumerate(rows)]


def _programme(number, writer, universities, contacts):
    danish, english = writer.compound()
    languages = by_turns(number, BOTH, BOTH, ["da"], BOTH, BOTH, BOTH, ["en"], BOTH)
    lowest = 90000 + 1000 * (number % 30)
    (columns,) = rows_of(models.Programme)
    values = {
        **columns,
        "title_da": f"Master i {danish} {number + 1}",
        "title_en": f"Master of {english.title()} {number + 1}",
        "slug": slug_of(f"master i {danish}", number),
        "code": f"{MARK}p{number + 1}",
        "order": number,
        "text_languages": languages,
        "teaching_languages": by_turns(number, BOTH, ["da"], ["en"], []),
        "delivery": by_turns(number, "blended", "online", "on_site", ""),
        # Put right once its courses are known.
        "ects": 1,
        # A few have not announced their deadlines.
        "deadline_month": but_one_in(31, number, 1 + number % 12),
        "deadline_day": but_one_in(31, number, by_turns(number, 1, 15, 31)),
        "course_deadline_weeks": but_one_in(37, number, by_turns(number, 8, 8, 6, 10)),
        "single_course_rule": by_turns(number, "ask_office", "same_set", "no_requirements"),
        "price_min_dkk": but_one_in(9, number, lowest),
        "price_max_dkk": but_one_in(9, number, lowest + 5000),
    }
    return models.Programme(
        uuid=permanent_id("programme", number),
        home_university=by_turns(number, *universities),
        office=by_turns(number, *contacts),
        head_of_studies=by_turns(number * 3 + 1, *contacts),
        **in_languages(values, languages),
    )
