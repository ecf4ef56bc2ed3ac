"""When sessions end, and that what was typed meanwhile is neither lost nor seen by anybody else."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client

from catalogue.models import Course, OwnedSession
from catalogue.staff import kept_form
from catalogue.staff.kept_form import carried
from tests.admin_pages import add_page_of, as_shown, page_of, words_of
from tests.catalogue.staff.makers import (
    CODE,
    LOGIN,
    PASSWORD,
    code_of,
    make_app,
    make_member,
    signed_in_with_app,
)
from tests.makers import make_course

pytestmark = pytest.mark.django_db
TYPED, INDEX = "/admin/typed/", "/admin/"


@pytest.fixture
def kim():
    return make_member(is_superuser=True)


@pytest.fixture
def app(kim):
    return make_app(kim)


@pytest.fixture
def client(kim, app):
    return signed_in_with_app(kim, app)


def come_back(client, app, name="kim", **more):
    client.post(LOGIN, {"username": name, "password": PASSWORD, **more})
    return client.post(CODE, {"code": code_of(app), **more})


@pytest.mark.parametrize(
    ("idle", "is_in"), [(timedelta(minutes=60), True), (timedelta(minutes=60, seconds=1), False)]
)
def test_a_session_ends_after_an_hour_of_doing_nothing(client, frozen_clock, idle, is_in):
    key = client.session.session_key
    frozen_clock.shift(idle)

    page = client.get(INDEX)

    assert (page.status_code == 200) is is_in
    assert OwnedSession.objects.filter(session_key=key).exists() is is_in


def test_a_session_lasts_ten_hours_however_busy(client, frozen_clock):
    for _half_hour in range(20):
        frozen_clock.shift(timedelta(minutes=30))
        assert client.get(INDEX).status_code == 200

    frozen_clock.shift(1)

    assert client.get(INDEX).url == f"{LOGIN}"
    assert "a session lasts 10 hours at most" in words_of(client.get(LOGIN))


def test_the_limits_are_settings(client, frozen_clock, settings):
    settings.STAFF_IDLE_MINUTES = 1
    frozen_clock.shift(61)

    assert client.get(INDEX).status_code == 302
    assert "nothing was done for 1 minute." in words_of(client.get(LOGIN))


@pytest.mark.parametrize(("after", "is_written"), [(59, False), (60, True)])
def test_that_a_session_is_used_is_written_once_a_minute(client, frozen_clock, after, is_written):
    before = client.session["staff"]["seen"]
    frozen_clock.shift(after)

    client.get(INDEX)

    assert (client.session["staff"]["seen"] != before) is is_written


def test_a_public_page_neither_reads_nor_prolongs_a_session(client, frozen_clock):
    before = client.session["staff"]
    frozen_clock.shift(600)

    page = client.get("/en/")

    assert page.status_code == 200
    assert "cookie" not in page.headers.get("Vary", "").lower()
    assert client.session["staff"] == before


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"password": "another"}], ids=["inactive", "password"]
)
def test_an_account_that_is_closed_or_changed_ends_its_sessions_at_once(client, kim, change):
    key = client.session.session_key
    User.objects.filter(pk=kim.pk).update(**change)

    assert client.get(INDEX).url == LOGIN
    assert not OwnedSession.objects.filter(session_key=key).exists()
    assert "because your account was changed" in words_of(client.get(LOGIN))


def test_a_session_unused_too_long_says_so_though_the_account_was_changed_too(
    client, kim, frozen_clock
):
    frozen_clock.shift(timedelta(minutes=60, seconds=1))
    User.objects.filter(pk=kim.pk).update(password="another")

    assert client.get(INDEX).url == LOGIN
    assert "because nothing was done for 60 minutes" in words_of(client.get(LOGIN))


def test_an_account_that_is_deleted_ends_its_sessions(client, kim):
    User.objects.filter(pk=kim.pk).delete()

    assert client.get(INDEX).url == LOGIN


def test_a_form_that_met_an_ended_session_is_sent_again_after_signing_in(client, app, frozen_clock):
    course = make_course()
    address = f"{page_of(course)}?_changelist_filters=q%3Dx"
    words = 'Two lines,\r\nand <a sign> & "more"'
    form = as_shown(client.get(address)) | {"outcomes_en": words}
    frozen_clock.shift(timedelta(hours=12))

    ended = client.post(address, form)
    door = words_of(client.get(ended.url))
    back = come_back(client, app, next=address)
    page = client.get(back.url)
    kept = page.context["kept"]

    assert ended.url == f"{LOGIN}?next={quote(address)}"
    assert "nothing was done for 60 minutes" in door
    assert "What you typed is kept" in door
    assert back.url == TYPED
    assert "Nothing you typed is lost." in words_of(page)
    assert kept["path"] == address
    assert ["outcomes_en", words] in kept["fields"]
    assert sorted(map(tuple, kept["fields"])) == sorted(
        carried(client.post(INDEX, form).wsgi_request.POST)
    )
    assert (
        client.post(
            address, QueryDict(urlencode([tuple(pair) for pair in kept["fields"]]))
        ).status_code
        == 302
    )
    course.refresh_from_db()
    assert course.outcomes_en == words.replace("\r\n", "\n")
    assert client.get(TYPED).url == INDEX


def test_somebody_else_who_signs_in_never_sees_what_was_typed(client, frozen_clock):
    bo = make_member("bo", is_superuser=True)
    theirs = make_app(bo)
    frozen_clock.shift(timedelta(hours=2))
    client.post(add_page_of(Course), {"title_da": "Hemmeligt"})

    back = come_back(client, theirs, "bo")

    assert back.url == INDEX
    assert client.get(TYPED).url == INDEX
    assert kept_form.KEPT not in client.session


@pytest.mark.parametrize(
    ("after", "is_kept"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)]
)
def test_what_was_typed_is_kept_for_an_hour(client, app, frozen_clock, after, is_kept):
    frozen_clock.shift(timedelta(hours=2))
    client.post(add_page_of(Course), {"title_da": "Etik"})
    frozen_clock.shift(after)

    assert (come_back(client, app).url == TYPED) is is_kept


def test_a_form_sent_hours_after_the_session_was_seen_to_end_is_kept_too(client, app, frozen_clock):
    frozen_clock.shift(timedelta(hours=2))
    client.get(INDEX)
    frozen_clock.shift(timedelta(hours=5))
    client.post(add_page_of(Course), {"title_da": "Etik"})

    assert come_back(client, app).url == TYPED


def test_an_hour_after_signing_in_too(client, app, frozen_clock):
    frozen_clock.shift(timedelta(hours=2))
    client.post(add_page_of(Course), {"title_da": "Etik"})
    come_back(client, app)
    frozen_clock.shift(timedelta(minutes=50))
    assert client.get(TYPED).status_code == 200
    frozen_clock.shift(timedelta(minutes=11))

    assert client.get(TYPED).url == INDEX


def test_passwords_are_not_kept_and_files_are_told_of(client, app, frozen_clock):
    frozen_clock.shift(timedelta(hours=2))
    with open(__file__, "rb") as file:
        client.post(add_page_of(Course), {"title_da": "Etik", "password1": "secret", "file": file})
    come_back(client, app)

    page = client.get(TYPED)

    assert page.context["kept"]["fields"] == [["title_da", "Etik"]]
    assert "choose them again" in words_of(page)
    assert "secret" not in words_of(page)


def test_what_is_too_large_is_not_kept_and_that_is_told(client, app, frozen_clock):
    frozen_clock.shift(timedelta(hours=2))

    client.post(add_page_of(Course), {"title_da": "æ" * 500_000})

    assert "too large to be kept" in words_of(client.get(LOGIN))
    assert come_back(client, app).url == INDEX


def test_what_was_typed_can_be_thrown_away(client, app, frozen_clock):
    frozen_clock.shift(timedelta(hours=2))
    client.post(add_page_of(Course), {"title_da": "Etik"})
    come_back(client, app)

    assert client.post(TYPED).url == INDEX
    assert client.get(TYPED).url == INDEX


def test_a_form_from_another_site_is_never_kept(kim, app, frozen_clock):
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = signed_in_with_app(kim, app).cookies
    frozen_clock.shift(timedelta(hours=2))

    assert forged.post(add_page_of(Course), {"title_da": "Etik"}).status_code == 403
    assert kept_form.KEPT not in forged.session


def test_what_nobody_typed_is_not_kept():
    stranger = Client()

    assert (
        stranger.post(add_page_of(Course), {"title_da": "Etik"}).url
        == f"{LOGIN}?next={add_page_of(Course)}"
    )
    assert kept_form.KEPT not in stranger.session
