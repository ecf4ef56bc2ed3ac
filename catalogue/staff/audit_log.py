"""What is written of signing in: to the log, and beside the person for their next sign-in."""

import logging

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType

audit = logging.getLogger("mastersite.audit")
MOST_TOLD = 5


def note(event, person, **facts):
    """Log who did what; never a code, a password or an address."""
    name = person.get_username() if person else "unknown"
    audit.info(event, extra={"user": name, **facts})


def note_failed_password(typed):
    """Log a name only where it is somebody's: people type passwords into the wrong field."""
    note(
        "sign-in failed",
        get_user_model().objects.filter(username=typed.replace("\x00", "")).first(),
    )


def record_change(person, by, words):
    """Keep beside a person that their way of signing in was changed, and by whom."""
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(get_user_model()),
        object_id=str(person.pk),
        object_repr=person.get_username(),
        action_flag=CHANGE,
        change_message=words,
    )


def changes_since(person, moment):
    """What was changed about a person's account after a moment, the newest first."""
    about = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(get_user_model()),
        object_id=str(person.pk),
        action_flag=CHANGE,
        action_time__gt=moment,
    )
    return about.select_related("user").order_by("-action_time", "-pk")[:MOST_TOLD]
