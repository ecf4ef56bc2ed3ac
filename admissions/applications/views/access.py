"""The pages of an application that this browser has opened, and what a stranger to it is told."""

from datetime import timedelta
from functools import wraps

from django.utils import timezone

from admissions.applications.browser import case_of
from admissions.applications.forms.parts import StartForm
from admissions.applications.sent_too_late import SENT_TOO_LATE
from admissions.text import application_phrases
from catalogue.public.page import render_page
from catalogue.public.site import load_site
from catalogue.staff import rate_limits

PAGES = "admissions/applicant"
# Asking for one's links, and beginning an application, both send a mail to an
# address that anybody may write.
APPLICATION_LIMIT = rate_limits.Limit(
    "application", per_asker=5, per_network=30, within=timedelta(hours=1)
)


def opened_case(view):
    """Give a view the case opened in this browser, in place of its reference.

    A stranger is told how to open it.
    """

    @wraps(view)
    def opened(request, reference, **kept):
        case = case_of(request, reference, timezone.localdate())
        return come_back(request) if case is None else view(request, case, **kept)

    return opened


def come_back(request, is_kept=True):
    """Whoever has not opened an application here is told how to, and never whether it exists.

    `is_kept` is False where what was just sent is not kept: what else waits is
    then not to be taken for it.
    """
    was_sent = is_kept and SENT_TOO_LATE in request.session
    context = {"section": "apply", "form": StartForm(), "is_stranger": True, "was_sent": was_sent}
    # A file is too large to be kept in the session, so it is said that it must be chosen again.
    context["was_file_sent"] = bool(request.FILES)
    page = render_page(request, f"{PAGES}/application_come_back.html", load_site(), **context)
    page.status_code = 404
    return page


def case_page(request, name, case, **context):
    """A page of the case, with what every one of them shows."""
    context = {
        "section": "apply",
        "case": case,
        "application": case.application,
        "target": case.target,
        "heading": application_phrases.target(case.target, case.application),
        "is_draft": case.is_draft,
        "office_email": case.application.programme.office_email,
        **context,
    }
    return render_page(request, f"{PAGES}/{name}.html", load_site(), **context)
