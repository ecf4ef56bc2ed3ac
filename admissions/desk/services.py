"""The verbs of the office: begin, ask, decide, let lapse, reopen, hold; never by the clock."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from admissions.applications.places import free_place, take_place
from admissions.applications.replies import open_offer
from admissions.applications.steps import take_step
from admissions.desk import case_letters
from admissions.domain.refusals import Refused
from admissions.domain.workflow import Action, Actor
from admissions.mail import application_mails
from admissions.models import Application, CaseLetter

Kind = CaseLetter.Kind


def begin_review(application: Application, *, by, now: datetime | None = None) -> Application:
    """Begin to assess what was received. Refused: step_not_allowed."""
    with transaction.atomic():
        take_step(application, Action.BEGIN_REVIEW, Actor.STAFF, now=now or timezone.now(), user=by)
    return application


def request_information(
    application: Application, *, by, text: str, due_on: date, now: datetime | None = None
) -> CaseLetter:
    """Ask the applicant for something by a day.

    The step, the letter on the case's page and the notice that it is there are written together.
    Refused: step_not_allowed, text_missing, day_is_past.
    """
    now = now or timezone.now()
    _refuse_past(due_on, now)
    with transaction.atomic():
        take_step(application, Action.REQUEST_INFORMATION, Actor.STAFF, now=now, user=by)
        letter = case_letters.write(
            application, Kind.REQUEST, by=by, now=now, text=text, due_on=due_on
        )
        application_mails.information_requested(application, due_on)
    return letter


def go_on_without(application: Application, *, by, now: datetime | None = None) -> Application:
    """Go on assessing though what was asked for has not come. Refused: step_not_allowed."""
    with transaction.atomic():
        take_step(
            application, Action.GO_ON_WITHOUT, Actor.STAFF, now=now or timezone.now(), user=by
        )
    return application


def put_on_waiting_list(
    application: Application, *, by, text: str, rules: str = "", now: datetime | None = None
) -> CaseLetter:
    """Tell the applicant that they wait for a place, with the reasons as `text`.

    Refused: as `refuse`.
    """
    return _decide(
        application,
        Action.PUT_ON_WAITING_LIST,
        Kind.WAITING_LIST,
        by=by,
        text=text,
        rules=rules,
        now=now,
    )


def offer_place(
    application: Application,
    *,
    by,
    reply_by: date,
    conditions: str = "",
    text: str = "",
    rules: str = "",
    now: datetime | None = None,
) -> CaseLetter:
    """Offer a place, perhaps with conditions, to be answered by a day; it counts as taken.

    With conditions `text` gives the reasons for them, and the rules are named as in a refusal.
    Refused: step_not_allowed, no_place_left, day_is_past; with conditions rules_missing,
    complaint_guidance_missing too.
    """
    _refuse_past(reply_by, now or timezone.now())
    kind = Kind.CONDITIONAL_OFFER if conditions.strip() else Kind.OFFER
    words = "\n\n".join(part.strip() for part in (conditions, text) if part.strip())
    return _decide(
        application, Action.OFFER, kind, by=by, text=words, rules=rules, due_on=reply_by, now=now
    )


def refuse(
    application: Application, *, by, reasons: str, rules: str = "", now: datetime | None = None
) -> CaseLetter:
    """Refuse, with the reasons, the rules applied, and guidance on how to complain.

    `rules` are needed, in words, where the case was judged by no requirements. Refused:
    step_not_allowed, reasons_missing, rules_missing, complaint_guidance_missing.
    """
    return _decide(
        application, Action.REFUSE, Kind.REFUSAL, by=by, text=reasons, rules=rules, now=now
    )


def let_lapse(application: Application, *, by, now: datetime | None = None) -> Application:
    """Take an offer back whose day has passed without an answer; its place is free again.

    Refused: step_not_allowed, day_is_ahead.
    """
    now = now or timezone.now()
    offer = open_offer(application)
    if offer is not None and offer.due_on and timezone.localdate(now) <= offer.due_on:
        raise Refused("day_is_ahead")
    with transaction.atomic():
        take_step(application, Action.LAPSE, Actor.STAFF, now=now, user=by, ended_at=now)
        free_place(application)
        # No letter is written: the case's page itself tells that the offer has lapsed.
        application_mails.decision_made(application)
    return application


def reopen(application: Application, *, by, now: datetime | None = None) -> Application:
    """Take a closed case up again; its letters stand as they are.

    Refused: step_not_allowed, sent_before.
    """
    try:
        with transaction.atomic():
            take_step(
                application,
                Action.REOPEN,
                Actor.STAFF,
                now=now or timezone.now(),
                user=by,
                ended_at=None,
            )
    except IntegrityError:
        raise Refused("sent_before") from None
    return application


def hold(application: Application, *, by, now: datetime | None = None) -> Application:
    """Register a complaint: nothing of the case is deleted while it runs.

    Refused: step_not_allowed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        unheld = Application.objects.filter(held_at=None)
        take_step(
            application, Action.HOLD, Actor.STAFF, now=now, user=by, among=unheld, held_at=now
        )
    return application


def release(application: Application, *, by, now: datetime | None = None) -> Application:
    """The complaint is closed: the case is deleted again when its time comes.

    Refused: step_not_allowed.
    """
    now = now or timezone.now()
    with transaction.atomic():
        held = Application.objects.filter(held_at__isnull=False)
        take_step(
            application, Action.RELEASE, Actor.STAFF, now=now, user=by, among=held, held_at=None
        )
    return application


def _decide(application, action, kind, *, by, text, rules="", due_on=None, now=None):
    now = now or timezone.now()
    facts = {"ended_at": now} if action is Action.REFUSE else {}
    with transaction.atomic():
        take_step(application, action, Actor.STAFF, now=now, user=by, **facts)
        if action is Action.OFFER:
            take_place(application)
        letter = case_letters.write(
            application, kind, by=by, now=now, text=text, rules=rules, due_on=due_on
        )
        application_mails.decision_made(application)
    return letter


def _refuse_past(day, now):
    if day < timezone.localdate(now):
        raise Refused("day_is_past")
