"""Places on a run or in an intake: counted from the offer on, free again when it is not used."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from admissions.applications import replies, services
from admissions.applications.places import recount_places
from admissions.desk import services as desk_services
from admissions.domain.workflow import Actor
from admissions.models import Application, CaseLetter, Event, Letter
from catalogue.models import CourseRun, Intake
from tests.admissions.makers import ANSWERS, code_of, make_caseworker, make_sent_application
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

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
    return make_caseworker()


@pytest.fixture
def run(programme):
    return make_run(make_course(programme, slug="pipetter"), places=1)


def to_run(programme, run):
    return make_sent_application(programme, "under_review", run=run, parts=ALONE)


def taken(row):
    return type(row).objects.get(pk=row.pk).places_taken


def offer(application, karen):
    return desk_services.offer_place(application, by=karen, reply_by=DUE)


def test_an_offer_counts_a_place_on_the_run(programme, karen, run):
    offer(to_run(programme, run), karen)

    assert taken(run) == 1


def test_an_offer_counts_a_place_in_the_intake_of_its_year_alone(programme, karen):
    intakes = [
        Intake.objects.create(programme=programme, year=year, places=5) for year in (2027, 2028)
    ]

    offer(make_sent_application(programme, "under_review"), karen)

    assert [taken(intake) for intake in intakes] == [1, 0]


def test_each_intake_counts_the_offers_to_its_own_programme_and_year(programme, karen):
    other, _courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(other)
    aims = [(programme, 2027), (programme, 2028), (other, 2027)]
    intakes = [Intake.objects.create(programme=each, year=year, places=9) for each, year in aims]

    for (each, year), number in zip(aims, (1, 2, 3), strict=True):
        for _offer in range(number):
            offer(make_sent_application(each, "under_review", year=year), karen)

    assert [taken(intake) for intake in intakes] == [1, 2, 3]
    assert recount_places() == {"places_recounted": 0}


def test_where_no_number_is_set_no_place_is_the_last_and_each_is_counted(programme, karen):
    intake = Intake.objects.create(programme=programme, year=2027)
    first, second = [make_sent_application(programme, "under_review") for _each in range(2)]

    offer(first, karen)
    offer(second, karen)
    both = taken(intake)
    replies.decline_place(first, reason="other")

    assert (both, taken(intake)) == (2, 1)


def test_offers_made_before_a_number_was_set_count_when_the_last_place_is_offered(
    programme, karen, run
):
    CourseRun.objects.update(places=None)
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    CourseRun.objects.update(places=1)

    assert code_of(offer, second, karen) == "no_place_left"
    replies.decline_place(first, reason="other")
    freed = taken(run)
    second.refresh_from_db()
    offer(second, karen)

    assert (freed, taken(run)) == (0, 1)


def test_offers_made_before_the_intake_was_there_count_in_it(programme, karen):
    first, second, third = [make_sent_application(programme, "under_review") for _each in range(3)]
    offer(first, karen)
    offer(second, karen)
    intake = Intake.objects.create(programme=programme, year=2027, places=2)

    assert code_of(offer, third, karen) == "no_place_left"
    replies.decline_place(first, reason="other")

    assert taken(intake) == 1


def test_the_timer_counts_what_was_offered_before_the_intake_was_there(programme, karen):
    for _offer in range(2):
        offer(make_sent_application(programme, "under_review", year=2028, parts=ANSWERS), karen)
    intake = Intake.objects.create(programme=programme, year=2028, places=2)
    example = Intake.objects.create(
        programme=programme, year=2029, places=9, places_taken=4, is_example=True
    )
    make_sent_application(programme, "under_review", year=2029, parts=ANSWERS)

    assert recount_places(is_dry_run=True) == {"places_recounted": 1}
    assert taken(intake) == 0
    assert recount_places() == {"places_recounted": 1}
    assert recount_places() == {"places_recounted": 0}
    assert (taken(intake), taken(example)) == (2, 4)


def test_the_timer_counts_the_places_of_a_run(programme, karen, run):
    offer(to_run(programme, run), karen)
    CourseRun.objects.filter(pk=run.pk).update(places_taken=0)

    assert recount_places() == {"places_recounted": 1}
    assert taken(run) == 1


def test_a_place_offered_before_a_number_was_set_frees_nobody_elses(programme, karen, run):
    CourseRun.objects.update(places=None)
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    CourseRun.objects.update(places=2)
    offer(second, karen)

    replies.decline_place(first, reason="other")

    assert taken(run) == 1


def test_a_run_and_an_intake_of_one_programme_count_for_themselves(programme, karen, run):
    intake = Intake.objects.create(programme=programme, year=2027, places=5)
    elsewhere = make_run(make_course(programme, slug="kolber"), places=5)
    offer(make_sent_application(programme, "under_review"), karen)
    offer(to_run(programme, elsewhere), karen)

    offer(to_run(programme, run), karen)

    assert [taken(row) for row in (intake, elsewhere, run)] == [1, 1, 1]


def test_the_places_of_an_example_that_nobody_applied_for_stay_taken(programme, karen, run):
    CourseRun.objects.update(is_example=True, places=10, places_taken=9)
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)

    assert code_of(offer, second, karen) == "no_place_left"
    full = taken(run)
    replies.decline_place(first, reason="other")

    assert (full, taken(run)) == (10, 9)


def test_a_place_accepted_is_still_taken_when_the_case_is_erased(programme, karen, run):
    CourseRun.objects.update(places=2)
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    replies.accept_place(first)
    services.erase_application(first, actor=Actor.STAFF, user=karen)

    offer(second, karen)

    assert taken(run) == 2


@pytest.mark.parametrize("state", ["refused", "withdrawn", "declined", "lapsed"])
def test_a_case_erased_without_a_place_takes_none(programme, karen, run, state):
    ended = to_run(programme, run)
    Application.objects.filter(pk=ended.pk).update(state=state)
    ended.refresh_from_db()
    services.erase_application(ended, actor=Actor.STAFF, user=karen)
    assert ended.state == "erased"

    offer(to_run(programme, run), karen)

    assert taken(run) == 1


def test_two_offers_for_the_last_place_give_one_and_the_other_leaves_no_trace(
    programme, karen, run
):
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    written = (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count())

    assert code_of(offer, second, karen) == "no_place_left"

    second.refresh_from_db()
    assert (second.state, taken(run)) == ("under_review", 1)
    assert (Event.objects.count(), CaseLetter.objects.count(), Letter.objects.count()) == written


def test_a_place_taken_since_the_application_was_read_is_not_given_again(programme, karen, run):
    application, other = to_run(programme, run), to_run(programme, run)
    assert application.run.places_taken == 0
    Application.objects.filter(pk=other.pk).update(state="accepted")

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

    desk_services.let_lapse(application, by=karen)

    assert taken(run) == 0


@pytest.mark.parametrize("is_accepted", [True, False])
def test_withdrawing_after_an_offer_frees_the_place(programme, karen, run, is_accepted):
    application = to_run(programme, run)
    offer(application, karen)
    if is_accepted:
        replies.accept_place(application)
        assert taken(run) == 1

    services.withdraw_application(application, reason="other")

    assert taken(run) == 0


def test_withdrawing_before_an_offer_frees_nobodys_place(programme, karen, run):
    CourseRun.objects.update(places=2)
    offer(to_run(programme, run), karen)
    waiting = to_run(programme, run)

    services.withdraw_application(waiting, reason="other")

    assert taken(run) == 1


@pytest.mark.parametrize("is_example", [True, False])
def test_no_fewer_than_no_places_are_taken(programme, karen, run, is_example):
    application = to_run(programme, run)
    offer(application, karen)
    CourseRun.objects.update(places_taken=0, is_example=is_example)

    replies.decline_place(application, reason="other")

    assert taken(run) == 0


def test_a_freed_place_can_be_offered_to_the_next(programme, karen, run):
    first, second = to_run(programme, run), to_run(programme, run)
    offer(first, karen)
    replies.decline_place(first, reason="other")

    offer(second, karen)

    assert (second.state, taken(run)) == ("offered", 1)


def test_an_offer_is_seen_on_the_public_page_at_once_and_leaves_no_history(
    client, programme, karen, run
):
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
