"""The verbs of an interest: receive, confirm, stop."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.mail import interest_mails, signed_links
from admissions.models import Interest
from catalogue.models import Programme

# Sooner than this the same form sent again is a double click; later it is
# somebody whose mail has not come.
DOUBLE_CLICK = timedelta(minutes=2)
ANSWERED = ("name", "whole_programme", "when", "payer", "message")


def receive_interest(
    *,
    answers: dict,
    programme: Programme,
    language: str,
    form_key: str,
    background: dict | None = None,
    assessment: dict | None = None,
    now: datetime | None = None,
) -> Interest:
    """Keep what somebody asks for until they confirm it, 48 hours at most.

    Every address is treated alike.

    1. A row is written with the courses asked about; the form sent a
       second time makes no second row.
    2. A letter with the link to confirm is queued. It says so when the address is on the list
       already, and the list stays as it is until the link is used.
    3. The same form again within two minutes is a double click. Later the mail has not come: a new
       link is sent and the old one dies, or the person is told again to be on the list.
    """
    now = now or timezone.now()
    facts = {name: answers[name] for name in ANSWERED} | {
        "email": answers["email"].lower(),
        "address_key": signed_links.address_key(answers["email"], programme),
        "programme": programme,
        "language": language,
        "background": background,
        "assessment": assessment,
        "created_at": now,
        "ends_on": timezone.localdate(retention.confirm_by(now)),
    }
    too_old = Interest.objects.unconfirmed().asked_by(retention.unconfirmed_limit(now))
    with transaction.atomic():
        too_old.filter(form_key=form_key).delete()
        interest, is_new = Interest.objects.get_or_create(form_key=form_key, defaults=facts)
        if is_new:
            interest.courses.set(answers["courses"])
            _queue_answer(interest)
        elif not _is_double_click(interest, now):
            _answer_again(interest)
    return interest


def interest_to_confirm(token: str, *, now: datetime | None = None) -> Interest:
    """Return the interest that a link confirms, or has confirmed.

    Refused: link_unknown, link_expired, link_replaced.
    """
    now = now or timezone.now()
    link = signed_links.opened(token)
    if link is None:
        raise Refused("link_unknown")
    interest = (
        Interest.objects.select_related("programme__office")
        .filter(reference=link.reference)
        .first()
    )
    if interest is not None and interest.confirmed_at is not None:
        return interest
    if (
        interest is None
        or link.is_expired
        or retention.is_too_late_to_confirm(interest.created_at, now)
    ):
        raise Refused("link_expired")
    if interest.link_issue != link.issue:
        raise Refused("link_replaced")
    return interest


def confirm_interest(interest: Interest, *, now: datetime | None = None) -> Interest:
    """Put somebody on the list for 18 months from today.

    1. All rows of the same address and programme are locked, so that two
       links used at once take turns.
    2. What the address asked for before is deleted with its letters: the
       newest confirmation stands alone.
    3. The row becomes confirmed if nobody has confirmed or stopped it
       meanwhile, and its end is set.
    4. A letter that says until when, and how to leave, is queued.

    Refused: already_confirmed, link_expired.
    """
    now = now or timezone.now()
    with transaction.atomic():
        rows = Interest.objects.filter(address_key=interest.address_key)
        list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
        unconfirmed = (
            rows.unconfirmed().asked_after(retention.unconfirmed_limit(now)).filter(pk=interest.pk)
        )
        if not unconfirmed.filter(link_issue=interest.link_issue).exists():
            if rows.confirmed().filter(pk=interest.pk).exists():
                raise Refused("already_confirmed")
            raise Refused("link_expired")
        rows.confirmed().delete()
        unconfirmed.update(
            confirmed_at=now, ends_on=retention.interest_end(timezone.localdate(now))
        )
        interest.refresh_from_db()
        interest_mails.interest_confirmed(interest)
    return interest


def stop_interest(address_key: str) -> int:
    """Delete at once all that an address asked for about a programme, with its letters.

    Returns how many interests that were. None is as good as one: whoever
    stops twice is told the same.
    """
    stopped = Interest.objects.filter(address_key=address_key)
    with transaction.atomic():
        _, deleted = stopped.delete()
    return deleted.get("admissions.Interest", 0)


def _is_double_click(interest, now):
    newest = interest.letters.order_by("-created_at").values_list("created_at", flat=True).first()
    return newest is not None and now - newest < DOUBLE_CLICK


def _answer_again(interest):
    """A new link, so that the old one dies; or, once confirmed, the letter that says so."""
    Interest.objects.unconfirmed().filter(pk=interest.pk).update(link_issue=F("link_issue") + 1)
    interest.refresh_from_db()
    _queue_answer(interest)


def _queue_answer(interest):
    if interest.confirmed_at:
        return interest_mails.interest_confirmed(interest)
    is_on_the_list = Interest.objects.confirmed().filter(address_key=interest.address_key).exists()
    return (
        interest_mails.ask_to_confirm_again(interest)
        if is_on_the_list
        else interest_mails.ask_to_confirm(interest)
    )
