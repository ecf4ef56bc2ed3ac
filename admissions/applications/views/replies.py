"""An applicant's replies while a case runs: to a request, an offer; corrections; erasure."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from admissions.applications import replies
from admissions.applications.browser import case_of, open_in_browser
from admissions.applications.forms.of_case import form_of, kept_answers
from admissions.applications.forms.replies import ACCEPT, AnswerForm, NewAddressForm, OfferForm
from admissions.applications.sent_too_late import forget_what_was_sent, keep_what_was_sent, kept_for
from admissions.applications.summary import request_row
from admissions.applications.views.access import (
    APPLICATION_LIMIT,
    PAGES,
    case_page,
    come_back,
    opened_case,
)
from admissions.domain import retention
from admissions.domain.refusals import Refused
from admissions.domain.sections import Section
from admissions.domain.workflow import Action, Actor, actions_of
from admissions.text import refusal_phrases
from catalogue.public.page import render_page
from catalogue.public.site import load_site
from catalogue.staff import rate_limits


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def case_answer(request, reference):
    """The request and its answer; what is sent after the session has ended waits in the browser."""
    case = case_of(request, reference, timezone.localdate())
    if case is None:
        is_kept = request.method != "POST" or keep_what_was_sent(request, reference, Action.ANSWER)
        return come_back(request, is_kept)
    asked = replies.open_request(case.application)
    if asked is None:
        return redirect("admissions:case", reference)
    has_new = any(document.added_at >= asked.written_at for document in case.documents)
    context = {
        "asked": request_row(asked, case.today),
        "documents": [each.name for each in case.documents],
    }
    if request.method != "POST":
        # Not forgotten before it is sent: the way to a document leads off this page and back.
        kept = kept_for(request, case.application).get(Action.ANSWER)
        initial = {"answer": kept.get("answer", "")} if kept else None
        return case_page(request, "case_answer", case, form=AnswerForm(initial=initial), **context)
    form = AnswerForm(request.POST, has_new_document=has_new)
    if not form.is_valid():
        return case_page(request, "case_answer", case, form=form, **context)
    try:
        _refuse_another(request, asked)
        replies.answer_request(case.application, answer=form.cleaned_data["answer"])
    except Refused as refusal:
        words = refusal_phrases.refusal(refusal.code)
        return case_page(request, "case_answer", case, form=form, refusal=words, **context)
    forget_what_was_sent(request, case.application, Action.ANSWER)
    return redirect("admissions:case", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def case_offer(request, case):
    """The offer, and whether it is accepted.

    Its day may have passed: until the office takes it back it holds.
    """
    offer = replies.open_offer(case.application)
    if offer is None:
        return redirect("admissions:case", case.application.reference)
    sent = request.POST if request.method == "POST" else None
    form = OfferForm(sent)
    context = {"offer": request_row(offer, case.today), "form": form}
    if not form.is_bound or not form.is_valid():
        return case_page(request, "case_offer", case, **context)
    try:
        _refuse_another(request, offer)
        if form.cleaned_data["reply"] == ACCEPT:
            replies.accept_place(case.application)
        else:
            replies.decline_place(case.application, reason=form.cleaned_data["reason"] or "untold")
    except Refused as refusal:
        return case_page(
            request, "case_offer", case, refusal=refusal_phrases.refusal(refusal.code), **context
        )
    return redirect("admissions:case", case.application.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def case_contact(request, case):
    """Correct name, telephone and country of what is sent, and ask for another address."""
    may_correct = Action.CORRECT_CONTACT in actions_of(case.application.state, Actor.APPLICANT)
    if not (may_correct or case.is_draft):
        return redirect("admissions:case", case.application.reference)
    asks_address = request.method == "POST" and "email" in request.POST
    corrects = request.method == "POST" and not asks_address and not case.is_draft
    address = request.POST if asks_address else None
    address_form = NewAddressForm(address)
    corrected = request.POST if corrects else None
    initial = kept_answers(case, Section.ABOUT)
    about = form_of(case, Section.ABOUT, corrected, initial=initial)
    context = {"address_form": address_form, "form": None if case.is_draft else about}
    if asks_address and address_form.is_valid():
        return _ask_for_address(request, case, address_form, context)
    if corrects and about.is_valid():
        try:
            replies.correct_contact(case.application, data=about.answers())
        except Refused as refusal:
            return case_page(
                request,
                "case_contact",
                case,
                refusal=refusal_phrases.refusal(refusal.code),
                **context,
            )
        return redirect("admissions:case", case.application.reference)
    return case_page(request, "case_contact", case, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def address_confirm(request, token):
    """Opening the link shows a button, since mail scanners open links too.

    Pressing it changes the address.
    """
    try:
        application = replies.application_of_address(token)
        if request.method == "POST":
            replies.change_address(application)
    except Refused as refusal:
        context = {"section": "apply", "refusal": refusal_phrases.refusal(refusal.code)}
        page = render_page(request, f"{PAGES}/address_link.html", load_site(), **context)
        page.status_code = 410
        return page
    if request.method != "POST":
        context = {"section": "apply", "application": application}
        return render_page(request, f"{PAGES}/address_confirm.html", load_site(), **context)
    open_in_browser(request, application)
    return redirect("admissions:application", application.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def case_erasure(request, case):
    """Ask for the erasure of a sent case; a draft is simply deleted."""
    if case.is_draft:
        return redirect("admissions:application", case.application.reference)
    asked_at = case.application.erasure_asked_at
    context = {"answer_by": asked_at and retention.answer_erasure_by(timezone.localdate(asked_at))}
    if request.method != "POST":
        return case_page(request, "case_erasure", case, **context)
    try:
        replies.ask_for_erasure(case.application)
    except Refused as refusal:
        return case_page(
            request, "case_erasure", case, refusal=refusal_phrases.refusal(refusal.code), **context
        )
    return redirect("admissions:case_erasure", case.application.reference)


def _refuse_another(request, letter):
    """A page open while the office wrote anew answers another letter than the one waiting."""
    if request.POST.get("letter", letter.reference) != letter.reference:
        raise Refused("step_not_allowed")


def _ask_for_address(request, case, form, context):
    asked = rate_limits.ask(
        APPLICATION_LIMIT,
        asker=form.cleaned_data["email"],
        network=rate_limits.network_of(request),
        now=timezone.now(),
    )
    if asked.retry_at:
        refusal = refusal_phrases.interest_refusal("asked_too_often", asked.retry_at)
        page = case_page(request, "case_contact", case, refusal=refusal, **context)
        page.status_code = 429
        return page
    try:
        replies.ask_for_address(case.application, email=form.cleaned_data["email"])
    except Refused as refusal:
        return case_page(
            request, "case_contact", case, refusal=refusal_phrases.refusal(refusal.code), **context
        )
    return case_page(request, "case_contact", case, sent_to=form.cleaned_data["email"], **context)
