"""The superusers' page of the staff: roles are given and taken there, and the log says so."""

import logging

import pytest
from django.contrib.admin import site
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User

from catalogue.models import StaffRole
from tests.admin_pages import errors_of, make_staff, signed_in, words_of
from tests.makers import make_university

pytestmark = pytest.mark.django_db

USERS = "/admin/auth/user/"


@pytest.fixture
def heard(caplog, monkeypatch):
    """What the audit log is told, as (words, by whom, of whom, which role, where)."""
    logger = logging.getLogger("mastersite")
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(logger, "handlers", [])

    def told():
        return [
            (r.message, r.user, r.whom, getattr(r, "role", None), getattr(r, "university", None))
            for r in caplog.records
            if r.name == "mastersite.audit"
        ]

    return told


def values_of(person, roles=(), held=(), **over):
    """What a member of staff's page sends: these roles, those already held coming first."""
    rows = {"staff_roles-TOTAL_FORMS": str(len(roles)), "staff_roles-INITIAL_FORMS": str(len(held))}
    for number, (role, university) in enumerate(roles):
        rows |= {
            f"staff_roles-{number}-role": role,
            f"staff_roles-{number}-university": str(university.pk) if university else "",
            f"staff_roles-{number}-user": str(person.pk or ""),
        }
    for number, row in enumerate(held):
        rows[f"staff_roles-{number}-id"] = str(row.pk)
    return {"username": person.username, "is_active": "on", "is_staff": "on", **rows, **over}


def page_of(person):
    return f"{USERS}{person.pk}/change/"


def test_a_superuser_gives_and_takes_roles_and_the_log_says_who_what_and_whom(heard):
    person, uni = make_staff("coordinator", username="kim"), make_university(slug="ku")
    held = list(person.staff_roles.all())
    roles = [("coordinator", None), ("editor", uni), ("auditor", None)]

    answer = signed_in().post(
        page_of(person), values_of(person, roles, held, **{"staff_roles-0-DELETE": "on"})
    )

    assert errors_of(answer) == {}
    assert set(person.staff_roles.values_list("role", "university")) == {
        ("editor", uni.pk),
        ("auditor", None),
    }
    assert heard() == [
        ("role given", "root-en", "kim", "auditor", ""),
        ("role given", "root-en", "kim", "editor", "ku"),
        ("role taken", "root-en", "kim", "coordinator", ""),
    ]
    assert LogEntry.objects.get().user.username == "root-en"


def test_who_may_sign_in_and_who_may_all_is_logged_too(heard):
    person = make_staff(username="kim")

    client = signed_in()
    version = client.get(page_of(person)).context["version"]
    values = values_of(person, is_active="", is_superuser="on", _version=version)
    client.post(page_of(person), values)

    assert [told[:3] for told in heard()] == [
        ("is_active is now False", "root-en", "kim"),
        ("is_superuser is now True", "root-en", "kim"),
    ]


def test_a_new_member_of_staff_is_made_with_the_role_in_one_go(heard):
    client = signed_in()
    shown = client.get(f"{USERS}add/").context["adminform"].form
    secrets = {
        "usable_password": "true",
        "password1": "three words and 7",
        "password2": "three words and 7",
    }

    answer = client.post(
        f"{USERS}add/", values_of(User(username="new"), [("auditor", None)], **secrets)
    )

    assert shown.get_initial_for_field(shown.fields["is_staff"], "is_staff") is True
    assert errors_of(answer) == {}
    assert StaffRole.objects.get().user.username == "new"
    assert ("role given", "root-en", "new", "auditor", "") in heard()


@pytest.mark.parametrize("by_the_list", [True, False])
def test_a_deleted_member_of_staff_is_logged(heard, by_the_list):
    person, client = make_staff(username="kim"), signed_in()
    act = {"action": "delete_selected", "_selected_action": [person.pk]}

    client.post(
        USERS if by_the_list else f"{USERS}{person.pk}/delete/",
        {"post": "yes", **(act if by_the_list else {})},
    )

    assert not User.objects.filter(username="kim").exists()
    assert [told[:3] for told in heard()] == [("member of staff deleted", "root-en", "kim")]


@pytest.mark.parametrize(
    ("roles", "field", "words"),
    [
        (
            ["editor"],
            "staff_roles-0-university",
            "Choose the university whose courses and runs the editor keeps.",
        ),
        (
            ["auditor at ku"],
            "staff_roles-0-university",
            "Leave this empty: only an editor has a university.",
        ),
        (["auditor", "auditor"], "staff_roles-1-role", "This stands here twice."),
        (
            ["nonsense"],
            "staff_roles-0-role",
            "Select a valid choice. nonsense is not one of the available choices.",
        ),
    ],
)
def test_a_role_that_cannot_be_is_told_at_its_field(roles, field, words):
    person, uni = make_staff(username="kim"), make_university(slug="ku")
    rows = [(role.split()[0], uni if role.endswith("ku") else None) for role in roles]

    answer = signed_in().post(page_of(person), values_of(person, rows))

    assert errors_of(answer)[field] == [words]
    assert not person.staff_roles.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_names_roles_and_the_last_sign_in_and_costs_the_same_for_three(
    number, django_assert_num_queries
):
    for each in range(number):
        make_staff("auditor", make_university(name_en="Some University"), username=f"kim-{each}")
    client = signed_in()

    with django_assert_num_queries(7):
        page = words_of(client.get(USERS))

    assert page.count("<div>editor of a university, Some University</div>") == number
    assert "<div>auditor</div>" in page
    assert "column-last_login" in page


def test_groups_and_single_permissions_are_offered_nowhere():
    page = words_of(signed_in().get(page_of(make_staff(username="kim"))))

    assert not site.is_registered(Group)
    assert 'name="is_superuser"' in page
    assert 'name="groups"' not in page
    assert 'name="user_permissions"' not in page


def test_the_log_of_changes_has_no_page_that_changes_it(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user

    for model in (LogEntry, StaffRole):
        page = site._registry.get(model)
        assert not page or not any(
            (
                page.has_add_permission(request),
                page.has_change_permission(request),
                page.has_delete_permission(request),
            )
        )
