"""What the database refuses, and what an editor is told before it is asked."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import override

from catalogue.domain.curriculum import Kind
from catalogue.models import (
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Intake,
    Programme,
    Requirement,
    RequirementBranch,
    RequirementOption,
    RequirementSet,
    TeachingDay,
    TextPage,
    University,
)
from tests.catalogue.makers import edited_models
from tests.makers import (
    make_course,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
)

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def a_requirement():
    return make_requirement_set(make_programme()).requirements.get(number=1)


# Each gives a row that its database must refuse, and that could be saved
# but for what is wrong with it.
REFUSED = {
    "one_university_per_schac_code": lambda: [
        make_university(schac_code="ku.dk"),
        University(slug="again", name_da="N", name_en="N", short_name="N", schac_code="ku.dk"),
    ],
    "course_ects_positive": lambda: [Course(slug="c", title_da="C", ects=0)],
    "course_has_a_title": lambda: [Course(slug="c", ects=5)],
    "one_course_per_code": lambda: [
        make_course(code="ABC"),
        Course(slug="c", title_da="C", ects=5, code="ABC"),
    ],
    "run_ends_after_it_starts": lambda: [
        CourseRun(course=make_course(), starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 1))
    ],
    "run_deadline_not_after_start": lambda: [
        CourseRun(
            course=make_course(),
            starts_on=date(2027, 3, 1),
            deadline_on=date(2027, 3, 2),
            deadline_reason_da="Sygdom",
        )
    ],
    "run_opens_before_it_closes": lambda: [
        CourseRun(
            course=make_course(),
            opens_on=date(2027, 1, 2),
            deadline_on=date(2027, 1, 1),
            deadline_reason_en="Illness",
        )
    ],
    "run_exception_has_a_reason": lambda: [
        CourseRun(course=make_course(), deadline_on=date(2027, 1, 1))
    ],
    "run_price_not_negative": lambda: [CourseRun(course=make_course(), price_dkk=-1)],
    "one_teaching_day_per_time": lambda: [
        (run := make_run(make_course())).teaching_days.create(
            on=date(2027, 3, 1), starts_at=time(9)
        ),
        TeachingDay(run=run, on=date(2027, 3, 1), starts_at=time(9)),
    ],
    "one_teaching_day_without_time": lambda: [
        (run := make_run(make_course())).teaching_days.create(on=date(2027, 3, 1)),
        TeachingDay(run=run, on=date(2027, 3, 1)),
    ],
    "teaching_day_ends_after_it_starts": lambda: [
        TeachingDay(
            run=make_run(make_course()), on=date(2027, 3, 1), starts_at=time(9), ends_at=time(9)
        )
    ],
    "programme_ects_positive": lambda: [Programme(slug="p", title_da="P", ects=0)],
    "programme_has_a_title": lambda: [Programme(slug="p", ects=60)],
    "programme_deadline_is_a_day": lambda: [
        Programme(slug="p", title_da="P", ects=60, deadline_month=5)
    ],
    "programme_years_in_order": lambda: [
        Programme(slug="p", title_da="P", ects=60, years_min=6, years_max=2)
    ],
    "programme_prices_in_order": lambda: [
        Programme(slug="p", title_da="P", ects=60, price_min_dkk=2, price_max_dkk=1)
    ],
    "group_chooses_courses_or_ects": lambda: [
        ElectiveGroup(programme=make_programme(), choose_courses=2, choose_ects=15)
    ],
    "a_course_once_per_programme": lambda: [
        course := make_course(programme := make_programme()),
        CurriculumEntry(programme=programme, course=course, kind=Kind.THESIS),
    ],
    "electives_stand_in_a_group": lambda: [
        CurriculumEntry(programme=make_programme(), course=make_course(), kind=Kind.ELECTIVE)
    ],
    "one_intake_a_year": lambda: [
        Intake.objects.create(programme=(programme := make_programme()), year=2027),
        Intake(programme=programme, year=2027),
    ],
    "intake_exception_has_a_reason": lambda: [
        Intake(programme=make_programme(), year=2027, deadline_on=date(2027, 5, 15))
    ],
    "intake_opens_before_it_closes": lambda: [
        Intake(
            programme=make_programme(),
            year=2027,
            opens_on=date(2027, 5, 16),
            deadline_on=date(2027, 5, 15),
            deadline_reason_da="Flyttet",
        )
    ],
    "one_set_per_version": lambda: [
        make_requirement_set(programme := make_programme()),
        RequirementSet(programme=programme, version=1, starts_on=TODAY),
    ],
    "one_requirement_per_number": lambda: [
        Requirement(
            requirement_set=a_requirement().requirement_set,
            number=2,
            kind="work",
            title_da="Arbejde",
        )
    ],
    "language_requirement_names_its_language": lambda: [
        Requirement(
            requirement_set=a_requirement().requirement_set,
            number=3,
            kind="language",
            title_da="Engelsk",
        )
    ],
    "one_option_per_code": lambda: [
        RequirementOption(requirement=a_requirement(), code="law", label_da="Jura")
    ],
    "one_branch_per_number": lambda: [
        RequirementBranch(requirement=a_requirement(), number=1, outcome="met", sentence_da="Ja.")
    ],
    "one_text_page_per_programme": lambda: [
        TextPage.objects.create(key="prices", programme=(programme := make_programme())),
        TextPage(key="prices", programme=programme),
    ],
    "one_text_page_for_the_site": lambda: [
        TextPage.objects.create(key="privacy"),
        TextPage(key="privacy"),
    ],
}


def constraints():
    every = (model._meta.constraints for model in edited_models())
    return {constraint.name: constraint for some in every for constraint in some}


def test_every_constraint_has_a_row_that_breaks_it():
    assert set(REFUSED) == set(constraints())


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    row = REFUSED[name]()[-1]
    told = name if isinstance(constraints()[name], models.CheckConstraint) else "(?i)unique"

    with pytest.raises(IntegrityError, match=told), transaction.atomic():
        row.save()


def test_the_database_refuses_a_group_that_chooses_nothing():
    with pytest.raises(IntegrityError, match="group_chooses_courses_or_ects"), transaction.atomic():
        ElectiveGroup.objects.create(programme=make_programme())


@pytest.mark.parametrize("name", REFUSED)
def test_an_editor_is_told_before_the_database_is_asked(name):
    with pytest.raises(ValidationError):
        REFUSED[name]()[-1].full_clean()


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        pytest.param(
            "run_ends_after_it_starts",
            "ends_on",
            "Slutdatoen",
            id="a run that ends before it starts",
        ),
        pytest.param(
            "run_deadline_not_after_start",
            "deadline_on",
            "Fristen",
            id="a deadline after the start",
        ),
        pytest.param(
            "run_opens_before_it_closes",
            "opens_on",
            "åbne",
            id="a run that opens after its deadline",
        ),
        pytest.param(
            "run_exception_has_a_reason",
            "deadline_reason_da",
            "hvorfor",
            id="a run's missing reason",
        ),
        pytest.param(
            "programme_has_a_title", "title_da", "titlen", id="a programme without a title"
        ),
        pytest.param(
            "programme_deadline_is_a_day", "deadline_day", "måned", id="a month without a day"
        ),
        pytest.param("programme_years_in_order", "years_max", "tid", id="years in the wrong order"),
        pytest.param(
            "programme_prices_in_order", "price_max_dkk", "pris", id="prices in the wrong order"
        ),
        pytest.param(
            "group_chooses_courses_or_ects", "choose_courses", "ECTS", id="both courses and ECTS"
        ),
        pytest.param(
            "electives_stand_in_a_group",
            "group",
            "valgfagsgruppe",
            id="an elective without a group",
        ),
        pytest.param(
            "intake_exception_has_a_reason",
            "deadline_reason_da",
            "hvorfor",
            id="an intake's missing reason",
        ),
        pytest.param(
            "intake_opens_before_it_closes", "opens_on", "åbne", id="an intake that opens too late"
        ),
    ],
)
def test_what_is_wrong_is_said_in_words_beside_the_field(name, field, words):
    row = REFUSED[name]()[-1]

    with override("da"), pytest.raises(ValidationError) as told:
        row.clean()

    assert list(told.value.message_dict) == [field]
    assert words.casefold() in told.value.message_dict[field][0].casefold()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_right_is_saved(name):
    mend = {
        "course_ects_positive": {"ects": Decimal("0.01")},
        "programme_ects_positive": {"ects": Decimal("0.01")},
        "run_price_not_negative": {"price_dkk": 0},
        "run_ends_after_it_starts": {"ends_on": date(2027, 3, 2)},
        "run_deadline_not_after_start": {"deadline_on": date(2027, 3, 1)},
        "run_opens_before_it_closes": {"opens_on": date(2027, 1, 1)},
        "teaching_day_ends_after_it_starts": {"ends_at": time(9, 1)},
        "programme_years_in_order": {"years_max": 6},
        "programme_prices_in_order": {"price_max_dkk": 2},
        "programme_deadline_is_a_day": {"deadline_day": 31},
        "intake_opens_before_it_closes": {"opens_on": date(2027, 5, 15)},
        "language_requirement_names_its_language": {"language": "en"},
        "group_chooses_courses_or_ects": {"choose_courses": None},
        "electives_stand_in_a_group": {"kind": Kind.MANDATORY},
        "run_exception_has_a_reason": {"deadline_reason_en": "Illness"},
        "intake_exception_has_a_reason": {"deadline_reason_da": "Flyttet"},
        "course_has_a_title": {"title_en": "C"},
        "programme_has_a_title": {"title_en": "P"},
        "one_university_per_schac_code": {"schac_code": ""},
        "one_course_per_code": {"code": ""},
        "one_teaching_day_per_time": {"starts_at": time(13)},
        "one_teaching_day_without_time": {"on": date(2027, 3, 2)},
        "a_course_once_per_programme": {"course": None},
        "one_intake_a_year": {"year": 2028},
        "one_set_per_version": {"version": 2},
        "one_requirement_per_number": {"number": 3},
        "one_option_per_code": {"code": "art"},
        "one_branch_per_number": {"number": 9},
        "one_text_page_per_programme": {"key": "contact"},
        "one_text_page_for_the_site": {"key": "contact"},
    }[name]
    row = REFUSED[name]()[-1]
    if name == "a_course_once_per_programme":
        mend = {"course": make_course()}
    for field, value in mend.items():
        setattr(row, field, value)

    row.save()

    assert type(row).objects.filter(pk=row.pk).exists()
