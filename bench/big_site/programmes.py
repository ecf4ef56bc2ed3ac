"""A big made-up site: universities, programmes that add up, courses shared between them; the same for the same seed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from bench.big_site.courses import make_courses
from bench.big_site.emptying import empty
from bench.big_site.rows import BATCH, MARK, columns, permanent_id, slug_of, store
from bench.big_site.runs import make_runs
from bench.big_site.surroundings import make_rules, make_texts
from bench.big_site.words import MADE_UP, PLACES, Pair, Writer
from catalogue import models
from catalogue.changes import version
from catalogue.domain.curriculum import Kind

BOTH, DANISH, ENGLISH = ["da", "en"], ["da"], ["en"]


@dataclass(frozen=True)
class Size:
    """How many rows to make; `runs` are two a course unless said."""

    programmes: int
    courses: int
    runs: int | None = None
    universities: int = 12


@dataclass(frozen=True)
class Shape:
    """What a programme consists of when it has courses enough: each of `ects`, so that any choice adds up."""

    ects: Decimal
    thesis: Decimal
    mandatory: int
    choose: int


# Sixty ECTS each.
SHAPES = [
    Shape(Decimal("7.5"), Decimal(15), mandatory=4, choose=2),
    Shape(Decimal(5), Decimal(15), mandatory=5, choose=4),
    Shape(Decimal(10), Decimal(20), mandatory=3, choose=1),
]


@dataclass
class Plan:
    """A programme with the (kind, course) pairs it is to consist of; each course is its own or borrowed."""

    row: models.Programme
    shape: Shape
    entries: list

    def of_kind(self, kind):
        return [course for its_kind, course in self.entries if its_kind == kind]


@transaction.atomic
def make_big_site(size, seed, today):
    """Fill the database, having emptied it of an earlier big site, and tell what was made.

    Raises NotOursError where the database holds anything else.
    """
    empty()
    writer = Writer(seed)
    universities, contacts = _people(size, writer)
    plans = [
        _programme(number, writer, universities, contacts) for number in range(size.programmes)
    ]
    store(models.Programme, [plan.row for plan in plans])
    partners = models.Programme.partners.through
    pairs = [(plan.row, partner) for plan in plans for partner in _partners(plan.row, universities)]
    store(
        partners,
        [partners(programme=programme, university=partner) for programme, partner in pairs],
    )
    courses = make_courses(size.courses, plans, writer, universities, contacts)
    store(models.Course, courses)
    _share_courses(plans)
    _make_curricula(plans)
    make_runs(
        courses, size.courses * 2 if size.runs is None else size.runs, today, writer, universities
    )
    make_rules(plans, today)
    make_texts(plans, today, writer)
    with connection.cursor() as cursor:
        # A database that has just been filled knows nothing of what it holds, and reads by the wrong index.
        cursor.execute("ANALYZE")
    version.bump()
    return f"{size.programmes} programmes, {len(courses)} courses, {models.CourseRun.objects.count()} runs"


def _people(size, writer):
    universities = []
    for number in range(size.universities):
        place = f"{PLACES[number % len(PLACES)]} {number + 1}"
        name = Pair(
            f"Universitetet i {place} ({MADE_UP['da']})", f"University of {place} ({MADE_UP['en']})"
        )
        universities.append(
            models.University(
                uuid=permanent_id("university", number),
                slug=f"{MARK}{number + 1}",
                **name.columns("name"),
                short_name=f"{place[:2].upper()}U{number + 1}",
                order=number,
            )
        )
    store(models.University, universities)
    contacts = []
    for number in range(size.universities * 5):
        name = writer.name()
        contacts.append(
            models.Contact(
                slug=f"{MARK}{number + 1}",
                **Pair(name, name).columns("name"),
                **Pair("Kursusleder (opdigtet)", "Course coordinator (made up)").columns("role"),
                email=f"contact-{number + 1}@example.org",
                university=universities[number % len(universities)],
            )
        )
    return universities, store(models.Contact, contacts)


def _programme(number, writer, universities, contacts):
    languages = DANISH if number % 8 == 5 else ENGLISH if number % 12 == 10 else BOTH
    texts = _programme_texts(number, writer)
    price = None if number % 9 == 8 else 90000 + 1000 * (number % 30)
    row = models.Programme(
        uuid=permanent_id("programme", number),
        slug=slug_of(texts["title"].da, number),
        code=f"{MARK}p{number + 1}",
        order=number,
        text_languages=languages,
        teaching_languages=[BOTH, DANISH, ENGLISH, []][number % 4],
        delivery=["blended", "online", "on_site", ""][number % 4],
        # Put right once its courses are known.
        ects=1,
        years_min=2,
        years_max=6,
        home_university=universities[number % len(universities)],
        office=contacts[number % len(contacts)],
        head_of_studies=contacts[(number * 3 + 1) % len(contacts)],
        **_programme_days(number),
        single_course_rule=["ask_office", "same_set", "no_requirements"][number % 3],
        price_min_dkk=price,
        price_max_dkk=price and price + 5000,
        exam_attempts=3,
        is_published=True,
        **columns(texts, languages),
    )
    return Plan(row, SHAPES[number % len(SHAPES)], [])


def _programme_texts(number, writer):
    compound = writer.compound()
    award = Pair(f"Master i {compound.da}", f"Master of {compound.en.title()}")
    return {
        "title": Pair(f"{award.da} {number + 1}", f"{award.en} {number + 1}"),
        "award": award,
        "promise": Pair(
            f"Bliv den, der kan {compound.da}", f"Become the one who knows {compound.en}"
        ),
        "summary": writer.text(3),
        "outcomes": writer.outcomes(5),
        "form": Pair("En del online", "Some of it online"),
        "price_source": Pair("Opdigtet pris", "A made-up price"),
        "price_covers": writer.text(2),
    }


def _programme_days(number):
    """Rules of time; a few programmes have not announced them."""
    has_deadline = number % 31 != 30
    return {
        "deadline_month": 1 + number % 12 if has_deadline else None,
        "deadline_day": [1, 15, 31][number % 3] if has_deadline else None,
        "course_deadline_weeks": None if number % 37 == 36 else [8, 8, 6, 10][number % 4],
        "refund_months": 1,
    }


def _partners(programme, universities):
    first = programme.order + 1
    return {
        university.pk: university
        for university in (universities[(first + step) % len(universities)] for step in range(3))
        if university != programme.home_university
    }.values()


def _share_courses(plans):
    """Let each programme offer as electives two courses of another one whose courses are of the same size."""
    own = [(plan.of_kind(Kind.MANDATORY)[:1] + plan.of_kind(Kind.ELECTIVE)[:1]) for plan in plans]
    for plan, borrowed in zip(plans[len(SHAPES) :], own, strict=False):
        if plan.of_kind(Kind.ELECTIVE):
            plan.entries += [(Kind.ELECTIVE, course) for course in borrowed]


def _make_curricula(plans):
    groups = {plan.row.pk: _groups(plan) for plan in plans}
    store(models.ElectiveGroup, [group for its in groups.values() for group in its])
    entries, after = [], []
    for plan in plans:
        its_groups = groups[plan.row.pk]
        before = None
        for order, (kind, course) in enumerate(plan.entries, start=1):
            group = its_groups[order % len(its_groups)] if kind == Kind.ELECTIVE else None
            entry = models.CurriculumEntry(
                programme=plan.row, course=course, kind=kind, group=group, order=order
            )
            entries.append(entry)
            if before and kind == Kind.MANDATORY:
                after.append((entry, before))
            before = course
        plan.row.ects = _total(plan, its_groups)
    store(models.CurriculumEntry, entries)
    through = models.CurriculumEntry.recommended_after.through
    store(through, [through(curriculumentry=entry, course=course) for entry, course in after])
    models.Programme.objects.bulk_update([plan.row for plan in plans], ["ects"], batch_size=BATCH)


def _groups(plan):
    """One group that chooses courses or ECTS by turns, or two, where there are electives enough for two."""
    electives = len(plan.of_kind(Kind.ELECTIVE))
    choose = min(plan.shape.choose, electives)
    if not choose:
        return []
    number, titles = (
        plan.row.order,
        [Pair("Valgfag", "Electives"), Pair("Metodefag", "Courses on method")],
    )
    in_two = number % 4 == 0 and choose % 2 == 0 and electives >= 2 * choose
    shares = [choose // 2, choose // 2] if in_two else [choose]
    return [
        models.ElectiveGroup(
            programme=plan.row,
            order=order,
            choose_courses=None if number % 2 else share,
            choose_ects=share * plan.shape.ects if number % 2 else None,
            **columns({"title": titles[order]}, plan.row.text_languages),
        )
        for order, share in enumerate(shares)
    ]


def _total(plan, groups):
    chosen = sum(group.choose_ects or group.choose_courses * plan.shape.ects for group in groups)
    return chosen + sum(course.ects for kind, course in plan.entries if kind != Kind.ELECTIVE)
