"""Fills one site to be measured: its pages, a signed-in cookie, the queries of each page."""

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
from catalogue.models import Programme
from catalogue.staff import session_marks

ADMIN_PAGE = "admin course list"
# Somebody who meets the rules, which are the fixtures' on every site.
ANSWERS = {"degree": "master", "field": "health", "area": "clinic", "m1": "1", "y1": "2020"}


def measured(programmes=0, courses=0, runs=None):
    """Make the site, a big one or that of the fixtures and their examples; look at its pages."""
    if programmes:
        make_big_site(Size(programmes, courses, runs), 1, timezone.localdate())
    else:
        call_command("load_catalogue", verbosity=0)
        call_command("load_examples", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    translation.activate("da")
    pages, staff = pages_of_the_site(), signed_in()
    session = staff.cookies[settings.SESSION_COOKIE_NAME]
    queries = {name: queries_of(guest(), path) for name, path in pages.items()}
    queries[ADMIN_PAGE] = queries_of(staff, pages[ADMIN_PAGE])
    cookies = {ADMIN_PAGE: f"{session.key}={session.value}"}
    return {"pages": pages, "cookies": cookies, "queries": queries}


def pages_of_the_site():
    """One address of each kind of page that is measured."""
    programme = Programme.objects.published().first()
    course = programme.entries.order_by("order").first().course
    courses, admission = reverse("catalogue:courses"), reverse("admissions:admission")
    asked = urlencode({"q": "data", "kind": "elective", "lang": "en"})
    answered = urlencode({"programme": programme.slug, **ANSWERS})
    return {
        "front page": reverse("catalogue:programmes"),
        "programme": reverse("catalogue:programme", args=[programme.slug]),
        "course list": courses,
        "search with facets": f"{courses}?{asked}",
        "course": reverse("catalogue:course", args=[course.slug]),
        "dates": reverse("catalogue:deadlines"),
        "prices": reverse("catalogue:prices"),
        "check, answered": f"{admission}?{answered}",
        ADMIN_PAGE: reverse("admin:catalogue_course_changelist"),
    }


def guest():
    return Client(SERVER_NAME="127.0.0.1")


def signed_in():
    """A client of somebody who may do everything, and has shown a second factor."""
    person = User.objects.create_superuser("bench")
    client = guest()
    client.force_login(person)
    session = client.session
    session[session_marks.MARK] = session_marks.mark(person, session_marks.APP, timezone.now())
    session.save()
    return client


def queries_of(client, path):
    """How many queries the page takes after an edit and then again; None where it is not shown."""
    version.bump()
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code == 200:
            counts.append(len(captured))
        else:
            counts.append(None)
    return counts
