import logging
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import models, rights
from catalogue.models import Contact, Course, CourseRun, Programme, TeachingDay, University
from tests.catalogue.admin_pages import (
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
from tests.factories import make_course, make_office, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db

NOT_YOURS = "Choose a university that you are an editor of. Only a coordinator moves things to another."


@pytest.fixture
def two():
    return make_university(slug="a"), make_university(slug="b")


# --- The rule ---------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(
    roles=st.sets(st.sampled_from(["coordinator", "auditor", "a", "b"])),
    hosts=st.lists(st.sampled_from(["a", "b", None]), min_size=4, max_size=4),
    published=st.lists(st.booleans(), min_size=2, max_size=2),
)
def test_the_three_lists_hold_just_the_rows_that_one_may_view_change_and_delete(roles, hosts, published):
    with transaction.atomic():
        unis = {"a": make_university(), "b": make_university(), None: None}
        person = make_staff(*(unis.get(role, role) for role in roles))
        course = make_course(host=unis[hosts[0]], is_published=published[0], coordinator=make_office())
        run = make_run(course, host=unis[hosts[1]], is_published=published[1])
        run.teaching_days.create(on="2027-03-01")
        make_office(university=unis[hosts[2]])
        make_programme(home_university=unis[hosts[3]]).partners.set([unis["b"]])
        make_programme(home_university=None).entries.create(course=make_course(host=unis["a"]), kind="mandatory")

        for model in (Contact, Course, CourseRun, Programme, TeachingDay, University):
            for verb, limited in [
                ("view", rights.visible),
                ("change", rights.changeable),
                ("delete", rights.deletable),
            ]:
                listed = list(limited(person, model.objects))
                allowed = [row for row in model.objects.all() if rights.may(person, verb, row)]
                assert sorted(row.pk for row in listed) == sorted(row.pk for row in allowed), (model, verb)
                assert not allowed or rights.may(person, verb, model)
        for row in (course, run):
            assert rights.keeps(person, row) == rights.may(person, "change", row)
        transaction.set_rollback(True)


def test_every_model_of_the_catalogue_is_written_read_or_kept_from_staff():
    known = {
        model for model in apps.get_app_config("catalogue").get_models() if not model.__name__.startswith("Historical")
    }
    kept = {
        models.Asking,
        models.CatalogueChange,
        models.CatalogueVersion,
        models.OwnedSession,
        models.RecoveryCode,
        models.StaffRole,
        models.TriedImport,
    }

    assert known == rights.READ | kept
    person = make_staff("coordinator", "auditor", make_university())
    for model in kept | {Course.history.model, Permission}:
        assert not any(rights.may(person, verb, model) for verb in ("view", "add", "change", "delete"))
        assert not rights.visible(person, model._default_manager).exists()


@pytest.mark.parametrize("standing", ["is_staff", "is_active"])
def test_a_role_counts_for_active_staff_only(standing):
    person = make_staff("coordinator")
    setattr(person, standing, False)
    course = make_course()

    assert not rights.may(person, "view", course)
    assert not rights.may(AnonymousUser(), "view", course)
    assert rights.may(make_staff("coordinator", username="other"), "view", course)


def test_a_superuser_may_all_and_needs_no_role(admin_user):
    for thing in (Course, make_course(), make_university(), models.StaffRole):
        assert all(rights.may(admin_user, verb, thing) for verb in ("view", "add", "change", "delete"))
    assert rights.visible(admin_user, Course.objects).exists()


def test_the_roles_are_read_once(two, django_assert_num_queries):
    person = make_staff(*two)

    with django_assert_num_queries(1):
        assert rights.roles_of(person).universities == {two[0].pk, two[1].pk}
        assert rights.may(person, "add", Course)
    assert set(rights.universities_of(person)) == set(two)


def test_a_saved_row_is_judged_as_it_is_saved_and_not_as_it_was_posted(two):
    person = make_staff(two[0])
    own, others = make_course(host=two[0]), make_course(host=two[1])
    own.host, others.host = two[1], two[0]

    assert rights.may(person, "change", own)
    assert not rights.keeps(person, own)
    assert not rights.may(person, "change", others)
    assert rights.keeps(person, others)


def test_a_run_is_added_to_courses_of_ones_own_alone(two):
    person = make_staff(two[0])
    own, others = make_course(host=two[0]), make_course(host=two[1])

    assert rights.may(person, "add", CourseRun(course=own))
    assert rights.may(person, "add", TeachingDay(run=make_run(own)))
    assert not rights.may(person, "add", CourseRun(course=own, host=two[1]))
    assert not rights.may(person, "add", CourseRun(course=others))
    assert not rights.may(person, "add", CourseRun(course=others, host=two[0]))
    assert not rights.may(person, "add", CourseRun())


def test_an_empty_host_is_nobodys(two):
    assert rights.university_of(CourseRun(course=make_course())) is None
    assert not rights.keeps(make_staff(two[0]), Course())


@pytest.mark.parametrize(
    ("role", "verbs"),
    [("coordinator", ["import", "export"]), ("auditor", []), ("editor", ["import", "export"]), (None, [])],
)
def test_import_and_export_are_a_right_of_their_own(two, role, verbs):
    person = make_staff(*({"editor": [two[0]], None: []}.get(role, [role])))
    others = make_course(host=two[1])

    for verb in ("import", "export"):
        assert rights.may(person, verb, Course) == (verb in verbs)
        assert rights.may(person, verb, make_course(host=two[0])) == (verb in verbs)
        assert rights.may(person, verb, others) == (role == "coordinator")
        assert not rights.may(person, verb, Programme)


def test_django_asks_the_same_rule_and_hears_nothing_of_old_permissions(two):
    person = make_staff(two[0])
    person.user_permissions.set(Permission.objects.all())
    own, others = make_course(host=two[0]), make_course(host=two[1])

    assert person.has_perm("catalogue.change_course", own)
    assert not person.has_perm("catalogue.change_course", others)
    assert person.has_perm("catalogue.add_course")
    assert not person.has_perm("catalogue.add_programme")
    assert not person.has_perm("catalogue.publish_course")
    assert not person.has_perm("catalogue.view_nonsense")
    assert not person.has_perm("auth.view_user")
    assert person.has_module_perms("catalogue")
    assert not person.has_module_perms("auth")
    assert not person.has_module_perms("admissions")


# --- Forms ------------------------------------------------------------------------------------------------------------


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

    assert answer.status_code == 404
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

    answer = send(signed_in("editor", university=two[0]), page_of(own), home_programme=str(hidden.pk))

    assert list(errors_of(answer)) == ["home_programme"]


def test_the_filters_of_a_list_name_only_what_the_editor_sees(two):
    make_course(make_programme(title_en="Hidden master"), host=two[1])
    for number in (1, 2):
        make_course(make_programme(title_en=f"Own master {number}"), host=two[0])

    page = words_of(signed_in("editor", university=two[0]).get(list_of(Course)))

    assert "Own master 1" in page
    assert "Hidden master" not in page
    assert two[1].name_en not in page


# --- Runs on a course's page ------------------------------------------------------------------------------------------


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

    answer = send(client, page_of(course), **{f"{prefix}-code": "changed" for prefix in numbers.values()})

    assert set(numbers) == {own, others}
    assert errors_of(answer) == {}
    assert [run.code for run in CourseRun.objects.order_by("pk")] == ["changed", ""]


def test_an_editor_adds_a_run_with_its_course_and_teaching_days_to_it(two):
    course = make_course(host=two[0])
    client = signed_in("editor", university=two[0])

    new = {"starts_on": "2027-03-01", "places_taken": "0"}
    saved = send(client, page_of(course), **new_row(client, page_of(course), "runs", **new))
    run = course.runs.get()
    day = send(client, page_of(run), **new_row(client, page_of(run), "teaching_days", on="2027-03-02"))

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


# --- Contacts, lists, log ---------------------------------------------------------------------------------------------


def test_an_editor_keeps_the_contacts_of_their_university(two):
    own, coordinating = make_office(university=two[0]), make_office(slug="free")
    make_course(host=two[0], coordinator=coordinating)
    client = signed_in("editor", university=two[0])

    changed = send(client, page_of(own), name_da="Kontoret")
    given_away = send(client, page_of(own), university="")
    made = send(client, add_page_of(Contact), name_da="Ny", slug="ny")

    assert (errors_of(changed), errors_of(made)) == ({}, {})
    assert errors_of(given_away) == {"university": [NOT_YOURS]}
    assert Contact.objects.get(slug="ny").university == two[0]
    assert client.post(page_of(coordinating), {}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(Course, 11), (CourseRun, 10), (Contact, 7), (Programme, 10)])
def test_a_list_costs_an_editor_the_same_for_one_row_and_for_three(
    two, model, queries, number, django_assert_num_queries
):
    for _row in range(number):
        make_run(make_course(make_programme(), host=two[0]))
        make_office(university=two[0])
    client = signed_in("editor", university=two[0])

    with django_assert_num_queries(queries):
        client.get(list_of(model))


@pytest.mark.parametrize("number", [1, 3])
def test_a_courses_page_costs_an_editor_the_same_for_one_run_and_for_three(two, number, django_assert_num_queries):
    course = make_course(make_programme(), host=two[0])
    for _row in range(number):
        make_run(course)
    client = signed_in("editor", university=two[0])

    with django_assert_num_queries(28):
        client.get(page_of(course))


def test_who_was_refused_what_is_logged_without_what_was_sent(two, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    monkeypatch.setattr(logging.getLogger("mastersite"), "handlers", [])
    others, programme = make_course(host=two[1]), make_programme(home_university=two[0])
    client = signed_in("editor", university=two[0])
    caplog.clear()

    client.get(f"{page_of(others)}?q=kvalmosegaard")
    client.post(page_of(programme), {"title_da": "kvalmosegaard"})
    client.get(list_of(Course))

    told = [record for record in caplog.records if record.name == "mastersite.audit"]
    assert [SimpleNamespace(user=r.user, at=r.address, method=r.method, status=r.status) for r in told] == [
        SimpleNamespace(user="editor-a-en", at=page_of(others), method="GET", status=404),
        SimpleNamespace(user="editor-a-en", at=page_of(programme), method="POST", status=403),
    ]
    assert "kvalmosegaard" not in str([record.__dict__ for record in told])
