"""Staff with passwords and apps; two universities' things, and what each role may do with each."""

import time
from types import SimpleNamespace

from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.models import Question, TextPage, Voice
from tests.admin_pages import make_staff
from tests.admissions.makers import make_interest, make_letter, make_wordings
from tests.makers import (
    make_course,
    make_office,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
)

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


NOT_YOURS = (
    "Choose a university that you are an editor of. Only a coordinator moves things to another."
)
ROLES = [
    "superuser",
    "coordinator",
    "editor of A",
    "editor of B",
    "editor of both",
    "auditor",
    "no role",
]


# What each role in turn may do with the row: view, change, delete; "-": it is not there.
TABLE = {
    "catalogue/course": {
        "A's": "vcd vcd vc - vc v -",
        "A's draft": "vcd vcd vcd - vcd v -",
        "A's draft in a programme": "vcd vcd vc - vc v -",
        "A's draft with a run of B's": "vcd vcd vc - vcd v -",
        "B's": "vcd vcd - vc vc v -",
        "nobody's": "vcd vcd - - - v -",
    },
    "catalogue/courserun": {
        "A's": "vcd vcd vc - vc v -",
        "A's draft": "vcd vcd vcd - vcd v -",
        "A's draft that was announced": "vcd vcd vc - vc v -",
        "B's on A's course": "vcd vcd - vc vc v -",
        "B's draft on A's draft": "vcd vcd - vcd vcd v -",
        "A's on nobody's course": "vcd vcd vc - vc v -",
        "nobody's": "vcd vcd - - - v -",
    },
    "catalogue/contact": {
        "A's": "vcd vcd vc - vc v -",
        "B's": "vcd vcd - vc vc v -",
        "nobody's": "vcd vcd - - - v -",
        "nobody's, of A's course": "vcd vcd v - v v -",
    },
    "catalogue/university": {
        "A": "vcd vc v - v v -",
        "B": "vcd vc - v v v -",
        "a third": "vcd vcd - - - v -",
    },
    "catalogue/programme": {
        "A's": "vcd vcd v - v v -",
        "with B as partner": "vcd vcd - v v v -",
        "with A's course": "vcd vcd v - v v -",
        "home of A's course": "vcd vcd v - v v -",
        "a third's": "vcd vcd - - - v -",
    },
    "catalogue/voice": {"one": "vcd vcd - - - v -"},
    "catalogue/question": {"one": "vcd vcd - - - v -"},
    "catalogue/textpage": {"one": "vcd vcd - - - v -"},
    "catalogue/requirementset": {"draft": "vcd vcd - - - v -", "published": "v v - - - v -"},
    "catalogue/requirement": {"draft": "vcd vcd - - - v -", "published": "v v - - - v -"},
    "admissions/interest": {"one": "vd vd - - - - -"},
    "admissions/letter": {"one": "v v - - - - -"},
    "admissions/wording": {"one": "vc vc - - - - -"},
    "auth/user": {"one": "vcd - - - - - -"},
}
ADDED_BY_NOBODY = ["admissions/interest", "admissions/letter", "admissions/wording"]
ADDED_BY_EDITORS = ["catalogue/course", "catalogue/courserun", "catalogue/contact"]


def rights_of(role, model, name):
    """The letters of the table; none where the row is not there for the role."""
    return TABLE[model][name].split()[ROLES.index(role)].strip("-")


def may_list(role, model):
    """Whether the role sees the model's list: it would see some row, if there were one."""
    return any(rights_of(role, model, name) for name in TABLE[model]) or (
        role.startswith("editor") and model in ("catalogue/programme", "catalogue/university")
    )


def may_add(role, model):
    if model in ADDED_BY_NOBODY:
        return False
    if role in ("superuser", "coordinator"):
        return role == "superuser" or model != "auth/user"
    return role.startswith("editor") and model in ADDED_BY_EDITORS


def make_world():
    """The people by role, and the rows by model and the names of the table."""
    a, b, third = make_university(slug="a"), make_university(slug="b"), make_university(slug="c")
    people = {
        "superuser": User.objects.create_superuser("root", password="x"),
        "coordinator": make_staff("coordinator", username="coordinator"),
        "editor of A": make_staff(a, username="a"),
        "editor of B": make_staff(b, username="b"),
        "editor of both": make_staff(a, b, username="both"),
        "auditor": make_staff("auditor", username="auditor"),
        "no role": make_staff(username="nobody"),
    }
    rows = {
        "catalogue/university": {"A": a, "B": b, "a third": third},
        **_programmes_and_courses(a, b, third),
        **_texts_and_rules(),
        **_letters(),
        "auth/user": {"one": people["no role"]},
    }
    return SimpleNamespace(people=people, rows=rows, a=a, b=b)


def _programmes_and_courses(a, b, third):
    office = make_office()
    # Unpublished, so that no page that says "not found" draws them.
    programmes = {
        "A's": make_programme(home_university=a, is_published=False),
        "with B as partner": make_programme(home_university=third, is_published=False),
        "with A's course": make_programme(is_published=False),
        "home of A's course": make_programme(is_published=False),
        "a third's": make_programme(home_university=third, is_published=False),
    }
    programmes["with B as partner"].partners.add(b)
    own = make_course(programmes["with A's course"], host=a, coordinator=office)
    own.home_programme = programmes["home of A's course"]
    own.save()
    draft = {"is_published": False}
    courses = {
        "A's": own,
        "A's draft": make_course(host=a, **draft),
        "A's draft in a programme": make_course(programmes["A's"], host=a, **draft),
        "A's draft with a run of B's": make_course(host=a, **draft),
        "B's": make_course(host=b),
        "nobody's": make_course(),
    }
    announced = make_run(own, **draft)
    announced.date_changes.create(what="announced", at="2026-11-01T10:00Z")
    runs = {
        "A's": make_run(own),
        "A's draft": make_run(own, **draft),
        "A's draft that was announced": announced,
        "B's on A's course": make_run(own, host=b),
        "B's draft on A's draft": make_run(courses["A's draft with a run of B's"], host=b, **draft),
        "A's on nobody's course": make_run(courses["nobody's"], host=a),
        "nobody's": make_run(courses["nobody's"]),
    }
    contacts = {
        "A's": make_office(university=a),
        "B's": make_office(university=b),
        "nobody's": make_office(),
        "nobody's, of A's course": office,
    }
    return {
        "catalogue/programme": programmes,
        "catalogue/course": courses,
        "catalogue/courserun": runs,
        "catalogue/contact": contacts,
    }


def _texts_and_rules():
    programme = make_programme(is_published=False)
    sets = {"draft": make_requirement_set(programme, is_published=False, version=2)}
    sets["published"] = make_requirement_set(programme)
    return {
        "catalogue/voice": {
            "one": Voice.objects.create(programme=programme, name="A", text_da="b")
        },
        "catalogue/question": {
            "one": Question.objects.create(topic_da="a", question_da="b", answer_da="c")
        },
        "catalogue/textpage": {"one": TextPage.objects.create(key="contact")},
        "catalogue/requirementset": sets,
        "catalogue/requirement": {name: one.requirements.first() for name, one in sets.items()},
    }


def _letters():
    interest = make_interest(make_programme(is_published=False))
    return {
        "admissions/interest": {"one": interest},
        "admissions/letter": {"one": make_letter(interest)},
        "admissions/wording": {"one": make_wordings()["decision_made"]},
    }
