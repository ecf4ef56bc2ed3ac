import os
import signal
import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_save
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.admin.history.lines import why
from catalogue.changes.publishing import publish_due
from catalogue.models import Course, CourseRun, Programme, Question, Voice
from tests.conftest import NOW
from tests.makers import make_course, make_run, make_whole_programme
from tests.pages import address

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
pytestmark = pytest.mark.django_db


def draft(publish_at=NOW, **over):
    return make_course(is_published=False, publish_at=publish_at, **over)


def test_what_is_due_is_published_and_its_time_is_spent(client):
    course = draft()
    assert client.get(address("course", slug=course.slug)).status_code == 404

    assert publish_due() == 1

    course.refresh_from_db()
    assert (course.is_published, course.publish_at) == (True, None)
    assert client.get(address("course", slug=course.slug)).status_code == 200
    assert course.history.count() == 2
    assert (
        why(course.history.first().history_change_reason)
        == "Offentliggjort til tiden: 25. november 2026 kl. 10.00"
    )


def test_everything_that_can_have_a_time_is_published_at_it():
    programme, courses = make_whole_programme(is_published=False, publish_at=NOW)
    draft()
    make_run(courses[0], is_published=False, publish_at=NOW)
    for model in (Voice, Question):
        model.objects.create(programme=programme, is_published=False, publish_at=NOW)

    assert publish_due() == 5

    for model in (Programme, Course, CourseRun, Voice, Question):
        assert not model.objects.filter(is_published=False).exists(), model


@pytest.mark.parametrize(
    ("second", "published"),
    [
        pytest.param(-1, False, id="a second before"),
        pytest.param(0, True, id="at it"),
        pytest.param(1, True, id="after"),
    ],
)
@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2027, 3, 1, 8, 0, tzinfo=COPENHAGEN), id="winter"),
        pytest.param(
            datetime(2027, 3, 28, 3, 0, tzinfo=COPENHAGEN), id="the hour summer time begins"
        ),
        pytest.param(
            datetime(2027, 10, 31, 2, 30, tzinfo=COPENHAGEN), id="the hour that comes twice, first"
        ),
        pytest.param(
            datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=COPENHAGEN),
            id="the hour that comes twice, again",
        ),
        pytest.param(datetime(2028, 2, 29, 23, 59, tzinfo=COPENHAGEN), id="a leap day"),
    ],
)
def test_nothing_is_published_before_its_time(frozen_clock, moment, second, published):
    course = draft(moment)

    frozen_clock.move_to(moment.astimezone(UTC) + timedelta(seconds=second))
    publish_due()

    course.refresh_from_db()
    assert course.is_published is published


@hypothesis_settings(max_examples=30)
@given(minutes=st.lists(st.integers(-100, 100), max_size=5), now=st.integers(-100, 100))
def test_exactly_what_is_due_is_published_and_no_second_time(minutes, now):
    Course.objects.all().delete()
    courses = {draft(NOW + timedelta(minutes=at)).pk: at for at in minutes}

    published = publish_due(NOW + timedelta(minutes=now))
    again = publish_due(NOW + timedelta(minutes=now))

    due = {key for key, at in courses.items() if at <= now}
    assert set(Course.objects.published().values_list("pk", flat=True)) == due
    assert (published, again) == (len(due), 0)


def test_what_is_withdrawn_afterwards_stays_withdrawn():
    course = draft()
    publish_due()

    course.refresh_from_db()
    course.is_published = False
    course.save()

    assert publish_due() == 0
    course.refresh_from_db()
    assert not course.is_published


def test_the_time_of_what_was_published_by_hand_is_spent_too():
    course = make_course(is_published=True, publish_at=NOW)

    assert publish_due() == 0

    course.refresh_from_db()
    assert (course.is_published, course.publish_at) == (True, None)
    reason = why(course.history.first().history_change_reason)
    assert reason == "Tidspunktet for offentliggørelse var passeret: 25. november 2026 kl. 10.00"


def test_another_process_that_was_faster_leaves_nothing_to_do():
    first, second = draft(), draft()

    def faster(sender, instance, **kwargs):
        """While the first is being published, another process publishes the second."""
        if instance.pk == first.pk:
            Course.objects.filter(pk=second.pk).update(is_published=True, publish_at=None)

    pre_save.connect(faster, sender=Course)
    try:
        published = publish_due()
    finally:
        pre_save.disconnect(faster, sender=Course)

    assert published == 1
    assert second.history.count() == 1


def test_a_time_that_was_moved_meanwhile_holds():
    first, second = draft(), draft()
    later = timezone.now() + timedelta(hours=1)

    def moved(sender, instance, **kwargs):
        if instance.pk == first.pk:
            Course.objects.filter(pk=second.pk).update(publish_at=later)

    pre_save.connect(moved, sender=Course)
    try:
        assert publish_due() == 1
    finally:
        pre_save.disconnect(moved, sender=Course)

    second.refresh_from_db()
    assert (second.is_published, second.publish_at) == (False, later)


def test_a_time_that_is_moved_between_read_and_write_holds():
    course = draft()
    later, moved = timezone.now() + timedelta(hours=1), []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "publish_at" in sql and not moved:
            moved.append(sql)
            Course.objects.filter(pk=course.pk).update(publish_at=later)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert publish_due() == 0

    course.refresh_from_db()
    assert moved
    assert (course.is_published, course.publish_at, course.history.count()) == (False, later, 1)


def test_the_command_says_how_many_were_published(capsys):
    draft()

    call_command("publish_due")
    call_command("publish_due")

    assert capsys.readouterr().out == "Published: 1\n"


def test_the_command_goes_on_until_it_is_told_to_stop(transactional_db):
    course = draft()
    timer = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM])
    timer.start()

    call_command("publish_due", every=0.05)

    timer.join()
    course.refresh_from_db()
    assert course.is_published
