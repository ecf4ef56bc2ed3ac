"""News of dates: to whom it goes, and of what."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from admissions.domain.workflow import State
from admissions.mail import signed_links
from admissions.models import Letter
from admissions.scheduled import news
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun
from tests.admissions.makers import ANSWERS, make_application, make_interest
from tests.admissions.scheduled.news.makers import announce, before, move, move_intake, plain, told
from tests.makers import make_course, make_programme, make_run, make_whole_programme

pytestmark = pytest.mark.django_db


def test_a_moved_date_reaches_those_who_want_news_of_the_course_with_a_way_to_stop(
    programme, run, frozen_clock
):
    interest = make_interest(programme, [run.course], whole_programme=False, **before())
    move(run)

    assert told(frozen_clock) == 1

    letter = Letter.objects.get()
    assert (letter.kind, letter.interest, letter.to) == ("date_moved", interest, interest.email)
    assert plain(letter.subject) == "Datoer ændret 25. november 2026: Pipetter"
    assert (
        "Pipetter, start 8. marts 2027: sidste dag at søge 11. januar 2027 (før: 4. januar 2027)"
        in plain(letter.text)
    )
    assert "Pipetter: start 8. marts 2027 (før: 1. marts 2027)" in plain(letter.text)
    assert signed_links.site_address("catalogue:course", "da", run.course.slug) in letter.text
    assert letter.stop_url == signed_links.stop_url(interest)
    assert letter.stop_url in letter.text


def test_the_mail_that_leaves_can_be_stopped_by_one_click(programme, run, frozen_clock, mailoutbox):
    interest = make_interest(programme, **before())
    move(run)
    frozen_clock.shift(timedelta(hours=1))

    call_command("deliver_mail")
    call_command("deliver_mail")

    (message,) = mailoutbox
    assert message.to == [interest.email]
    assert message.extra_headers["List-Unsubscribe"] == f"<{signed_links.stop_url(interest)}>"


def test_a_moved_intake_reaches_drafts_and_cases_without_a_way_to_stop(programme, frozen_clock):
    draft = make_application(programme, [*ANSWERS], language="en", **before())
    sent = make_application(programme, state=State.ACCEPTED, **before())
    move_intake(programme)

    assert told(frozen_clock) == 2

    letter = Letter.objects.get(application=draft)
    assert (letter.kind, letter.stop_url) == ("case_date_moved", "")
    assert plain(letter.subject) == f"Dates changed on 25 November 2026: application {draft.number}"
    assert "Intake 2027: last day to apply 8 May 2027 (before: 1 May 2027)" in plain(letter.text)
    assert signed_links.site_address("admissions:case", "en", draft.reference) in letter.text
    assert "Anna" not in letter.text
    assert sent.email not in letter.text + letter.to
    danish = Letter.objects.get(application=sent)
    assert "Optag 2027: sidste dag at søge 8. maj 2027 (før: 1. maj 2027)" in plain(danish.text)


def test_a_moved_intake_reaches_those_who_want_news_of_the_whole_programme(
    programme, course, frozen_clock
):
    whole = make_interest(programme, language="en", **before())
    make_interest(programme, [course], whole_programme=False, **before())
    move_intake(programme)

    assert told(frozen_clock) == 1
    letter = Letter.objects.get()
    assert letter.interest == whole
    assert plain(letter.subject) == "Dates changed on 25 November 2026: Master of A & B"
    assert signed_links.site_address("catalogue:deadlines", "en") in letter.text


def test_an_announced_run_is_told_with_its_days_and_not_as_moved(programme, course, frozen_clock):
    make_interest(programme, [course], whole_programme=False, language="en", **before())
    run = announce(course)
    frozen_clock.shift(timedelta(minutes=10))
    move(run)

    assert told(frozen_clock) == 1

    letter = Letter.objects.get()
    assert letter.kind == "run_opened"
    assert plain(letter.subject) == "Course runs announced on 25 November 2026: Pipettes"
    assert "Pipettes, starts 8 March 2027, apply by 11 January 2027" in plain(letter.text)
    assert letter.stop_url


def test_whoever_applies_hears_of_a_moved_first_day_and_of_no_announcement(
    programme, course, frozen_clock
):
    run = announce(course)
    frozen_clock.shift(timedelta(days=2))
    draft = make_application(programme, run=run, language="en", **before())
    case = make_application(programme, run=run, state=State.SUBMITTED, **before())
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(opens_on=date(2026, 12, 1))

    assert told(frozen_clock) == 2
    letters = Letter.objects.order_by("pk")
    assert [letter.application for letter in letters] == [draft, case]
    assert {letter.kind for letter in letters} == {"case_date_moved"}
    text = plain(letters[0].text)
    assert "Pipettes, start 1 March 2027: application opens 1 December 2026" in text
    assert "apply by" not in text


def test_whoever_applied_before_a_run_was_announced_hears_of_no_announcement(
    programme, course, frozen_clock
):
    run = make_run(course, is_published=False)
    make_application(programme, run=run, **before())
    make_interest(programme, [course], whole_programme=False, **before())
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(is_published=True)

    assert told(frozen_clock) == 1
    assert Letter.objects.get().kind == "run_opened"


@pytest.mark.parametrize(
    ("opens_on", "words"),
    [
        pytest.param(date(2026, 11, 24), "starts 1 March 2027, apply by", id="opened yesterday"),
        pytest.param(date(2026, 11, 25), "starts 1 March 2027, apply by", id="opens today"),
        pytest.param(
            date(2026, 11, 26),
            "starts 1 March 2027, application opens 26 November 2026, apply by",
            id="opens tomorrow",
        ),
    ],
)
def test_an_announcement_says_when_the_application_opens_where_that_lies_ahead(
    programme, course, frozen_clock, opens_on, words
):
    make_interest(programme, language="en", **before())
    announce(course, opens_on=opens_on)

    assert told(frozen_clock) == 1
    assert words in plain(Letter.objects.get().text)


def test_all_that_is_new_to_somebody_comes_in_one_mail_of_a_kind(
    programme, whole, course, run, frozen_clock
):
    make_interest(programme, language="en", **before())
    with noting_moved_dates():
        CourseRun.objects.update(starts_on=date(2027, 3, 8))
        make_run(whole[1][1], starts_on=date(2027, 4, 5))
        make_run(course, starts_on=date(2027, 4, 12))
    move_intake(programme)

    assert told(frozen_clock) == 1

    letters = {letter.kind: plain(letter.text) for letter in Letter.objects.all()}
    assert set(letters) == {"run_opened", "date_moved"}
    assert letters["run_opened"].count("apply by") == 2
    assert "Pipettes: start 8 March 2027" in letters["date_moved"]
    assert "Intake 2027: last day to apply" in letters["date_moved"]
    assert signed_links.site_address("catalogue:deadlines", "en") in letters["run_opened"]


def test_on_a_site_with_several_programmes_the_page_is_that_of_the_persons(programme, frozen_clock):
    make_whole_programme()
    make_interest(programme, **before())
    move_intake(programme)

    told(frozen_clock)

    assert (
        signed_links.site_address("catalogue:programme_deadlines", "da", programme.slug)
        in Letter.objects.get().text
    )


@pytest.mark.parametrize(
    ("age", "number"),
    [
        pytest.param(timedelta(minutes=59, seconds=59), 0, id="a second before an hour"),
        pytest.param(timedelta(hours=1), 1, id="an hour"),
        pytest.param(timedelta(days=29, hours=23), 1, id="nearly 30 days"),
        pytest.param(timedelta(days=30), 0, id="30 days"),
    ],
)
def test_a_change_rests_for_an_hour_and_is_news_for_30_days(
    programme, run, frozen_clock, age, number
):
    make_interest(programme, **before())
    move(run)

    frozen_clock.shift(age)

    assert news.tell_news() == number


def test_an_hour_is_an_hour_also_when_the_clocks_are_put_back(programme, run, frozen_clock):
    make_interest(programme, **before())
    frozen_clock.move_to(datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
    move(run, starts_on=date(2028, 3, 6), ends_on=date(2028, 5, 26))

    frozen_clock.move_to(datetime(2027, 10, 31, 1, 29, tzinfo=UTC))
    assert news.tell_news() == 0
    frozen_clock.move_to(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    assert news.tell_news() == 1
    assert "31. oktober 2027" in plain(Letter.objects.get().subject)


def test_a_slip_that_is_mended_within_the_hour_is_told_to_nobody(programme, run, frozen_clock):
    make_interest(programme, **before())
    move(run)
    frozen_clock.shift(timedelta(minutes=50))
    move(run, starts_on=date(2027, 3, 1))
    frozen_clock.shift(timedelta(minutes=50))
    assert news.tell_news() == 0

    assert told(frozen_clock) == 0
    assert not Letter.objects.exists()


def test_two_moves_are_told_as_one_from_the_first_day_to_the_last(programme, run, frozen_clock):
    make_interest(programme, [run.course], whole_programme=False, **before())
    move(run)
    frozen_clock.shift(timedelta(minutes=30))
    move(run, starts_on=date(2027, 3, 15))

    assert told(frozen_clock) == 1
    assert "start 15. marts 2027 (før: 1. marts 2027)" in plain(Letter.objects.get().text)


def test_whoever_asked_between_two_moves_hears_of_the_second_alone(programme, run, frozen_clock):
    move(run)
    frozen_clock.shift(timedelta(minutes=20))
    make_interest(programme, confirmed_at=timezone.now())
    frozen_clock.shift(timedelta(minutes=20))
    move(run, starts_on=date(2027, 3, 15))

    assert told(frozen_clock) == 1
    assert "start 15. marts 2027 (før: 8. marts 2027)" in plain(Letter.objects.get().text)


def test_a_day_that_becomes_known_or_unknown_is_told_as_such(programme, course, frozen_clock):
    known, unknown = (
        make_run(course, starts_on=None, ends_on=None),
        make_run(course, starts_on=date(2027, 9, 6), ends_on=None),
    )
    make_interest(programme, [course], whole_programme=False, language="en", **before())
    move(known, ends_on=date(2027, 6, 1))
    move(unknown, starts_on=None)

    told(frozen_clock)

    text = plain(Letter.objects.get().text)
    assert "Pipettes: start 8 March 2027\n" in text
    assert "Pipettes: start not settled any more (before: 6 September 2027)" in text


@pytest.mark.parametrize(
    "over",
    [
        {"confirmed_at": None},
        {"created_at": "now"},
        {"ends_on": date(2026, 11, 24)},
        {"whole_programme": False},
    ],
    ids=["not confirmed", "asked after it", "ended", "of another course"],
)
def test_others_are_not_told(programme, run, frozen_clock, over):
    make_interest(programme, **before())
    other = (
        {"created_at": timezone.now() + timedelta(seconds=1)}
        if over.get("created_at") == "now"
        else over
    )
    make_interest(programme, [make_course()], **before(**other))
    make_interest(make_programme(), **before())
    move(run)

    assert told(frozen_clock) == 1


@pytest.mark.parametrize(
    "over",
    [{"state": State.WITHDRAWN}, {"state": State.REFUSED}, {"confirmed_at": None}, {"year": 2028}],
    ids=["withdrawn", "refused", "address unknown", "another year"],
)
def test_other_applications_are_not_told(programme, frozen_clock, over):
    make_application(programme, **before())
    make_application(programme, **before(**over))
    make_application(make_whole_programme()[0], **before())
    move_intake(programme)

    assert told(frozen_clock) == 1


def test_an_application_to_a_run_hears_of_that_run_alone(programme, course, run, frozen_clock):
    other = make_run(course, starts_on=date(2027, 9, 6), ends_on=None)
    mine = make_application(programme, run=run, **before())
    make_application(programme, run=other, **before())
    move(run)

    assert told(frozen_clock) == 1
    assert Letter.objects.get().application == mine


@pytest.mark.parametrize(
    "hide",
    [
        lambda run: CourseRun.objects.update(is_published=False),
        lambda run: CourseRun.objects.update(cancelled_on=date(2026, 11, 25)),
        lambda run: type(run.course).objects.update(is_published=False),
        lambda run: CourseRun.objects.update(starts_on=date(2027, 4, 5)),
    ],
    ids=["run hidden", "cancelled", "course hidden", "moved on without a note"],
)
def test_nothing_is_told_that_the_public_does_not_see_or_that_no_longer_holds(
    programme, run, frozen_clock, hide
):
    make_interest(programme, **before())
    make_application(programme, run=run, **before())
    move(run)
    CourseRun.objects.filter(pk=run.pk).update(ends_on=date(2027, 5, 28))
    hide(run)

    assert told(frozen_clock) == 0
    assert not Letter.objects.exists()


def test_an_intake_of_a_programme_that_is_not_shown_is_told_to_nobody(programme, frozen_clock):
    make_interest(programme, **before())
    move_intake(programme)
    type(programme).objects.update(is_published=False)

    assert told(frozen_clock) == 0


def test_a_run_whose_deadline_has_passed_is_not_announced_to_anybody(
    programme, course, frozen_clock
):
    make_interest(programme, **before())
    announce(course, starts_on=date(2026, 12, 14))

    assert told(frozen_clock) == 0


@pytest.mark.parametrize(("shows_examples", "number"), [(True, 1), (False, 0)])
def test_examples_are_told_of_in_a_demo_alone_and_marked(
    programme, course, frozen_clock, settings, shows_examples, number
):
    settings.EXPORT_EXAMPLES = shows_examples
    make_interest(programme, language="en", **before())
    move(make_run(course, is_example=True))

    assert told(frozen_clock) == number
    assert all(
        "start 8 March 2027 (before: 1 March 2027) (example)" in plain(each.text)
        for each in Letter.objects.all()
    )
