"""The applicant's verbs once a case runs: answer, correct, change address, ask for erasure."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from admissions.applications.places import free_place
from admissions.applications.services import WITHDRAWAL_REASONS
from admissions.applications.steps import take_step
from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.domain.sections import Section
from admissions.domain.workflow import RUNNING, Action, Actor, State
from admissions.mail import application_mails, signed_links
from admissions.models import Answers, Application, CaseLetter


def answer_request(
    application: Application, *, answer: str, now: datetime | None = None
) -> CaseLetter:
    """Answer what the office asked last; the case goes on. Refused: step_not_allowed.

    The answer stands beside the request, the event is written, and a notice of receipt is queued.
    """
    now = now or timezone.now()
    asked = open_request(application)
    if asked is None:
        raise Refused("step_not_allowed")
    with transaction.atomic():
        take_step(application, Action.ANSWER, Actor.APPLICANT, now=now)
        CaseLetter.objects.filter(pk=asked.pk).update(answer=answer, answered_at=now)
        application_mails.answer_received(application)
    asked.refresh_from_db()
    return asked


def accept_place(application: Application, *, now: datetime | None = None) -> Application:
    """Accept the place that is offered; a notice says that the answer is registered.

    Refused: step_not_allowed.
    """
    return _answer_offer(application, Action.ACCEPT, now=now or timezone.now())


def decline_place(
    application: Application, *, reason: str, now: datetime | None = None
) -> Application:
    """Decline the place for one of WITHDRAWAL_REASONS; it is free again.

    Refused: step_not_allowed.
    """
    now = now or timezone.now()
    code = reason if reason in WITHDRAWAL_REASONS else "untold"
    with transaction.atomic():
        _answer_offer(application, Action.DECLINE, now=now, code=code, ended_at=now)
        free_place(application)
    return application


def correct_contact(
    application: Application, *, data: dict, now: datetime | None = None
) -> Answers:
    """Correct name, telephone and country of what is sent.

    What stood there before is kept in the case's history. The same again changes
    nothing. Refused: step_not_allowed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # The case before its answers, as erasing does: otherwise each may wait for the other.
        list(Application.objects.select_for_update().filter(pk=application.pk).values_list("pk"))
        row = (
            Answers.objects.select_for_update()
            .filter(application=application, section=Section.ABOUT)
            .first()
        )
        if row is None:
            # Erased since the page was opened.
            raise Refused("step_not_allowed")
        if row.data != data:
            take_step(application, Action.CORRECT_CONTACT, Actor.APPLICANT, now=now, code="contact")
            former = [*row.former, {"answers": row.data, "until": now.isoformat()}]
            change = {"data": data, "former": former, "version": F("version") + 1, "saved_at": now}
            Answers.objects.filter(pk=row.pk).update(**change)
    row.refresh_from_db()
    return row


def ask_for_address(application: Application, *, email: str) -> None:
    """Send a link to another address; the case keeps the old one until the link is opened.

    Refused: step_not_allowed, once the case has ended.
    """
    with transaction.atomic():
        running = Application.objects.filter(pk=application.pk, state__in=[State.DRAFT, *RUNNING])
        if not running.update(new_email=email.lower()):
            raise Refused("step_not_allowed")
        application.refresh_from_db(fields=["new_email"])
        application_mails.confirm_address(application)


def application_of_address(token: str) -> Application:
    """Return the application whose new address a link confirms.

    Refused: link_unknown, link_expired, link_replaced.
    """
    link = signed_links.opened_address(token)
    if link is None:
        raise Refused("link_unknown")
    application = (
        Application.objects.select_related("programme__office")
        .filter(reference=link.reference)
        .first()
    )
    if application is None or application.state == State.ERASED or link.is_expired:
        raise Refused("link_expired")
    if not application.new_email or signed_links.address_mark(application.new_email) != link.issue:
        raise Refused("link_replaced")
    return application


def change_address(application: Application, *, now: datetime | None = None) -> Application:
    """Let the case go by its new address from now on; older links die, the old address is told.

    An address that was never confirmed is told nothing: it may be a stranger's. Refused:
    link_replaced, sent_before, step_not_allowed.
    """
    now = now or timezone.now()
    old, new = application.email, application.new_email
    was_confirmed = application.confirmed_at is not None
    key = signed_links.target_key(new, application.programme, application.year, application.run)
    change = {"email": new, "new_email": "", "address_key": key, "confirmed_at": now}
    try:
        with transaction.atomic():
            target = {"year": application.year, "run": application.run}
            rows = Application.objects.filter(pk=application.pk, email=old, new_email=new, **target)
            rows = rows.exclude(new_email="")
            if not rows.update(**change, link_issue=F("link_issue") + 1):
                raise Refused("link_replaced")
            application.refresh_from_db()
            if application.state != State.DRAFT:
                take_step(
                    application, Action.CORRECT_CONTACT, Actor.APPLICANT, now=now, code="email"
                )
            if was_confirmed and old != new:
                application_mails.address_changed(application, old)
    except IntegrityError:
        raise Refused("sent_before") from None
    return application


def ask_for_erasure(application: Application, *, now: datetime | None = None) -> date:
    """Register the wish to have a sent case erased.

    Returns the day by which it is answered, a month later. Asked again, the first day
    stands. Refused: step_not_allowed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # Locked and read anew, so that of two tabs one asks.
        asked_at = Application.objects.select_for_update().values_list(
            "erasure_asked_at", flat=True
        )
        application.erasure_asked_at = asked_at.get(pk=application.pk)
        if application.erasure_asked_at is None:
            take_step(
                application, Action.ASK_ERASURE, Actor.APPLICANT, now=now, erasure_asked_at=now
            )
            application_mails.erasure_asked(
                application, retention.answer_erasure_by(timezone.localdate(now))
            )
    return retention.answer_erasure_by(timezone.localdate(application.erasure_asked_at))


def open_request(application: Application) -> CaseLetter | None:
    """The request that waits for an answer; None where none does."""
    requests = application.case_letters.filter(kind=CaseLetter.Kind.REQUEST, answered_at=None)
    return requests.last() if application.state == State.INFORMATION_REQUESTED else None


def open_offer(application: Application) -> CaseLetter | None:
    """The offer that waits for an answer; None where none does."""
    offers = [CaseLetter.Kind.OFFER, CaseLetter.Kind.CONDITIONAL_OFFER]
    return (
        application.case_letters.filter(kind__in=offers).last()
        if application.state == State.OFFERED
        else None
    )


def _answer_offer(application, action, *, now, code="", **facts):
    with transaction.atomic():
        take_step(application, action, Actor.APPLICANT, now=now, code=code, **facts)
        application_mails.place_answered(application)
    return application
