"""What the forms of the admin let an editor do, on a course's page and with the runs on it."""

import pytest

from catalogue.models import Course, CourseRun
from tests.admin_pages import (
    add_page_of,
    as_shown,
    come_in,
    errors_of,
    list_of,
    make_staff,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.catalogue.staff.makers import NOT_YOURS
from tests.makers import make_course, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_university(slug="a"), make_university(slug="b")


# --- Forms ----------------------------------------------------------------------------------------


def test_an_editor_adds_a_course_of_their_university_which_the_form_already_names(two):
    client = signed_in("editor", university=two[0])
    address = add_page_of(Course)

    shown = as_shown(client.get(address))
    answer = send(client, address, title_da="Nyt", slug="nyt", ects="5")

    assert shown["host"] == str(two[0].pk)
    assert errors_of(answer) == {}
    assert Course.objects.get(slug="nyt").host == two[0]


@pytest.mark.parametrize("host", ["b", ""])
def test_an_editor_gives_no_course_away_and_makes_none_for_others(two, host):
    own = make_course(host=two[0])
    client = signed_in("editor", university=two[0])
    posted = {"host": str(two[1].pk) if host else ""}

    moved = send(client, page_of(own), title_da="Nyt", **posted)
    made = send(client, add_page_of(Course), title_da="Nyt", slug="nyt", ects="5", **posted)

    for answer in (moved, made):
        assert list(errors_of(answer)) == ["host"]
        assert 'value="Nyt"' in words_of(answer)
        if not host:
            assert errors_of(answer)["host"] == [NOT_YOURS]
    assert Course.objects.get().host == two[0]


def test_who_edits_two_universities_moves_a_course_between_them(two):
    own = make_course(host=two[0])
    person = make_staff(*two)
    client = signed_in()
    come_in(client, person)

    assert errors_of(send(client, page_of(own), host=str(two[1].pk))) == {}
    own.refresh_from_db()
    assert own.host == two[1]


def test_a_coordinator_moves_a_course_and_its_new_editor_takes_over(two):
    course = make_course(host=two[0])

    send(signed_in("coordinator"), page_of(course), host=str(two[1].pk))

    assert signed_in("editor", university=two[0]).get(page_of(course)).status_code == 404
    assert signed_in("editor", university=two[1]).get(page_of(course)).status_code == 200


def test_a_course_that_was_moved_while_its_form_was_open_is_not_saved(two):
    course = make_course(host=two[0])
    client = signed_in("editor", university=two[0])
    values = as_shown(client.get(page_of(course))) | {"title_da": "Nyt"}
    Course.objects.update(host=two[1])

    answer = client.post(page_of(course), values)

    assert answer.status_code == 409
    assert "It has moved to another university" in words_of(answer)
    course.refresh_from_db()
    assert course.title_da != "Nyt"
    assert course.host == two[1]


def test_the_choices_of_a_form_name_only_what_the_editor_sees(two):
    make_programme(title_en="Hidden master")
    own = make_course(make_programme(title_en="Own master"), host=two[0])
    make_run(own)
    client = signed_in("editor", university=two[0])

    form = client.get(page_of(own)).context["adminform"].form
    run = client.get(page_of(own)).context["inline_admin_formsets"][0].formset.forms[0]

    assert [str(each) for each in form.fields["home_programme"].queryset] == ["Own master"]
    assert list(form.fields["host"].queryset) == [two[0]]
    assert [value for value, words in run.fields["host"].choices] == ["", two[0].pk]


def test_a_programme_posted_from_elsewhere_is_refused(two):
    hidden, own = make_programme(), make_course(host=two[0])

    answer = send(
        signed_in("editor", university=two[0]), page_of(own), home_programme=str(hidden.pk)
    )

    assert list(errors_of(answer)) == ["home_programme"]


def test_the_filters_of_a_list_name_only_what_the_editor_sees(two):
    make_course(make_programme(title_en="Hidden master"), host=two[1])
    for number in (1, 2):
        make_course(make_programme(title_en=f"Own master {number}"), host=two[0])

    page = words_of(signed_in("editor", university=two[0]).get(list_of(Course)))

    assert "Own master 1" in page
    assert "Hidden master" not in page
    assert two[1].name_en not in page


# --- Runs on a course's page ----------------------------------------------------------------------


def test_another_universitys_run_of_ones_own_course_is_theirs(two):
    course = make_course(host=two[0])
    own, others = make_run(course, code="own"), make_run(course, code="others", host=two[1])
    keeper, other = signed_in("editor", university=two[0]), signed_in("editor", university=two[1])

    runs = keeper.get(page_of(course)).context["inline_admin_formsets"][0].formset.queryset

    assert list(runs) == [own]
    assert keeper.get(page_of(others)).status_code == 404
    assert other.get(page_of(course)).status_code == 404
    assert errors_of(send(other, page_of(others), code="changed")) == {}
    assert [run.code for run in CourseRun.objects.order_by("pk")] == ["own", "changed"]
    assert errors_of(send(other, page_of(others), host="")) == {"host": [NOT_YOURS]}


def test_a_run_slipped_into_the_form_is_not_changed(two):
    course = make_course(host=two[0])
    make_run(course)
    others = make_run(course, host=two[1], code="theirs")
    client = signed_in("editor", university=two[0])
    values = as_shown(client.get(page_of(course)))

    client.post(page_of(course), values | {"runs-0-id": str(others.pk), "runs-0-code": "mine"})
    client.post(page_of(course), values | {"runs-0-id": str(others.pk), "runs-0-DELETE": "on"})
    given_away = client.post(page_of(course), values | {"runs-0-host": str(two[1].pk)})

    assert list(errors_of(given_away)) == ["runs-0-host"]
    others.refresh_from_db()
    assert others.code == "theirs"
    assert CourseRun.objects.count() == 2


def test_a_run_that_was_published_is_not_deleted_on_the_courses_page(two):
    course = make_course(host=two[0])
    make_run(course, code="published")
    make_run(course, code="draft", is_published=False)
    client = signed_in("editor", university=two[0])
    ticked = {"runs-0-DELETE": "on", "runs-1-DELETE": "on"}

    answer = send(client, page_of(course), **ticked)

    assert errors_of(answer) == {}
    assert [run.code for run in course.runs.all()] == ["published"]
    send(signed_in("coordinator"), page_of(course), **{"runs-0-DELETE": "on"})
    assert not course.runs.exists()


def test_an_auditor_who_also_edits_sees_the_others_runs_and_changes_their_own(two):
    course = make_course(host=two[0])
    own, others = make_run(course), make_run(course, host=two[1])
    client = signed_in()
    come_in(client, make_staff("auditor", two[0]))
    formset = client.get(page_of(course)).context["inline_admin_formsets"][0].formset
    numbers = {form.instance: form.prefix for form in formset.initial_forms}

    answer = send(
        client, page_of(course), **{f"{prefix}-code": "changed" for prefix in numbers.values()}
    )

    assert set(numbers) == {own, others}
    assert errors_of(answer) == {}
    assert [run.code for run in CourseRun.objects.order_by("pk")] == ["changed", ""]


def test_an_editor_adds_a_run_with_its_course_and_teaching_days_to_it(two):
    course = make_course(host=two[0])
    client = signed_in("editor", university=two[0])

    new = {"starts_on": "2027-03-01"}
    saved = send(client, page_of(course), **new_row(client, page_of(course), "runs", **new))
    run = course.runs.get()
    day = send(
        client, page_of(run), **new_row(client, page_of(run), "teaching_days", on="2027-03-02")
    )

    assert (errors_of(saved), errors_of(day)) == ({}, {})
    assert run.teaching_days.count() == 1


def test_an_auditor_sees_a_course_with_its_runs_and_no_way_to_save(two):
    course = make_course(host=two[0])
    make_run(course, code="H-1")

    page = words_of(signed_in("auditor").get(page_of(course)))

    assert "H-1" in page
    assert 'name="_save"' not in page
    assert 'name="title_da"' not in page


def test_an_editor_sees_a_programme_as_it_is_without_its_parts(two):
    programme = make_programme(home_university=two[0])
    programme.voices.create(name="A voice", text_da="b")

    page = signed_in("editor", university=two[0]).get(page_of(programme))

    assert str(programme) in words_of(page)
    assert 'name="_save"' not in words_of(page)
    assert page.context["inline_admin_formsets"] == []


def test_the_course_list_tells_nothing_of_anothers_draft(two):
    course = make_course(host=two[0])
    make_run(course, host=two[1], starts_on="2027-03-01", ends_on=None, is_published=False)

    assert "1 Mar 2027" not in words_of(signed_in("editor", university=two[0]).get(list_of(Course)))
    assert "1 Mar 2027" in words_of(signed_in("coordinator").get(list_of(Course)))
