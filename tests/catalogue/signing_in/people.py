"""Staff with passwords and apps, and the codes that their apps show."""

import time

from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "three words and a number 7"
LOGIN, CODE, SET_UP = "/admin/login/", "/admin/login/code/", "/admin/second-factor/app/"


def make_member(name="kim", **over):
    return User.objects.create_user(name, password=PASSWORD, **{"is_staff": True, **over})


def make_app(person):
    return TOTPDevice.objects.create(user=person, name="app", confirmed=True)


def code_of(device, at=None):
    """What the app shows, now or at another moment."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = at or time.time()
    return f"{totp.token():06}"


def browser(language="en", **over):
    return Client(headers={"accept-language": language}, **over)


def at_the_door(person, **over):
    """A browser in which the password has been given."""
    client = browser(**over)
    client.post(LOGIN, {"username": person.username, "password": PASSWORD})
    return client


def signed_in_with_app(person, device=None):
    """A browser in which both factors have been given, really."""
    device = device or make_app(person)
    client = at_the_door(person)
    answer = client.post(CODE, {"code": code_of(device)})
    assert answer.status_code == 302, answer.content
    return client
