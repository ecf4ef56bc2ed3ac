"""The outbox: `deliver` empties it; a letter that was given up is sent again."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.mail import compose, signed_links
from admissions.models import Letter

logger = logging.getLogger("mastersite.mail")

# A letter that fails is tried again after these times, and then given up.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
STUCK_AFTER = timedelta(hours=1)
MOST_AT_ONCE = 500
LONGEST_ERROR = 500


def deliver(now=None):
    """Send what is queued and due, the longest waiting first, and return how many went out.

    Any number of processes may deliver at once: each letter is claimed by changing its row from
    queued to sending, which only one of them can do. A letter that has been in sending for an hour
    is queued again, since the process that claimed it is gone; should it have gone out already, it
    goes out twice with one and the same Message-ID.
    """
    now = now or timezone.now()
    Letter.objects.stuck(now - STUCK_AFTER).update(state=Letter.State.QUEUED, claimed_at=None)
    return sum(send(letter, now) for letter in Letter.objects.waiting(now)[:MOST_AT_ONCE])


def send(letter, now):
    """Claim a letter and send it.

    False where another process has it, where it is gone, or where it fails.
    """
    letter = _claim(letter, now)
    if letter is None:
        return False
    try:
        _message(letter).send()
    except Exception as problem:  # noqa: BLE001 - one letter's trouble must not stop the rest
        _failed(letter, problem, now)
        return False
    claimed = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING)
    claimed.update(state=Letter.State.SENT, sent_at=timezone.now(), error="")
    return True


def send_again(letter: Letter, *, now: datetime | None = None) -> None:
    """Queue a letter that was given up, with all its tries ahead of it again.

    Refused: letter_not_failed, letter_emptied (its words are deleted by now),
    link_expired (its link no longer works).
    """
    now = now or timezone.now()
    if not letter.text:
        raise Refused("letter_emptied")
    asks_to_confirm = letter.kind in (
        Letter.Kind.CONFIRM_INTEREST,
        Letter.Kind.CONFIRM_INTEREST_AGAIN,
    )
    if (
        asks_to_confirm
        and letter.interest
        and retention.is_too_late_to_confirm(letter.interest.created_at, now)
    ):
        raise Refused("link_expired")
    failed = Letter.objects.filter(pk=letter.pk, state=Letter.State.FAILED)
    if not failed.update(state=Letter.State.QUEUED, attempts=0, send_after=now, claimed_at=None):
        raise Refused("letter_not_failed")


def _claim(letter, now):
    """Return the letter as it stands once it is ours, or None."""
    queued = Letter.objects.filter(pk=letter.pk, state=Letter.State.QUEUED)
    if not queued.update(state=Letter.State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return None
    about = ("interest__programme__office", "application__programme__office")
    return Letter.objects.select_related(*about).filter(pk=letter.pk).first()


def _failed(letter, problem, now):
    """Queue the letter for another try, or give it up.

    The reason is kept for staff and the log names nobody.
    """
    is_given_up = letter.attempts > len(RETRY_AFTER)
    change = {
        "state": Letter.State.FAILED if is_given_up else Letter.State.QUEUED,
        "error": f"{type(problem).__name__}: {compose.one_line(str(problem))}"[:LONGEST_ERROR],
    }
    if not is_given_up:
        change["send_after"] = now + RETRY_AFTER[letter.attempts - 1]
    Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING).update(**change)
    logger.error(
        "letter not sent",
        extra={
            "letter": letter.pk,
            "kind": letter.kind,
            "reason": type(problem).__name__,
            "given_up": is_given_up,
        },
    )


def _message(letter):
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<{signed_links.keyed_hash('letter', letter.pk)[:32]}@{host}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    about = letter.interest or letter.application
    office = about.programme.office_email if about else settings.CONTACT_EMAIL
    reply_to = [office] if office else None
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.to],
        headers=headers,
        reply_to=reply_to,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message
