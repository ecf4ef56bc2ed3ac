import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_DNS, uuid5

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db.models import ProtectedError

from catalogue.domain.curriculum import Kind
from catalogue.domain.status import State
from catalogue.management.commands import load_catalogue
from catalogue.management.examples import FILE
from catalogue.models import (
    Course,
    CourseRun,
    CurriculumEntry,
    Intake,
    Programme,
    Question,
    Requirement,
    RequirementSet,
    TeachingDay,
    TextPage,
    University,
    Voice,
)
from tests.catalogue.makers import edited_models

NAMESPACE = uuid5(NAMESPACE_DNS, "mastersite.example")
LOADING = datetime(2027, 3, 10, 11, tzinfo=UTC)
FILE_OF_EXAMPLES = json.loads(FILE.read_text(encoding="utf-8"))
WORKING_TITLES = 7
KNOWN_CODES = {"SPMM21004U", "SPMM21012E"}
UNKNOWN_OF_EVERY_COURSE = [
    "host",
    "coordinator",
    "workload_hours",
    "seasons",
    "exam_languages",
    "grading",
]

pytestmark = pytest.mark.django_db


def everything():
    """All rows that editors keep, by model and key, without the moment of their last change."""
    rows = {}
    for model in edited_models():
        for row in serializers.serialize("python", model.objects.all()):
            row["fields"].pop("changed_at", None)
            rows[row["model"], row["pk"]] = row["fields"]
    return rows


def without_teaching_day_keys(rows):
    """The rows, teaching days without their keys: they are written anew each time."""
    days = [fields for (model, _), fields in rows.items() if model == "catalogue.teachingday"]
    others = {key: fields for key, fields in rows.items() if key[0] != "catalogue.teachingday"}
    return others, sorted(
        days, key=lambda fields: (fields["run"], fields["on"], str(fields["starts_at"]))
    )


def test_every_row_keeps_the_rules_of_its_model_and_the_sums_add_up(real_catalogue):
    programme = Programme.objects.with_curriculum().get()

    for model in edited_models():
        for row in model.objects.all():
            row.full_clean()

    assert programme.findings() == ()
    assert programme.is_published
    assert Course.objects.published().count() == Course.objects.count() == 11
    assert [
        CurriculumEntry.objects.filter(kind=kind).count()
        for kind in (Kind.MANDATORY, Kind.ELECTIVE, Kind.THESIS)
    ] == [5, 5, 1]
    assert CurriculumEntry.objects.last().kind == Kind.THESIS
    assert programme.home_university.slug == "ku"
    assert {partner.slug for partner in programme.partners.all()} == {"au", "aau", "sdu", "dtu"}


def test_whatever_is_said_is_said_in_both_languages(real_catalogue):
    for key, fields in everything().items():
        for name in fields:
            if name.endswith("_da"):
                danish, english = fields[name], fields[f"{name.removesuffix('_da')}_en"]
                assert bool(danish) == bool(english), (key, name)


def test_every_page_has_its_text_and_every_course_its_sentence(real_catalogue):
    assert not Course.objects.filter(summary_da="").exists()
    assert not Course.objects.filter(content_da="").exists()
    assert not Course.objects.filter(outcomes_da="").exists()
    assert {(page.key, page.programme is None) for page in TextPage.objects.all()} == {
        ("prices", False),
        ("contact", False),
        ("privacy", True),
        ("accessibility", True),
    }
    assert Question.objects.count() == 14
    assert not Voice.objects.filter(is_quotation=True).exists()


def test_what_is_not_known_is_left_empty(real_catalogue):
    programme = Programme.objects.get()

    assert not CourseRun.objects.exists()
    assert not Intake.objects.exists()
    assert programme.teaching_languages == programme.example_fields == []
    assert (programme.award_da, programme.isced_f) == ("", "")
    for course in Course.objects.all():
        assert not any(getattr(course, name) for name in UNKNOWN_OF_EVERY_COURSE)
        assert course.example_fields == []
    assert set(Course.objects.exclude(code="").values_list("code", flat=True)) == KNOWN_CODES
    assert Course.objects.filter(title_en_is_working=True).count() == WORKING_TITLES
    assert [course.slug for course in Course.objects.exclude(exam_da="")] == ["masterprojekt"]
    assert not CurriculumEntry.objects.exclude(recommended_after=None).exists()


def test_permanent_ids_come_from_the_slugs(real_catalogue):
    for kind, model in (("university", University), ("programme", Programme), ("course", Course)):
        for row in model.objects.all():
            assert row.uuid == uuid5(NAMESPACE, f"{kind}/{row.slug}")


def test_the_requirements_are_those_of_the_leaflet(real_catalogue):
    found = {
        (requirement.kind, branch.number): (
            branch.outcome,
            branch.degrees,
            len(branch.answers),
            branch.minimum_months,
        )
        for requirement in Requirement.objects.all()
        for branch in requirement.branches.all()
    }

    assert RequirementSet.objects.in_force(date(2026, 11, 23)).get().version == 1
    assert found == {
        ("degree", 1): ("met", ["master"], 6, None),
        ("degree", 2): ("office", ["master"], 0, None),
        ("degree", 3): ("dispensation", ["medium_cycle"], 0, None),
        ("degree", 4): ("office", ["university_bachelor"], 0, None),
        ("degree", 5): ("office", ["foreign"], 0, None),
        ("degree", 6): ("not_met", [], 0, None),
        ("work", 1): ("met", [], 0, 24),
        ("work", 2): ("not_met", [], 0, None),
    }


def test_loading_the_catalogue_again_changes_nothing(real_catalogue, capsys):
    Course.objects.filter(slug="bioinformatics").update(summary_da="Rettet af en redaktør.")
    before = everything()

    call_command("load_catalogue")

    assert everything() == before
    assert "nothing was changed" in capsys.readouterr().out


def test_the_catalogue_is_not_loaded_beside_another_programme():
    Programme.objects.create(slug="another", title_da="En anden", ects=60)
    before = everything()

    call_command("load_catalogue")

    assert everything() == before


def test_the_catalogue_is_loaded_whole_or_not_at_all(monkeypatch, tmp_path):
    broken = tmp_path / "requirements.json"
    broken.write_text('[{"model": "catalogue.requirementset", "fields": {"version": 1}}]')
    monkeypatch.setattr(load_catalogue, "FILES", [load_catalogue.FILES[0], broken])

    with pytest.raises(DeserializationError):
        call_command("load_catalogue")

    assert everything() == {}


def test_examples_show_every_state_and_each_is_marked(real_catalogue, frozen_clock):
    frozen_clock.move_to(LOADING)
    runs = CourseRun.objects.select_related("course__home_programme")

    call_command("load_examples")

    assert {run.status(LOADING.date()).state for run in runs} == set(State)
    assert not runs.filter(is_example=False).exists()
    assert not runs.filter(is_published=False).exists()
    assert Intake.objects.get().is_example


def test_only_columns_named_as_examples_are_filled(real_catalogue):
    before = everything()

    call_command("load_examples")

    for key, fields in everything().items():
        if key in before:
            changed = {name for name in fields if fields[name] != before[key][name]}
            named = set(fields.get("example_fields", []))
            assert changed == named | ({"example_fields"} if named else set())


def test_the_catalogue_is_as_before_once_the_examples_are_removed(real_catalogue, capsys):
    before = everything()
    call_command("load_examples")
    assert everything() != before

    call_command("remove_examples")

    assert everything() == before
    assert "Examples removed: runs 22, intakes 1" in capsys.readouterr().out


def test_examples_fill_the_facets_and_keep_to_the_known_price(example_catalogue):
    programme = Programme.objects.get()
    courses = Course.objects.all()
    prices = {run.course_id: run.price_dkk for run in CourseRun.objects.all()}
    electives = sorted(
        prices[entry.course_id] for entry in CurriculumEntry.objects.filter(kind=Kind.ELECTIVE)
    )
    others = CurriculumEntry.objects.exclude(kind=Kind.ELECTIVE)
    fixed = sum((prices[entry.course_id] for entry in others), Decimal(0))

    assert {course.host.slug for course in courses} == {"ku", "au", "aau", "sdu", "dtu"}
    assert 2 <= sum(course.teaching_languages == ["en"] for course in courses) <= 4
    assert fixed + sum(electives[:2]) >= programme.price_min_dkk
    assert fixed + sum(electives[-2:]) <= programme.price_max_dkk


def test_examples_loaded_again_are_reckoned_from_that_day_and_keep_their_addresses(
    real_catalogue, frozen_clock
):
    frozen_clock.move_to(LOADING)
    call_command("load_examples")
    before = {
        run.uuid: (run.pk, run.starts_on) for run in CourseRun.objects.exclude(starts_on=None)
    }
    days = TeachingDay.objects.count()

    frozen_clock.move_to(LOADING + timedelta(days=70))
    call_command("load_examples")

    runs = {run.uuid: run for run in CourseRun.objects.exclude(starts_on=None)}
    assert {
        uuid: (run.pk, run.starts_on - timedelta(days=70)) for uuid, run in runs.items()
    } == before
    assert TeachingDay.objects.count() == days
    assert Intake.objects.get().year == 2028


def test_examples_loaded_twice_on_a_day_leave_everything_as_it_is(example_catalogue):
    before = everything()
    changed_at = list(Course.objects.order_by("pk").values_list("changed_at", flat=True))

    call_command("load_examples")

    assert without_teaching_day_keys(everything()) == without_teaching_day_keys(before)
    assert list(Course.objects.order_by("pk").values_list("changed_at", flat=True)) == changed_at


def test_what_an_older_file_held_goes_when_examples_are_loaded_again(example_catalogue):
    old = CourseRun.objects.create(course=Course.objects.first(), is_example=True)
    Course.objects.filter(slug="data-science").update(
        workload_hours=9, example_fields=["workload_hours"]
    )

    call_command("load_examples")

    assert not CourseRun.objects.filter(pk=old.pk).exists()
    assert Course.objects.get(slug="data-science").workload_hours is None


def test_real_rows_and_real_values_are_never_touched(real_catalogue, frozen_clock):
    frozen_clock.move_to(LOADING)
    omics = Course.objects.get(slug="fra-omics-til-personlig-medicin")
    omics.host = University.objects.get(slug="sdu")
    omics.save()
    run = CourseRun.objects.create(course=omics, starts_on=date(2027, 9, 1), price_dkk=1)
    TeachingDay.objects.create(run=run, on=date(2027, 9, 2))
    Intake.objects.create(programme=Programme.objects.get(), year=2027, places=7)
    before = everything()

    call_command("load_examples")
    with_examples = Course.objects.get(pk=omics.pk)
    call_command("remove_examples")

    assert (with_examples.host.slug, "host" in with_examples.example_fields) == ("sdu", False)
    assert everything() == before


def test_an_example_that_staff_made_real_stays_as_they_made_it(example_catalogue):
    run = CourseRun.objects.exclude(starts_on=None).first()
    CourseRun.objects.filter(pk=run.pk).update(is_example=False, price_dkk=1, places=3)
    before = serializers.serialize("json", CourseRun.objects.filter(pk=run.pk))
    days = run.teaching_days.count()

    call_command("load_examples")
    call_command("remove_examples")

    assert serializers.serialize("json", CourseRun.objects.all()) == before
    assert TeachingDay.objects.count() == days


def test_examples_that_others_must_not_lose_are_kept_and_told_of(
    example_catalogue, monkeypatch, capsys
):
    def refuse(run):
        raise ProtectedError("An application points to the run.", {run})

    monkeypatch.setattr(CourseRun, "delete", refuse)
    CourseRun.objects.create(course=Course.objects.first(), is_example=True)

    call_command("load_examples")
    loaded = capsys.readouterr().out
    call_command("remove_examples")

    assert "1 older examples were kept" in loaded
    assert "Examples removed: runs 0, intakes 1" in (removed := capsys.readouterr().out)
    assert f"{CourseRun.objects.count()} examples were kept" in removed


def test_examples_pass_over_a_course_that_the_site_no_longer_has(real_catalogue):
    Course.objects.get(slug="data-science").delete()

    call_command("load_examples")

    runs = sum(
        len(entry["runs"])
        for entry in FILE_OF_EXAMPLES["courses"]
        if entry["course"] != "data-science"
    )
    assert CourseRun.objects.count() == runs


def test_without_a_rule_there_is_no_example_of_an_intake(real_catalogue):
    Programme.objects.update(deadline_month=None, deadline_day=None)

    call_command("load_examples")

    assert not Intake.objects.exists()
    assert CourseRun.objects.exists()


def test_examples_want_the_catalogue_first():
    with pytest.raises(CommandError, match="load_catalogue"):
        call_command("load_examples")

    assert everything() == {}
