"""The notices to an applicant: each says that there is news, and links to the case; none holds what it is about."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from admissions import links
from admissions.domain import retention
from admissions.models import Letter
from catalogue import phrases


def application_link(application):
    """The link that opens an application and shows that the address is the applicant's."""
    with override(application.language):
        ends = timezone.localtime(timezone.now() + retention.PERIODS.application_link)
        subject = _("Open your application by %(day)s") % {"day": phrases.day(ends.date())}
        context = {"open_url": links.application_url(application), "ends_on": ends.date()}
        return _queue(Letter.Kind.APPLICATION_LINK, application, subject, context)


def application_received(application):
    """The receipt: number, day and hour; what was received stands on the case's page."""
    with override(application.language):
        subject = _("We have received your application %(number)s") % {"number": application.number}
        return _queue(Letter.Kind.APPLICATION_RECEIVED, application, subject, _sent(application))


def application_withdrawn(application):
    with override(application.language):
        subject = _("Your application %(number)s is withdrawn") % {"number": application.number}
        return _queue(Letter.Kind.APPLICATION_WITHDRAWN, application, subject, {})


def draft_ends(application, now):
    """Tell whoever has not touched a draft for long when it is erased."""
    with override(application.language):
        ends = max(retention.draft_ends(application.touched_at), now + retention.PERIODS.draft_warning)
        day = timezone.localdate(ends)
        subject = _("Your draft is deleted on %(day)s unless you open it") % {"day": phrases.day(day)}
        context = {"open_url": links.application_url(application), "ends_on": day}
        return _queue(Letter.Kind.DRAFT_ENDS, application, subject, context)


def _sent(application):
    moment = timezone.localtime(application.sent_at)
    return {"sent_on": moment.date(), "sent_time": date_format(moment, "TIME_FORMAT")}


def _queue(kind, application, subject, context):
    office = application.programme.office
    context = {
        "application": application,
        "language": application.language,
        "subject": subject,
        "case_url": links.site_address("admissions:case", application.language, application.reference),
        "privacy_url": links.site_address("catalogue:privacy", application.language),
        "office_email": (office and office.email) or settings.CONTACT_EMAIL,
        **context,
    }
    return Letter.objects.create(
        kind=kind,
        application=application,
        to=application.email,
        language=application.language,
        subject=subject[:200],
        text=render_to_string(f"mail/{kind}.txt", context),
        html=render_to_string(f"mail/{kind}.html", context),
    )
