"""One function per letter into the outbox; `deliver` empties it."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from admissions import links, writing
from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.domain.retention import PERIODS, confirm_by
from admissions.models import Letter
from catalogue import phrases

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


def confirm_interest(interest):
    """Ask somebody to confirm that it was they who asked to be kept posted, and say until when."""
    return _queue(Letter.Kind.CONFIRM_INTEREST, interest, confirm_by(interest.created_at))


def confirm_interest_again(interest):
    """The same to somebody who is on the list already: confirming replaces what was asked for before."""
    return _queue(Letter.Kind.CONFIRM_INTEREST_AGAIN, interest, confirm_by(interest.created_at))


def interest_confirmed(interest):
    """Say that the person is on the list, until when, and how to leave it."""
    return _queue(Letter.Kind.INTEREST_CONFIRMED, interest, interest.ends_on)


def date_moved(interest, on, *, title, page_url, changes, wording=None):
    """Tell somebody on the list of the dates that have moved; what is told is public."""
    news = {"title": title, "page_url": page_url, "changes": changes}
    return _queue(Letter.Kind.DATE_MOVED, interest, on, wording=wording, **news)


def run_opened(interest, on, *, title, page_url, runs, wording=None):
    """Tell somebody on the list of the course runs that are announced."""
    news = {"title": title, "page_url": page_url, "runs": runs}
    return _queue(Letter.Kind.RUN_OPENED, interest, on, wording=wording, **news)


def _queue(kind, interest, by, *, wording=None, **values):
    """Write a letter about a day or a moment. Nothing typed stands in it, since the address may be a stranger's."""
    language, programme = interest.language, interest.programme
    day = timezone.localdate(by) if isinstance(by, datetime) else by
    with override(language):
        values |= {
            "programme": programme.title,
            "day": phrases.day(day),
            "clock": date_format(timezone.localtime(by), "TIME_FORMAT") if isinstance(by, datetime) else "",
            "months": PERIODS.interest_months,
            "confirm_url": links.confirm_url(interest),
        }
        frame = {
            "title": str(programme.title),
            "stop_url": links.stop_url(interest),
            "privacy_url": links.site_address("catalogue:privacy", language),
            "office_email": _office_email(programme),
        }
    letter = writing.written(wording or writing.wording_of(kind), language, values, frame)
    return Letter.objects.create(
        kind=kind,
        interest=interest,
        to=interest.email,
        language=language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        stop_url=frame["stop_url"],
    )


def deliver(now=None):
    """Send what is queued and due, the longest waiting first, and return how many went out.

    Any number of processes may deliver at once: each letter is claimed by changing its row from queued to
    sending, which only one of them can do. A letter that has been in sending for an hour is queued again,
    since the process that claimed it is gone; should it have gone out already, it goes out twice with one and
    the same Message-ID.
    """
    now = now or timezone.now()
    Letter.objects.stuck(now - STUCK_AFTER).update(state=Letter.State.QUEUED, claimed_at=None)
    return sum(send(letter, now) for letter in Letter.objects.waiting(now)[:MOST_AT_ONCE])


def send(letter, now):
    """Claim a letter and send it; False where another process has it, where it is gone, or where it fails."""
    letter = _claim(letter, now)
    if letter is None:
        return False
    try:
        _message(letter).send()
    except Exception as problem:  # noqa: BLE001 - whatever is wrong with one letter, the rest must go
        _failed(letter, problem, now)
        return False
    claimed = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING)
    claimed.update(state=Letter.State.SENT, sent_at=timezone.now(), error="")
    return True


def send_again(letter: Letter, *, now: datetime | None = None) -> None:
    """Queue a letter that was given up, with all its tries ahead of it again.

    Refused: letter_not_failed, letter_emptied (its words are deleted by now), link_expired (its link no
    longer works).
    """
    now = now or timezone.now()
    if not letter.text:
        raise Refused("letter_emptied")
    asks_to_confirm = letter.kind in (Letter.Kind.CONFIRM_INTEREST, Letter.Kind.CONFIRM_INTEREST_AGAIN)
    if asks_to_confirm and letter.interest and retention.is_too_late_to_confirm(letter.interest.created_at, now):
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
    """Queue the letter for another try, or give it up; the reason is kept for staff and the log names nobody."""
    is_given_up = letter.attempts > len(RETRY_AFTER)
    change = {
        "state": Letter.State.FAILED if is_given_up else Letter.State.QUEUED,
        "error": f"{type(problem).__name__}: {writing.one_line(str(problem))}"[:LONGEST_ERROR],
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
        "Message-ID": f"<{links.keyed_hash('letter', letter.pk)[:32]}@{host}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if letter.stop_url:
        headers["List-Unsubscribe"] = f"<{letter.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    about = letter.interest or letter.application
    office = _office_email(about.programme) if about else settings.CONTACT_EMAIL
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=headers, reply_to=[office] if office else None
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _office_email(programme):
    return (programme.office and programme.office.email) or settings.CONTACT_EMAIL
