"""News of dates, once: when a process dies, when another was quicker, when there are many."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from admissions.domain.workflow import State
from admissions.mail import interest_mails, signed_links
from admissions.models import Interest, Letter, ToldChange
from admissions.scheduled import news
from catalogue.models import DateChange
from tests.admissions.makers import ANSWERS, make_application, make_interest
from tests.admissions.scheduled.news.makers import before, move, plain, told
from tests.makers import make_run

pytestmark = pytest.mark.django_db


def test_nobody_is_told_twice(programme, run, frozen_clock):
    make_interest(programme, **before())
    make_application(programme, run=run, **before())
    move(run)

    assert told(frozen_clock) == 2
    assert [news.tell_news(), told(frozen_clock), told(frozen_clock, 24)] == [0, 0, 0]
    # Of two changes each, and the two that all have been told of.
    assert ToldChange.objects.count() == 6


def test_a_move_after_the_one_that_was_told_is_told_too(programme, run, frozen_clock):
    make_interest(programme, **before())
    move(run)
    told(frozen_clock)
    move(run, starts_on=date(2027, 3, 1))

    assert told(frozen_clock) == 1
    assert "start 1. marts 2027 (før: 8. marts 2027)" in plain(
        Letter.objects.order_by("pk").last().text
    )


def test_a_process_that_dies_half_way_leaves_the_rest_to_the_next(
    programme, run, frozen_clock, monkeypatch
):
    for _person in range(3):
        make_interest(programme, **before())
    move(run)
    frozen_clock.shift(timedelta(hours=1))
    write, written = interest_mails.date_moved, []

    def dies_at_the_second(*args, **kwargs):
        if written:
            raise KeyboardInterrupt
        written.append(write(*args, **kwargs))

    with monkeypatch.context() as broken:
        broken.setattr(interest_mails, "date_moved", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            news.tell_news()
    assert (Letter.objects.count(), ToldChange.objects.count()) == (0, 0)

    news.tell_news()

    assert sorted(Letter.objects.values_list("to", flat=True)) == sorted(
        Interest.objects.values_list("email", flat=True)
    )


def test_somebody_told_by_another_process_since_they_were_read_is_not_told_again(
    programme, run, frozen_clock, monkeypatch
):
    first, second = (make_interest(programme, **before()) for _person in range(2))
    move(run)
    frozen_clock.shift(timedelta(hours=1))
    tell = news.tell

    def another_is_quicker(untold, now):
        if untold.still.get() == second:
            ToldChange.objects.create(change=DateChange.objects.first(), interest=second)
        return tell(untold, now)

    monkeypatch.setattr(news, "tell", another_is_quicker)

    assert news.tell_news() == 1
    assert Letter.objects.get().interest == first


@pytest.mark.parametrize("leave", ["stop", "withdraw", "carry to another run"])
def test_somebody_who_leaves_after_they_were_read_is_not_told(
    programme, run, frozen_clock, monkeypatch, leave
):
    interest = make_interest(programme, **before())
    application = make_application(programme, run=run, state=State.SUBMITTED, **before())
    move(run)
    frozen_clock.shift(timedelta(hours=1))
    tell = news.tell

    def gone_first(untold, now):
        if leave == "stop":
            Interest.objects.all().delete()
        elif leave == "withdraw":
            type(application).objects.update(state=State.WITHDRAWN)
        else:
            type(application).objects.update(run=make_run(run.course))
        return tell(untold, now)

    monkeypatch.setattr(news, "tell", gone_first)

    assert news.tell_news() == 1
    letter = Letter.objects.get()
    assert (letter.interest, letter.application) == (
        (None, application) if leave == "stop" else (interest, None)
    )


def test_the_database_lets_nobody_be_told_twice(programme, run):
    interest, application = make_interest(programme), make_application(programme)
    move(run)
    change = DateChange.objects.first()

    for who in ({"interest": interest}, {"application": application}, {}):
        ToldChange.objects.create(change=change, **who)
        with pytest.raises(IntegrityError), transaction.atomic():
            ToldChange.objects.create(change=change, **who)
    with pytest.raises(IntegrityError), transaction.atomic():
        ToldChange.objects.create(
            change=DateChange.objects.last(), interest=interest, application=application
        )


def test_many_are_told_in_several_rounds(programme, run, frozen_clock, monkeypatch):
    monkeypatch.setattr(news, "MOST_AT_ONCE", 2)
    for _person in range(3):
        make_interest(programme, **before())
    make_application(programme, run=run, **before())
    move(run)

    assert [told(frozen_clock), news.tell_news(), news.tell_news()] == [2, 2, 0]
    assert Letter.objects.count() == 4


def test_no_letter_holds_anything_of_another_person_or_of_what_was_typed(
    programme, run, frozen_clock
):
    people = [
        make_interest(programme, name=f"Planted {number}", message="my secret", **before())
        for number in range(3)
    ]
    make_application(programme, [*ANSWERS], run=run, **before())
    move(run)

    told(frozen_clock)

    letters = Letter.objects.all()
    assert len(letters) == 4
    for letter in letters:
        text = letter.subject + letter.text + letter.html
        for word in ("Planted", "secret", "Anna", *(person.email for person in people)):
            assert word not in text
        others = [person for person in people if person != letter.interest]
        assert not any(signed_links.stop_url(person) in text for person in others)


def test_without_news_a_round_is_one_query(programme, run, frozen_clock, django_assert_num_queries):
    make_interest(programme, **before())
    with django_assert_num_queries(1):
        assert news.tell_news() == 0
    move(run)
    assert DateChange.objects.exists()
    with django_assert_num_queries(1):
        assert news.tell_news() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_each_person_costs_five_queries_and_finding_them_costs_the_same(
    programme, run, frozen_clock, django_assert_num_queries, number
):
    for _person in range(number):
        make_interest(programme, **before())
        make_application(programme, run=run, **before())
    move(run)
    told(frozen_clock)
    ToldChange.objects.all().delete()

    # Two at the edges of what is done for each, and the row, the note and the letter between them.
    with django_assert_num_queries(12 + 2 * 5 * number):
        assert news.tell_news() == 2 * number
