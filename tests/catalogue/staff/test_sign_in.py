"""The way in: password, second step, where one was going; limits; and what the log says of it."""

import json
import logging
import re
from datetime import timedelta
from time import process_time

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalogue.models import OwnedSession, RecoveryCode
from catalogue.staff import codes, session_marks
from tests.admin_pages import words_of
from tests.catalogue.staff.makers import (
    CODE,
    LOGIN,
    PASSWORD,
    SET_UP,
    at_the_door,
    browser,
    code_of,
    make_app,
    make_member,
    signed_in_with_app,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(caplog):
    """What the audit log says: the events with their facts."""
    logger = logging.getLogger("mastersite.audit")
    parent = logging.getLogger("mastersite")
    before, parent.propagate = parent.propagate, True
    caplog.set_level(logging.INFO, logger.name)
    yield lambda: [
        (
            record.msg,
            record.user,
            {
                name: vars(record)[name]
                for name in ("by", "left", "reason", "whom")
                if name in vars(record)
            },
        )
        for record in caplog.records
        if record.name == logger.name
    ]
    parent.propagate = before


def give(client, name, password=PASSWORD, **over):
    return client.post(LOGIN, {"username": name, "password": password}, **over)


def test_password_and_code_lead_to_where_one_was_going(client):
    kim = make_member()
    device = make_app(kim)

    first = client.get("/admin/catalogue/course/?q=x")
    second = client.post(first.url, {"username": "kim", "password": PASSWORD})
    third = client.post(
        second.url, {"code": code_of(device), "next": "/admin/catalogue/course/?q=x"}
    )

    assert first.url == "/admin/login/?next=/admin/catalogue/course/%3Fq%3Dx"
    assert second.url == "/admin/login/code/?next=/admin/catalogue/course/%3Fq%3Dx"
    assert third.url == "/admin/catalogue/course/?q=x"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\x00"],
)
def test_nobody_is_led_off_the_site(client, address):
    kim = make_member()
    device = make_app(kim)

    client.post(LOGIN, {"username": "kim", "password": PASSWORD, "next": address})

    assert client.post(CODE, {"code": code_of(device), "next": address}).url == "/admin/"


def test_the_password_alone_makes_nobody_a_user(client):
    make_app(make_member())

    assert give(client, "kim").url == CODE
    assert "_auth_user_id" not in client.session
    assert client.get(CODE).context["user"].is_anonymous
    assert client.get(LOGIN).url == CODE


def test_the_session_has_a_new_name_after_each_step(client):
    kim = make_member()
    device = make_app(kim)
    client.get("/admin/")
    give(client, "kim")
    first = client.session.session_key
    client.post(CODE, {"code": code_of(device)})

    assert client.session.session_key != first
    assert not OwnedSession.objects.filter(session_key=first).exists()
    assert OwnedSession.objects.get(session_key=client.session.session_key).person == kim.pk


@pytest.mark.parametrize(
    ("after", "is_there"),
    [(timedelta(minutes=10), True), (timedelta(minutes=10, seconds=1), False)],
)
def test_the_password_holds_for_ten_minutes(frozen_clock, after, is_there):
    kim = make_member()
    make_app(kim)
    client = at_the_door(kim)

    frozen_clock.shift(after)

    assert (client.get(CODE).status_code == 200) is is_there


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"password": "another"}], ids=str
)
def test_who_may_no_longer_come_in_is_sent_away_from_the_door(change):
    kim = make_member()
    device = make_app(kim)
    client = at_the_door(kim)
    User.objects.filter(pk=kim.pk).update(**change)

    assert client.post(CODE, {"code": code_of(device)}).url == LOGIN
    assert client.get("/admin/").status_code == 302


def test_somebody_at_the_door_can_leave_it_for_somebody_else():
    kim = make_member()
    make_app(kim)
    client = at_the_door(kim)

    assert client.post(CODE, {"leave": "1"}).url == LOGIN
    assert client.get(LOGIN).status_code == 200


@pytest.mark.parametrize("language", ["da", "en"])
def test_known_and_unknown_names_have_the_same_answer(language):
    make_member("kim")
    make_member("away", is_active=False)
    make_member("reader", is_staff=False)
    answers = []
    for name, password in [
        ("kim", "wrong"),
        ("nobody", PASSWORD),
        ("away", PASSWORD),
        ("reader", PASSWORD),
    ]:
        page = give(browser(language), name, password)
        assert page.status_code == 200
        answers.append(page.context["form"].non_field_errors())

    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


def test_known_and_unknown_names_take_the_same_time(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make_member("kim")

    def duration(name):
        begun = process_time()
        give(browser(), name, "wrong")
        return process_time() - begun

    give(browser(), "kim", "wrong")
    known, unknown = (min(duration(name) for _number in range(2)) for name in ("kim", "nobody"))

    assert 0.5 < known / unknown < 2


def test_the_eleventh_attempt_waits_and_neither_another_name_nor_the_owner_elsewhere(
    client, frozen_clock
):
    kim, bo = make_member("kim"), make_member("bo")
    make_app(kim)
    make_app(bo)
    for _number in range(10):
        assert give(client, "kim", "wrong").status_code == 200

    eleventh = give(client, "KIM")

    assert eleventh.status_code == 429
    assert eleventh.headers["Retry-After"] == "900"
    assert "Der er forsøgt at logge ind for mange gange. Prøv igen kl. 10.15." in words_of(eleventh)
    assert give(Client(), "bo").url == CODE
    assert give(Client(), "kim", REMOTE_ADDR="198.51.100.7").url == CODE
    frozen_clock.shift(900)
    assert give(client, "kim").url == CODE


def test_a_network_that_tries_many_names_waits(client):
    for number in range(100):
        client.post(LOGIN, {"username": f"name {number}", "password": ""})

    assert give(client, "another").status_code == 429


def test_right_passwords_never_make_anybody_wait():
    kim = make_member()
    make_app(kim)

    assert {give(Client(), "kim").url for _number in range(12)} == {CODE}


def test_a_wrong_code_is_told_at_the_field_and_the_next_one_works(frozen_clock):
    kim = make_member()
    device = make_app(kim)
    client = at_the_door(kim)

    wrong = client.post(CODE, {"code": "0000 0000 0000 0000", "next": "/admin/auth/"})
    empty = client.post(CODE, {"code": ""})
    right = client.post(CODE, {"code": code_of(device)})

    assert "That code is not right." in words_of(wrong)
    assert 'name="next" value="/admin/auth/"' in words_of(wrong)
    assert "Type the 6 digits from your app" in words_of(empty)
    assert right.url == "/admin/"


def test_too_many_wrong_codes_answer_429_and_say_when_to_try_again():
    kim = make_member()
    device = make_app(kim)
    client = at_the_door(kim)
    client.post(CODE, {"code": f"{(int(code_of(device)) + 1) % 10**6:06}"})

    page = client.post(CODE, {"code": code_of(device)})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "1"
    assert "Too many wrong codes. Try again in 1 second." in words_of(page)


def test_fields_can_be_filled_by_a_password_manager_and_pasted_into(client):
    kim = make_member()
    make_app(kim)

    first, second = words_of(client.get(LOGIN)), words_of(at_the_door(kim).get(CODE))

    assert 'autocomplete="username"' in first
    assert 'autocomplete="current-password"' in first
    assert 'autocomplete="one-time-code" inputmode="numeric"' in second
    assert "maxlength" not in second
    assert "onpaste" not in first + second


def test_the_code_is_typed_without_a_click_and_after_a_refusal_the_refusal_is_read_first():
    kim = make_member()
    make_app(kim)
    client = at_the_door(kim)

    first, refused = words_of(client.get(CODE)), words_of(client.post(CODE, {"code": "1"}))

    field = r'<input type="text" name="code"[^>]*>'
    assert " autofocus" in re.search(field, first)[0]
    assert " autofocus" not in re.search(field, refused)[0]


def test_no_step_of_the_way_in_is_kept_by_a_browser_or_on_the_way(client):
    kim = make_member()
    device = make_app(kim)
    door = at_the_door(kim)
    answers = [
        client.get(LOGIN),
        give(client, "kim", "wrong"),
        client.get(CODE),
        door.get(CODE),
        door.post(CODE, {"code": "1"}),
        door.post(CODE, {"code": code_of(device)}),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 302, 200, 200, 302]
    for answer in answers:
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]


def test_a_recovery_code_lets_in_and_says_what_is_left_and_to_set_up_an_app():
    kim = make_member()
    made = codes.make_recovery_codes(kim)
    client = at_the_door(kim)

    page = client.post(CODE, {"code": made[0]}, follow=True)

    assert page.request["PATH_INFO"] == "/admin/"
    assert "You have 9 recovery codes left." in words_of(page)
    assert f'You have no app for codes yet. <a href="{SET_UP}">Set up an app</a>' in words_of(page)


def test_somebody_with_neither_app_nor_code_is_told_whom_to_ask():
    kim = make_member()
    codes.make_recovery_codes(kim)
    RecoveryCode.objects.update(used_at=timezone.now())
    client = at_the_door(kim)

    assert "Ask a superuser to reset your second factor." in words_of(client.get(CODE))
    assert client.get(SET_UP).url.startswith(CODE)


def test_the_log_tells_each_step_and_no_secret(log):
    kim = make_member()
    device = make_app(kim)
    made = codes.make_recovery_codes(kim)
    client = browser()
    give(client, "kim", "wrong\nsecret")
    give(client, "my password typed as a name", "wrong")
    give(client, "kim")
    client.post(CODE, {"code": "0000000000000000"})
    client.post(CODE, {"code": made[0]})
    client.post("/admin/logout/")
    client = at_the_door(kim)
    client.post(CODE, {"code": code_of(device)})

    assert log() == [
        ("sign-in failed", "kim", {}),
        ("sign-in failed", "unknown", {}),
        ("password given", "kim", {}),
        ("second factor refused", "kim", {"reason": "wrong"}),
        ("signed in", "kim", {"by": "recovery code", "left": 9}),
        ("signed out", "kim", {}),
        ("password given", "kim", {}),
        ("signed in", "kim", {"by": "app"}),
    ]
    told = json.dumps(log())
    assert not any(
        secret in told for secret in (PASSWORD, "secret", "my password", made[0], code_of(device))
    )


def test_the_log_tells_what_ended_was_changed_and_was_reset(log, frozen_clock):
    kim, bo = make_member(), make_member("bo", is_superuser=True)
    theirs, client = signed_in_with_app(bo), signed_in_with_app(kim)
    start = len(log())
    client.post("/admin/second-factor/codes/")
    theirs.post(f"/admin/auth/user/{kim.pk}/reset-second-factor/")
    frozen_clock.shift(timedelta(minutes=61))
    theirs.get("/admin/")

    assert log()[start:] == [
        ("recovery codes made", "kim", {}),
        ("second factor reset", "bo", {"whom": "kim"}),
        ("session ended", "bo", {"reason": "idle"}),
    ]


def test_signing_out_ends_the_session_on_the_server():
    kim = make_member()
    device = make_app(kim)
    client = at_the_door(kim)
    client.post(CODE, {"code": code_of(device)})
    cookie = client.cookies["sessionid"].value

    client.post("/admin/logout/")

    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get("/admin/").status_code == 302
    assert not OwnedSession.objects.filter(person=kim.pk).exists()


def test_a_mark_is_worth_nothing_for_another_user():
    kim, bo = make_member("kim"), make_member("bo", is_superuser=True)
    client = Client()
    client.force_login(bo)
    session = client.session
    session[session_marks.MARK] = session_marks.mark(kim, session_marks.APP, timezone.now())
    session.save()

    assert client.get("/admin/").status_code == 302
