from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import override

from catalogue.domain.curriculum import FindingCode
from catalogue.domain.deadlines import TimeRules
from catalogue.domain.status import State
from catalogue.models import (
    Audience,
    Contact,
    Course,
    CourseRun,
    CurriculumEntry,
    ElectiveGroup,
    Intake,
    Programme,
    Question,
    RequirementSet,
    TeachingDay,
    TextPage,
    University,
    Voice,
)
from catalogue.models.university import danish_order
from tests.makers import (
    make_course,
    make_elective_group,
    make_office,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
    make_whole_programme,
)

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def a_requirement():
    return make_requirement_set(make_programme()).requirements.get(number=1)


def test_a_rule_for_other_requirements_names_them():
    programme = make_programme(single_course_rule="other_set")

    with pytest.raises(ValidationError) as told:
        programme.clean()

    assert list(told.value.message_dict) == ["single_course_set"]


def test_an_elective_stands_in_a_group_of_its_own_programme():
    group = make_elective_group(make_programme())
    entry = CurriculumEntry(
        programme=make_programme(), course=make_course(), kind="elective", group=group
    )

    with pytest.raises(ValidationError) as told:
        entry.clean()

    assert list(told.value.message_dict) == ["group"]


def test_a_branch_names_answers_that_its_requirement_has():
    branch = a_requirement().branches.first()
    branch.answers = ["law", "magic"]

    with pytest.raises(ValidationError, match="magic"):
        branch.clean()
    branch.answers = ["law"]
    branch.clean()


@pytest.mark.parametrize("codes", [["de"], "da", [["da"]], {"da": 1}, [None]])
def test_a_list_of_codes_holds_none_but_known_ones(codes):
    course = make_course()
    course.teaching_languages = codes

    with pytest.raises(ValidationError) as told:
        course.full_clean()

    assert list(told.value.message_dict) == ["teaching_languages"]


@pytest.mark.parametrize("codes", [[], ["da"], ["da", "en"]])
def test_a_list_of_codes_may_be_empty(codes):
    course = make_course(teaching_languages=codes, seasons=["autumn"])

    course.full_clean()
    course.refresh_from_db()

    assert course.teaching_languages == codes
    assert course.seasons == ["autumn"]


@pytest.mark.parametrize(
    ("code", "is_right"),
    [("0912", True), ("", True), ("912", False), ("09120", False), ("091a", False)],
)
def test_an_isced_code_is_four_digits(code, is_right):
    course = make_course()
    course.isced_f = code

    if is_right:
        course.full_clean()
    else:
        with pytest.raises(ValidationError) as told:
            course.full_clean()
        assert list(told.value.message_dict) == ["isced_f"]


def test_the_database_orders_as_a_danish_dictionary():
    titles = [
        "Åbenhed",
        "Aabenraa",
        "æble",
        "Ø",
        "Zoologi",
        "a",
        "Øre",
        "b",
        "Data Science",
        "Databaser",
    ]
    for title in titles:
        make_course(title_da=title)

    found = Course.objects.order_by(danish_order("title_da", connection.vendor)).values_list(
        "title_da", flat=True
    )

    assert list(found) == [
        "a",
        "b",
        "Data Science",
        "Databaser",
        "Zoologi",
        "æble",
        "Ø",
        "Øre",
        "Åbenhed",
        "Aabenraa",
    ]


@pytest.mark.parametrize(
    ("over", "texts", "codes"),
    [
        pytest.param({}, {}, set(), id="whole"),
        pytest.param({"ects": 60}, {}, {FindingCode.SUM_IS_WRONG}, id="does not add up"),
        pytest.param({"text_languages": []}, {}, {FindingCode.NO_LANGUAGE}, id="no language"),
        pytest.param({"summary_en": ""}, {}, {FindingCode.TEXT_IS_MISSING}, id="a text is missing"),
        pytest.param(
            {"summary_en": "", "text_languages": ["da"]},
            {},
            set(),
            id="a text nobody needs is missing",
        ),
    ],
)
def test_findings_keep_a_programme_from_the_public(over, texts, codes):
    programme, _courses = make_whole_programme(**over)

    assert {found.code for found in programme.findings()} == codes


def test_a_curriculum_takes_the_same_queries_however_many_courses(django_assert_num_queries):
    for number in (1, 3):
        programme = make_programme()
        for _ in range(number):
            make_course(programme, kind="elective", group=make_elective_group(programme))

    with django_assert_num_queries(3):
        for programme in Programme.objects.with_curriculum():
            programme.findings()


@pytest.mark.parametrize(
    ("over", "year", "closes_on"),
    [
        pytest.param(None, 2027, date(2027, 5, 1), id="by the rule"),
        pytest.param(
            {"year": 2027, "places": 20}, 2027, date(2027, 5, 1), id="a row without an exception"
        ),
        pytest.param(
            {"year": 2027, "deadline_on": date(2027, 6, 1), "deadline_reason_da": "Flyttet"},
            2027,
            date(2027, 6, 1),
            id="a row with an exception",
        ),
        pytest.param(
            {"year": 2027, "cancelled_on": TODAY}, 2028, date(2028, 5, 1), id="a cancelled year"
        ),
        pytest.param({"year": 2030}, 2027, date(2027, 5, 1), id="a row of a later year"),
    ],
)
def test_the_next_intake_needs_no_row(over, year, closes_on):
    programme = make_programme()
    if over:
        Intake.objects.create(programme=programme, **over)

    intake = programme.next_intake(TODAY)

    assert (intake.year, intake.closes_on, intake.programme) == (year, closes_on, programme)
    assert intake.status(TODAY).state is State.OPEN


def test_without_a_rule_there_is_no_next_intake():
    assert make_programme(deadline_month=None, deadline_day=None).next_intake(TODAY) is None


def test_an_intake_says_when_it_is_full_or_cancelled():
    programme = make_programme()
    full = Intake(programme=programme, year=2027, places=20, places_taken=20)
    cancelled = Intake(programme=programme, year=2027, cancelled_on=TODAY)

    assert full.status(TODAY).state is State.FULL
    assert full.status(TODAY).has_waiting_list
    assert cancelled.status(TODAY).state is State.CANCELLED


def test_a_run_follows_the_rules_of_its_courses_home_programme():
    run = make_run(make_course(make_programme(course_deadline_weeks=6, refund_months=2)))

    assert run.closes_on == date(2027, 1, 18)
    assert run.refund_until == date(2027, 1, 1)
    assert run.status(TODAY).state is State.OPEN
    assert run.status(date(2027, 1, 18)).state is State.CLOSING_SOON
    assert run.status(date(2027, 1, 19)).state is State.CLOSED


def test_a_run_of_a_course_without_a_home_has_no_rules():
    run = make_run(make_course())

    assert run.time_rules() == TimeRules()
    assert (run.closes_on, run.refund_until) == (None, None)
    assert run.status(TODAY).state is State.PLANNED


def test_a_runs_own_deadline_goes_before_the_rule():
    run = make_run(
        make_course(make_programme()), deadline_on=date(2027, 2, 1), deadline_reason_da="Plads"
    )

    assert run.closes_on == date(2027, 2, 1)


def test_only_published_runs_of_published_courses_are_public():
    public = make_run(make_course())
    make_run(make_course(), is_published=False)
    make_run(make_course(is_published=False))

    assert list(CourseRun.objects.published()) == [public]


def test_runs_stand_by_start_those_without_one_last():
    course = make_course()
    unknown = make_run(course, starts_on=None, ends_on=None)
    late, early = make_run(course, starts_on=date(2027, 4, 1)), make_run(course)

    assert list(CourseRun.objects.in_order()) == [early, late, unknown]


def test_the_newest_published_set_whose_day_has_come_is_in_force():
    programme = make_programme()
    for version, over in enumerate(
        [
            {"starts_on": date(2020, 1, 1)},
            {"starts_on": TODAY},
            {"starts_on": TODAY, "is_published": False},
            {"starts_on": date(2026, 11, 26)},
        ],
        start=1,
    ):
        make_requirement_set(programme, version=version, **over)

    assert [rules.version for rules in RequirementSet.objects.in_force(TODAY)] == [2, 1]


def test_a_set_is_read_whole_in_the_same_number_of_queries(django_assert_num_queries):
    make_requirement_set(make_programme())

    with django_assert_num_queries(4):
        for rules in RequirementSet.objects.whole():
            for requirement in rules.requirements.all():
                assert list(requirement.options.all())
                assert list(requirement.branches.all())


def test_rows_are_known_by_their_natural_keys():
    rules = make_requirement_set(make_programme())
    rows = [
        make_university(),
        make_office(),
        make_programme(),
        make_course(),
        rules,
        rules.requirements.get(number=1),
    ]

    for row in rows:
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


def test_rows_say_what_they_are():
    programme, courses = make_whole_programme(title_da="Master i tests")
    entry = programme.entries.first()
    run = make_run(courses[0])
    rules = make_requirement_set(programme)

    with override("da"):
        said = {
            str(row)
            for row in (
                programme,
                entry,
                run,
                make_run(courses[1], starts_on=None, ends_on=None),
                TeachingDay(run=run, on=date(2027, 3, 1)),
                Intake(programme=programme, year=2027),
                make_elective_group(programme, title_da="Valgfag 2"),
                rules,
                rules.requirements.get(number=1),
                rules.requirements.get(number=1).options.first(),
                rules.requirements.get(number=2).branches.first(),
                TextPage(key="privacy"),
                Voice(name="Anna"),
                Audience(heading_da="Læger"),
                Question(question_da="Hvornår?"),
                Contact(name_da="Sekretariatet"),
                University(name_da="Københavns Universitet"),
            )
        }

    assert {
        "Master i tests",
        courses[0].title_da,
        f"{courses[0].title_da} 2027-03-01",
        f"{courses[1].title_da}, uden dato",
        "2027-03-01",
        "Master i tests 2027",
        "Valgfag 2",
        "Master i tests, version 1",
        "En kandidatgrad",
        "Health",
        "Anna",
        "Læger",
        "Hvornår?",
        "Sekretariatet",
        "Københavns Universitet",
    } <= said
    assert not any(text == "" for text in said)


def test_a_group_without_a_title_says_its_number():
    with override("en"):
        assert str(ElectiveGroup(order=2)) == "elective group 2"
