"""Calling the cases of a requirement branches loses no row, no version and nobody's right."""

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Requirement, RequirementBranch

BEFORE, AFTER = "0007_receive_late_applications", "0008_call_the_cases_of_a_requirement_branches"
OLD_RIGHTS = [
    "add_requirementcase",
    "change_requirementcase",
    "delete_requirementcase",
    "view_requirementcase",
]


@pytest.fixture
def before(transactional_db):
    """The models as they were; afterwards the database is as it is now again."""
    call_command("migrate", "catalogue", BEFORE, verbosity=0)
    yield MigrationExecutor(connection).loader.project_state([("catalogue", BEFORE)]).apps
    call_command("migrate", "catalogue", verbosity=0)


def rights_by(ending):
    return sorted(
        Permission.objects.filter(codename__endswith=f"_{ending}").values_list(
            "codename", flat=True
        )
    )


@pytest.mark.django_db(transaction=True)
def test_every_row_and_version_stays_under_its_key_there_and_back(before):
    cases = before.get_model("catalogue", "RequirementCase")
    versions = before.get_model("catalogue", "HistoricalRequirementCase")
    rules = before.get_model("catalogue", "RequirementSet")
    programme = before.get_model("catalogue", "Programme").objects.create(
        slug="p", title_da="P", ects=60
    )
    requirement = rules.objects.create(
        programme=programme, version=1, starts_on="2024-01-01"
    ).requirements.create(number=1, kind="degree", title_da="Grad")
    case = cases.objects.create(
        requirement=requirement, number=1, outcome="met", degrees=["master"], sentence_da="Ja."
    )
    kind = ContentType.objects.get(app_label="catalogue", model="requirementcase")
    version = versions.objects.create(
        id=case.pk,
        requirement_id=requirement.pk,
        number=1,
        outcome="met",
        sentence_da="Ja.",
        history_date="2026-11-25T09:00Z",
        history_type="+",
    )

    call_command("migrate", "catalogue", AFTER, verbosity=0)

    branch = RequirementBranch.objects.get()
    assert (branch.pk, branch.requirement_id, branch.degrees, branch.sentence_da) == (
        case.pk,
        requirement.pk,
        ["master"],
        "Ja.",
    )
    assert list(Requirement.objects.get().branches.all()) == [branch]
    assert list(branch.history.values_list("history_id", "sentence_da")) == [(version.pk, "Ja.")]
    assert ContentType.objects.get(pk=kind.pk).model == "requirementbranch"

    call_command("migrate", "catalogue", BEFORE, verbosity=0)

    assert list(cases.objects.values_list("pk", "sentence_da")) == [(case.pk, "Ja.")]
    assert ContentType.objects.get(pk=kind.pk).model == "requirementcase"


@pytest.mark.django_db(transaction=True)
def test_whoever_had_a_right_by_name_has_it_still_and_none_stands_twice(before):
    kind, _made = ContentType.objects.get_or_create(app_label="catalogue", model="requirementcase")
    for codename in OLD_RIGHTS:
        Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": codename}
        )
    Permission.objects.filter(codename__endswith="_requirementbranch").delete()
    person = User.objects.create_user("anna")
    person.user_permissions.add(Permission.objects.get(codename="change_requirementcase"))

    call_command("migrate", "catalogue", AFTER, verbosity=0)

    assert list(person.user_permissions.values_list("codename", flat=True)) == [
        "change_requirementbranch"
    ]
    assert rights_by("requirementcase") == []
    assert rights_by("requirementbranch") == [
        right.replace("case", "branch") for right in OLD_RIGHTS
    ]
