"""The page of an application that is sent: receipt, what happens now, withdrawing it, and all that is held."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from admissions import case_phrases, case_services, phrases
from admissions.case_presentation import received, sent_answers, timeline
from admissions.domain.workflow import Action, Actor, actions_of
from admissions.held import everything_held
from admissions.services import Refused
from admissions.views.opened import case_page, opened_case


@require_safe
@never_cache
@opened_case
def application_receipt(request, found):
    if found.application.sent_at is None:
        return redirect("admissions:application", found.application.reference)
    return case_page(request, "application_receipt", found, received=received(found))


@require_safe
@never_cache
@opened_case
def case(request, found):
    """What happens now, who acts next, what has happened, and what was sent."""
    if found.is_draft:
        return redirect("admissions:application", found.application.reference)
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
@opened_case
def case_withdraw(request, found):
    """Ask for the reason, which may be left out, and withdraw."""
    if found.is_draft:
        return redirect("admissions:application", found.application.reference)
    if request.method == "POST":
        try:
            case_services.withdraw_application(found.application, reason=request.POST.get("reason", ""))
        except Refused as refusal:
            return case_page(request, "case_withdraw", found, refusal=phrases.refusal(refusal.code))
        return redirect("admissions:case", found.application.reference)
    if Action.WITHDRAW not in actions_of(found.application.state, Actor.APPLICANT):
        return redirect("admissions:case", found.application.reference)
    return case_page(request, "case_withdraw", found, reasons=case_phrases.withdrawal_reasons())


@require_safe
@never_cache
@opened_case
def case_data(request, found):
    """All that is held of the application, as JSON to be taken away."""
    held = json.dumps(everything_held(found), ensure_ascii=False, indent=2)
    response = HttpResponse(held, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.application.reference}.json"'
    return response
