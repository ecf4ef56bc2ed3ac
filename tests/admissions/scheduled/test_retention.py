"""How long things are kept: the pure rules, and the command that carries them out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from admissions.domain import retention as periods
from admissions.models import Interest, Letter
from admissions.scheduled import retention
from catalogue.models import Asking, TriedImport
from tests.admissions.makers import make_interest, make_letter
from tests.makers import make_whole_programme

ASKED_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "is_too_late"),
    [
        pytest.param(
            timedelta(hours=47, minutes=59, seconds=59), False, id="a second before 48 hours"
        ),
        pytest.param(timedelta(hours=48), True, id="48 hours to the second"),
        pytest.param(timedelta(hours=48, seconds=1), True, id="a second after"),
    ],
)
def test_an_interest_can_be_confirmed_for_48_hours(after, is_too_late):
    assert periods.is_too_late_to_confirm(ASKED_AT, ASKED_AT + after) is is_too_late


def test_the_48_hours_are_told_and_counted_alike():
    assert periods.confirm_by(ASKED_AT) == ASKED_AT + timedelta(hours=48)
    assert periods.unconfirmed_limit(periods.confirm_by(ASKED_AT)) == ASKED_AT


@pytest.mark.parametrize(
    ("confirmed_on", "ends_on"),
    [
        pytest.param(date(2026, 11, 25), date(2028, 5, 25), id="18 months later"),
        pytest.param(date(2026, 8, 31), date(2028, 2, 29), id="the end of a leap February"),
        pytest.param(date(2025, 8, 31), date(2027, 2, 28), id="the end of a short February"),
        pytest.param(date(2026, 6, 30), date(2027, 12, 30), id="June to December of the next year"),
        pytest.param(date(2026, 7, 1), date(2028, 1, 1), id="over two new years"),
    ],
)
def test_a_confirmed_interest_ends_after_18_months(confirmed_on, ends_on):
    assert periods.interest_end(confirmed_on) == ends_on


def test_the_periods_can_be_others():
    short = periods.Periods(unconfirmed=timedelta(hours=1), interest_months=1)

    assert periods.confirm_by(ASKED_AT, short) == ASKED_AT + timedelta(hours=1)
    assert periods.interest_end(date(2026, 1, 31), short) == date(2026, 2, 28)


@pytest.fixture
def programme(db):
    return make_whole_programme()[0]


@pytest.mark.parametrize(
    ("age", "is_gone"), [(timedelta(hours=47, minutes=59), False), (timedelta(hours=48), True)]
)
def test_unconfirmed_interests_go_with_their_letters_after_48_hours(programme, age, is_gone):
    interest = make_interest(programme, created_at=timezone.now() - age)
    make_letter(interest)

    gone = retention.apply_retention()

    assert gone["unconfirmed_interests"] == int(is_gone)
    assert Interest.objects.exists() is not is_gone
    assert Letter.objects.exists() is not is_gone


@pytest.mark.parametrize(
    ("ends_on", "is_gone"), [(date(2026, 11, 25), False), (date(2026, 11, 24), True)]
)
def test_confirmed_interests_go_when_their_last_day_is_over(programme, ends_on, is_gone):
    long_ago = timezone.now() - timedelta(days=500)
    interest = make_interest(programme, created_at=long_ago, confirmed_at=long_ago, ends_on=ends_on)
    make_letter(interest)

    gone = retention.apply_retention()

    assert gone["ended_interests"] == int(is_gone)
    assert Interest.objects.exists() is not is_gone
    assert Letter.objects.exists() is not is_gone


@pytest.mark.parametrize("state", [Letter.State.SENT, Letter.State.FAILED])
@pytest.mark.parametrize(
    ("age", "is_empty"), [(timedelta(days=30), False), (timedelta(days=30, seconds=1), True)]
)
def test_letters_lose_their_words_after_30_days(programme, state, age, is_empty):
    interest = make_interest(programme, confirmed_at=timezone.now())
    letter = make_letter(
        interest, state=state, created_at=timezone.now() - age, error="550 no such user"
    )

    gone = retention.apply_retention()

    letter.refresh_from_db()
    assert gone["letters_emptied"] == int(is_empty)
    assert (letter.text == "", letter.html == "", letter.stop_url == "", letter.error == "") == (
        is_empty,
    ) * 4
    assert letter.state == state


def test_a_letter_that_still_waits_keeps_its_words(programme):
    interest = make_interest(programme, confirmed_at=timezone.now())
    letter = make_letter(interest, created_at=timezone.now() - timedelta(days=60))

    retention.apply_retention()

    letter.refresh_from_db()
    assert letter.text == "Text"


@pytest.mark.parametrize(
    ("age", "is_gone"), [(timedelta(days=1), False), (timedelta(days=1, seconds=1), True)]
)
def test_traces_of_asking_go_after_a_day(db, age, is_gone):
    Asking.objects.create(bucket="x", at=timezone.now() - age)

    assert retention.apply_retention()["askings"] == int(is_gone)
    assert Asking.objects.exists() is not is_gone


@pytest.mark.parametrize(
    ("age", "is_gone"), [(timedelta(minutes=59, seconds=59), False), (timedelta(hours=1), True)]
)
def test_files_tried_for_import_go_after_an_hour(db, age, is_gone):
    person = User.objects.create_user("redaktør")
    TriedImport.objects.create(
        user=person, model="course", file_name="a.csv", content=b"x", tried_at=timezone.now() - age
    )

    assert retention.apply_retention()["tried_imports"] == int(is_gone)
    assert TriedImport.objects.exists() is not is_gone


def test_a_dry_run_says_what_would_go_and_deletes_nothing(programme, capsys):
    old = timezone.now() - timedelta(days=60)
    make_interest(programme, created_at=old)
    make_interest(programme, created_at=old, confirmed_at=old, ends_on=date(2026, 1, 1))
    Asking.objects.create(bucket="x", at=old)

    call_command("apply_retention", dry_run=True)

    assert capsys.readouterr().out.split("\n")[:3] == [
        "Would go:",
        "     1 interests not confirmed within 48 hours",
        "     1 interests past their end",
    ]
    assert Interest.objects.count() == 2
    assert Asking.objects.count() == 1


def test_the_command_deletes_what_a_dry_run_told(programme, capsys):
    make_interest(programme, created_at=timezone.now() - timedelta(days=60))

    call_command("apply_retention")

    assert capsys.readouterr().out.startswith(
        "Gone:\n     1 interests not confirmed within 48 hours"
    )
    assert not Interest.objects.exists()
