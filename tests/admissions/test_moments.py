"""What is due goes by the moment that is given, and not by the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from admissions.applications import services
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.desk import services as desk_services
from admissions.interest import services as interest_services
from admissions.mail import outbox, signed_links
from admissions.models import Application, CaseLetter, Event, Letter
from admissions.scheduled import reminders, retention
from tests.admissions.makers import (
    code_of,
    make_application,
    make_caseworker,
    make_interest,
    make_letter,
    make_sent_application,
)
from tests.makers import make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
IN_DAYS, IN_WEEKS = datetime(2026, 12, 6, 9, tzinfo=UTC), datetime(2027, 2, 1, 9, tzinfo=UTC)
NEAR_THE_DEADLINE, NEXT_WINTER = (
    datetime(2027, 4, 20, 9, tzinfo=UTC),
    datetime(2027, 12, 1, 9, tzinfo=UTC),
)


def make_programme():
    programme, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(programme)
    return programme


def unconfirmed_interest():
    make_interest(make_programme())
    return lambda now: retention.apply_retention(now=now)["unconfirmed_interests"]


def untouched_draft():
    draft = make_application(make_programme())

    def warn(now):
        warned = retention.apply_draft_retention(now=now)["drafts_warned"]
        draft.refresh_from_db()
        assert draft.warned_at == (now if warned else None)
        return warned

    return warn


def closed_case():
    make_sent_application(make_programme(), "refused", ended_at=timezone.now())

    def erase(now):
        erased = retention.apply_case_retention(now=now)["cases_erased"]
        assert [event.at for event in Event.objects.all()] == [now] * erased
        return erased

    return erase


def draft_with_a_deadline():
    draft = make_application(make_programme(), confirmed_at=timezone.now())

    def remind(now):
        reminded = reminders.remind_drafts(now=now)["drafts_reminded"]
        draft.refresh_from_db()
        assert draft.nudged_at == (now if reminded else None)
        return reminded

    return remind


def request_to_be_answered():
    case = make_sent_application(make_programme(), "under_review")
    by = make_caseworker()
    desk_services.request_information(case, by=by, text="?", due_on=date(2026, 12, 9))

    def remind(now):
        reminded = reminders.remind_requests(now=now)["requests_reminded"]
        assert CaseLetter.objects.get().reminded_at == (now if reminded else None)
        return reminded

    return remind


def letter_to_be_sent():
    later = timezone.now() + timedelta(days=1)
    make_letter(make_interest(make_programme()), send_after=later)
    return outbox.deliver


def file_that_no_row_knows():
    uploads.keep(b"left behind")
    return lambda now: document_services.sweep_orphans(now=now)


@pytest.mark.parametrize(
    ("prepare", "later"),
    [
        (unconfirmed_interest, IN_DAYS),
        (untouched_draft, IN_WEEKS),
        (closed_case, NEXT_WINTER),
        (draft_with_a_deadline, NEAR_THE_DEADLINE),
        (request_to_be_answered, IN_DAYS),
        (letter_to_be_sent, IN_DAYS),
        (file_that_no_row_knows, NEXT_WINTER),
    ],
)
def test_what_is_not_due_yet_is_due_later(settings, prepare, later):
    settings.CASES_FILED_IN = "the archive"
    does = prepare()

    assert (does(now=timezone.now()), does(now=later)) == (0, 1)


def test_a_link_to_confirm_an_interest_ends():
    token = signed_links.confirm_token(make_interest(make_programme()))

    assert interest_services.interest_to_confirm(token)
    assert code_of(interest_services.interest_to_confirm, token, now=IN_DAYS) == "link_expired"


def test_a_letter_sent_again_waits_from_then_on_and_not_with_a_link_that_has_ended():
    interest = make_interest(make_programme())
    letter = make_letter(interest, state="failed", kind="interest_confirmed")
    asks = make_letter(interest, state="failed")

    outbox.send_again(letter, now=IN_DAYS)

    assert Letter.objects.get(pk=letter.pk).send_after == IN_DAYS
    assert code_of(outbox.send_again, asks, now=IN_DAYS) == "link_expired"


def test_a_draft_is_touched_when_it_is_carried():
    draft = make_application(make_programme(), year=2026)

    services.carry_draft(draft, year=2027, now=IN_DAYS)

    assert Application.objects.get().touched_at == IN_DAYS
