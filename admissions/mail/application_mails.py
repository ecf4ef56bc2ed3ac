"""The notices to an applicant: each says that there is news, never which, and links to the case."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from admissions.domain import retention
from admissions.mail import compose, signed_links
from admissions.models import Application, Letter
from catalogue.text import phrases

Kind = Letter.Kind


def application_link(application: Application) -> Letter:
    """The link that opens an application and shows that the address is the applicant's."""
    return _queue(Kind.APPLICATION_LINK, application, _last_day_of_a_link())


def application_received(application: Application) -> Letter:
    """The receipt: number, day and hour; what was received stands on the case's page."""
    return _queue(Kind.APPLICATION_RECEIVED, application, at=application.sent_at)


def application_withdrawn(application: Application) -> Letter:
    return _queue(Kind.APPLICATION_WITHDRAWN, application)


def draft_ends(application: Application, now, wording=None) -> Letter:
    """Tell whoever has not touched a draft for long when it is erased."""
    ends = max(retention.draft_ends(application.touched_at), now + retention.PERIODS.draft_warning)
    return _queue(Kind.DRAFT_ENDS, application, timezone.localdate(ends), wording=wording)


def deadline_near(application: Application, closes_on: date, wording=None) -> Letter:
    """Remind whoever has not sent a draft of the last day to do so."""
    return _queue(Kind.DEADLINE_NEAR, application, closes_on, wording=wording)


def information_requested(application: Application, due_on: date) -> Letter:
    """Say that the office asks for something, and until when."""
    return _queue(Kind.INFORMATION_REQUESTED, application, due_on)


def answer_awaited(application: Application, due_on: date, wording=None) -> Letter:
    """Remind of what the office has asked for, and until when."""
    return _queue(Kind.ANSWER_AWAITED, application, due_on, wording=wording)


def answer_received(application: Application) -> Letter:
    return _queue(Kind.ANSWER_RECEIVED, application)


def decision_made(application: Application) -> Letter:
    """Say that there is a decision, and not which."""
    return _queue(Kind.DECISION_MADE, application)


def place_answered(application: Application) -> Letter:
    """Say that the answer to an offer is registered, and not which."""
    return _queue(Kind.PLACE_ANSWERED, application)


def confirm_address(application: Application) -> Letter:
    """Ask whether the address that the case is to go by from now on is the applicant's."""
    day, new = _last_day_of_a_link(), application.new_email
    return _queue(
        Kind.CONFIRM_ADDRESS,
        application,
        day,
        to=new,
        confirm_url=signed_links.address_url(application),
    )


def address_changed(application: Application, old_email: str) -> Letter:
    """Tell the address that the case had until now; it is given no way to the case."""
    return _queue(Kind.ADDRESS_CHANGED, application, to=old_email)


def document_received(application: Application) -> Letter:
    """Say that a document has come to a case that was sent already."""
    return _queue(Kind.DOCUMENT_RECEIVED, application)


def erasure_asked(application: Application, answer_by: date) -> Letter:
    """Say that the wish for erasure has come, and by when it is answered."""
    return _queue(Kind.ERASURE_ASKED, application, answer_by)


def case_date_moved(application: Application, on: date, *, changes: str, wording=None) -> Letter:
    """Tell whoever applies of dates that moved for their target; what is told is public."""
    return _queue(Kind.CASE_DATE_MOVED, application, on, wording=wording, changes=changes)


def _last_day_of_a_link():
    """The day to the end of which a link that is sent now works."""
    return signed_links.last_day(timezone.now())


def _queue(kind, application, day=None, *, at=None, to=None, wording=None, **values):
    """Write a notice about a day, or about a moment: this one, unless another is given."""
    language = application.language
    at = timezone.localtime(at or timezone.now())
    with override(language):
        values |= {
            "number": application.number,
            "title": application.title,
            "day": phrases.day(day or at.date()),
            "clock": date_format(at, "TIME_FORMAT"),
            "open_url": signed_links.application_url(application),
            "case_url": signed_links.site_address(
                "admissions:case", language, application.reference
            ),
        }
    frame = {
        "privacy_url": signed_links.site_address("catalogue:privacy", language),
        "office_email": application.programme.office_email,
    }
    mail = compose.written(wording or compose.wording_of(kind), language, values, frame)
    return Letter.objects.create(
        kind=kind,
        application=application,
        to=to or application.email,
        language=language,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
    )
