"""The verbs of an interest, and sending a letter again: what each does, queues and refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from admissions.domain import refusals
from admissions.domain.background import Background, DegreeKind
from admissions.domain.eligibility import assessment
from admissions.domain.work import WorkPeriod
from admissions.eligibility import record, requirements
from admissions.interest import services
from admissions.mail import outbox, signed_links
from admissions.models import Interest, Letter
from tests.admissions.makers import interest_answers, make_interest, make_letter
from tests.makers import make_requirement_set, make_whole_programme


@pytest.fixture
def programme(db):
    return make_whole_programme()[0]


def receive(programme, form_key="form-a", language="da", **over):
    return services.receive_interest(
        answers=interest_answers(**over), programme=programme, language=language, form_key=form_key
    )


def refused(verb, *args, **kwargs):
    with pytest.raises(refusals.Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def test_receiving_keeps_the_answers_unconfirmed_until_the_48_hours_are_over(programme):
    course = programme.entries.first().course

    receive(
        programme,
        courses=[course],
        whole_programme=False,
        when="later",
        payer="self",
        message="Hej",
    )

    interest = Interest.objects.get()
    assert (interest.name, interest.email, interest.language) == (
        "Anna Prøve",
        "anna@example.org",
        "da",
    )
    assert (interest.when, interest.payer, interest.message) == ("later", "self", "Hej")
    assert (interest.whole_programme, list(interest.courses.all())) == (False, [course])
    assert interest.confirmed_at is None
    assert interest.ends_on == date(2026, 11, 27)


def test_receiving_queues_one_letter_to_confirm_in_the_persons_language(programme):
    interest = receive(programme, language="en")

    letter = Letter.objects.get()
    assert (letter.kind, letter.state, letter.to) == (
        "confirm_interest",
        "queued",
        "anna@example.org",
    )
    assert signed_links.confirm_url(interest) in letter.text
    assert letter.subject.startswith("Confirm by 27 November 2026")


def test_an_address_is_kept_in_small_letters_so_that_it_is_known_again(programme):
    assert receive(programme, email="Anna@Example.ORG").email == "anna@example.org"


def test_an_address_on_the_list_gets_a_letter_that_says_so_and_stays_on_the_list(programme):
    known = make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())

    fresh = receive(programme)

    assert Letter.objects.get().kind == "confirm_interest_again"
    assert signed_links.confirm_url(fresh) in Letter.objects.get().text
    assert Interest.objects.confirmed().get() == known


def test_the_same_form_twice_is_one_interest_and_one_letter(programme):
    first = receive(programme)

    assert receive(programme) == first
    assert (Interest.objects.count(), Letter.objects.count()) == (1, 1)


def test_another_form_from_the_same_address_is_another_interest_until_one_is_confirmed(programme):
    receive(programme, form_key="form-a")
    receive(programme, form_key="form-b")

    assert (Interest.objects.count(), Letter.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("after", "letters"), [(timedelta(seconds=119), 1), (timedelta(minutes=2), 2)]
)
def test_the_same_form_after_two_minutes_gets_a_new_letter(programme, frozen_clock, after, letters):
    receive(programme)

    frozen_clock.shift(after)
    receive(programme)

    assert (Interest.objects.count(), Letter.objects.count()) == (1, letters)


def test_a_new_letter_kills_the_link_of_the_old_one(programme, frozen_clock):
    old = signed_links.confirm_token(receive(programme))

    frozen_clock.shift(timedelta(minutes=5))
    new = signed_links.confirm_token(receive(programme))

    assert refused(services.interest_to_confirm, old) == "link_replaced"
    assert services.interest_to_confirm(new).link_issue == 2


def test_the_same_form_after_confirming_is_told_again_that_it_is_on_the_list(
    programme, frozen_clock
):
    services.confirm_interest(receive(programme))

    frozen_clock.shift(timedelta(minutes=5))
    receive(programme)

    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["confirm_interest", "interest_confirmed", "interest_confirmed"]


def test_the_same_form_after_its_48_hours_begins_anew(programme, frozen_clock):
    old = receive(programme)

    frozen_clock.shift(timedelta(hours=48))
    new = receive(programme)

    assert Interest.objects.get() == new
    assert new.reference != old.reference
    assert services.interest_to_confirm(signed_links.confirm_token(new)) == new


def test_nothing_is_kept_when_any_of_it_cannot_be(programme):
    with pytest.raises(ValueError, match="not a course"):
        receive(programme, courses=["not a course"])

    assert not Interest.objects.exists()
    assert not Letter.objects.exists()


def test_confirming_puts_on_the_list_for_18_months_and_says_so_by_letter(programme):
    interest = services.confirm_interest(receive(programme))

    assert interest.confirmed_at == timezone.now()
    assert interest.ends_on == date(2028, 5, 25)
    letter = Letter.objects.latest("pk")
    assert letter.kind == "interest_confirmed"
    assert "25. maj 2028" in letter.subject


def test_confirming_counts_the_day_in_copenhagen(programme, frozen_clock):
    interest = receive(programme)
    frozen_clock.move_to("2026-11-25T23:30:00+00:00")

    assert services.confirm_interest(interest).ends_on == date(2028, 5, 26)


def test_confirming_replaces_what_the_address_asked_before_about_the_programme_alone(programme):
    now = timezone.now()
    old = make_interest(programme, email="anna@example.org", confirmed_at=now)
    make_letter(old)
    elsewhere = make_interest(make_whole_programme()[0], email="anna@example.org", confirmed_at=now)
    stranger = make_interest(programme, email="bo@example.org", confirmed_at=now)

    new = services.confirm_interest(receive(programme))

    assert set(Interest.objects.all()) == {new, elsewhere, stranger}
    assert not Letter.objects.filter(interest_id=old.pk).exists()


def test_two_links_of_one_address_can_both_be_used_and_the_last_stands(programme):
    first = receive(programme, form_key="form-a", message="first")
    second = receive(programme, form_key="form-b", message="second")

    services.confirm_interest(first)
    services.confirm_interest(second)

    assert Interest.objects.get().message == "second"


def test_confirming_twice_is_refused_and_changes_nothing(programme, frozen_clock):
    interest = receive(programme)
    read_before = Interest.objects.get(pk=interest.pk)
    services.confirm_interest(interest)

    frozen_clock.shift(timedelta(days=1))

    assert refused(services.confirm_interest, read_before) == "already_confirmed"
    assert Interest.objects.get().ends_on == date(2028, 5, 25)


def test_an_interest_stopped_between_reading_and_confirming_stays_gone(programme):
    interest = receive(programme)
    services.stop_interest(interest.address_key)

    assert refused(services.confirm_interest, interest) == "link_expired"
    assert not Interest.objects.exists()
    assert not Letter.objects.exists()


def test_a_link_replaced_between_reading_and_confirming_is_refused(programme):
    interest = receive(programme)
    Interest.objects.update(link_issue=2)

    assert refused(services.confirm_interest, interest) == "link_expired"
    assert not Interest.objects.confirmed().exists()


def test_a_refused_confirmation_leaves_the_older_one(programme):
    old = make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())
    new = receive(programme)
    Interest.objects.filter(pk=new.pk).update(link_issue=2)

    assert refused(services.confirm_interest, new) == "link_expired"
    assert Interest.objects.confirmed().get() == old


@pytest.mark.parametrize(
    ("after", "code"),
    [(timedelta(hours=48, seconds=-1), None), (timedelta(hours=48), "link_expired")],
)
def test_48_hours_after_asking_nothing_can_be_confirmed_though_the_row_be_there(
    programme, frozen_clock, after, code
):
    interest = receive(programme)
    token = signed_links.confirm_token(interest)

    frozen_clock.shift(after)

    if code:
        assert refused(services.interest_to_confirm, token) == code
        assert refused(services.confirm_interest, interest) == code
    else:
        assert services.confirm_interest(services.interest_to_confirm(token)) == interest


def test_a_link_of_someone_deleted_or_of_nobody_is_refused(programme):
    interest = receive(programme)
    token = signed_links.confirm_token(interest)
    Interest.objects.all().delete()

    assert refused(services.interest_to_confirm, token) == "link_expired"
    assert refused(services.interest_to_confirm, "made up") == "link_unknown"


def test_a_used_link_still_finds_its_interest_when_it_is_old(programme, frozen_clock):
    interest = services.confirm_interest(receive(programme))
    token = signed_links.confirm_token(interest)

    frozen_clock.shift(timedelta(days=90))

    assert services.interest_to_confirm(token) == interest


def test_one_address_has_one_confirmed_interest_per_programme(programme):
    make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())

    with pytest.raises(IntegrityError):
        make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())


def test_stopping_deletes_all_of_the_address_about_the_programme_and_its_letters_at_once(programme):
    services.confirm_interest(receive(programme, form_key="form-a"))
    waiting = receive(programme, form_key="form-b")
    stranger = make_interest(programme, email="bo@example.org")
    make_letter(stranger)

    assert services.stop_interest(waiting.address_key) == 2

    assert Interest.objects.get() == stranger
    assert Letter.objects.get().interest == stranger


def test_stopping_again_or_with_a_made_up_key_deletes_nothing(programme):
    interest = receive(programme)
    services.stop_interest(interest.address_key)
    make_interest(programme)

    assert services.stop_interest(interest.address_key) == 0
    assert services.stop_interest("made up") == 0
    assert services.stop_interest("") == 0
    assert Interest.objects.count() == 1


def test_the_stop_key_in_an_old_letter_stops_what_came_after_it(programme):
    old = services.confirm_interest(receive(programme, form_key="form-a"))
    services.confirm_interest(receive(programme, form_key="form-b"))

    assert services.stop_interest(old.address_key) == 1
    assert not Interest.objects.exists()


def test_a_failed_letter_is_sent_again_with_all_its_tries(programme):
    letter = make_letter(make_interest(programme), state="failed", attempts=6, error="refused")

    outbox.send_again(letter)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.send_after) == ("queued", 0, timezone.now())


@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
def test_a_letter_that_has_not_failed_is_not_sent_again(programme, state):
    letter = make_letter(make_interest(programme), state=state)

    assert refused(outbox.send_again, letter) == "letter_not_failed"


def test_a_letter_sent_between_reading_and_sending_again_is_left(programme):
    letter = make_letter(make_interest(programme), state="failed")
    Letter.objects.update(state="sent")

    assert refused(outbox.send_again, letter) == "letter_not_failed"
    assert Letter.objects.get().state == "sent"


def test_a_letter_without_words_or_with_a_dead_link_is_not_sent_again(programme):
    interest = make_interest(programme, created_at=timezone.now() - timedelta(hours=48))

    assert (
        refused(outbox.send_again, make_letter(interest, state="failed", text=""))
        == "letter_emptied"
    )
    assert refused(outbox.send_again, make_letter(interest, state="failed")) == "link_expired"
    confirmed = make_letter(interest, state="failed", kind="interest_confirmed")
    outbox.send_again(confirmed)
    assert Letter.objects.get(pk=confirmed.pk).state == "queued"


def test_an_assessment_is_kept_with_the_words_of_the_rules_it_came_from(programme):
    rows = make_requirement_set(programme, version=7)
    work = (WorkPeriod(date(2025, 9, 1), None, area="clinic"),)
    judged = assessment(
        requirements.domain_requirements(rows),
        Background(DegreeKind.MASTER, "health", work),
        date(2027, 5, 1),
    )

    kept = record.assessment_record(rows, judged)

    assert kept == {
        "version": 1,
        "set": 7,
        "reference_on": "2027-05-01",
        "outcome": "not_yet",
        "qualifies_on": "2027-09-01",
        "findings": [
            {
                "number": 1,
                "kind": "degree",
                "title_da": "En kandidatgrad",
                "title_en": "A master's degree",
                "outcome": "meets",
                "sentence_da": "Sag 1.",
                "sentence_en": "Case 1.",
                "months": None,
                "days": None,
                "months_needed": None,
                "qualifies_on": None,
            },
            {
                "number": 2,
                "kind": "work",
                "title_da": "To års arbejde",
                "title_en": "Two years of work",
                "outcome": "not_yet",
                "sentence_da": "Ikke nok.",
                "sentence_en": "Not enough.",
                "months": 20,
                "days": 0,
                "months_needed": 24,
                "qualifies_on": "2027-09-01",
            },
        ],
    }
