import os
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models.signals import pre_save
from django.utils import timezone

from catalogue.models import Course, CourseRun, Programme
from catalogue.staff.codes import check, unused_among
from catalogue.staff.rights import changeable

pytestmark = pytest.mark.django_db


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.STATIC_ROOT = settings.VAR / "static"
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    # Those of the admin would take longer than all the rest.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.VAR.mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("body{}")
    return settings.VAR


def prepare() -> str:
    output = StringIO()
    call_command("prepare_demo", stdout=output)
    return output.getvalue()


def password_in(var):
    return (var / "demo-staff.txt").read_text().splitlines()[0]


def printed_codes(output, name):
    return (
        output.partition(f"Recovery codes of {name}, each works once: ")[2].splitlines()[0].split()
    )


def test_the_first_run_loads_the_catalogue_and_tells_what_a_visitor_needs(var, settings):
    output = prepare()

    password = password_in(var)
    assert Programme.objects.count() == 1
    assert CourseRun.objects.exists()
    assert (
        f"Demo staff: koordinator, redaktoer-ku, redaktoer-au, revisor; password: {password}\n"
        in output
    )
    assert f"Letters are written to: {var / 'mail'}\n" in output
    assert f"Address: {settings.SITE_URL}\n" in output


def test_the_demo_staff_sign_in_with_the_password_and_have_their_roles(var):
    prepare()

    password = password_in(var)
    names = ["koordinator", "redaktoer-ku", "redaktoer-au", "revisor"]
    people = [authenticate(username=name, password=password) for name in names]
    assert [
        list(person.staff_roles.values_list("role", "university__slug")) for person in people
    ] == [
        [("coordinator", None)],
        [("editor", "ku")],
        [("editor", "au")],
        [("auditor", None)],
    ]
    assert {(person.is_staff, person.is_superuser) for person in people} == {(True, False)}


def test_each_demo_editor_has_courses_to_edit(var):
    prepare()

    for name in ("redaktoer-ku", "redaktoer-au"):
        assert changeable(User.objects.get(username=name), Course.objects).count() > 1


def test_the_password_is_for_its_owner_alone(var):
    prepare()

    assert (var / "demo-staff.txt").stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(var):
    prepare()
    person = User.objects.get(username="redaktoer-ku")
    person.set_password("one of their own choosing")
    person.save()
    before = {path: path.stat().st_mtime_ns for path in var.rglob("*")}
    runs = list(CourseRun.objects.order_by("pk").values())

    output = prepare()

    assert authenticate(username="redaktoer-ku", password="one of their own choosing") == person
    assert {path: path.stat().st_mtime_ns for path in var.rglob("*")} == before
    assert list(CourseRun.objects.order_by("pk").values()) == runs
    assert [line.split(":")[0] for line in output.splitlines()] == [
        "Demo staff",
        "Recovery codes of koordinator, each works once",
        "Recovery codes of redaktoer-ku, each works once",
        "Recovery codes of redaktoer-au, each works once",
        "Recovery codes of revisor, each works once",
        "Letters are written to",
        "Address",
    ]


def test_the_demo_staff_have_recovery_codes_and_each_start_prints_three_that_still_work(var):
    codes = printed_codes(prepare(), "redaktoer-ku")
    person = User.objects.get(username="redaktoer-ku")

    assert len(codes) == 3
    assert unused_among(person, codes) == codes
    assert check(person, codes[0], network="", now=timezone.now()).by == "recovery code"
    again = printed_codes(prepare(), "redaktoer-ku")
    assert again[:2] == codes[1:]
    assert len(again) == 3


@pytest.mark.parametrize(("left", "are_new"), [(3, False), (2, True)])
def test_new_recovery_codes_are_made_when_fewer_than_three_are_left(var, left, are_new):
    before = printed_codes(prepare(), "koordinator")
    person = User.objects.get(username="koordinator")
    used = person.recovery_codes.order_by("-pk").values_list("pk", flat=True)[: 10 - left]
    person.recovery_codes.filter(pk__in=list(used)).update(used_at=timezone.now())

    after = printed_codes(prepare(), "koordinator")

    assert (set(after).isdisjoint(before)) is are_new
    assert person.recovery_codes.filter(used_at=None).count() == (10 if are_new else 3)


def test_a_lost_password_is_replaced_by_a_new_one_for_all(var):
    prepare()
    lost = password_in(var)
    (var / "demo-staff.txt").unlink()

    prepare()

    password = password_in(var)
    assert password != lost
    assert authenticate(username="redaktoer-ku", password=password)
    assert authenticate(username="koordinator", password=password)


def test_a_person_who_was_deleted_comes_back_with_the_password_in_the_file(var):
    prepare()
    User.objects.get(username="koordinator").delete()

    prepare()

    assert authenticate(username="koordinator", password=password_in(var))


def test_a_load_that_was_cut_short_leaves_nothing_and_the_next_run_mends_it(var):
    def cut(**signal):
        raise KeyboardInterrupt

    pre_save.connect(cut, sender=CourseRun)
    try:
        with pytest.raises(KeyboardInterrupt):
            prepare()
    finally:
        pre_save.disconnect(cut, sender=CourseRun)
    assert not Programme.objects.exists()

    prepare()

    assert CourseRun.objects.exists()


def test_a_migration_that_was_cut_short_is_run_to_its_end(var):
    (var / "migrating").touch()

    assert "Making the database." in prepare()
    assert not (var / "migrating").exists()


def test_static_files_are_collected_again_when_one_changes_and_none_is_left_over(var, settings):
    prepare()
    (settings.STATICFILES_DIRS[0] / "site.css").rename(settings.STATICFILES_DIRS[0] / "new.css")

    output = prepare()

    assert "Collecting the static files." in output
    assert sorted(path.name for path in settings.STATIC_ROOT.glob("*.css")) == ["new.css"]


def test_static_files_that_are_gone_are_collected_again(var, settings):
    prepare()
    settings.STATIC_ROOT.rename(var / "elsewhere")

    prepare()

    assert (settings.STATIC_ROOT / "site.css").read_text() == "body{}"


def test_a_site_that_is_no_demo_is_left_alone(var, settings):
    settings.DEMO = False

    with pytest.raises(
        CommandError, match=r"^This prepares a demo only: set MASTERSITE_DEMO=True\.$"
    ):
        prepare()

    assert list(var.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_one_sentence(var):
    os.mkdir(var / "demo-staff.txt.new")

    with pytest.raises(CommandError) as refusal:
        prepare()

    assert str(refusal.value).startswith("The demo's files or its database cannot be used: ")
    assert str(refusal.value).count("\n") == 0
