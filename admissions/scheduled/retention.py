"""Deletes what was kept as long as the privacy notice says: interests, drafts, cases, letters."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from admissions.applications.services import erase_application
from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.domain.retention import case_is_due, months_later
from admissions.domain.workflow import Actor, State
from admissions.eligibility.targets import aim_of
from admissions.mail import application_mails, compose
from admissions.models import Application, Interest, Letter
from catalogue.models import Asking, OpenPage, TriedImport

# Accepted cases stay until the university's own system has them, and a person says so.
ERASED_IN_TIME = (State.REFUSED, State.WITHDRAWN, State.DECLINED, State.LAPSED)


def apply_retention(*, now: datetime | None = None, is_dry_run: bool = False) -> dict[str, int]:
    """Delete what is due and return how many rows of each kind that was, or would be when run dry.

    Unconfirmed interests of 48 hours and interests past their end go with their letters;
    letters sent or given up lose their words after 30 days; traces of asking go after a day,
    files tried for import after an hour, who looked at which editing page after a day.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    due = {
        "unconfirmed_interests": Interest.objects.unconfirmed().asked_by(
            retention.unconfirmed_limit(now)
        ),
        "ended_interests": Interest.objects.confirmed().ended(today),
        "letters_emptied": Letter.objects.with_contents_older_than(retention.letter_limit(now)),
        "askings": Asking.objects.filter(at__lt=retention.asking_limit(now)),
        "tried_imports": TriedImport.objects.expired(now),
        "open_pages": OpenPage.objects.expired(now),
    }
    if is_dry_run:
        return {kind: rows.count() for kind, rows in due.items()}
    with transaction.atomic():
        return {
            "unconfirmed_interests": _deleted(due["unconfirmed_interests"]),
            "ended_interests": _deleted(due["ended_interests"]),
            "letters_emptied": due["letters_emptied"].update(
                text="", html="", stop_url="", error=""
            ),
            "askings": _deleted(due["askings"]),
            "tried_imports": _deleted(due["tried_imports"]),
            "open_pages": _deleted(due["open_pages"]),
        }


def _deleted(rows):
    """Delete rows and return how many, not counting what went with them."""
    _, deleted = rows.delete()
    return deleted.get(rows.model._meta.label, 0)


def apply_draft_retention(
    *, now: datetime | None = None, is_dry_run: bool = False
) -> dict[str, int]:
    """Warn of drafts that end in 14 days, erase those of 60 days.

    Return how many of each, or would when run dry. A draft is erased only 14 days after its
    warning, however late the timer; touching it begins the time anew.
    """
    now = now or timezone.now()
    drafts = Application.objects.drafts()
    to_warn = drafts.filter(warned_at=None).untouched_since(retention.draft_warning_limit(now))
    to_erase = drafts.filter(warned_at__lte=now - retention.PERIODS.draft_warning)
    to_erase = to_erase.untouched_since(retention.draft_limit(now))
    due = {"drafts_warned": to_warn.count(), "drafts_erased": to_erase.count()}
    if is_dry_run:
        return due
    for application in to_erase.select_related("programme"):
        try:
            erase_application(application, actor=Actor.TIMER, now=now, among=to_erase)
        except Refused:
            # Touched or sent since it was found.
            due["drafts_erased"] -= 1
    wording = compose.wording_of(Letter.Kind.DRAFT_ENDS) if due["drafts_warned"] else None
    for application in to_warn.select_related("programme__office", "run__course"):
        with transaction.atomic():
            if to_warn.filter(pk=application.pk).update(warned_at=now):
                application_mails.draft_ends(application, now, wording=wording)
            else:
                # Touched or sent since it was found.
                due["drafts_warned"] -= 1
    return due


def apply_case_retention(
    *, now: datetime | None = None, is_dry_run: bool = False
) -> dict[str, int]:
    """Erase the closed cases that are due, and return how many.

    None while it is not settled where cases are filed.
    """
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
    return Application.objects.filter(
        state__in=ERASED_IN_TIME, held_at=None, ended_at__isnull=False
    )


def due_cases(now: datetime) -> list[Application]:
    """The closed cases that have been kept long enough; none is looked at that cannot be due."""
    today = timezone.localdate(now)
    earliest = months_later(today, -settings.KEPT_MONTHS) + timedelta(days=3)
    rows = closed_cases().filter(ended_at__date__lte=earliest)
    rows = rows.select_related("programme", "run__course__home_programme").prefetch_related(
        "programme__intakes"
    )
    return [row for row in rows.iterator(chunk_size=500) if _is_due(row, today)]


def _is_due(application, today):
    aim = aim_of(application)
    cycle = aim.starts_on or aim.closes_on
    return case_is_due(timezone.localdate(application.ended_at), cycle, settings.KEPT_MONTHS, today)
