"""Reminders of a near deadline and an answer awaited: to whom, once, not after all changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from admissions.applications import services
from admissions.domain.workflow import Actor, State
from admissions.mail import signed_links
from admissions.models import Application, CaseLetter, Letter
from admissions.scheduled import reminders
from catalogue.models import Intake
from tests.admissions.makers import make_application
from tests.makers import make_course, make_run, make_whole_programme
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db
# 14 days before 1 May, a while after midnight in Copenhagen, where it is summer time.
FIRST_DAY = datetime(2027, 4, 16, 22, 0, tzinfo=UTC)


@pytest.fixture
def programme():
    return make_whole_programme(title_da="Master i prøvekunst")[0]


def make_draft(programme, **over):
    return make_application(programme, **{"confirmed_at": timezone.now(), **over})


def reminded():
    return reminders.remind_drafts()["drafts_reminded"]


def test_a_draft_is_reminded_once_with_its_link_and_the_last_day(programme, frozen_clock):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    assert (reminded(), reminded()) == (1, 0)

    letter = Letter.objects.get()
    assert (letter.kind, letter.application, letter.to) == ("deadline_near", draft, draft.email)
    assert (
        letter.subject.replace("\xa0", " ")
        == f"Send din ansøgning {draft.number} senest 1. maj 2027"
    )
    assert signed_links.application_url(draft) in letter.text
    assert "Master i prøvekunst" in letter.text
    draft.refresh_from_db()
    assert draft.nudged_at == FIRST_DAY
    assert draft.touched_at < FIRST_DAY


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        pytest.param(FIRST_DAY - timedelta(seconds=1), 0, id="a second before the 14 days"),
        pytest.param(FIRST_DAY, 1, id="their first second, in summer time"),
        pytest.param(
            datetime(2027, 5, 1, 21, 59, 59, tzinfo=UTC), 1, id="the deadline's last second"
        ),
        pytest.param(datetime(2027, 5, 1, 22, 0, tzinfo=UTC), 0, id="a second later"),
    ],
)
def test_the_14_days_are_days_in_copenhagen(programme, frozen_clock, moment, number):
    make_draft(programme)
    frozen_clock.move_to(moment)

    assert reminded() == number


def test_in_winter_the_day_begins_an_hour_later_than_in_summer(programme, frozen_clock):
    course = make_course(programme)
    # Its deadline is 4 January; 14 days before is 21 December.
    make_draft(programme, run=make_run(course))

    frozen_clock.move_to(datetime(2026, 12, 20, 22, 59, 59, tzinfo=UTC))
    assert reminded() == 0
    frozen_clock.move_to(datetime(2026, 12, 20, 23, 0, tzinfo=UTC))
    assert reminded() == 1


def test_an_exception_moves_the_reminder(programme, frozen_clock):
    Intake.objects.create(
        programme=programme, year=2027, deadline_on=date(2027, 4, 1), deadline_reason_da="Før påske"
    )
    make_draft(programme)

    frozen_clock.move_to(FIRST_DAY - timedelta(days=29))

    assert reminded() == 1
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
    ids=[
        "address unknown",
        "sent",
        "withdrawn",
        "next year's",
        "begun within the 14 days",
        "reminded",
    ],
)
def test_others_are_not_reminded(programme, frozen_clock, over):
    make_draft(programme)
    make_draft(programme, **over)
    frozen_clock.move_to(FIRST_DAY)

    assert reminded() == 1


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

    assert reminded() == 0

    type(run).objects.update(
        cancelled_on=None, places=None, opens_on=None, is_published=True, starts_on=date(2027, 3, 1)
    )
    assert reminded() == 1


def test_a_site_that_takes_no_applications_reminds_nobody(programme, frozen_clock, settings):
    settings.TAKES_APPLICATIONS = False
    make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    assert reminded() == 0


def test_a_dry_run_counts_and_reminds_nobody(programme, frozen_clock, capsys):
    make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    call_command("apply_retention", dry_run=True)

    assert "     1 drafts reminded of a deadline within 14 days" in capsys.readouterr().out
    assert (Letter.objects.count(), reminded()) == (0, 1)


def test_of_two_processes_with_one_draft_one_reminds(programme):
    draft = make_draft(programme)
    twin = Application.objects.get(pk=draft.pk)
    now = timezone.now()

    assert reminders.remind_draft(draft, date(2027, 5, 1), now) is True
    assert reminders.remind_draft(twin, date(2027, 5, 1), now) is False
    assert Letter.objects.count() == 1


def test_a_draft_sent_or_erased_since_it_was_read_is_not_reminded(programme):
    sent, erased = make_draft(programme), make_draft(programme)
    Application.objects.filter(pk=sent.pk).update(state=State.SUBMITTED)
    services.erase_application(Application.objects.get(pk=erased.pk), actor=Actor.APPLICANT)

    for draft in (sent, erased):
        assert reminders.remind_draft(draft, date(2027, 5, 1), timezone.now()) is False
    assert not Letter.objects.exists()


def test_a_reminder_that_cannot_be_written_is_sent_later(programme, frozen_clock, monkeypatch):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)
    with monkeypatch.context() as broken:
        broken.setattr(reminders.application_mails, "deadline_near", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reminders.remind_drafts()

    draft.refresh_from_db()
    assert draft.nudged_at is None
    assert reminded() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_drafts_are_found_in_two_queries_and_each_costs_two_more(
    programme, frozen_clock, django_assert_num_queries, number
):
    for _draft in range(number):
        make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)

    with django_assert_num_queries(2):
        reminders.remind_drafts(is_dry_run=True)
    # The words once; for each a savepoint around its mark and its letter.
    with django_assert_num_queries(3 + 4 * number):
        reminders.remind_drafts()


def test_a_draft_carried_to_another_target_is_reminded_of_that_ones_deadline(
    programme, frozen_clock
):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)
    reminded()

    services.carry_draft(draft, year=2028)

    assert reminded() == 0
    frozen_clock.move_to(datetime(2028, 4, 20, 12, 0, tzinfo=UTC))
    assert reminded() == 1
    assert "1. maj 2028" in Letter.objects.order_by("pk").last().subject.replace("\xa0", " ")


def ask(programme, due_on=date(2026, 12, 9), **over):
    """A case that waits for its applicant since now."""
    case = make_application(
        programme, state=State.INFORMATION_REQUESTED, confirmed_at=timezone.now()
    )
    values = {
        "kind": CaseLetter.Kind.REQUEST,
        "language": "da",
        "subject": "Svar",
        "text": "Hemmeligt",
        **over,
    }
    return CaseLetter.objects.create(
        application=case, due_on=due_on, written_at=timezone.now(), **values
    )


def requests_reminded(**how):
    return reminders.remind_requests(**how)["requests_reminded"]


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        pytest.param(
            datetime(2026, 12, 3, 22, 59, 59, tzinfo=UTC), 0, id="a second before the 5 days"
        ),
        pytest.param(datetime(2026, 12, 3, 23, 0, tzinfo=UTC), 1, id="their first second"),
        pytest.param(
            datetime(2026, 12, 9, 22, 59, 59, tzinfo=UTC), 1, id="the last second of the day"
        ),
        pytest.param(datetime(2026, 12, 9, 23, 0, tzinfo=UTC), 0, id="a second later"),
    ],
)
def test_an_answer_is_reminded_of_once_within_the_5_days(programme, frozen_clock, moment, number):
    request = ask(programme)
    frozen_clock.move_to(moment)

    assert requests_reminded(is_dry_run=True) == number
    assert [requests_reminded(), requests_reminded()] == [number, 0]

    assert Letter.objects.count() == number
    for letter in Letter.objects.all():
        assert (letter.kind, letter.application) == ("answer_awaited", request.application)
        assert "senest 9. december 2026" in letter.subject.replace("\xa0", " ")
        assert "Hemmeligt" not in letter.text


@pytest.mark.parametrize(
    "change",
    [
        {"answered_at": FIRST_DAY},
        {"reminded_at": FIRST_DAY},
        {"kind": CaseLetter.Kind.OFFER},
        {"due_on": None},
        {"due_on": date(2026, 11, 30)},
    ],
    ids=["answered", "reminded", "an offer", "without a day", "asked within the 5 days"],
)
def test_nobody_else_is_reminded_of_an_answer(programme, frozen_clock, change):
    ask(programme)
    ask(programme, **change)
    frozen_clock.move_to(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))

    assert requests_reminded() == 1


def test_a_request_answered_let_go_or_reminded_of_since_it_was_read_is_left(programme):
    answered, let_go, twin = (ask(programme) for _request in range(3))
    CaseLetter.objects.filter(pk=answered.pk).update(answered_at=timezone.now())
    Application.objects.filter(pk=let_go.application_id).update(state=State.UNDER_REVIEW)

    for request in (answered, let_go):
        assert reminders.remind_request(request, request.due_on, timezone.now()) is False
    assert reminders.remind_request(twin, twin.due_on, timezone.now()) is True
    assert (
        reminders.remind_request(CaseLetter.objects.get(pk=twin.pk), twin.due_on, timezone.now())
        is False
    )
    assert Letter.objects.count() == 1


def test_a_request_that_another_process_claims_first_is_reminded_of_by_that_one(
    programme, frozen_clock
):
    request = ask(programme)
    frozen_clock.move_to(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))
    theirs = timezone.now() - timedelta(seconds=1)

    with meanwhile(
        lambda: CaseLetter.objects.filter(pk=request.pk).update(reminded_at=theirs),
        before='UPDATE "admissions_caseletter"',
    ):
        assert requests_reminded() == 0

    request.refresh_from_db()
    assert request.reminded_at == theirs
    assert not Letter.objects.exists()


def test_a_draft_that_another_process_claims_first_is_reminded_of_by_that_one(
    programme, frozen_clock
):
    draft = make_draft(programme)
    frozen_clock.move_to(FIRST_DAY)
    theirs = timezone.now() - timedelta(seconds=1)

    with meanwhile(
        lambda: Application.objects.filter(pk=draft.pk).update(nudged_at=theirs),
        before='UPDATE "admissions_application"',
    ):
        assert reminded() == 0

    draft.refresh_from_db()
    assert draft.nudged_at == theirs
    assert not Letter.objects.exists()


def test_a_reminder_is_claimed_in_the_row_itself(programme):
    request = ask(programme)

    with CaptureQueriesContext(connection) as queries:
        assert reminders.remind_request(request, request.due_on, timezone.now())

    # PostgreSQL does not look anew at what a subquery found before it waited for a row.
    (claim,) = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert "SELECT" not in claim


def test_a_request_that_another_has_followed_is_not_reminded_of_with_its_old_day(
    programme, frozen_clock
):
    first = ask(programme)
    frozen_clock.shift(timedelta(hours=1))
    newest = CaseLetter.objects.create(
        application=first.application,
        kind=CaseLetter.Kind.REQUEST,
        language="da",
        due_on=date(2026, 12, 20),
    )

    frozen_clock.move_to(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))
    assert requests_reminded() == 0
    assert reminders.remind_request(first, first.due_on, timezone.now()) is False
    frozen_clock.move_to(datetime(2026, 12, 15, 12, 0, tzinfo=UTC))
    assert requests_reminded() == 1

    newest.refresh_from_db()
    assert newest.reminded_at == timezone.now()
    assert "senest 20. december 2026" in Letter.objects.get().subject.replace("\xa0", " ")


@pytest.mark.parametrize("number", [1, 3])
def test_requests_are_found_in_one_query_and_each_costs_five_more(
    programme, frozen_clock, django_assert_num_queries, number
):
    for _request in range(number):
        ask(programme)
    frozen_clock.move_to(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))

    with django_assert_num_queries(2 + 5 * number):
        reminders.remind_requests()
