"""Who has an application open, and that opening a draft saves it from its end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from admissions.mail import signed_links
from admissions.models import Application, Letter
from admissions.scheduled import retention
from tests.admissions.applications.pages import (
    START,
    make_master_of_practice,
    opened,
    page_url,
    start,
)
from tests.admissions.makers import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


def test_a_stranger_who_began_with_somebody_elses_address_sees_nothing_once_the_owner_has_opened_it(
    client, programme
):
    stranger = Client()
    start(stranger, email="anna@example.org")
    application = Application.objects.get()
    assert stranger.get(page_url("application", application)).status_code == 200

    opened(client, application)

    assert client.get(page_url("application", application)).status_code == 200
    for name in (
        "application",
        "application_review",
        "application_documents",
        "case_contact",
        "case_archive",
    ):
        assert stranger.get(page_url(name, application)).status_code == 404
    assert application.number not in stranger.get("/da/ansoeg/begynd/").content.decode()


@pytest.mark.parametrize("is_sent", [False, True])
def test_the_first_form_sent_again_opens_nothing_once_the_owner_has_opened_it(
    client, programme, is_sent
):
    stranger = Client()
    form = {"email": "anna@example.org", "stamp": signed_links.form_stamp(), "leave_empty": ""}
    stranger.post(START, form)
    application = opened(client, Application.objects.get())
    if is_sent:
        Application.objects.update(state="submitted", sent_at=timezone.now())

    again, elsewhere = (
        stranger.post(START, form, follow=True),
        Client().post(START, form, follow=True),
    )

    assert [page.status_code for page in (again, elsewhere)] == [404, 404]
    assert Application.objects.get() == application
    for browser in (stranger, Client()):
        assert browser.get(page_url("application", application)).status_code == 404
    client.post(START, form)
    assert (
        client.get(page_url("case" if is_sent else "application", application)).status_code == 200
    )


def test_another_browser_of_the_owner_stays_in_when_the_link_is_opened_again(client, programme):
    other = Client()
    application = opened(other, make_application(programme))

    opened(client, application)

    assert other.get(page_url("application", application)).status_code == 200


def test_opening_a_draft_after_its_warning_saves_it_as_the_mail_says(
    client, programme, frozen_clock
):
    application = make_application(programme)
    frozen_clock.shift(timedelta(days=47))
    retention.apply_draft_retention()
    assert Letter.objects.filter(kind="draft_ends").count() == 1
    frozen_clock.shift(timedelta(days=10))

    opened(client, application)
    frozen_clock.shift(timedelta(days=10))
    retention.apply_draft_retention()

    application.refresh_from_db()
    assert (application.state, application.warned_at) == ("draft", None)


def test_looking_at_the_link_without_pressing_saves_nothing(client, programme, frozen_clock):
    application = make_application(programme)
    begun = application.touched_at
    frozen_clock.shift(timedelta(days=1))

    client.get(
        reverse("admissions:application_open", args=[signed_links.application_token(application)])
    )

    application.refresh_from_db()
    assert (application.touched_at, application.confirmed_at) == (begun, None)
    assert timezone.now() > begun
