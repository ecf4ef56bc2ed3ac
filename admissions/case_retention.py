"""Erasing closed cases once they have been kept long enough, unless a complaint holds them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from admissions.case_services import erase_application
from admissions.domain.retention import case_is_due, months_later
from admissions.domain.workflow import Actor, State
from admissions.models import Application
from admissions.services import Refused
from admissions.targets import aim_of

# Accepted cases stay until the university's own system has them, and a person says so.
ERASED_IN_TIME = (State.REFUSED, State.WITHDRAWN, State.DECLINED, State.LAPSED)


def apply_case_retention(*, now: datetime | None = None, is_dry_run: bool = False) -> dict[str, int]:
    """Erase the closed cases that are due, and return how many; none while it is not settled where cases are filed."""
    now = now or timezone.now()
    due = due_cases(now) if settings.CASES_FILED_IN else []
    erased = len(due)
    if not is_dry_run:
        for application in due:
            try:
                erase_application(application, actor=Actor.TIMER, now=now, among=closed_cases())
            except Refused:
                # Reopened or held since it was found.
                erased -= 1
    return {"cases_erased": erased}


def closed_cases():
    return Application.objects.filter(state__in=ERASED_IN_TIME, held_at=None, ended_at__isnull=False)


def due_cases(now: datetime) -> list[Application]:
    """The closed cases that have been kept long enough; none is looked at that cannot be due."""
    today = timezone.localdate(now)
    earliest = months_later(today, -settings.KEPT_MONTHS) + timedelta(days=3)
    rows = closed_cases().filter(ended_at__date__lte=earliest)
    rows = rows.select_related("programme", "run__course__home_programme").prefetch_related("programme__intakes")
    return [row for row in rows.iterator(chunk_size=500) if _is_due(row, today)]


def _is_due(application, today):
    aim = aim_of(application)
    cycle = aim.starts_on or aim.closes_on
    return case_is_due(timezone.localdate(application.ended_at), cycle, settings.KEPT_MONTHS, today)
