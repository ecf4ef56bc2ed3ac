from datetime import date
from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.background import Background, DegreeKind, LanguageSkill
from admissions.domain.work import WorkPeriod
from admissions.eligibility import requirements
from admissions.eligibility.answers import answer_pairs
from admissions.eligibility.forms import AdmissionForm, has_answers
from tests.makers import make_programme, make_requirement_set

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)
QUALIFIED = "degree=master&field=health&area=clinic&m1=9&y1=2021"
NAMES = [
    "degree",
    "field",
    "area",
    "m1",
    "y1",
    "tm1",
    "ty1",
    "s1",
    "rows",
    "edit",
    "programme",
    "course",
    "asked",
    "decl4",
    "level_en",
    "m2",
    "m10",
]


@pytest.fixture
def rule_set():
    rows = make_requirement_set(make_programme(), counting="share")
    return requirements.set_in_force(rows.programme, TODAY)


@pytest.fixture(autouse=True)
def in_danish():
    with override("da"):
        yield


def test_only_what_the_set_needs_is_asked():
    row = make_requirement_set(make_programme()).requirements.get(kind="work")
    row.requirement_set.requirements.exclude(pk=row.pk).delete()

    assert list(a_form(row.requirement_set).fields) == ["area", "m1", "y1", "tm1", "ty1"]


def test_the_field_of_study_is_not_asked_where_no_branch_looks_at_it():
    rows = make_requirement_set(make_programme())
    assert "field" in a_form(rows).fields

    rows.requirements.get(kind="degree").branches.update(answers=[])

    assert "field" not in a_form(rows).fields
    assert a_form(rows, QUALIFIED).is_valid()


def test_a_set_without_areas_asks_whether_there_is_relevant_work_at_all():
    rows = make_requirement_set(make_programme())
    rows.requirements.get(kind="work").options.all().delete()

    form = a_form(rows, f"{QUALIFIED}&area=none")
    assert list(dict(form.fields["area"].choices)) == ["any", "none"]
    assert form.is_valid()
    assert form.background().work == ()

    form = a_form(rows, QUALIFIED.replace("clinic", "any"))
    assert form.is_valid()
    assert form.background().work == (WorkPeriod(date(2021, 9, 1), None),)


@pytest.mark.parametrize("has_areas", [True, False])
def test_staff_may_ask_of_work_in_their_own_words_and_the_usual_question_is_asked_else(has_areas):
    rows = make_requirement_set(make_programme())
    work = rows.requirements.filter(kind="work")
    if not has_areas:
        work.get().options.all().delete()
    usual = "Hvad arbejder du med?" if has_areas else "Har du relevant erhvervserfaring?"

    assert a_form(rows).fields["area"].label == usual
    work.update(question_da="Hvor er du ansat?")
    assert a_form(rows).fields["area"].label == "Hvor er du ansat?"


def test_a_catch_all_field_is_offered_where_every_field_of_the_rules_meets_them():
    rows = make_requirement_set(make_programme())
    assert list(dict(a_form(rows).fields["field"].choices)) == ["health", "law", "other"]

    rows.requirements.get(kind="degree").options.get(code="other").delete()
    assert list(dict(a_form(rows).fields["field"].choices)) == ["health", "law", "none"]


def test_languages_and_declarations_are_asked_where_the_set_has_them():
    rows = make_requirement_set(make_programme())
    language = rows.requirements.create(
        number=3, kind="language", language="en", title_da="Engelsk", title_en="English"
    )
    for order, code in enumerate(["b1", "b2"]):
        language.options.create(code=code, order=order, label_da=code.upper())
    rows.requirements.create(
        number=4, kind="declaration", title_da="Du har en pc", title_en="You have a computer"
    )

    form = a_form(rows, f"{QUALIFIED}&level_en=b2&decl4=yes")

    assert form.is_valid()
    assert form.background().languages == (LanguageSkill("en", "b2"),)
    assert form.background().declarations == frozenset({"decl4"})
    assert form.fields["decl4"].label == "Du har en pc"
    assert a_form(rows, QUALIFIED).errors == {
        "level_en": ["Vælg dit niveau"],
        "decl4": ["Svar ja eller nej"],
    }


def test_a_level_below_all_is_no_skill_and_no_is_no_declaration():
    rows = make_requirement_set(make_programme())
    rows.requirements.create(number=3, kind="language", language="da", title_da="Dansk")
    rows.requirements.create(number=4, kind="declaration", title_da="Samtykke")

    form = a_form(rows, f"{QUALIFIED}&level_da=none&decl4=no")

    assert form.is_valid()
    assert form.background().languages == (LanguageSkill("da", None),)
    assert form.background().declarations == frozenset()
    assert form.background().denied == frozenset({"decl4"})


def test_the_share_of_full_time_is_asked_only_where_the_set_counts_by_it():
    assert "s1" not in a_form(make_requirement_set(make_programme())).fields

    form = a_form(make_requirement_set(make_programme(), counting="share"), f"{QUALIFIED}&s1=50")
    assert form.is_valid()
    assert form.background().work[0].share == 0.5
    assert address_of(form) == f"{QUALIFIED}&s1=50"


def test_the_answers_become_a_background():
    form = a_form(
        make_requirement_set(make_programme()), f"{QUALIFIED}&tm1=12&ty1=2023&m2=2&y2=2024"
    )

    assert form.is_valid()
    assert form.background() == Background(
        degree=DegreeKind.MASTER,
        degree_field="health",
        work=(
            WorkPeriod(date(2021, 9, 1), date(2023, 12, 31), "clinic"),
            WorkPeriod(date(2024, 2, 1), None, "clinic"),
        ),
    )


def test_one_background_has_one_address_whatever_else_was_typed():
    form = a_form(
        make_requirement_set(make_programme()),
        "q=x&degree=medium_cycle&field=law&area=clinic"
        "&m1=&y1=&tm1=&ty1=&m2=09&y2=+2021+&tm2=&ty2=&rows",
    )

    assert form.is_valid()
    assert address_of(form) == "degree=medium_cycle&area=clinic&m1=9&y1=2021"
    assert a_form(form.requirement_set, address_of(form)).is_valid()


def test_a_job_may_be_known_to_end_later():
    form = a_form(make_requirement_set(make_programme()), f"{QUALIFIED}&tm1=2&ty1=2028")

    assert form.is_valid()
    assert form.background().work[0].ends_on == date(2028, 2, 29)


def test_work_in_none_of_the_areas_needs_no_dates_and_does_not_count():
    form = a_form(make_requirement_set(make_programme()), "degree=none&area=none&m1=&y1=&tm1=&ty1=")

    assert form.is_valid()
    assert form.background().work == ()
    assert address_of(form) == "degree=none&area=none"


def test_any_answer_in_the_address_is_seen_right_or_wrong():
    assert has_answers({"m1": ""})
    assert has_answers({"level_en": "x"})
    assert not has_answers({"course": "x", "programme": "y", "utm_source": "z", "m11": "1"})


@pytest.mark.parametrize(
    ("answers", "name", "danish", "english"),
    [
        (
            "degree=",
            "degree",
            "Vælg din højeste afsluttede uddannelse",
            "Choose your highest completed degree",
        ),
        (
            "degree=phd",
            "degree",
            "Vælg din højeste afsluttede uddannelse",
            "Choose your highest completed degree",
        ),
        ("field=", "field", "Vælg området for din uddannelse", "Choose the field of your degree"),
        (
            "field=magic",
            "field",
            "Vælg området for din uddannelse",
            "Choose the field of your degree",
        ),
        ("area=", "area", "Vælg, hvad du arbejder med", "Choose what you work with"),
        ("area=sea", "area", "Vælg, hvad du arbejder med", "Choose what you work with"),
        (
            "m1=&y1=",
            "m1",
            "Skriv den måned og det år, du begyndte",
            "Write the month and the year you started",
        ),
        (
            "m1=",
            "m1",
            "Skriv den måned, du begyndte, som et tal fra 1 til 12",
            "Write the month you started as a number from 1 to 12",
        ),
        (
            "m1=0",
            "m1",
            "Startmåneden skal være et tal fra 1 til 12",
            "The start month must be a number from 1 to 12",
        ),
        (
            "m1=13",
            "m1",
            "Startmåneden skal være et tal fra 1 til 12",
            "The start month must be a number from 1 to 12",
        ),
        (
            "m1=maj",
            "m1",
            "Startmåneden skal være et tal fra 1 til 12",
            "The start month must be a number from 1 to 12",
        ),
        ("y1=", "y1", "Skriv det år, du begyndte", "Write the year you started"),
        (
            "y1=21",
            "y1",
            "Startåret skal have fire cifre, for eksempel 2023",
            "The start year must have four digits, for example 2023",
        ),
        (
            "y1=1949",
            "y1",
            "Startåret skal være 1950 eller senere",
            "The start year must be 1950 or later",
        ),
        (
            "y1=2027",
            "y1",
            "Startåret skal være 2026 eller tidligere",
            "The start year must be 2026 or earlier",
        ),
        (
            "m1=12&y1=2026",
            "m1",
            "Starten skal være november 2026 eller tidligere",
            "The start must be November 2026 or earlier",
        ),
        (
            "ty1=2024",
            "tm1",
            "Skriv den måned, du stoppede, som et tal fra 1 til 12, eller lad også året stå tomt",
            "Write the month you stopped as a number from 1 to 12, or leave the year empty too",
        ),
        (
            "tm1=13&ty1=2024",
            "tm1",
            "Slutmåneden skal være et tal fra 1 til 12",
            "The end month must be a number from 1 to 12",
        ),
        (
            "tm1=5",
            "ty1",
            "Skriv det år, du stoppede, eller lad også måneden stå tom",
            "Write the year you stopped, or leave the month empty too",
        ),
        (
            "tm1=5&ty1=24",
            "ty1",
            "Slutåret skal have fire cifre, for eksempel 2026",
            "The end year must have four digits, for example 2026",
        ),
        (
            "tm1=5&ty1=1949",
            "ty1",
            "Slutåret skal være 1950 eller senere",
            "The end year must be 1950 or later",
        ),
        (
            "tm1=5&ty1=2037",
            "ty1",
            "Slutåret skal være 2036 eller tidligere; lad det stå tomt, hvis arbejdet fortsætter",
            "The end year must be 2036 or earlier; leave the end empty if the work goes on",
        ),
        (
            "tm1=8&ty1=2021",
            "tm1",
            "Slutningen skal være september 2021 eller senere, for der begyndte du",
            "The end must be September 2021 or later, since you started then",
        ),
        (
            "s1=0",
            "s1",
            "Andelen af fuld tid skal være et helt tal fra 1 til 100",
            "The share of full time must be a whole number from 1 to 100",
        ),
        (
            "s1=37,5",
            "s1",
            "Andelen af fuld tid skal være et helt tal fra 1 til 100",
            "The share of full time must be a whole number from 1 to 100",
        ),
    ],
)
def test_each_way_of_being_wrong_has_a_message_that_says_what_to_do(answers, name, danish, english):
    rows = make_requirement_set(make_programme(), counting="share")

    for language, message in [("da", danish), ("en", english)]:
        with override(language):
            assert a_form(rows, QUALIFIED, answers).errors == {name: [message]}


def test_work_may_have_begun_this_month_and_end_in_the_month_it_began():
    rows = make_requirement_set(make_programme())

    assert a_form(rows, QUALIFIED, "m1=11&y1=2026").is_valid()
    assert a_form(rows, QUALIFIED, "tm1=9&ty1=2021").is_valid()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 1),
        ("rows=10", 10),
        ("rows=11", 10),
        ("rows=0", 1),
        ("rows=-3", 1),
        ("rows=x", 1),
        ("m4=", 4),
        ("m11=1", 1),
    ],
)
def test_there_are_from_one_to_ten_rows(query, rows):
    form = a_form(make_requirement_set(make_programme()), query)

    assert form.row_count == rows
    assert (f"m{rows}" in form.fields, f"m{rows + 1}" in form.fields) == (True, False)


@pytest.mark.parametrize("value", ["１２", "٣", "²", "1e3", "-1", "00", "+9", "9.0"])
def test_a_month_is_written_in_plain_digits(value):
    assert (
        "m1"
        in a_form(make_requirement_set(make_programme()), QUALIFIED, f"m1={quote(value)}").errors
    )


@given(
    answers=st.dictionaries(st.sampled_from(NAMES), st.text(max_size=8) | st.integers().map(str))
)
def test_whatever_is_answered_the_form_judges_it(rule_set, answers):
    form = AdmissionForm(rule_set, answers, today=TODAY)

    assert form.errors.keys() <= form.fields.keys()


# What an address may hold beside the answers.
BESIDE = ["rows", "edit", "programme", "course", "asked"]
MONTHS, STARTS, ENDS = st.integers(1, 12), st.integers(1950, 2025), st.integers(2026, 2036)


@st.composite
def right_answers(draw):
    """A background as a person who reads the form types it: one or two jobs, each perhaps ended."""
    answers = {
        "degree": draw(st.sampled_from(DegreeKind)),
        "field": draw(st.sampled_from(["health", "law", "other"])),
        "area": draw(st.sampled_from(["clinic", "laboratory"])),
    }
    for number in range(1, draw(st.integers(1, 2)) + 1):
        answers |= {f"m{number}": draw(MONTHS), f"y{number}": draw(STARTS)}
        if draw(st.booleans()):
            answers |= {f"tm{number}": draw(MONTHS), f"ty{number}": draw(ENDS)}
        if draw(st.booleans()):
            answers[f"s{number}"] = draw(st.integers(1, 100))
    return {name: str(value) for name, value in answers.items()}


@given(
    answers=right_answers(), beside=st.dictionaries(st.sampled_from(BESIDE), st.text(max_size=8))
)
def test_right_answers_hold_and_their_address_gives_the_same_background(rule_set, answers, beside):
    form = AdmissionForm(rule_set, answers | beside, today=TODAY)

    assert form.errors == {}
    again = AdmissionForm(rule_set, QueryDict(address_of(form)), today=TODAY)
    assert again.is_valid()
    assert again.background() == form.background()
    assert address_of(again) == address_of(form)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_end_of_a_month_is_its_last_day(month):
    form = a_form(make_requirement_set(make_programme()), QUALIFIED, f"tm1={month}&ty1=2024")

    assert form.is_valid()
    assert form.background().work[0].ends_on.month == month
    assert (
        form.background().work[0].ends_on.toordinal() + 1
        == date(2024 + month // 12, month % 12 + 1, 1).toordinal()
    )


def address_of(form):
    """The answers of a form that holds as the query of an address."""
    return urlencode(answer_pairs(form.requirement_set, form.background()))


def a_form(rows, *answers):
    """The form with the answers, later ones replacing earlier; without any, not yet judged."""
    rows = requirements.set_in_force(rows.programme, TODAY)
    told = {}
    for query in answers:
        told |= QueryDict(query, encoding="utf-8").dict()
    return AdmissionForm(rows, told if answers else None, today=TODAY)
