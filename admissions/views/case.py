"""The page of an application that is sent: receipt, what happens now, withdrawing it, and all that is held."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from admissions import case_phrases, case_services, phrases
from admissions.case_presentation import everything_held, sent_answers, timeline
from admissions.cases import case_of
from admissions.domain.workflow import Action, Actor, actions_of
from admissions.services import Refused
from admissions.views.opened import case_page, come_back


@require_safe
@never_cache
def application_receipt(request, reference):
    case = case_of(request, reference, timezone.localdate())
    if case is None:
        return come_back(request)
    if case.application.sent_at is None:
        return redirect("admissions:application", reference)
    return case_page(request, "application_receipt", case)


@require_safe
@never_cache
def case(request, reference):
    """What happens now, who acts next, what has happened, and what was sent."""
    found = case_of(request, reference, timezone.localdate())
    if found is None:
        return come_back(request)
    if found.is_draft:
        return redirect("admissions:application", reference)
    state = found.application.state
    context = {
        "state_heading": case_phrases.state_heading(state),
        "state_lead": case_phrases.state_lead(state),
        "timeline": timeline(found.application),
        "answers": sent_answers(found),
        "can_withdraw": Action.WITHDRAW in actions_of(state, Actor.APPLICANT),
    }
    return case_page(request, "case", found, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def case_withdraw(request, reference):
    """Ask for the reason, which may be left out, and withdraw."""
    found = case_of(request, reference, timezone.localdate())
    if found is None:
        return come_back(request)
    if found.is_draft:
        return redirect("admissions:application", reference)
    if request.method == "POST":
        try:
            case_services.withdraw_application(found.application, reason=request.POST.get("reason", ""))
        except Refused as refusal:
            return case_page(request, "case_withdraw", found, refusal=phrases.refusal(refusal.code))
        return redirect("admissions:case", reference)
    if Action.WITHDRAW not in actions_of(found.application.state, Actor.APPLICANT):
        return redirect("admissions:case", reference)
    return case_page(request, "case_withdraw", found, reasons=case_phrases.withdrawal_reasons())


@require_safe
@never_cache
def case_data(request, reference):
    """All that is held of the application, as JSON to be taken away."""
    found = case_of(request, reference, timezone.localdate())
    if found is None:
        return come_back(request)
    held = json.dumps(everything_held(found), ensure_ascii=False, indent=2)
    response = HttpResponse(held, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}.json"'
    return response
