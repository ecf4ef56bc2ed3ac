"""Places on a run or in an intake: counted from the offer on, free again when it is not used."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from admissions import case_services, replies, treatment
from admissions.models import CaseLetter, Event, Letter
from catalogue.models import CourseRun, Intake
from tests.admissions.applications import ANSWERS, code_of, make_sent_application, make_staff
from tests.factories import make_course, make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
ALONE = [each for each in ANSWERS if each != "choices"]


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6, single_courses=True)
    make_requirement_set(found)
    return found


@pytest.fixture
def karen():
    return make_staff()


@pytest.fixture
def run(programme):
    return make_run(make_course(programme, slug="pipetter"), places=1)


def to_run(programme, run):
    return make_sent_application(programme, "under_review", run=run, parts=ALONE)


def taken(row):
    return type(row).objects.get(pk=row.pk).places_taken


def offer(application, karen):
    return treatment.offer_place(application, by=karen, reply_by=DUE)


def test_an_offer_counts_a_place_on_the_run(programme, karen, run):
    offer(to_run(programme, run), karen)

    assert taken(run) == 1


def test_an_offer_counts_a_place_in_the_intake_of_its_year_alone(programme, karen):
    intakes = [Intake.objects.create(programme=programme, year=year, places=5) for year in (2027, 2028)]

    offer(make_sent_application(programme, "under_review"), karen)

    assert [taken(intake) for intake in intakes] == [1, 0]


def test_where_no_number_is_set_nothing_is_counted(programme, karen):
    intake = Intake.objects.create(programme=programme, year=2027)
    application = make_sent_application(programme, "under_review")

    offer(application, karen)
    replies.decline_place(application, reason="other")

    assert taken(intake) == 0


def test_two_offers_for_the_last_place_give_one_and_the_other_leaves_no_trace(programme, karen, run):
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    written = (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count())

    assert code_of(offer, second, karen) == "no_place_left"

    second.refresh_from_db()
    assert (second.state, taken(run)) == ("under_review", 1)
    assert (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count()) == written


def test_a_place_taken_since_the_application_was_read_is_not_given_again(programme, karen, run):
    application = to_run(programme, run)
    assert application.run.places_taken == 0
    CourseRun.objects.update(places_taken=1)

    assert code_of(offer, application, karen) == "no_place_left"


def test_declining_frees_the_place(programme, karen, run):
    application = to_run(programme, run)
    offer(application, karen)

    replies.decline_place(application, reason="payment")

    assert taken(run) == 0


def test_an_offer_that_lapses_frees_the_place(programme, karen, run, frozen_clock):
    application = to_run(programme, run)
    offer(application, karen)
    frozen_clock.shift(timedelta(days=15))

    treatment.let_lapse(application, by=karen)

    assert taken(run) == 0


@pytest.mark.parametrize("is_accepted", [True, False])
def test_withdrawing_after_an_offer_frees_the_place(programme, karen, run, is_accepted):
    application = to_run(programme, run)
    offer(application, karen)
    if is_accepted:
        replies.accept_place(application)
        assert taken(run) == 1

    case_services.withdraw_application(application, reason="other")

    assert taken(run) == 0


def test_withdrawing_before_an_offer_frees_nobodys_place(programme, karen, run):
    CourseRun.objects.update(places=2)
    offer(to_run(programme, run), karen)
    waiting = to_run(programme, run)

    case_services.withdraw_application(waiting, reason="other")

    assert taken(run) == 1


def test_no_fewer_than_no_places_are_taken(programme, karen, run):
    application = to_run(programme, run)
    offer(application, karen)
    CourseRun.objects.update(places_taken=0)

    replies.decline_place(application, reason="other")

    assert taken(run) == 0


def test_a_freed_place_can_be_offered_to_the_next(programme, karen, run):
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    replies.decline_place(first, reason="other")

    offer(second, karen)

    assert (second.state, taken(run)) == ("offered", 1)


def test_an_offer_is_seen_on_the_public_page_at_once_and_leaves_no_history(client, programme, karen, run):
    with override("en"):
        address = reverse("catalogue:course", args=[run.course.slug])
    CourseRun.objects.update(has_waiting_list=False)
    edits = run.history.count()
    application = to_run(programme, run)
    before = client.get(address).content.decode()

    offer(application, karen)
    full = client.get(address).content.decode()
    replies.decline_place(application, reason="other")
    after = client.get(address).content.decode()

    assert before != full
    assert after == before
    assert run.history.count() == edits
