"""Who else has a page open: whoever looked at it in the last five minutes. Nothing is locked."""

import contextlib
from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone

from catalogue.models import OpenPage

COUNTS_FOR = timedelta(minutes=5)


def note(about, person):
    """Note that somebody opens a page. That it cannot be noted, during an import, is no matter."""
    look = OpenPage(about=about, by=person, at=timezone.now())
    with contextlib.suppress(OperationalError):
        OpenPage.objects.bulk_create(
            [look], update_conflicts=True, unique_fields=["about", "by"], update_fields=["at"]
        )


def others_at(about, person):
    """What others who looked at the page in the last five minutes are called, the latest first."""
    since = timezone.now() - COUNTS_FOR
    looks = OpenPage.objects.filter(about=about, at__gte=since).exclude(by=person)
    found = looks.select_related("by").order_by("-at")
    return [look.by.get_full_name() or look.by.get_username() for look in found]


def leave(about, person):
    """Note that somebody has saved and left a page."""
    OpenPage.objects.filter(about=about, by=person).delete()
