"""A draft's buttons pressed twice: the second press finds it gone, and leads on all the same."""

from datetime import UTC, datetime

import pytest

from admissions.applications import services
from admissions.domain.workflow import Actor
from admissions.models import Answers, Application, Event
from tests.admissions.applications.pages import make_master_of_practice, opened, page_url, text
from tests.admissions.makers import ANSWERS, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


def meanwhile(monkeypatch, verb, change):
    """Let something happen after the page has read the draft and before the verb begins."""
    goes_on = getattr(services, verb)

    def second(application, **how):
        monkeypatch.setattr(services, verb, goes_on)
        change(application)
        return goes_on(application, **how)

    monkeypatch.setattr(services, verb, second)


def sent(_application):
    Application.objects.update(state="submitted")


def test_a_draft_deleted_twice_is_deleted_and_that_is_said(client, programme, monkeypatch):
    application = opened(client, make_application(programme, ANSWERS))
    twin = Application.objects.get(pk=application.pk)
    meanwhile(
        monkeypatch,
        "erase_application",
        lambda _found: services.erase_application(twin, actor=Actor.APPLICANT),
    )

    page = client.post(page_url("application_delete", application), {"sure": "yes"})

    assert "Kladden er slettet" in text(page)
    assert (Application.objects.get().state, Event.objects.count()) == ("erased", 1)


def test_a_draft_sent_while_it_was_to_be_deleted_stays_and_leads_to_its_case(
    client, programme, monkeypatch
):
    application = opened(client, make_application(programme, ANSWERS))
    meanwhile(monkeypatch, "erase_application", sent)

    page = client.post(page_url("application_delete", application), {"sure": "yes"}, follow=True)

    assert page.redirect_chain[-1][0] == page_url("case", application)
    assert Answers.objects.count() == len(ANSWERS)


def test_a_draft_sent_while_it_was_to_be_carried_leads_to_its_case(
    client, programme, frozen_clock, monkeypatch
):
    application = make_application(programme, ANSWERS)
    frozen_clock.move_to(datetime(2027, 5, 1, 22, 0, tzinfo=UTC))
    opened(client, application)
    meanwhile(monkeypatch, "carry_draft", sent)

    page = client.post(page_url("application_carry", application), follow=True)

    assert page.redirect_chain[-1][0] == page_url("case", application)
    assert Application.objects.get().year == 2027
