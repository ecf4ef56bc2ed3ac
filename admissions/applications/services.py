"""The verbs of an application: begin, open by a link, save a part, send, withdraw, erase."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.applications.places import free_place
from admissions.applications.steps import take_step
from admissions.domain.refusals import Refused
from admissions.domain.sections import Section, missing
from admissions.domain.workflow import HAVING_A_PLACE, Action, Actor, State
from admissions.eligibility.record import assessment_record
from admissions.mail import application_mails, signed_links
from admissions.models import Answers, Application
from catalogue.domain.status import State as RunState
from catalogue.models import CourseRun, Programme

# So many links go out at once to an address that has lost them.
MOST_LINKS_AT_ONCE = 5
WITHDRAWAL_REASONS = ("other_offer", "no_time", "payment", "other", "untold")


def begin_application(
    *,
    email: str,
    programme: Programme,
    language: str,
    form_key: str,
    year: int | None = None,
    run: CourseRun | None = None,
    answers: Mapping[str, dict] | None = None,
    same_as: Application | None = None,
    now: datetime | None = None,
) -> Application:
    """Begin a draft to the intake of a year or to a run; the same form again gives the same draft.

    1. The draft is written, with the parts that are already answered (`answers` by section: data),
       and with copies of the documents of the application whose answers are used again (`same_as`).
    2. A notice with the link to it is queued. The address is a
       stranger's until that link is opened.
    """
    now = now or timezone.now()
    facts = {
        "email": email.lower(),
        "programme": programme,
        "year": year,
        "run": run,
        "language": language,
        "address_key": signed_links.target_key(email, programme, year, run),
        "created_at": now,
        "touched_at": now,
    }
    with uploads.keeping() as keep, transaction.atomic():
        application, is_new = Application.objects.get_or_create(form_key=form_key, defaults=facts)
        if is_new:
            for section, data in (answers or {}).items():
                Answers.objects.create(
                    application=application,
                    section=Section(section),
                    data=data,
                    is_complete=True,
                    saved_at=now,
                )
            if same_as is not None:
                document_services.copy_documents(same_as, application, keep)
            application_mails.application_link(application)
    return application


def send_links(email: str) -> None:
    """Queue a new link to each of the last applications of an address, and let the older links die.

    Nothing tells whether the address has any.
    """
    with transaction.atomic():
        for application in Application.objects.of_address(email)[:MOST_LINKS_AT_ONCE]:
            Application.objects.filter(pk=application.pk).update(link_issue=F("link_issue") + 1)
            application.refresh_from_db()
            application_mails.application_link(application)


def application_to_open(token: str) -> Application:
    """Return the application that a link leads to.

    Refused: link_unknown, link_expired, link_replaced.
    """
    link = signed_links.opened_application(token)
    if link is None:
        raise Refused("link_unknown")
    application = (
        Application.objects.select_related("programme__office")
        .filter(reference=link.reference)
        .first()
    )
    if application is None or application.state == State.ERASED or link.is_expired:
        raise Refused("link_expired")
    if application.link_issue != link.issue:
        raise Refused("link_replaced")
    return application


def confirm_address(application: Application, *, now: datetime | None = None) -> None:
    """Note that whoever reads the address's mail has opened the application.

    Only then can it be sent. A draft counts as touched: the mail that tells of its end
    says that opening it is enough.
    """
    now = now or timezone.now()
    rows = Application.objects.filter(pk=application.pk)
    with transaction.atomic():
        rows.filter(confirmed_at=None).update(confirmed_at=now)
        rows.drafts().update(touched_at=now, warned_at=None)
    application.refresh_from_db(fields=["confirmed_at", "touched_at", "warned_at"])


def save_part(
    application: Application,
    *,
    section: Section,
    data: dict,
    is_complete: bool,
    version: int,
    now: datetime | None = None,
) -> Answers:
    """Keep the answers of one part of a draft.

    `version` is the one they were given over, 0 for none. Refused: not_a_draft, changed_elsewhere
    (another tab has saved the part since).
    """
    now = now or timezone.now()
    with transaction.atomic():
        if (
            not Application.objects.drafts()
            .filter(pk=application.pk)
            .update(touched_at=now, warned_at=None)
        ):
            raise Refused("not_a_draft")
        known = Answers.objects.filter(application=application, section=section)
        if version:
            change = {"data": data, "is_complete": is_complete, "saved_at": now}
            if not known.filter(version=version).update(version=F("version") + 1, **change):
                raise Refused("changed_elsewhere")
        elif known.exists():
            raise Refused("changed_elsewhere")
        else:
            facts = {"data": data, "is_complete": is_complete, "saved_at": now}
            Answers.objects.create(application=application, section=section, **facts)
    return known.get()


def send_application(
    application: Application,
    *,
    target,
    sections: tuple[Section, ...],
    background=None,
    now: datetime | None = None,
) -> Application:
    """Send a draft to its target, with what the rules say of the background.

    The target is admissions.eligibility.targets.Target.

    1. The draft becomes received, once, however often it is sent: compare-and-set on its state.
    2. After the deadline, where the programme receives late applications, it is marked as late.
    3. The assessment is kept with the version of the rules it was made by;
       later edits rewrite nothing.
    4. The event is written, and a notice of receipt is queued.

    Refused: mail_not_confirmed, parts_missing, too_early, too_late, target_gone, sent_before
    (the address has a live application to the same target), answers_changed (since the
    application was read), not_a_draft.
    """
    now = now or timezone.now()
    if application.confirmed_at is None:
        raise Refused("mail_not_confirmed")
    _refuse_what_is_closed(target, timezone.localdate(now))
    complete = set(application.answers.filter(is_complete=True).values_list("section", flat=True))
    is_unjudged = target.requirement_set is not None and background is None
    if missing(sections, complete) or is_unjudged:
        raise Refused("parts_missing")
    facts: dict = {"sent_at": now, "touched_at": now, "is_late": target.takes_late}
    if background is not None and target.requirement_set is not None:
        judged = target.assess(background)
        facts |= {
            "requirement_set": target.requirement_set,
            "assessment": assessment_record(target.requirement_set, judged),
        }
    try:
        with transaction.atomic():
            _send(application, now, facts)
            application_mails.application_received(application)
    except IntegrityError:
        raise Refused("sent_before") from None
    return application


def _send(application, now, facts):
    """Only with the answers that were judged: whatever is saved moves `touched_at`."""
    judged = Application.objects.filter(touched_at=application.touched_at)
    try:
        take_step(application, Action.SEND, Actor.APPLICANT, now=now, among=judged, **facts)
    except Refused:
        if Application.objects.drafts().filter(pk=application.pk).exists():
            raise Refused("answers_changed") from None
        raise


def carry_draft(
    application: Application,
    *,
    year: int | None = None,
    run: CourseRun | None = None,
    now: datetime | None = None,
) -> Application:
    """Carry a draft to another year's intake, or to another run, with its answers and documents.

    It counts as touched, and what was told of its deadline is told anew. Refused: not_a_draft.
    """
    key = signed_links.target_key(application.email, application.programme, year, run)
    drafts = Application.objects.drafts().filter(pk=application.pk, email=application.email)
    target = {"year": year, "run": run, "address_key": key}
    if not drafts.update(
        **target, touched_at=now or timezone.now(), warned_at=None, nudged_at=None
    ):
        raise Refused("not_a_draft")
    application.refresh_from_db()
    return application


def withdraw_application(
    application: Application, *, reason: str, now: datetime | None = None
) -> Application:
    """Withdraw what was sent, for one of WITHDRAWAL_REASONS; a place that was given is free again.

    The event is written and a notice queued.

    Refused: step_not_allowed.
    """
    now = now or timezone.now()
    code = reason if reason in WITHDRAWAL_REASONS else "untold"
    had_place = application.state in HAVING_A_PLACE
    with transaction.atomic():
        take_step(application, Action.WITHDRAW, Actor.APPLICANT, now=now, code=code, ended_at=now)
        if had_place:
            free_place(application)
        application_mails.application_withdrawn(application)
    return application


def erase_application(
    application: Application, *, actor: Actor, user=None, now: datetime | None = None, among=None
) -> None:
    """Erase the person: answers, letters and documents go.

    The row keeps what it was for and what became of it. `among` are the rows it must still be one
    of, such as the drafts that nobody has touched. Refused: step_not_allowed, case_is_held.
    """
    with transaction.atomic():
        # Locked and read anew, held or not, so that a complaint that has come
        # since the case was read stops it.
        locked = Application.objects.select_for_update().filter(pk=application.pk)
        if any(locked.values_list("held_at", flat=True)):
            raise Refused("case_is_held")
        take_step(
            application,
            Action.ERASE,
            actor,
            now=now or timezone.now(),
            user=user,
            among=among,
            email="",
            new_email="",
            address_key="",
            # The same form sent again begins anew.
            form_key=f"erased {application.reference}",
            assessment=None,
            language="da",
        )
        application.answers.all().delete()
        application.letters.all().delete()
        application.case_letters.all().delete()
        document_services.remove_all(application)


def _refuse_what_is_closed(target, today):
    if target is None or target.status is None:
        raise Refused("target_gone")
    if target.status.opens_on and today < target.status.opens_on:
        raise Refused("too_early")
    if target.takes_applications or target.takes_late:
        return
    if target.status.state is RunState.PLANNED:
        raise Refused("target_gone")
    raise Refused("too_late")
