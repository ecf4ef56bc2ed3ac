"""The pages of an application that this browser has opened, and what a stranger to it is told."""

from django.conf import settings

from admissions import case_phrases
from admissions.cases import SENT_TOO_LATE
from admissions.forms.application import StartForm
from catalogue.site import load_site, render_page

PAGES = "admissions/applicant"


def come_back(request):
    """Whoever has not opened an application here is told how to, and never whether it exists."""
    was_sent = SENT_TOO_LATE in request.session
    context = {"section": "apply", "form": StartForm(), "is_stranger": True, "was_sent": was_sent}
    page = render_page(request, f"{PAGES}/application_come_back.html", load_site(), **context)
    page.status_code = 404
    return page


def case_page(request, name, case, **context):
    """A page of the case, with what every one of them shows."""
    office = case.application.programme.office
    context = {
        "section": "apply",
        "case": case,
        "application": case.application,
        "target": case.target,
        "heading": case_phrases.target(case.target, case.application),
        "office_email": (office and office.email) or settings.CONTACT_EMAIL,
        **context,
    }
    return render_page(request, f"{PAGES}/{name}.html", load_site(), **context)
