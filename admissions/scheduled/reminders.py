"""Reminders that the timer sends, each once: of a draft's deadline, of an answer awaited."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from admissions.domain.reminders import LEADS, answer_is_near, deadline_is_near
from admissions.domain.workflow import State
from admissions.eligibility import targets
from admissions.mail import application_mails, compose
from admissions.models import Application, CaseLetter, Letter

# So many drafts are read at a time.
CHUNK = 500


def remind_drafts(*, now: datetime | None = None, is_dry_run: bool = False) -> dict[str, int]:
    """Remind of drafts whose deadline is near and return how many, or would when run dry.

    Only those whose address is known to be the applicant's, and only while their target takes
    applications and is shown to the public. A site that takes none reminds nobody.
    """
    now = now or timezone.now()
    near = (
        [(draft, aim.closes_on) for draft, aim in _drafts_near(now)]
        if settings.TAKES_APPLICATIONS
        else []
    )
    if is_dry_run or not near:
        return {"drafts_reminded": len(near)}
    wording = compose.wording_of(Letter.Kind.DEADLINE_NEAR)
    return {
        "drafts_reminded": sum(
            remind_draft(draft, closes_on, now, wording) for draft, closes_on in near
        )
    }


def remind_draft(draft: Application, closes_on: date, now: datetime, wording=None) -> bool:
    """Remind of one draft, unless it was sent, erased or reminded of since it was read."""
    waiting = Application.objects.to_be_reminded().filter(pk=draft.pk)
    with transaction.atomic():
        if not waiting.update(nudged_at=now):
            return False
        application_mails.deadline_near(draft, closes_on, wording=wording)
    return True


def remind_requests(*, now: datetime | None = None, is_dry_run: bool = False) -> dict[str, int]:
    """Remind of what the office asked for and nobody answered.

    Returns how many, or would when run dry.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    requests = _waiting_requests().filter(due_on__range=(today, today + LEADS.answer))
    near = [
        request
        for request in requests.select_related(
            "application__programme__office", "application__run__course"
        )
        if answer_is_near(request.due_on, timezone.localdate(request.written_at), today)
    ]
    if is_dry_run or not near:
        return {"requests_reminded": len(near)}
    wording = compose.wording_of(Letter.Kind.ANSWER_AWAITED)
    return {
        "requests_reminded": sum(
            remind_request(request, request.due_on, now, wording) for request in near
        )
    }


def remind_request(request: CaseLetter, due_on: date, now: datetime, wording=None) -> bool:
    """Remind of one request, unless it was answered, let go or reminded of since it was read."""
    with transaction.atomic():
        if not _waiting_requests().filter(pk=request.pk).exists():
            return False
        # Compared in the row itself: PostgreSQL does not look anew at what a
        # subquery found before it waited.
        waiting = CaseLetter.objects.filter(pk=request.pk, answered_at=None, reminded_at=None)
        if not waiting.update(reminded_at=now):
            return False
        application_mails.answer_awaited(request.application, due_on, wording=wording)
    return True


def _waiting_requests():
    """The newest request alone.

    One that the office went on without is unanswered for good, and its day is void.
    """
    requests = CaseLetter.objects.filter(kind=CaseLetter.Kind.REQUEST)
    newest = (
        requests.filter(application=OuterRef("application"))
        .order_by("-written_at", "-pk")
        .values("pk")[:1]
    )
    waiting = requests.filter(pk=Subquery(newest), answered_at=None, reminded_at=None)
    return waiting.filter(application__state=State.INFORMATION_REQUESTED)


def _drafts_near(now):
    """Each draft to be reminded of with its run or intake.

    The queries grow with the chunks alone.
    """
    today = timezone.localdate(now)
    shown = Q(run=None) | Q(run__is_published=True, run__course__is_published=True)
    drafts = Application.objects.to_be_reminded().filter(shown, programme__is_published=True)
    drafts = drafts.select_related("programme__office", "run__course__home_programme")
    for draft in drafts.prefetch_related("programme__intakes").order_by("pk").iterator(CHUNK):
        aim = targets.aim_of(draft)
        if aim.closes_on and targets.takes_applications(aim.status(today)):
            begun_on = timezone.localdate(draft.created_at)
            if deadline_is_near(aim.closes_on, begun_on, today):
                yield draft, aim
