import logging
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Permission
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import models
from catalogue.models import Contact, Course, CourseRun, Programme, TeachingDay, University
from catalogue.staff import rights
from tests.admin_pages import add_page_of, errors_of, list_of, make_staff, page_of, send, signed_in
from tests.catalogue.staff.makers import NOT_YOURS
from tests.makers import make_course, make_office, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return make_university(slug="a"), make_university(slug="b")


# --- The rule -------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(
    roles=st.sets(st.sampled_from(["coordinator", "auditor", "a", "b"])),
    hosts=st.lists(st.sampled_from(["a", "b", None]), min_size=4, max_size=4),
    published=st.lists(st.booleans(), min_size=2, max_size=2),
)
def test_the_three_lists_hold_just_the_rows_that_one_may_view_change_and_delete(
    roles, hosts, published
):
    with transaction.atomic():
        unis = {"a": make_university(), "b": make_university(), None: None}
        person = make_staff(*(unis.get(role, role) for role in roles))
        course = make_course(
            host=unis[hosts[0]], is_published=published[0], coordinator=make_office()
        )
        run = make_run(course, host=unis[hosts[1]], is_published=published[1])
        run.teaching_days.create(on="2027-03-01")
        make_office(university=unis[hosts[2]])
        make_programme(home_university=unis[hosts[3]]).partners.set([unis["b"]])
        make_programme(home_university=None).entries.create(
            course=make_course(host=unis["a"]), kind="mandatory"
        )

        for model in (Contact, Course, CourseRun, Programme, TeachingDay, University):
            for verb, limited in [
                ("view", rights.visible),
                ("change", rights.changeable),
                ("delete", rights.deletable),
            ]:
                listed = list(limited(person, model.objects))
                allowed = [row for row in model.objects.all() if rights.may(person, verb, row)]
                assert sorted(row.pk for row in listed) == sorted(row.pk for row in allowed), (
                    model,
                    verb,
                )
                assert not allowed or rights.may(person, verb, model)
        for row in (course, run):
            assert rights.keeps(person, row) == rights.may(person, "change", row)
        transaction.set_rollback(True)


def test_every_model_of_the_catalogue_is_written_read_or_kept_from_staff():
    known = {
        model
        for model in apps.get_app_config("catalogue").get_models()
        if not model.__name__.startswith("Historical")
    }
    kept = {
        models.Asking,
        models.CatalogueChange,
        models.CatalogueVersion,
        models.OpenPage,
        models.OwnedSession,
        models.RecoveryCode,
        models.StaffRole,
        models.TriedImport,
    }

    assert known == rights.READ | kept
    person = make_staff("coordinator", "auditor", make_university())
    for model in kept | {Course.history.model, Permission}:
        assert not any(
            rights.may(person, verb, model) for verb in ("view", "add", "change", "delete")
        )
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
        assert all(
            rights.may(admin_user, verb, thing) for verb in ("view", "add", "change", "delete")
        )
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
    [
        ("coordinator", ["import", "export"]),
        ("auditor", []),
        ("editor", ["import", "export"]),
        (None, []),
    ],
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


# --- Contacts, lists, log -------------------------------------------------------------------------


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
@pytest.mark.parametrize(
    ("model", "queries"), [(Course, 11), (CourseRun, 10), (Contact, 7), (Programme, 10)]
)
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
def test_a_courses_page_costs_an_editor_the_same_for_one_run_and_for_three(
    two, number, django_assert_num_queries
):
    course = make_course(make_programme(), host=two[0])
    for _row in range(number):
        make_run(course)
    client = signed_in("editor", university=two[0])
    # The kinds of rows are looked up once by each process.
    client.get(page_of(course))

    with django_assert_num_queries(30):
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
    assert [
        SimpleNamespace(user=r.user, at=r.address, method=r.method, status=r.status) for r in told
    ] == [
        SimpleNamespace(user="editor-a-en", at=page_of(others), method="GET", status=404),
        SimpleNamespace(user="editor-a-en", at=page_of(programme), method="POST", status=403),
    ]
    assert "kvalmosegaard" not in str([record.__dict__ for record in told])
