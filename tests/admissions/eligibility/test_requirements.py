from datetime import date

import pytest

from admissions.domain.background import (
    NONE_OF_THESE,
    Background,
    DegreeKind,
    LanguageSkill,
)
from admissions.domain.eligibility import (
    Branch,
    BranchOutcome,
    Outcome,
    Requirement,
    RequirementKind,
    assessment,
)
from admissions.domain.work import WorkCounting, WorkPeriod
from admissions.eligibility import answers, requirements
from catalogue.models import Requirement as RequirementRow
from catalogue.models import RequirementBranch, RequirementSet
from catalogue.models.fields import DegreeListField
from tests.makers import make_programme, make_requirement_set

pytestmark = pytest.mark.django_db

DAY = date(2027, 5, 1)


def test_the_rows_and_the_domain_know_the_same_codes():
    assert [code for code, label in DegreeListField.code_choices] == list(DegreeKind)
    assert RequirementRow.Kind.values == list(RequirementKind)
    assert RequirementBranch.Outcome.values == list(BranchOutcome)
    assert RequirementSet.Counting.values == list(WorkCounting)


def test_a_set_becomes_the_domains_requirements():
    found = requirements.domain_requirements(whole(make_requirement_set(make_programme())))

    assert found == (
        Requirement(
            number=1,
            kind=RequirementKind.DEGREE,
            branches=(
                Branch(
                    BranchOutcome.MET,
                    1,
                    frozenset({DegreeKind.MASTER}),
                    frozenset({"health", "law"}),
                ),
                Branch(
                    BranchOutcome.OFFICE, 2, frozenset({DegreeKind.MASTER}), frozenset({"other"})
                ),
                Branch(BranchOutcome.DISPENSATION, 3, frozenset({DegreeKind.MEDIUM_CYCLE})),
                Branch(
                    BranchOutcome.OFFICE,
                    4,
                    frozenset({DegreeKind.UNIVERSITY_BACHELOR, DegreeKind.FOREIGN}),
                ),
                Branch(BranchOutcome.NOT_MET, 5),
            ),
            fields=frozenset({"health", "law", "other"}),
        ),
        Requirement(
            number=2,
            kind=RequirementKind.WORK,
            branches=(
                Branch(BranchOutcome.MET, 1, minimum_months=24),
                Branch(BranchOutcome.NOT_MET, 2),
            ),
            areas=frozenset({"clinic", "laboratory"}),
        ),
    )


def test_the_set_says_how_part_time_counts():
    rows = whole(make_requirement_set(make_programme(), counting="share"))

    assert {requirement.counting for requirement in requirements.domain_requirements(rows)} == {
        WorkCounting.SHARE
    }


def test_levels_are_ordered_from_the_lowest_and_a_branch_asks_for_the_lowest_it_names():
    rows = make_set_with_language()

    [requirement] = requirements.domain_requirements(rows)

    assert requirement.language == "en"
    assert [branch.minimum_level for branch in requirement.branches] == ["b2", None]
    assert requirement.levels == ("b1", "b2", "c1")
    assert requirements.levels(rows, "en") == ["b1", "b2", "c1"]
    assert outcome(rows, languages=(LanguageSkill("en", "b1"),)) == Outcome.NOT_THIS_BACKGROUND
    assert outcome(rows, languages=(LanguageSkill("en", "c1"),)) == Outcome.MEETS


@pytest.mark.parametrize(
    ("languages", "given"),
    [
        ((LanguageSkill("en", "b1"),), {"level_en": "b1"}),
        ((LanguageSkill("en", None),), {"level_en": NONE_OF_THESE}),
        ((LanguageSkill("de", "b1"),), {}),
        ((), {}),
    ],
    ids=["a level", "none of them", "another language", "not told"],
)
def test_the_level_that_was_told_is_given_under_its_language(languages, given):
    background = Background(degree=None, languages=languages)

    assert answers.given_answers(make_set_with_language(), background) == given


@pytest.mark.parametrize(
    ("answers", "declared"), [(["yes"], True), (["no"], False), ([], None), (["yes", "no"], None)]
)
def test_a_branch_asks_whether_a_declaration_is_made(answers, declared):
    row = empty_set().requirements.create(number=3, kind="declaration", title_da="Samtykke")
    row.branches.create(number=1, outcome="met", answers=answers)

    [requirement] = requirements.domain_requirements(whole(row.requirement_set))

    assert requirement.code == requirements.declaration(row) == "decl3"
    assert requirement.branches[0].declared is declared


def test_the_newest_published_set_that_has_begun_is_in_force():
    programme = make_programme()
    make_requirement_set(programme, version=1, starts_on=date(2020, 1, 1))
    newest = make_requirement_set(programme, version=2, starts_on=date(2024, 1, 1))
    make_requirement_set(programme, version=3, starts_on=date(2025, 1, 1), is_published=False)
    make_requirement_set(make_programme(), version=9, starts_on=date(2025, 1, 1))

    assert requirements.set_in_force(programme, date(2024, 1, 1)) == newest
    assert requirements.set_in_force(programme, date(2023, 12, 31)).version == 1
    assert requirements.set_in_force(programme, date(2019, 12, 31)) is None


def test_a_set_is_read_whole_at_once(django_assert_num_queries):
    programme = make_programme()
    make_requirement_set(programme)

    with django_assert_num_queries(4):
        found = requirements.set_in_force(programme, DAY)
    with django_assert_num_queries(0):
        requirements.domain_requirements(found)
        requirements.degrees_with_fields(found)


def test_texts_are_found_again_by_number():
    rows = whole(make_requirement_set(make_programme()))

    row = requirements.row_of(rows, 1)

    assert row.title_en == "A master's degree"
    assert requirements.branch_of(row, 3).sentence_en == "Case 3."
    assert requirements.branch_of(row, None) is None


def test_fields_matter_only_to_the_degrees_of_branches_that_name_fields():
    assert requirements.degrees_with_fields(whole(make_requirement_set(make_programme()))) == {
        DegreeKind.MASTER
    }
    assert requirements.degrees_with_fields(make_set_with_language()) == set()


def test_a_branch_that_names_fields_and_no_degree_looks_at_the_fields_of_all():
    row = empty_set().requirements.create(number=1, kind="degree", title_da="En grad")
    row.options.create(code="law", label_da="Jura")
    row.branches.create(number=1, outcome="met", answers=["law"])

    assert requirements.degrees_with_fields(whole(row.requirement_set)) == set(DegreeKind)


def test_a_requirement_without_a_branch_of_dispensation_can_never_be_dispensed_from():
    degree, work = whole(make_requirement_set(make_programme())).requirements.all()

    assert requirements.may_be_dispensed(degree)
    assert not requirements.may_be_dispensed(work)


def test_work_outside_the_areas_does_not_count():
    rows = whole(make_requirement_set(make_programme()))

    def months(area):
        work = (WorkPeriod(date(2020, 1, 1), None, area=area),)
        background = Background(DegreeKind.MASTER, "law", work)
        return (
            assessment(requirements.domain_requirements(rows), background, DAY).findings[1].months
        )

    assert (months("clinic"), months(None)) == (88, 0)


def empty_set():
    return RequirementSet.objects.create(
        programme=make_programme(), version=1, starts_on=date(2024, 1, 1)
    )


def make_set_with_language():
    row = empty_set().requirements.create(
        number=1, kind="language", language="en", title_da="Engelsk"
    )
    for order, code in enumerate(["b1", "b2", "c1"]):
        row.options.create(code=code, order=order, label_da=code.upper())
    row.branches.create(number=1, outcome="met", answers=["b2"])
    row.branches.create(number=2, outcome="not_met")
    return whole(row.requirement_set)


def whole(rows):
    return RequirementSet.objects.whole().get(pk=rows.pk)


def outcome(rows, **background):
    return assessment(
        requirements.domain_requirements(rows), Background(DegreeKind.NONE, **background), DAY
    ).outcome
