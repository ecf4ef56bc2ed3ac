"""One function per mail to those who asked to be kept posted: each is written into the outbox."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from admissions.domain.retention import PERIODS, confirm_by
from admissions.mail import compose, signed_links
from admissions.models import Letter
from catalogue.text import phrases


def ask_to_confirm(interest):
    """Ask somebody to confirm that it was they who asked to be kept posted, and say until when."""
    return _queue(Letter.Kind.CONFIRM_INTEREST, interest, confirm_by(interest.created_at))


def ask_to_confirm_again(interest):
    """The same to somebody on the list already: confirming replaces what they asked before."""
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
    """Write a letter about a day or a moment.

    Nothing typed stands in it, since the address may be a stranger's.
    """
    language, programme = interest.language, interest.programme
    day = timezone.localdate(by) if isinstance(by, datetime) else by
    with override(language):
        values |= {
            "programme": programme.title,
            "day": phrases.day(day),
            "clock": date_format(timezone.localtime(by), "TIME_FORMAT")
            if isinstance(by, datetime)
            else "",
            "months": PERIODS.interest_months,
            "confirm_url": signed_links.confirm_url(interest),
        }
        frame = {
            "title": str(programme.title),
            "stop_url": signed_links.stop_url(interest),
            "privacy_url": signed_links.site_address("catalogue:privacy", language),
            "office_email": programme.office_email,
        }
    letter = compose.written(wording or compose.wording_of(kind), language, values, frame)
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
