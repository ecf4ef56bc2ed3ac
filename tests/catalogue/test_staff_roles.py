from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from catalogue.models import Course, Programme
from tests.catalogue.admin_pages import come_in, list_of, page_of, signed_in
from tests.factories import make_course, make_programme

pytestmark = pytest.mark.django_db


def permissions(role):
    found = Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{code}" for app, code in found}


def test_an_editor_edits_the_whole_catalogue_and_deletes_none_of_its_pillars():
    call_command("staff_roles", stdout=StringIO())

    every = {
        f"catalogue.{code}"
        for code in Permission.objects.filter(content_type__app_label="catalogue").values_list("codename", flat=True)
    }
    kept = {"catalogue.delete_programme", "catalogue.delete_university", "catalogue.delete_requirementset"}
    assert len(every) > 17 * 4
    assert permissions("Editor") <= every - kept


def test_a_coordinator_has_the_catalogue_the_interests_and_sees_letters():
    call_command("staff_roles", stdout=StringIO())

    beyond = {code for code in permissions("Coordinator") if not code.startswith("catalogue.")}
    assert permissions("Coordinator") - beyond >= permissions("Editor")
    assert "catalogue.delete_programme" in permissions("Coordinator")
    assert beyond == {
        "admissions.view_interest",
        "admissions.change_interest",
        "admissions.delete_interest",
        "admissions.view_letter",
        "admissions.export_interest",
    }


def test_running_it_again_puts_the_permissions_right_and_keeps_the_members(django_user_model):
    call_command("staff_roles", stdout=StringIO())
    first = permissions("Editor")
    editors = Group.objects.get(name="Editor")
    member = django_user_model.objects.create_user("member")
    editors.user_set.add(member)
    editors.permissions.set(Permission.objects.filter(codename="delete_user"))

    call_command("staff_roles", stdout=StringIO())

    assert permissions("Editor") == first
    assert list(editors.user_set.all()) == [member]
    assert Group.objects.count() == 2


def test_a_missing_permission_stops_it_and_changes_nothing():
    Permission.objects.filter(codename="export_interest").delete()

    with pytest.raises(CommandError, match=r"admissions\.export_interest"):
        call_command("staff_roles", stdout=StringIO())

    assert Group.objects.count() == 0


def test_three_people_at_the_door_of_the_admin(client, django_user_model):
    programme = make_programme()
    nobody = client.get(page_of(programme))
    come_in(client, django_user_model.objects.create_user("visitor", is_staff=True))
    wrong = client.get(page_of(programme))
    right = signed_in("Editor").get(page_of(programme))

    assert nobody.status_code == 302
    assert nobody.url == f"/admin/login/?next={page_of(programme)}"
    assert wrong.status_code == 403
    assert right.status_code == 200


@pytest.mark.parametrize(("role", "status", "left"), [("Editor", 403, 1), ("Coordinator", 302, 0)])
def test_only_a_coordinator_deletes_a_programme(role, status, left):
    programme = make_programme()

    answer = signed_in(role).post(f"/admin/catalogue/programme/{programme.pk}/delete/", {"post": "yes"})

    assert answer.status_code == status
    assert Programme.objects.count() == left


def test_an_editor_deletes_a_course_by_the_list():
    course = make_course()
    values = {"action": "delete_selected", "_selected_action": [course.pk], "post": "yes"}

    signed_in("Editor").post(list_of(Course), values)

    assert Course.objects.count() == 0
