"""Publishes what was given a time, once the time has come."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.changes.version import open_version
from catalogue.models import Course, CourseRun, Programme, Question, Voice

# A programme last, so that it appears with what belongs to it.
PUBLISHED_AT_A_TIME = (Voice, Question, CourseRun, Course, Programme)


def publish_due(now=None):
    """Publish all that is due; return how many rows were.

    Any number of processes may do so at once. In one transaction each: the row is claimed, so that
    nobody else publishes it; it is published; its time, now spent, is taken away, so that it is not
    published again once somebody withdraws it; its history says why it was published.
    """
    now = now or timezone.now()
    due = []
    for model in PUBLISHED_AT_A_TIME:
        due += [(model, key) for key in _due(model, now).values_list("pk", flat=True)]
    return sum(_publish(model, key, now) for model, key in due)


def _due(model, now):
    return model.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")


def _publish(model, key, now):
    """Return whether the row was published here and now, and was not published before."""
    with noting_moved_dates(runs=_announced(model, key)):
        row = _due(model, now).filter(pk=key).first()
        if row is None:
            return False
        # Locks in the order of every other edit, the version's first; the other way
        # round, two could wait for ever.
        open_version()
        claimed = _due(model, now).filter(pk=key, publish_at=row.publish_at).update(publish_at=None)
        if not claimed:
            return False
        moment = {"moment": date_format(timezone.localtime(row.publish_at), "DATETIME_FORMAT")}
        row.refresh_from_db()
        was_published, row.is_published = row.is_published, True
        reason = (
            gettext("The time to publish it had passed: %(moment)s")
            if was_published
            else gettext("Published at its time: %(moment)s")
        )
        row._change_reason = reason % moment
        row.save()
    return not was_published


def _announced(model, key):
    """Only a run is announced.

    What is published with a course or a programme had no days that the public was told.
    """
    if model is CourseRun:
        return CourseRun.objects.filter(pk=key)
    if model is Course:
        return CourseRun.objects.filter(course=key)
    return CourseRun.objects.none()
