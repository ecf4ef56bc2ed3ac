"""Fills one site to be measured and tells about it as JSON: its pages, a signed-in cookie, the queries of each page."""

import argparse
import json
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from bench.big_site.make import Size, make_big_site
from catalogue.changes import version
from catalogue.models import Programme, RequirementSet
from catalogue.staff import session_marks

ADMIN_PAGE = "admin course list"


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m bench.measure.child bench.measure.prepare_site"
    )
    parser.add_argument(
        "--programmes", type=int, default=0, help="none: the fixtures and their examples"
    )
    parser.add_argument("--courses", type=int, default=0)
    parser.add_argument("--runs", type=int, default=None)
    parser.add_argument(
        "--static", action="store_true", help="gather the static files too, as a server needs them"
    )
    options = parser.parse_args(arguments)
    call_command("migrate", verbosity=0)
    if options.programmes:
        make_big_site(
            Size(options.programmes, options.courses, options.runs), 1, timezone.localdate()
        )
    else:
        call_command("load_catalogue", verbosity=0)
        call_command("load_examples", verbosity=0)
    if options.static:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    else:
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    translation.activate("da")
    staff, pages = signed_in(), pages_of_the_site()
    cookie = f"{settings.SESSION_COOKIE_NAME}={staff.cookies[settings.SESSION_COOKIE_NAME].value}"
    queries = {
        name: queries_of(staff if name == ADMIN_PAGE else guest(), path)
        for name, path in pages.items()
    }
    print(json.dumps({"pages": pages, "cookie": cookie, "queries": queries}))
    return 0


def pages_of_the_site():
    """One address of each kind of page that is measured."""
    programme = Programme.objects.published().first()
    course = programme.entries.order_by("order").first().course
    courses, admission = reverse("catalogue:courses"), reverse("admissions:admission")
    asked = urlencode({"q": "data", "kind": "elective", "lang": "en"})
    return {
        "front page": reverse("catalogue:programmes"),
        "programme": reverse("catalogue:programme", args=[programme.slug]),
        "course list": courses,
        "search with facets": f"{courses}?{asked}",
        "course": reverse("catalogue:course", args=[course.slug]),
        "dates": reverse("catalogue:deadlines"),
        "prices": reverse("catalogue:prices"),
        "check, answered": f"{admission}?{urlencode({'programme': programme.slug, **answers(programme)})}",
        ADMIN_PAGE: reverse("admin:catalogue_course_changelist"),
    }


def answers(programme):
    """Answers to the programme's rules by which somebody meets them, as far as choices and dates can."""
    rules = (
        RequirementSet.objects.filter(programme=programme)
        .in_force(timezone.localdate())
        .whole()
        .first()
    )
    by_kind = (
        {requirement.kind: requirement.options.all() for requirement in rules.requirements.all()}
        if rules
        else {}
    )
    codes = {kind: options[0].code for kind, options in by_kind.items() if options}
    return {
        "degree": "master",
        "field": codes.get("degree", ""),
        "area": codes.get("work", ""),
        "m1": "1",
        "y1": "2020",
    }


def guest():
    return Client(SERVER_NAME="127.0.0.1")


def signed_in():
    """A client of somebody who may do everything, and has shown a second factor."""
    person, _is_new = User.objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    client = guest()
    client.force_login(person)
    session = client.session
    session[session_marks.MARK] = session_marks.mark(person, session_marks.APP, timezone.now())
    session.save()
    return client


def queries_of(client, path):
    """How many queries the page takes first after an edit, and how many the next time; None where it is not shown."""
    version.bump()
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        counts.append(len(captured) if answer.status_code == 200 else None)
    return counts
