"""The page of an application that is sent: receipt, what happens now, withdrawing, all held."""

import json

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from admissions.applications import replies, services
from admissions.applications.own_data import everything_held
from admissions.applications.own_data_archive import archive
from admissions.applications.response_times import office_times
from admissions.applications.summary import (
    letter_rows,
    received,
    request_row,
    sent_answers,
    steps_ahead,
    timeline,
)
from admissions.applications.views.access import case_page, opened_case
from admissions.applications.views.documents import may_attach
from admissions.domain.refusals import Refused
from admissions.domain.workflow import UNDECIDED, Action, Actor, actions_of
from admissions.text import application_phrases, refusal_phrases


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
    waiting = replies.open_request(found.application) or replies.open_offer(found.application)
    context = {
        "waiting": waiting and request_row(waiting, found.today),
        "is_request": bool(waiting) and waiting.is_request,
        "letters": letter_rows(found),
        "ahead": steps_ahead(found),
        "may": {str(action) for action in actions_of(state, Actor.APPLICANT)},
        "may_attach": may_attach(found),
        "is_undecided": state in UNDECIDED,
        "office_times": office_times(found) if state in UNDECIDED else None,
        "state_heading": application_phrases.state_heading(state),
        "state_lead": application_phrases.state_lead(state),
        "timeline": timeline(found.application),
        "answers": sent_answers(found),
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
            services.withdraw_application(found.application, reason=request.POST.get("reason", ""))
        except Refused as refusal:
            words = refusal_phrases.refusal(refusal.code)
            return case_page(
                request,
                "case_withdraw",
                found,
                refusal=words,
                reasons=application_phrases.withdrawal_reasons(),
            )
        return redirect("admissions:case", found.application.reference)
    if Action.WITHDRAW not in actions_of(found.application.state, Actor.APPLICANT):
        return redirect("admissions:case", found.application.reference)
    return case_page(
        request, "case_withdraw", found, reasons=application_phrases.withdrawal_reasons()
    )


@require_safe
@never_cache
@opened_case
def case_archive(request, found):
    """All that is held of the application in one archive."""
    return FileResponse(
        archive(found), as_attachment=True, filename=f"{found.application.number}.zip"
    )


@require_safe
@never_cache
@opened_case
def case_data(request, found):
    """All that is held of the application, as JSON to be taken away."""
    held = json.dumps(everything_held(found), ensure_ascii=False, indent=2)
    response = HttpResponse(held, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{found.application.reference}.json"'
    )
    return response
