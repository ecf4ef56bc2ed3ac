"""The rules of admission of a big site: a degree and work, with a branch for each way it may be."""

from datetime import date

from bench.big_site.rows import store
from bench.big_site.words import Pair
from catalogue import models

SOURCE = Pair("Studieordningen (opdigtet)", "The curriculum (made up)")
WAYS = Pair("Skriv til sekretariatet, hvis du er i tvivl.", "Write to the office if in doubt.")
SENTENCE = Pair("Dette tilfælde i reglerne passer på dig.", "This case of the rules fits you.")
TITLES = {
    "degree": Pair("En kandidatgrad", "A master’s degree"),
    "work": Pair("To års arbejde", "Two years of work"),
}
OPTIONS = {
    "degree": {
        "health": Pair("Sundhedsvidenskab", "Health science"),
        "social": Pair("Samfundsvidenskab", "Social science"),
        "technical": Pair("Teknisk videnskab", "Technical science"),
        "other": Pair("Et andet område", "Another field"),
    },
    "work": {
        "practice": Pair("Praksis", "Practice"),
        "research": Pair("Forskning", "Research"),
    },
}
BRANCHES = {
    "degree": [
        {"outcome": "met", "degrees": ["master"], "answers": ["health", "social", "technical"]},
        {"outcome": "office", "degrees": ["master"], "answers": ["other"]},
        {"outcome": "dispensation", "degrees": ["medium_cycle"]},
        {"outcome": "office", "degrees": ["university_bachelor", "foreign"]},
        {"outcome": "not_met"},
    ],
    "work": [{"outcome": "met", "minimum_months": 24}, {"outcome": "not_met"}],
}


def make_requirements(plans, today):
    """Store a set in force for each programme, and for every tenth one that is yet to come."""
    sets = [_set(plan.row, 1, date(today.year - 2, 1, 1)) for plan in plans]
    sets += [_set(plan.row, 2, date(today.year + 1, 1, 1)) for plan in plans[9::10]]
    store(models.RequirementSet, sets)
    requirements = [
        models.Requirement(
            requirement_set=its_set,
            number=number,
            kind=kind,
            **title.columns("title"),
            **WAYS.columns("ways"),
        )
        for its_set in sets
        for number, (kind, title) in enumerate(TITLES.items(), start=1)
    ]
    store(models.Requirement, requirements)
    options, branches = [], []
    for requirement in requirements:
        own = {"requirement": requirement}
        for order, (code, label) in enumerate(OPTIONS[requirement.kind].items()):
            words = label.columns("label")
            options.append(models.RequirementOption(**own, code=code, order=order, **words))
        for number, values in enumerate(BRANCHES[requirement.kind], start=1):
            words = SENTENCE.columns("sentence")
            branches.append(models.RequirementBranch(**own, number=number, **values, **words))
    store(models.RequirementOption, options)
    store(models.RequirementBranch, branches)


def _set(programme, version, starts_on):
    return models.RequirementSet(
        programme=programme,
        version=version,
        starts_on=starts_on,
        is_published=True,
        **SOURCE.columns("source"),
    )
