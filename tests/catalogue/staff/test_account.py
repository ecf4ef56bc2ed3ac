"""One's own second factor: setting up an app, recovery codes, and what they end."""

import re
from base64 import b32decode
from binascii import hexlify
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.html import escape
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.models import OwnedSession, RecoveryCode
from catalogue.staff import codes
from tests.admin_pages import words_of
from tests.catalogue.staff.makers import (
    CODE,
    LOGIN,
    PASSWORD,
    SET_UP,
    at_the_door,
    code_of,
    make_app,
    make_member,
    signed_in_with_app,
)

pytestmark = pytest.mark.django_db
OWN, CODES, KEPT = (
    "/admin/second-factor/",
    "/admin/second-factor/codes/",
    "/admin/second-factor/codes/kept/",
)


def code_on(page):
    """The code of an app into which the key on the page was typed."""
    key = b32decode(
        re.search(r'<code class="sign-in__key">(.*?)</code>', words_of(page))[1].replace(" ", "")
    )
    return code_of(TOTPDevice(key=hexlify(key).decode()))


def codes_on(page):
    return re.search(r"<textarea.*?>(.*?)</textarea>", page.content.decode(), re.DOTALL)[1].split()


def test_the_first_sign_in_sets_up_an_app_and_gives_recovery_codes():
    kim = make_member()
    client = at_the_door(kim)

    assert client.get(CODE).url == SET_UP
    page = client.get(SET_UP)
    set_up = client.post(SET_UP, {"code": code_on(page), "next": "/admin/catalogue/course/"})

    assert [device.confirmed for device in TOTPDevice.objects.filter(user=kim)] == [True]
    made = codes_on(set_up)
    assert codes.unused_among(kim, made) == made
    assert len(made) == 10
    assert "no-store" in set_up.headers["Cache-Control"]
    assert (
        client.post(KEPT, {"kept": "on", "next": "/admin/catalogue/course/"}).url
        == "/admin/catalogue/course/"
    )
    assert client.get("/admin/").status_code == 200


def test_the_picture_and_the_key_are_of_the_same_secret_which_stays_when_the_page_is_read_again():
    kim = make_member("kim & co")
    client = at_the_door(kim)

    page = client.get(SET_UP)
    device = TOTPDevice.objects.get(user=kim)

    assert escape(device.config_url) in page.content.decode()
    assert "otpauth://totp/Masteruddannelser%3Akim%20%26%20co?" in device.config_url
    assert code_on(page) == code_of(device) == code_on(client.get(SET_UP))


def test_an_app_that_is_begun_grants_nothing_and_another_browser_has_another_secret(frozen_clock):
    kim = make_member()
    first, second = at_the_door(kim), at_the_door(kim)
    begun = code_on(first.get(SET_UP))

    assert code_on(second.get(SET_UP)) != begun
    assert second.post(SET_UP, {"code": begun}).status_code == 200
    assert first.get("/admin/").url == f"{CODE}"
    frozen_clock.shift(1)
    second.post(SET_UP, {"code": code_on(second.get(SET_UP))})
    assert first.post(SET_UP, {"code": begun}).url == f"{CODE}?next={SET_UP}"
    assert TOTPDevice.objects.filter(user=kim).count() == 1


def test_what_was_begun_and_left_is_cleared_away_after_an_hour(frozen_clock):
    kim = make_member()
    at_the_door(kim).get(SET_UP)
    frozen_clock.shift(timedelta(hours=1))
    at_the_door(kim).get(SET_UP)
    assert TOTPDevice.objects.count() == 2

    frozen_clock.shift(timedelta(seconds=1))
    at_the_door(kim).get(SET_UP)

    assert TOTPDevice.objects.count() == 2


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "0" * 16, "\x00"])
def test_a_wrong_first_code_is_told_and_the_picture_stays(typed):
    client = at_the_door(make_member())
    before = code_on(client.get(SET_UP))

    page = client.post(SET_UP, {"code": typed})

    assert page.status_code == 200
    assert "That code is not right. Type the 6 digits that the app shows now" in words_of(page)
    assert code_on(page) == before


def test_codes_that_are_not_ticked_as_kept_are_shown_once_more():
    kim = make_member()
    client = at_the_door(kim)
    made = codes_on(client.post(SET_UP, {"code": code_on(client.get(SET_UP))}))

    again = client.post(KEPT, {"codes": "\r\n".join(made)})

    assert codes_on(again) == made
    assert "Tick that you have kept the codes" in words_of(again)
    assert client.post(KEPT, {"codes": "<b> 1234"}).url == "/admin/"
    assert client.get(KEPT).url == "/admin/"


def test_the_page_says_whether_an_app_is_set_up_and_how_many_codes_are_left():
    kim = make_member()
    client = signed_in_with_app(kim)
    assert '<span class="st st-bad">You have 0 recovery codes left.</span>' in words_of(
        client.get(OWN)
    )
    codes.make_recovery_codes(kim)
    RecoveryCode.objects.filter(pk__in=RecoveryCode.objects.values("pk")[:7]).update(
        used_at=timezone.now()
    )

    assert '<span class="st st-on">You have 3 recovery codes left.</span>' in words_of(
        client.get(OWN)
    )
    assert "Set up on 25 November 2026" in words_of(client.get(OWN))


def test_new_codes_take_the_place_of_the_old_and_end_the_other_sessions():
    kim = make_member()
    device = make_app(kim)
    old = codes.make_recovery_codes(kim)
    elsewhere = at_the_door(kim)
    elsewhere.post(CODE, {"code": old[0]})
    client = signed_in_with_app(kim, device)

    made = codes_on(client.post(CODES))

    assert codes.unused_among(kim, [*old, *made]) == made
    assert client.get(OWN).status_code == 200
    assert elsewhere.get(OWN).status_code == 302
    assert OwnedSession.objects.filter(person=kim.pk).count() == 1
    assert client.get(CODES).url == OWN


def test_another_app_takes_the_place_of_the_old_one_and_ends_the_other_sessions(frozen_clock):
    kim = make_member()
    old = make_app(kim)
    made = codes.make_recovery_codes(kim)
    elsewhere = at_the_door(kim)
    elsewhere.post(CODE, {"code": made[0]})
    client = signed_in_with_app(kim, old)

    answer = client.post(SET_UP, {"code": code_on(client.get(SET_UP))})

    assert answer.url == OWN
    assert not TOTPDevice.objects.filter(pk=old.pk).exists()
    assert codes.recovery_codes_left(kim) == 9
    assert elsewhere.get(OWN).status_code == 302
    assert client.get(OWN).status_code == 200


def test_changing_the_password_ends_the_other_sessions_and_is_told_at_the_next_sign_in(
    frozen_clock,
):
    kim = make_member()
    device = make_app(kim)
    client = signed_in_with_app(kim, device)
    frozen_clock.shift(30)
    elsewhere = signed_in_with_app(kim, device)
    new = "quite another sentence 8"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    assert client.post("/admin/password_change/", {**form, "old_password": "x"}).status_code == 200
    assert elsewhere.get(OWN).status_code == 200
    frozen_clock.shift(1)
    assert client.post("/admin/password_change/", form).status_code == 302

    # Gone on the server, not only worth nothing any more because the password is another.
    assert list(OwnedSession.objects.filter(person=kim.pk).values_list("pk", flat=True)) == [
        client.session.session_key
    ]
    assert client.get(OWN).status_code == 200
    assert elsewhere.get(OWN).status_code == 302
    frozen_clock.shift(30)
    client.post("/admin/logout/")
    client.post(LOGIN, {"username": "kim", "password": new})
    page = client.post(CODE, {"code": code_of(device)}, follow=True)
    assert (
        "Your account was changed on 25 November 2026 10:00 by kim: The password was changed."
        in words_of(page)
    )
    assert LogEntry.objects.filter(object_id=str(kim.pk)).count() == 1
