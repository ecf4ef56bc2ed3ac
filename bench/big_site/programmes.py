"""The universities and programmes of a big site, and curricula that add up, courses being shared."""

from dataclasses import dataclass
from decimal import Decimal

from bench.big_site.rows import BATCH, MARK, columns, permanent_id, slug_of, store
from bench.big_site.words import PLACES, Pair
from catalogue import models
from catalogue.domain.curriculum import Kind

UNIVERSITIES = 12
BOTH, DANISH, ENGLISH = ["da", "en"], ["da"], ["en"]


@dataclass(frozen=True)
class Shape:
    """What a programme consists of when it has courses enough.

    Each course has so many ECTS, so that whatever is chosen adds up.
    """

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
    """A programme with the (kind, course) pairs it is to consist of; each is its own or borrowed."""

    row: models.Programme
    shape: Shape
    entries: list

    def of_kind(self, kind):
        return [course for its_kind, course in self.entries if its_kind == kind]


def make_people(writer):
    """Store the universities with the people who answer for courses, and return both."""
    universities, contacts = [], []
    for number in range(UNIVERSITIES):
        place = f"{PLACES[number % len(PLACES)]} {number + 1}"
        name = Pair(f"Universitetet i {place} (opdigtet)", f"University of {place} (made up)")
        university = models.University(
            uuid=permanent_id("university", number),
            slug=f"{MARK}{number + 1}",
            **name.columns("name"),
            short_name=f"{place[:2].upper()}U{number + 1}",
            order=number,
        )
        universities.append(university)
    for number in range(UNIVERSITIES * 5):
        name = writer.name()
        role = Pair("Kursusleder (opdigtet)", "Course coordinator (made up)")
        contact = models.Contact(
            slug=f"{MARK}{number + 1}",
            **Pair(name, name).columns("name"),
            **role.columns("role"),
            email=f"contact-{number + 1}@example.org",
            university=universities[number % UNIVERSITIES],
        )
        contacts.append(contact)
    return store(models.University, universities), store(models.Contact, contacts)


def make_programmes(count, writer, universities, contacts):
    """Store the programmes, each with two partners, and return a plan for each."""
    rows = [_programme(number, writer, universities, contacts) for number in range(count)]
    store(models.Programme, rows)
    partners = models.Programme.partners.through
    pairs = []
    for number, row in enumerate(rows):
        for step in (1, 2):
            university = universities[(number + step) % UNIVERSITIES]
            pairs.append(partners(programme=row, university=university))
    store(partners, pairs)
    return [Plan(row, SHAPES[number % len(SHAPES)], []) for number, row in enumerate(rows)]


def _programme(number, writer, universities, contacts):
    languages = DANISH if number % 8 == 5 else ENGLISH if number % 12 == 10 else BOTH
    texts = _texts(number, writer)
    price = None if number % 9 == 8 else 90000 + 1000 * (number % 30)
    # A few have not announced their deadlines.
    has_deadline = number % 31 != 30
    return models.Programme(
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
        home_university=universities[number % UNIVERSITIES],
        office=contacts[number % len(contacts)],
        head_of_studies=contacts[(number * 3 + 1) % len(contacts)],
        deadline_month=1 + number % 12 if has_deadline else None,
        deadline_day=[1, 15, 31][number % 3] if has_deadline else None,
        course_deadline_weeks=None if number % 37 == 36 else [8, 8, 6, 10][number % 4],
        refund_months=1,
        single_course_rule=["ask_office", "same_set", "no_requirements"][number % 3],
        price_min_dkk=price,
        price_max_dkk=price and price + 5000,
        exam_attempts=3,
        is_published=True,
        **columns(texts, languages),
    )


def _texts(number, writer):
    compound = writer.compound()
    award = Pair(f"Master i {compound.da}", f"Master of {compound.en.title()}")
    promise = Pair(f"Bliv den, der kan {compound.da}", f"Become the one who knows {compound.en}")
    return {
        "title": Pair(f"{award.da} {number + 1}", f"{award.en} {number + 1}"),
        "award": award,
        "promise": promise,
        "summary": writer.text(3),
        "outcomes": writer.outcomes(5),
        "form": Pair("En del online", "Some of it online"),
        "price_source": Pair("Opdigtet pris", "A made-up price"),
        "price_covers": writer.text(2),
    }


def make_curricula(plans):
    """Store what each programme consists of: its own courses, and some that it borrows."""
    _borrow_courses(plans)
    groups = [_groups(plan) for plan in plans]
    store(models.ElectiveGroup, [group for its_groups in groups for group in its_groups])
    through = models.CurriculumEntry.recommended_after.through
    entries, after = [], []
    for plan, its_groups in zip(plans, groups, strict=True):
        before = None
        for order, (kind, course) in enumerate(plan.entries, start=1):
            entry = models.CurriculumEntry(
                programme=plan.row,
                course=course,
                kind=kind,
                group=its_groups[order % len(its_groups)] if kind == Kind.ELECTIVE else None,
                order=order,
            )
            entries.append(entry)
            if before and kind == Kind.MANDATORY:
                after.append((entry, before))
            before = course
        plan.row.ects = _total(plan, its_groups)
    store(models.CurriculumEntry, entries)
    store(through, [through(curriculumentry=entry, course=course) for entry, course in after])
    models.Programme.objects.bulk_update([plan.row for plan in plans], ["ects"], batch_size=BATCH)


def _borrow_courses(plans):
    """Add to the electives two courses of another programme whose courses are of the same size."""
    own = [plan.of_kind(Kind.MANDATORY)[:1] + plan.of_kind(Kind.ELECTIVE)[:1] for plan in plans]
    for plan, borrowed in zip(plans[len(SHAPES) :], own, strict=False):
        if plan.of_kind(Kind.ELECTIVE):
            plan.entries += [(Kind.ELECTIVE, course) for course in borrowed]


def _groups(plan):
    """One group that chooses courses or ECTS by turns, or two where there are electives enough."""
    number, electives = plan.row.order, len(plan.of_kind(Kind.ELECTIVE))
    choose = min(plan.shape.choose, electives)
    if not choose:
        return []
    titles = [Pair("Valgfag", "Electives"), Pair("Metodefag", "Courses on method")]
    in_two = number % 4 == 0 and choose % 2 == 0 and electives >= 2 * choose
    shares = [choose // 2, choose // 2] if in_two else [choose]
    return [
        models.ElectiveGroup(
            programme=plan.row,
            order=order,
            choose_courses=None if number % 2 else share,
            choose_ects=share * plan.shape.ects if number % 2 else None,
            **titles[order].columns("title", plan.row.text_languages),
        )
        for order, share in enumerate(shares)
    ]


def _total(plan, groups):
    chosen = sum(group.choose_ects or group.choose_courses * plan.shape.ects for group in groups)
    return chosen + sum(course.ects for kind, course in plan.entries if kind != Kind.ELECTIVE)
