"""Sensitive acts ask for a code again, carry along what was sent, and go on."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from admissions.models import Interest
from catalogue.models import OwnedSession, Programme, University
from catalogue.staff import codes
from tests.admin_pages import list_of, page_of, send, words_of
from tests.admissions.makers import make_interest
from tests.catalogue.staff.makers import (
    CODE,
    SET_UP,
    at_the_door,
    code_of,
    make_app,
    make_member,
    signed_in_with_app,
)
from tests.makers import make_programme, make_university, make_whole_programme

pytestmark = pytest.mark.django_db
ASKED = "Type a code to go on"


@pytest.fixture
def kim():
    return make_member(is_superuser=True)


@pytest.fixture
def app(kim):
    return make_app(kim)


@pytest.fixture
def client(kim, app):
    return signed_in_with_app(kim, app)


@pytest.fixture
def later(client, frozen_clock):
    """A browser whose last code is more than ten minutes old."""
    frozen_clock.shift(timedelta(minutes=10, seconds=1))
    return client


def told(caplog):
    """What the audit log says, with its facts."""
    facts = ("by", "left", "reason")
    return {
        record.message: {name: vars(record)[name] for name in facts if name in vars(record)}
        for record in caplog.records
        if record.name == "mastersite.audit"
    }


def is_asked(answer):
    return answer.status_code == 200 and ASKED in words_of(answer)


@pytest.mark.parametrize(
    ("after", "asks"), [(timedelta(minutes=10), False), (timedelta(minutes=10, seconds=1), True)]
)
def test_a_code_is_recent_for_ten_minutes(client, frozen_clock, after, asks):
    frozen_clock.shift(after)

    assert is_asked(client.post("/admin/second-factor/codes/")) is asks


def test_what_was_sent_is_carried_along_and_done_once_the_code_is_right(later, app):
    bo = make_member("bo")
    address = reverse("admin:auth_user_change", args=[bo.pk])

    joined = {
        "last_login": None,
        "date_joined": None,
        "date_joined_0": "2026-11-25",
        "date_joined_1": "10:00",
    }

    asked = send(later, address, first_name='Bo "&" co', **joined)
    fields = dict(asked.context["fields"])
    wrong = later.post(address, {**fields, "again-code": "0000000000000000"})
    right = later.post(address, {**fields, "again-code": code_of(app)})

    assert is_asked(asked)
    assert fields["first_name"] == 'Bo "&" co'
    assert is_asked(wrong)
    assert "That code is not right." in words_of(wrong)
    assert dict(wrong.context["fields"]) == fields
    assert right.status_code == 302
    assert User.objects.get(pk=bo.pk).first_name == 'Bo "&" co'


def test_nothing_is_done_before_the_code(later):
    programme = make_programme()
    bo = make_member("bo")
    user = {"action": "delete_selected", "_selected_action": [bo.pk], "post": "yes"}
    row = {"action": "delete_selected", "_selected_action": [programme.pk], "post": "yes"}

    assert is_asked(later.post(reverse("admin:auth_user_delete", args=[bo.pk]), {"post": "yes"}))
    assert is_asked(later.post(reverse("admin:auth_user_changelist"), user))
    assert is_asked(later.post(reverse("admin:auth_user_reset_second_factor", args=[bo.pk])))
    assert is_asked(later.post(list_of(Programme), row))
    assert is_asked(
        later.post(
            reverse("admin:catalogue_programme_delete", args=[programme.pk]), {"post": "yes"}
        )
    )
    assert Programme.objects.exists()
    assert User.objects.filter(pk=bo.pk).exists()


def test_a_university_is_deleted_after_a_code_alone(later, app):
    university = make_university()
    row = {"action": "delete_selected", "_selected_action": [university.pk], "post": "yes"}

    assert is_asked(later.post(list_of(University), row))
    later.post(list_of(University), {**row, "again-code": code_of(app)})

    assert not University.objects.filter(pk=university.pk).exists()


def test_the_list_of_interests_is_exported_after_a_code_alone(later, app):
    anna = make_interest(make_whole_programme()[0], name="Anna", confirmed_at=timezone.now())
    form = {"action": "export_csv", "_selected_action": [anna.pk]}

    assert is_asked(later.post(reverse("admin:admissions_interest_changelist"), form))
    answer = later.post(
        reverse("admin:admissions_interest_changelist"), {**form, "again-code": code_of(app)}
    )

    assert "attachment" in answer.headers["Content-Disposition"]
    assert Interest.objects.count() == 1


def test_ordinary_editing_asks_for_nothing(later):
    university = make_university()

    assert send(later, page_of(university), name_en="Another name").status_code == 302
    assert later.get(reverse("admin:auth_user_change", args=[make_member("bo").pk])).context[
        "adminform"
    ]


@pytest.mark.parametrize(
    "name", ["password_change", "set_up_app", "auth_user_add", "auth_user_password_change"]
)
def test_a_page_that_takes_a_secret_asks_before_it_is_shown_and_carries_none(later, app, kim, name):
    address = reverse(
        f"admin:{name}", args=[kim.pk] if "password_change" in name and "user" in name else []
    )

    asked = later.get(address)
    sent = later.post(address, {"password1": "a secret of mine", "username": "new"})
    go_on = later.post(address, {"again-code": code_of(app), "again-shown": "1"})

    assert is_asked(asked)
    assert is_asked(sent)
    assert "a secret of mine" not in words_of(sent)
    assert "type them again afterwards" in words_of(sent)
    assert go_on.url == address
    assert not is_asked(later.get(address))


def test_a_double_click_goes_on_although_its_code_is_used(later, app):
    form = {"again-code": code_of(app), "again-shown": "1"}

    assert [later.post(SET_UP, form).status_code for _click in range(2)] == [302, 302]


def test_a_recovery_code_will_do_and_is_used_up(later, kim):
    made = codes.make_recovery_codes(kim)

    assert later.post(SET_UP, {"again-code": made[0], "again-shown": "1"}).status_code == 302
    assert codes.recovery_codes_left(kim) == 9


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="empty"),
        pytest.param("  ", id="spaces"),
        pytest.param("1" * 61, id="longer than any code"),
        pytest.param("12345", id="too few digits"),
        pytest.param("not a code", id="words"),
    ],
)
def test_what_is_no_code_is_asked_for_again_with_what_was_sent(later, app, typed):
    bo = make_member("bo")
    address = reverse("admin:auth_user_delete", args=[bo.pk])

    asked = later.post(address, {"post": "yes", "again-code": typed})
    right = later.post(
        address, {**dict(asked.context["fields"]), "again-code": code_of(app)}, follow=True
    )

    assert is_asked(asked)
    assert asked.context["form"].errors == {
        "code": ["Type the 6 digits from your app, or the 16 digits of a recovery code."]
    }
    assert dict(asked.context["fields"]) == {"post": "yes"}
    assert right.status_code == 200
    assert not User.objects.filter(pk=bo.pk).exists()


@pytest.mark.parametrize("by", ["app", "recovery code"])
def test_a_code_given_again_is_logged_with_what_it_was_and_a_wrong_one_with_why(
    later, kim, app, caplog, monkeypatch, by
):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    right = code_of(app) if by == "app" else codes.make_recovery_codes(kim)[0]
    caplog.clear()

    later.post(SET_UP, {"again-code": "0000000000000000", "again-shown": "1"})
    later.post(SET_UP, {"again-code": right, "again-shown": "1"})

    left = {"left": 9} if by == "recovery code" else {}
    assert told(caplog) == {
        "second factor refused": {"reason": "wrong"},
        "second factor given again": {"by": by, **left},
    }


def test_codes_from_one_network_stop_none_from_another(later, app):
    wrong = {"again-code": "0000000000000000", "again-shown": "1"}
    for _code in range(codes.CODE_LIMIT.per_asker):
        assert later.post(SET_UP, wrong).status_code == 200
    right = {"again-code": code_of(app), "again-shown": "1"}

    assert later.post(SET_UP, right).status_code == 429
    assert later.post(SET_UP, right, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_too_many_wrong_codes_answer_429(later, app):
    wrong = f"{(int(code_of(app)) + 1) % 10**6:06}"
    later.post(SET_UP, {"again-code": wrong, "again-shown": "1"})

    page = later.post(SET_UP, {"again-code": code_of(app), "again-shown": "1"})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "1"


def test_a_superuser_resets_a_second_factor_which_ends_the_persons_sessions_and_is_told(
    client, kim, caplog
):
    bo = make_member("bo")
    made = codes.make_recovery_codes(bo)
    device = make_app(bo)
    theirs = signed_in_with_app(bo, device)
    address = reverse("admin:auth_user_reset_second_factor", args=[bo.pk])
    assert "bo is signed out everywhere" in words_of(client.get(address))
    assert f'href="{address}"' in words_of(
        client.get(reverse("admin:auth_user_change", args=[bo.pk]))
    )

    page = client.post(address, follow=True)

    assert "The second factor of bo is reset" in words_of(page)
    assert "Not set up; the next sign-in asks for it." in words_of(page)
    assert not TOTPDevice.objects.filter(user=bo).exists()
    assert codes.unused_among(bo, made) == []
    assert not OwnedSession.objects.filter(person=bo.pk).exists()
    assert theirs.get("/admin/").status_code == 302
    back = at_the_door(bo)
    assert back.get(CODE).url == SET_UP


def test_the_reset_is_logged_with_who_and_whom_and_told_to_the_person(
    client, kim, caplog, frozen_clock
):
    bo = make_member("bo")
    make_app(bo)
    signed_in_with_app(bo, TOTPDevice.objects.get(user=bo))
    frozen_clock.shift(60)

    client.post(reverse("admin:auth_user_reset_second_factor", args=[bo.pk]))

    entry = bo.logentry_set.model.objects.latest("pk")
    assert (entry.user, entry.object_id, entry.get_change_message()) == (
        kim,
        str(bo.pk),
        "The second factor was reset.",
    )
    assert entry.action_time == timezone.now()


def test_three_people_at_the_reset():
    bo = make_member("bo")
    make_app(bo)
    address = reverse("admin:auth_user_reset_second_factor", args=[bo.pk])
    editor = signed_in_with_app(make_member("editor"))
    root = signed_in_with_app(make_member("root", is_superuser=True))

    assert editor.post(address).status_code == 404
    assert TOTPDevice.objects.filter(user=bo).exists()
    assert Client().post(address).url == f"/admin/login/?next={address}"
    assert root.get(address).status_code == 200
    assert root.get(reverse("admin:auth_user_reset_second_factor", args=["x"])).status_code == 404
