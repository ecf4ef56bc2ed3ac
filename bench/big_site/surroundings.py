"""What stands around the courses of a big site: rules of admission, intakes, and the texts that editors write."""

from datetime import date, timedelta

from bench.big_site.rows import permanent_id, store
from bench.big_site.words import MADE_UP, Pair
from catalogue import models
from catalogue.domain.deadlines import next_intake_year

DEGREES = [
    ("met", ["master"], ["health", "social", "technical"]),
    ("office", ["master"], ["other"]),
    ("dispensation", ["medium_cycle"], []),
    ("office", ["university_bachelor", "foreign"], []),
    ("not_met", [], []),
]
FIELDS = [
    ("health", Pair("Sundhedsvidenskab", "Health science")),
    ("social", Pair("Samfundsvidenskab", "Social science")),
    ("technical", Pair("Teknisk videnskab", "Technical science")),
    ("other", Pair("Et andet område", "Another field")),
]
WORK = [
    ("practice", Pair("Praksis", "Practice")),
    ("research", Pair("Forskning", "Research")),
]


def make_rules(plans, today):
    """Store a requirement set in force for each programme, and for every tenth one that is yet to come."""
    sets = []
    for plan in plans:
        number = plan.row.order
        sets.append(_set(plan.row, 1, date(today.year - 2, 1, 1)))
        if number % 10 == 9:
            sets.append(_set(plan.row, 2, date(today.year + 1, 1, 1)))
    store(models.RequirementSet, sets)
    degrees = [
        _requirement(rules, 1, "degree", "En kandidatgrad", "A master’s degree") for rules in sets
    ]
    works = [
        _requirement(rules, 2, "work", "To års arbejde", "Two years of work") for rules in sets
    ]
    store(models.Requirement, degrees + works)
    options = [option for degree in degrees for option in _options(degree, FIELDS)]
    options += [option for work in works for option in _options(work, WORK)]
    store(models.RequirementOption, options)
    branches = [
        _branch(degree, number, outcome, degrees=its_degrees, answers=answers)
        for degree in degrees
        for number, (outcome, its_degrees, answers) in enumerate(DEGREES, start=1)
    ]
    for work in works:
        branches += [_branch(work, 1, "met", minimum_months=24), _branch(work, 2, "not_met")]
    store(models.RequirementBranch, branches)


def make_texts(plans, today, writer):
    """Store target groups, voices, questions, text pages, and an intake of its own for every third programme."""
    audiences, voices, questions = [], [], []
    for plan in plans:
        for order in range(3):
            heading, text = writer.compound(), writer.text(2)
            audiences.append(
                models.Audience(
                    programme=plan.row,
                    order=order,
                    **heading.columns("heading"),
                    **text.columns("text"),
                )
            )
        voices.append(models.Voice(programme=plan.row, name=writer.name(), **_voice(writer)))
        questions += [_question(plan.row, order, writer) for order in range(2)]
    questions += [_question(None, order, writer) for order in range(6)]
    store(models.Audience, audiences)
    store(models.Voice, voices)
    store(models.Question, questions)
    pages = [_text_page(key, today, writer) for key in models.TextPage.Key.values]
    store(models.TextPage, pages)
    store(models.Intake, [intake for plan in plans[::3] if (intake := _intake(plan.row, today))])


def _set(programme, version, starts_on):
    source = Pair(f"Studieordningen ({MADE_UP['da']})", f"The curriculum ({MADE_UP['en']})")
    return models.RequirementSet(
        programme=programme,
        version=version,
        starts_on=starts_on,
        is_published=True,
        **source.columns("source"),
    )


def _requirement(rules, number, kind, danish, english):
    ways = Pair("Skriv til sekretariatet, hvis du er i tvivl.", "Write to the office if in doubt.")
    return models.Requirement(
        requirement_set=rules,
        number=number,
        kind=kind,
        **Pair(danish, english).columns("title"),
        **ways.columns("ways"),
    )


def _options(requirement, choices):
    return [
        models.RequirementOption(
            requirement=requirement, code=code, order=order, **label.columns("label")
        )
        for order, (code, label) in enumerate(choices)
    ]


def _branch(requirement, number, outcome, **values):
    sentence = Pair(
        f"Tilfælde {number} i reglerne passer på dig.", f"Case {number} of the rules fits you."
    )
    return models.RequirementBranch(
        requirement=requirement,
        number=number,
        outcome=outcome,
        **sentence.columns("sentence"),
        **values,
    )


def _voice(writer):
    role = Pair(f"Underviser ({MADE_UP['da']})", f"Teacher ({MADE_UP['en']})")
    return {**role.columns("role"), **writer.text(3).columns("text")}


def _question(programme, order, writer):
    compound = writer.compound()
    return models.Question(
        programme=programme,
        order=order,
        **Pair("Studiet", "Studying").columns("topic"),
        **Pair(f"Hvor meget fylder {compound.da}?", f"How much is there of {compound.en}?").columns(
            "question"
        ),
        **writer.text(3).columns("answer"),
    )


def _text_page(key, today, writer):
    return models.TextPage(
        key=key,
        reviewed_on=today - timedelta(days=40),
        **writer.sentence().columns("lead"),
        **writer.text(4, paragraphs=4).columns("body"),
    )


def _intake(programme, today):
    year = next_intake_year(programme.time_rules(), today)
    if year is None:
        return None
    variant = programme.order // 3 % 4
    values = [
        {"places": 30, "places_taken": 30},
        {"opens_on": today + timedelta(days=3), "places": 25},
        {"cancelled_on": today - timedelta(days=5)},
        {
            "deadline_on": today + timedelta(days=9),
            **Pair("Der er stadig plads.", "There are still places.").columns("deadline_reason"),
        },
    ][variant]
    return models.Intake(
        uuid=permanent_id("intake", programme.order), programme=programme, year=year, **values
    )
