"""Signing in as staff do: the password, then the code that an app would show."""

import time
from base64 import b32decode

from django.contrib.auth.models import User
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect


def sign_in(page, words, name, password):
    """Sign in with both factors; whoever has no app yet is given one, and its code may be given again and again."""
    device, _is_new = TOTPDevice.objects.update_or_create(
        user=User.objects.get(username=name), confirmed=True, defaults={"name": "app", "last_t": -1}
    )
    page.goto("/admin/")
    give_password(page, words, name, password)
    give_code(page, words, code_of(device.bin_key))
    expect(page.get_by_role("button", name=words("Log out"))).to_be_visible()


def give_password(page, words, name, password):
    page.get_by_label(words.label("username")).fill(name)
    page.get_by_label(words.label("password")).fill(password)
    page.get_by_role("button", name=words("Log in"), exact=True).click()


def give_code(page, words, code):
    page.get_by_label(words("Code from the app, or a recovery code")).fill(code)
    page.get_by_role("button", name=words("Go on"), exact=True).click()


def key_on(page):
    """The key that somebody would type who cannot scan the picture."""
    return b32decode(page.locator("code.key").inner_text().replace(" ", ""))


def code_of(key, later=0):
    """What an app with this key shows, now or some seconds later."""
    clock = TOTP(key)
    clock.time = time.time() + later
    return f"{clock.token():06}"
