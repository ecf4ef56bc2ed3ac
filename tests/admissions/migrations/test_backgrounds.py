"""Backgrounds that were kept as the answers of a form become values, and can be turned back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from admissions.domain.background import background_of
from admissions.models import Answers, Interest

BEFORE, AFTER = "0012_hold_and_release_as_steps", "0014_say_what_is_kept_of_a_background"
CATALOGUE = ("catalogue", "0008_call_the_cases_of_a_requirement_branches")
CLINIC = "degree=master&field=health&area=clinic&m1=9&y1=2020&tm1=2&ty1=2024&s1=50&m2=3&y2=2024"
NOTHING = {
    "version": 1,
    "degree": None,
    "degree_field": None,
    "work": None,
    "languages": [],
    "declarations": {},
}
ONGOING = {"starts_on": "2024-03-01", "ends_on": None, "area": None, "share": "1"}
HALF = {"starts_on": "2020-09-01", "ends_on": "2024-02-29", "area": "clinic", "share": "1/2"}
# What stood in the address of the check, and what is kept of it.
THAT_HOLD = {
    CLINIC: {
        "degree": "master",
        "degree_field": "health",
        "work": [HALF, {**ONGOING, "area": "clinic"}],
    },
    "degree=foreign&level_en=b2&level_da=none&decl4=yes&decl5=no": {
        "degree": "foreign",
        "languages": [{"language": "en", "level": "b2"}, {"language": "da", "level": None}],
        "declarations": {"decl4": True, "decl5": False},
    },
    "degree=none&area=none": {"degree": "none", "work": []},
    "area=any&m1=3&y1=2024": {"work": [ONGOING]},
}
THAT_DO_NOT = [
    {"degree": "master", "m1": "13", "y1": "2020"},
    {"degree": "master", "m1": "x", "y1": "2020"},
    {"degree": "master", "y1": "2020"},
    {"m1": "3", "y1": "2020", "s1": "0"},
    {"m1": "3", "y1": "2020", "tm1": "2", "ty1": "2020"},
]


@pytest.fixture
def before(transactional_db):
    """The models as they were; afterwards the database is as it is now again."""
    call_command("migrate", "admissions", BEFORE, verbosity=0)
    yield (
        MigrationExecutor(connection).loader.project_state([("admissions", BEFORE), CATALOGUE]).apps
    )
    call_command("migrate", "admissions", verbosity=0)


def pairs_of(query):
    return [pair.split("=") for pair in query.split("&")]


def make_answers(apps, programme, pairs, *, is_complete):
    """The part about degree and work of a new draft, as it was kept."""
    drafts = apps.get_model("admissions", "Application").objects
    draft = drafts.create(
        programme=programme, year=2027, language="da", form_key=str(drafts.count())
    )
    return draft.answers.create(
        section="background", data={"pairs": pairs}, is_complete=is_complete
    )


@pytest.mark.django_db(transaction=True)
def test_answers_become_values_or_stay_as_typed_and_can_be_turned_back(before):
    programmes = before.get_model("catalogue", "Programme").objects
    programme = programmes.create(slug="p", title_da="P", ects=60)
    held = {
        make_answers(before, programme, pairs_of(query), is_complete=True): query
        for query in THAT_HOLD
    }
    typed = [
        make_answers(before, programme, list(map(list, pairs.items())), is_complete=False)
        for pairs in THAT_DO_NOT
    ]
    interests = before.get_model("admissions", "Interest").objects
    facts = {"programme": programme, "language": "da", "ends_on": "2027-01-01"}
    told = interests.create(form_key="a", background={"answers": CLINIC}, **facts)
    silent = interests.create(form_key="b", **facts)

    call_command("migrate", "admissions", AFTER, verbosity=0)

    for row, query in held.items():
        kept = Answers.objects.get(pk=row.pk).data
        assert kept == {"background": NOTHING | THAT_HOLD[query]}
        assert background_of(kept["background"])
    assert [Answers.objects.get(pk=row.pk).data for row in typed] == [
        {"typed": pairs} for pairs in THAT_DO_NOT
    ]
    assert Interest.objects.get(pk=told.pk).background == NOTHING | THAT_HOLD[CLINIC]
    assert Interest.objects.get(pk=silent.pk).background is None

    call_command("migrate", "admissions", BEFORE, verbosity=0)

    for row, query in held.items():
        row.refresh_from_db()
        pairs = [[name, str(value)] for name, value in row.data["pairs"]]
        assert sorted(pairs) == sorted(pairs_of(query))
    for row, pairs in zip(typed, THAT_DO_NOT, strict=True):
        row.refresh_from_db()
        assert dict(row.data["pairs"]) == pairs
    told.refresh_from_db()
    assert told.background == {"answers": CLINIC}
