"""Reminders of a near deadline: to whom, once, and not after all has changed meanwhile."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from admissions import case_services, links, nudges
from admissions.domain.workflow import Actor, State
from admissions.models import Application, Letter
from catalogue.models import Intake
from tests.admissions.applications import make_application
from tests.factories import make_course, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
# 14 days before 1 May, a while after midnight in Copenhagen, where it is summer time.
FIRST_DAY = datetime(2027, 4, 16, 22, 0, tzinfo=UTC)


@pytest.fixture
def programme():
    return make_whole_programme(title_da="Master i prøvekunst")[0]


def make_draft(programme, **over):
    return make_application(programme, **{"confirmed_at": timezone.now(), **over})


def nudged():
    return nudges.nudge_drafts()["drafts_nudged"]


def test_a_draft_is_reminded_once_with_its_link_and_the_last_day(programme, frozen_clock):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    assert (nudged(), nudged()) == (1, 0)

    letter = Letter.objects.get()
    assert (letter.kind, letter.application, letter.to) == ("deadline_near", draft, draft.email)
    assert letter.subject.replace("\xa0", " ") == f"Send din ansøgning {draft.number} senest 1. maj 2027"
    assert links.application_url(draft) in letter.text
    assert "Master i prøvekunst" in letter.text
    draft.refresh_from_db()
    assert draft.nudged_at == FIRST_DAY
    assert draft.touched_at < FIRST_DAY


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        pytest.param(FIRST_DAY - timedelta(seconds=1), 0, id="a second before the 14 days"),
        pytest.param(FIRST_DAY, 1, id="their first second, in summer time"),
        pytest.param(datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC), 1, id="the deadline's last second"),
        pytest.param(datetime(2027, 5, 1, 22, 0, tzinfo=UTC), 0, id="a second later"),
    ],
)
def test_the_14_days_are_days_in_copenhagen(programme, frozen_clock, moment, number):
    make_draft(programme)
    frozen_clock.move_to(moment)

    assert nudged() == number


def test_in_winter_the_day_begins_an_hour_later_than_in_summer(programme, frozen_clock):
    course = make_course(programme)
    # Its deadline is 4 January; 14 days before is 21 December.
    make_draft(programme, run=make_run(course))

    frozen_clock.move_to(datetime(2026, 12, 20, 22, 59, 59, tzinfo=UTC))
    assert nudged() == 0
    frozen_clock.move_to(datetime(2026, 12, 20, 23, 0, tzinfo=UTC))
    assert nudged() == 1


def test_an_exception_moves_the_reminder(programme, frozen_clock):
    Intake.objects.create(programme=programme, year=2027, deadline_on=date(2027, 4, 1), deadline_reason_da="Før påske")
    make_draft(programme)

    frozen_clock.move_to(FIRST_DAY - timedelta(days=29))

    assert nudged() == 1
    assert "1. april 2027" in Letter.objects.get().subject.replace("\xa0", " ")


@pytest.mark.parametrize(
    "over",
    [
        {"confirmed_at": None},
        {"state": State.SUBMITTED},
        {"state": State.WITHDRAWN},
        {"year": 2028},
        {"created_at": FIRST_DAY},
        {"nudged_at": FIRST_DAY},
    ],
    ids=["address unknown", "sent", "withdrawn", "next year's", "begun within the 14 days", "reminded"],
)
def test_others_are_not_reminded(programme, frozen_clock, over):
    make_draft(programme)
    make_draft(programme, **over)
    frozen_clock.move_to(FIRST_DAY)

    assert nudged() == 1


@pytest.mark.parametrize(
    "close",
    [
        lambda run: {"cancelled_on": date(2026, 12, 1)},
        lambda run: {"places": 1, "places_taken": 1, "has_waiting_list": False},
        lambda run: {"opens_on": date(2027, 1, 2)},
        lambda run: {"is_published": False},
        lambda run: {"starts_on": None, "ends_on": None},
    ],
    ids=["cancelled", "full", "not open", "not published", "without a day"],
)
def test_nobody_is_reminded_of_what_takes_no_application(programme, frozen_clock, close):
    run = make_run(make_course(programme))
    make_draft(programme, run=run)
    frozen_clock.move_to(datetime(2026, 12, 24, 12, 0, tzinfo=UTC))
    type(run).objects.update(**close(run))

    assert nudged() == 0

    type(run).objects.update(
        cancelled_on=None, places=None, opens_on=None, is_published=True, starts_on=date(2027, 3, 1)
    )
    assert nudged() == 1


def test_a_site_that_takes_no_applications_reminds_nobody(programme, frozen_clock, settings):
    settings.TAKES_APPLICATIONS = False
    make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    assert nudged() == 0


def test_a_dry_run_counts_and_reminds_nobody(programme, frozen_clock, capsys):
    make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    call_command("apply_retention", dry_run=True)

    assert "     1 drafts reminded of a deadline within 14 days" in capsys.readouterr().out
    assert (Letter.objects.count(), nudged()) == (0, 1)


def test_of_two_processes_with_one_draft_one_reminds(programme):
    draft = make_draft(programme)
    twin = Application.objects.get(pk=draft.pk)
    now = timezone.now()

    assert nudges.nudge(draft, date(2027, 5, 1), now) is True
    assert nudges.nudge(twin, date(2027, 5, 1), now) is False
    assert Letter.objects.count() == 1


def test_a_draft_sent_or_erased_since_it_was_read_is_not_reminded(programme):
    sent, erased = make_draft(programme), make_draft(programme)
    Application.objects.filter(pk=sent.pk).update(state=State.SUBMITTED)
    case_services.erase_application(Application.objects.get(pk=erased.pk), actor=Actor.APPLICANT)

    for draft in (sent, erased):
        assert nudges.nudge(draft, date(2027, 5, 1), timezone.now()) is False
    assert not Letter.objects.exists()


def test_a_reminder_that_cannot_be_written_is_sent_later(programme, frozen_clock, monkeypatch):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)
    with monkeypatch.context() as broken:
        broken.setattr(nudges.case_mail, "deadline_near", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            nudges.nudge_drafts()

    draft.refresh_from_db()
    assert draft.nudged_at is None
    assert nudged() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_drafts_are_found_in_two_queries_and_each_costs_two_more(
    programme, frozen_clock, django_assert_num_queries, number
):
    for _draft in range(number):
        make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    with django_assert_num_queries(2):
        nudges.nudge_drafts(is_dry_run=True)
    # The words once; for each a savepoint around its mark and its letter.
    with django_assert_num_queries(3 + 4 * number):
        nudges.nudge_drafts()
