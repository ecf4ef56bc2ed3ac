"""The deadline of an application: its last second, the late rule, and carrying a draft on."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from admissions.applications import services
from admissions.applications.case import Case
from admissions.domain.refusals import Refused
from admissions.eligibility.targets import target_of
from admissions.mail import signed_links
from admissions.models import Application, Event
from tests.admissions.makers import ANSWERS, make_application
from tests.makers import make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
# 1 May 2027 ends at midnight in Copenhagen, two hours before it does in UTC.
LAST_SECOND = datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC)
TOO_LATE = datetime(2027, 5, 1, 22, 0, tzinfo=UTC)


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(
        years_min=2, years_max=6, title_da="Master i øvelse", single_courses=True
    )
    make_requirement_set(found)
    return found


@pytest.fixture
def late_programme(programme):
    programme.accepts_late = True
    programme.save()
    return programme


def opened(client, application):
    token = signed_links.application_token(application)
    client.post(reverse("admissions:application_open", args=[token]))
    application.refresh_from_db()
    return application


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def url(name, application):
    return reverse(f"admissions:{name}", args=[application.reference])


def send(client, application):
    return client.post(url("application_review", application), {"declared": "yes", "sure": "yes"})


def state_of(application):
    application.refresh_from_db()
    return application.state, application.is_late


def test_the_last_second_is_in_time_and_the_next_is_not(client, programme, frozen_clock):
    first, second = make_application(programme, ANSWERS), make_application(programme, ANSWERS)
    frozen_clock.move_to(LAST_SECOND)
    send(client, opened(client, first))
    frozen_clock.move_to(TOO_LATE)
    send(client, opened(client, second))

    assert (state_of(first), state_of(second)) == (("submitted", False), ("draft", False))


def test_where_late_applications_are_received_one_is_marked_as_late(
    client, late_programme, frozen_clock
):
    application = make_application(late_programme, ANSWERS)
    frozen_clock.move_to(TOO_LATE)
    opened(client, application)

    assert "Den bliver markeret som sendt for sent" in text(
        client.get(url("application", application))
    )
    assert "den bliver markeret som sendt for sent" in text(
        client.get(url("application_review", application))
    )
    send(client, application)

    assert state_of(application) == ("submitted", True)


def test_one_in_time_is_not_marked_where_late_ones_are_received(
    client, late_programme, frozen_clock
):
    application = make_application(late_programme, ANSWERS)
    frozen_clock.move_to(LAST_SECOND)
    send(client, opened(client, application))

    assert state_of(application) == ("submitted", False)


def test_a_late_application_to_a_run_ends_with_the_day_before_the_start(late_programme):
    course = late_programme.entries.first().course
    run = make_run(course, starts_on=date(2027, 3, 1))
    application = make_application(late_programme, run=run)

    in_time, begun = (
        target_of(application, day).takes_late for day in (date(2027, 2, 28), date(2027, 3, 1))
    )

    assert (in_time, begun) == (True, False)


def test_a_late_application_can_be_begun_only_where_it_is_received(client, programme, frozen_clock):
    course = programme.entries.first().course
    run = make_run(course, starts_on=date(2027, 3, 1))
    address = f"/da/ansoeg/begynd/?course={course.slug}&run={run.uuid}"
    frozen_clock.move_to(datetime(2027, 1, 20, 12, tzinfo=UTC))

    closed = text(client.get(address))
    programme.accepts_late = True
    programme.save()
    late = text(client.get(address))

    assert "Begynd din ansøgning" not in closed
    assert "Begynd din ansøgning" in late


def test_a_draft_is_carried_to_the_next_intake_with_all_that_is_in_it(
    client, programme, frozen_clock
):
    application = make_application(programme, ANSWERS, email="anna@example.org")
    frozen_clock.move_to(TOO_LATE)
    opened(client, application)
    page = text(client.get(url("application", application)))
    assert "Flyt den til optaget i 2028" in page

    page = text(client.post(url("application_carry", application), follow=True))

    assert "optag 2028" in page
    assert "7 af 8 dele er udfyldt" in page
    application.refresh_from_db()
    assert application.address_key == signed_links.target_key(
        "anna@example.org", programme, 2028, None
    )
    send(client, application)
    assert state_of(application) == ("submitted", False)


def test_a_draft_is_carried_to_the_next_run_of_its_course(client, programme, frozen_clock):
    course = programme.entries.first().course
    run, later = (
        make_run(course),
        make_run(course, starts_on=date(2027, 9, 1), ends_on=date(2027, 11, 1)),
    )
    application = make_application(programme, run=run)
    frozen_clock.move_to(datetime(2027, 1, 20, 12, tzinfo=UTC))
    opened(client, application)

    assert "Flyt den til næste hold, frist 7. juli 2027" in text(
        client.get(url("application", application))
    )
    client.post(url("application_carry", application))

    application.refresh_from_db()
    assert (application.run, application.year) == (later, None)


def test_a_draft_in_time_is_not_carried(client, programme):
    application = opened(client, make_application(programme))

    assert "Flyt den til" not in text(client.get(url("application", application)))
    client.post(url("application_carry", application))

    application.refresh_from_db()
    assert application.year == 2027


def test_a_course_without_another_run_carries_to_nothing(client, programme, frozen_clock):
    application = make_application(programme, run=make_run(programme.entries.first().course))
    frozen_clock.move_to(datetime(2027, 1, 20, 12, tzinfo=UTC))
    opened(client, application)

    assert "Flyt den til" not in text(client.get(url("application", application)))
    assert (
        Case(application, target_of(application, date(2027, 1, 20)), date(2027, 1, 20)).next_target
        is None
    )


def test_carrying_counts_as_touching_and_what_is_sent_is_not_carried(programme):
    application = make_application(programme, warned_at=timezone.now())
    later = timezone.now() + timedelta(days=1)

    services.carry_draft(application, year=2028, now=later)
    assert (application.touched_at, application.warned_at, Event.objects.count()) == (
        later,
        None,
        0,
    )

    Application.objects.update(state="submitted")
    with pytest.raises(Refused) as refused:
        services.carry_draft(application, year=2029)
    assert (refused.value.code, Application.objects.get().year) == ("not_a_draft", 2028)
