from datetime import date

import pytest
from django import forms
from django.apps import apps
from django.contrib.admin import site
from django.db import IntegrityError
from django.db.models.signals import pre_save

from catalogue.admin.course import CourseAdmin
from catalogue.models import Course, CourseRun, Intake, TextPage, University
from tests.admin_pages import (
    add_page_of,
    as_shown,
    errors_of,
    fields_of,
    list_of,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.makers import (
    make_course,
    make_elective_group,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db

NUL = "nul\x00nul"
# What each kind of field might break on; of each, as many.
HOSTILE = {
    "number": ["9999999999999999999999999999", "-1", "1e400", "NaN", NUL],
    "time": ["9999-12-31", "0001-01-01", "25:61", "-1", NUL],
    "choice": ["9999999999999999999999999999", "-1", '["da", "tlh"]', "a" * 10_000, NUL],
    "text": ["\N{PILE OF POO}" * 3, "a" * 10_000, "<script>alert(1)</script>", "' OR 1=1 --", NUL],
}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title_da": "", "title_en": ""}, "title_da", "Give the title in at least one language."),
        ({"ects": "0"}, "ects", "Give a number above zero."),
        ({"ects": "-7"}, "ects", "Ensure this value is greater than or equal to 0."),
        ({"code": "TAKEN"}, "code", "Another course has this code."),
        ({"slug": "taken"}, "slug", "Course with this Address name already exists."),
        ({"isced_f": "abc"}, "isced_f", "An ISCED-F code is four digits, for example 0912."),
        (
            {"workload_hours": "99999"},
            "workload_hours",
            "Ensure this value is less than or equal to 5000.",
        ),
    ],
)
def test_a_wrong_course_is_refused_at_its_field(changes, field, words):
    make_course(slug="taken", code="TAKEN")

    answer = send(signed_in(), page_of(make_course()), **changes)

    assert errors_of(answer) == {field: [words]}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"ends_on": "2027-02-28"}, "ends_on", "The end must not lie before the start."),
        (
            {"deadline_on": "2027-03-02", "deadline_reason_da": "a"},
            "deadline_on",
            "The deadline must not lie after the start.",
        ),
        (
            {"deadline_on": "2027-02-01"},
            "deadline_reason_da",
            "Say why the deadline differs from the rule.",
        ),
        (
            {"deadline_on": "2027-02-01", "deadline_reason_en": "a", "opens_on": "2027-02-02"},
            "opens_on",
            "The application must open before it closes.",
        ),
        ({"starts_on": "9999-12-31"}, "starts_on", "Choose a day between the years 2000 and 2200."),
        ({"price_dkk": "-1"}, "price_dkk", "Ensure this value is greater than or equal to 0."),
        ({"places": "123456"}, "places", "Ensure this value is less than or equal to 10000."),
    ],
)
def test_a_wrong_run_is_refused_at_its_field_on_its_own_page_and_on_the_course(
    changes, field, words
):
    run = make_run(make_course())
    client = signed_in()
    inline = {f"runs-0-{name}": value for name, value in changes.items()}

    alone = errors_of(send(client, page_of(run), **changes))
    within = errors_of(send(client, page_of(run.course), **inline))

    assert alone[field] == [words]
    assert within[f"runs-0-{field}"] == [words]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"deadline_day": ""}, "deadline_day", "Give both the month and the day, or neither."),
        (
            {"years_min": "6", "years_max": "2"},
            "years_max",
            "The longest time must not be shorter than the shortest.",
        ),
        (
            {"price_min_dkk": "2", "price_max_dkk": "1"},
            "price_max_dkk",
            "The highest price must not be lower than the lowest.",
        ),
        (
            {"single_course_rule": "other_set"},
            "single_course_set",
            "Choose the set that holds for single courses.",
        ),
        (
            {"course_deadline_weeks": "99999"},
            "course_deadline_weeks",
            "Ensure this value is less than or equal to 104.",
        ),
        (
            {"entries-1-kind": "elective"},
            "entries-1-group",
            "An elective stands in an elective group; nothing else does.",
        ),
        (
            {"groups-0-choose_courses": "0"},
            "groups-0-choose_courses",
            "Ensure this value is greater than or equal to 1.",
        ),
        (
            {"groups-0-choose_ects": "5"},
            "groups-0-choose_courses",
            "Give either the number of courses or the ECTS to choose.",
        ),
        (
            {"intakes-0-deadline_on": "2027-05-02"},
            "intakes-0-deadline_reason_da",
            "Say why the deadline differs from the rule.",
        ),
        (
            {"intakes-0-year": "1066"},
            "intakes-0-year",
            "Ensure this value is greater than or equal to 2000.",
        ),
    ],
)
def test_a_wrong_programme_is_refused_at_its_field(changes, field, words):
    programme, _courses = make_whole_programme()
    make_elective_group(programme)
    programme.intakes.create(year=2027)

    answer = send(signed_in(), page_of(programme), **changes)

    assert words in errors_of(answer)[field]


def test_the_same_course_twice_in_one_programme_is_refused():
    programme, courses = make_whole_programme()

    answer = send(signed_in(), page_of(programme), **{"entries-1-course": str(courses[0].pk)})

    assert errors_of(answer) == {"entries-1-course": ["This stands here twice."]}
    assert {entry.course for entry in programme.entries.all()} == set(courses)


def test_rows_that_swap_what_only_one_may_hold_are_told_to_do_it_in_two_steps():
    programme, courses = make_whole_programme()
    swapped = {"entries-0-course": str(courses[1].pk), "entries-1-course": str(courses[0].pk)}

    answer = send(signed_in(), page_of(programme), **swapped)

    words = ["Another row still has this: save that row's change first."]
    assert errors_of(answer) == {"entries-0-course": words, "entries-1-course": words}


def test_a_requirement_does_not_take_the_number_of_another():
    rules = make_requirement_set(make_programme(), is_published=False)

    answer = send(signed_in(), page_of(rules.requirements.get(number=2)), number="1")

    assert errors_of(answer) == {"number": ["The set already has a requirement of this number."]}


@pytest.mark.parametrize("times", [{}, {"starts_at": "09:00", "ends_at": "10:00"}])
def test_the_same_teaching_day_twice_is_refused(times):
    run = make_run(make_course())
    client = signed_in()
    first = {
        f"teaching_days-0-{name}": value for name, value in {"on": "2027-03-02", **times}.items()
    }
    second = {
        f"teaching_days-1-{name}": value for name, value in {"on": "2027-03-02", **times}.items()
    }

    answer = send(client, page_of(run), **{"teaching_days-TOTAL_FORMS": "2"}, **first, **second)

    assert errors_of(answer) == {"teaching_days-1-on": ["This stands here twice."]}


def test_a_teaching_day_ends_after_it_starts():
    run = make_run(make_course())
    client = signed_in()
    day = {"on": "2027-03-02", "starts_at": "15:00", "ends_at": "09:00"}

    answer = send(client, page_of(run), **new_row(client, page_of(run), "teaching_days", **day))

    assert errors_of(answer) == {"teaching_days-0-ends_at": ["The day must end after it starts."]}


def test_a_second_page_of_a_kind_is_refused_for_the_site_and_for_a_programme():
    programme = make_programme()
    TextPage.objects.create(key="prices")
    TextPage.objects.create(key="prices", programme=programme)
    client = signed_in()

    for_site = send(client, add_page_of(TextPage), key="prices")
    for_programme = send(client, add_page_of(TextPage), key="prices", programme=str(programme.pk))

    assert errors_of(for_site) == {"key": ["The site already has this page."]}
    assert errors_of(for_programme) == {"key": ["The programme already has this page."]}


def test_two_universities_do_not_share_a_code():
    make_university(schac_code="ku.dk")

    answer = send(signed_in(), page_of(make_university()), schac_code="ku.dk")

    assert errors_of(answer) == {"schac_code": ["Another university has this code."]}


@pytest.mark.parametrize("number", range(5))
def test_no_field_of_any_form_breaks_on_hostile_input(number):
    programme, courses = make_whole_programme()
    make_elective_group(programme)
    programme.intakes.create(year=2027)
    make_run(courses[0]).teaching_days.create(on=date(2027, 3, 1))
    make_requirement_set(programme, is_published=False)
    client = signed_in()
    models = [
        model
        for model in apps.get_app_config("catalogue").get_models()
        if site.is_registered(model)
    ]

    for model in models:
        rows = [page_of(row) for row in model.objects.all()[:1]]
        for address in rows or [add_page_of(model)]:
            page = client.get(address)
            shown = as_shown(page)
            hostile = {
                name: HOSTILE[kind_of(field.field)][number]
                for name, field in fields_of(page).items()
                if name in shown and not name.endswith(("_FORMS", "-id"))
            }
            refused = client.post(address, shown | hostile)
            assert refused.status_code == 200
            # Once more with what no field refused, so that it is saved, and then shown again.
            errors = errors_of(refused)
            harmless = {name: value for name, value in hostile.items() if name not in errors}
            assert client.post(address, shown | harmless).status_code in {200, 302}
        for value in (hostile[number] for hostile in HOSTILE.values()):
            assert client.get(list_of(model), {"q": value, "o": value, "p": value}).status_code in {
                200,
                302,
            }


def kind_of(field):
    if isinstance(field, forms.DateField | forms.TimeField | forms.SplitDateTimeField):
        return "time"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return "choice"
    return "number" if isinstance(field, forms.IntegerField) else "text"


def test_a_tampered_number_of_rows_is_refused_in_words():
    answer = send(signed_in(), page_of(make_course()), **{"runs-TOTAL_FORMS": "x"})

    assert answer.status_code == 200
    assert "ManagementForm" in words_of(answer)


def test_looking_up_a_course_forgives_a_nul_character():
    make_course(make_programme())
    query = {
        "app_label": "catalogue",
        "model_name": "curriculumentry",
        "field_name": "course",
        "term": "Ku\x00rsus",
    }

    answer = signed_in().get("/admin/autocomplete/", query)

    assert len(answer.json()["results"]) == 1


def test_a_course_saved_in_between_with_the_same_code_is_told_at_the_field():
    course = make_course()
    client = signed_in()
    values = as_shown(client.get(page_of(course))) | {"code": "SAME"}
    attempts = []

    def clash_once(instance, **kwargs):
        attempts.append(instance)
        if len(attempts) == 1:
            raise IntegrityError
        pytest.fail("the second try is stopped by the form")

    original = CourseAdmin.get_queryset

    def somebody_else_was_first(self, request):
        if attempts and not Course.objects.filter(code="SAME").exists():
            Course.objects.bulk_create([Course(slug="other", title_da="a", ects=1, code="SAME")])
        return original(self, request)

    pre_save.connect(clash_once, sender=Course)
    CourseAdmin.get_queryset = somebody_else_was_first
    try:
        answer = client.post(page_of(course), values)
    finally:
        CourseAdmin.get_queryset = original
        pre_save.disconnect(clash_once, sender=Course)

    assert errors_of(answer) == {"code": ["Another course has this code."]}


def test_a_clash_that_only_the_database_sees_ends_in_words():
    university = make_university()
    client = signed_in()

    def clash(**kwargs):
        raise IntegrityError

    pre_save.connect(clash, sender=University)
    try:
        answer = send(client, page_of(university), name_da="Nyt")
    finally:
        pre_save.disconnect(clash, sender=University)

    assert answer.status_code == 302
    assert "Nothing was saved: it clashes with what somebody else saved." in words_of(
        client.get(answer.url)
    )
    university.refresh_from_db()
    assert university.name_da != "Nyt"


# --- Places taken ---------------------------------------------------------------------------------


def test_a_place_taken_while_the_page_of_a_run_lay_open_stays_taken():
    run = make_run(make_course(), places=20)
    client = signed_in()
    sent = as_shown(client.get(page_of(run)))
    CourseRun.objects.update(places_taken=1)

    answer = client.post(page_of(run), {**sent, "price_dkk": "900", "places_taken": "0"})

    run.refresh_from_db()
    assert errors_of(answer) == {}
    assert (run.price_dkk, run.places_taken) == (900, 1)


@pytest.mark.parametrize("prefix", ["runs", "intakes"])
def test_a_place_taken_while_the_page_of_a_course_or_programme_lay_open_stays_taken(prefix):
    programme, (course, *_others) = make_whole_programme()
    makers = {
        "runs": lambda: (course, make_run(course, places=20)),
        "intakes": lambda: (
            programme,
            Intake.objects.create(programme=programme, year=2027, places=20),
        ),
    }
    above, row = makers[prefix]()
    client = signed_in()
    sent = as_shown(client.get(page_of(above)))
    type(row).objects.filter(pk=row.pk).update(places_taken=1)

    answer = client.post(
        page_of(above), {**sent, f"{prefix}-0-places": "30", f"{prefix}-0-places_taken": "0"}
    )

    row.refresh_from_db()
    assert errors_of(answer) == {}
    assert (row.places, row.places_taken) == (30, 1)
