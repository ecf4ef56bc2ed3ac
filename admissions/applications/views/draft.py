"""The pages of a draft: its parts, the review of them, sending, carrying it on, deleting it."""

from contextlib import suppress

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from admissions.applications import services
from admissions.applications.browser import case_of, close_in_browser
from admissions.applications.forms.of_case import form_of, kept_answers
from admissions.applications.forms.parts import LONGEST_LINE, keepable
from admissions.applications.sent_too_late import forget_what_was_sent, keep_what_was_sent, kept_for
from admissions.applications.summary import before_sending, parts_of, sent_answers
from admissions.applications.views.access import PAGES, case_page, come_back, opened_case
from admissions.domain.background import background_record
from admissions.domain.documents import should_pause
from admissions.domain.refusals import Refused
from admissions.domain.retention import draft_ends
from admissions.domain.sections import Section
from admissions.domain.workflow import Actor, State
from admissions.models.application import columns_of
from admissions.text import application_phrases, refusal_phrases
from catalogue.public.page import render_page
from catalogue.public.site import load_site


@require_safe
@never_cache
@opened_case
def application(request, case):
    """The task list of a draft; once sent, the case's page has its place."""
    if not case.is_draft:
        return redirect("admissions:case", case.application.reference)
    ends_at = draft_ends(case.application.touched_at)
    context = {"parts": parts_of(case), "ends_on": timezone.localdate(ends_at), "carry_words": ""}
    if case.next_target:
        context["carry_words"] = application_phrases.carry(case.next_target)
    return case_page(request, "application", case, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application_part(request, reference, part):
    """One part. Whatever is sent is kept, right or wrong; only what holds counts as complete."""
    case = case_of(request, reference, timezone.localdate())
    if case is None:
        is_kept = request.method != "POST" or keep_what_was_sent(request, reference, part)
        return come_back(request, is_kept)
    if not case.is_draft:
        return redirect("admissions:case", reference)
    if part not in case.sections:
        raise Http404
    if request.method != "POST":
        return _as_it_waits(request, case, part)
    if "rows" in request.POST and part is Section.BACKGROUND:
        return _part_page(request, case, part, form_of(case, part, initial=request.POST.dict()))
    return _save_part(request, case, part)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def application_review(request, case):
    """All answers with the way to change each; sending them, and what stands in the way of it."""
    if not case.is_draft:
        return redirect("admissions:case", case.application.reference)
    if request.method != "POST":
        return _review_page(request, case)
    if request.POST.get("declared") != "yes":
        return _review_page(request, case, is_undeclared=True)
    is_sure = request.POST.get("sure") == "yes"
    if not (is_sure or case.missing) and should_pause(case.outcome, case.lacking):
        parts = parts_of(case)
        return case_page(request, "application_pause", case, parts=parts, **before_sending(case))
    try:
        services.send_application(
            case.application,
            target=case.target,
            sections=case.sections,
            background=case.background,
        )
    except Refused as refusal:
        # Pressed twice, the second press is told what the first is told.
        if refusal.code != "not_a_draft":
            now = case_of(request, case.application.reference, case.today) or case
            words = refusal_phrases.refusal(refusal.code)
            return _review_page(request, now, refusal=words)
    return redirect("admissions:application_receipt", case.application.reference)


def _review_page(request, case, **context):
    context |= {"parts": parts_of(case), "answers": sent_answers(case)}
    return case_page(request, "application_review", case, **context)


@require_POST
@never_cache
@opened_case
def application_carry(request, case):
    """Carry a draft whose deadline has passed to the next intake or run."""
    target = case.next_target
    if not case.is_draft or target is None:
        return redirect("admissions:application", case.application.reference)
    # A draft that was sent or deleted since is not carried; its page says what has become of it.
    with suppress(Refused):
        services.carry_draft(case.application, **columns_of(target.aim))
    return redirect("admissions:application", case.application.reference)


@require_POST
@never_cache
@opened_case
def application_delete(request, case):
    """Erase a draft at once; after the first press a page asks whether that is meant."""
    if not case.is_draft:
        return redirect("admissions:case", case.application.reference)
    if request.POST.get("sure") != "yes":
        return case_page(request, "application_delete", case)
    try:
        services.erase_application(case.application, actor=Actor.APPLICANT)
    except Refused:
        case.application.refresh_from_db(fields=["state"])
        # Pressed twice, the second press is told the same; what was sent since stays.
        if case.application.state != State.ERASED:
            return redirect("admissions:application", case.application.reference)
    close_in_browser(request, case.application)
    return render_page(request, f"{PAGES}/application_deleted.html", load_site(), section="apply")


def _save_part(request, case, part):
    form = form_of(case, part, request.POST)
    # Whoever leaves it for later is reminded of it, though it would hold as it is.
    holds = form.is_valid() and "later" not in request.POST
    if getattr(form, "holds_cpr", False):
        return _part_page(request, case, part, form)
    try:
        keep_part(request.POST, case, part, form, is_complete=holds)
    except Refused as refusal:
        return _part_page(request, case, part, form, refusal=refusal_phrases.refusal(refusal.code))
    forget_what_was_sent(request, case.application, part)
    if not holds and "later" not in request.POST:
        return _part_page(request, case, part, form)
    return redirect("admissions:application", case.application.reference)


def _as_it_waits(request, case, part):
    """The part with what is saved.

    Or with what was sent too late and is not saved, for as long as that waits.
    """
    typed = kept_for(request, case.application).get(part)
    if typed is None:
        return _part_page(
            request, case, part, form_of(case, part, initial=kept_answers(case, part))
        )
    refusal = (
        ""
        if _version(typed) == case.version(part)
        else refusal_phrases.refusal("changed_elsewhere")
    )
    return _part_page(request, case, part, form_of(case, part, typed), refusal=refusal)


def _version(typed):
    """The version over which a part was typed, as its page said."""
    version = typed.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else 0


def keep_part(typed, case, part, form, *, is_complete):
    """Save what was typed of a part: as answers where it holds, else as it was typed.

    A background that holds is kept as one also where it is left for later, so that the other parts
    know of it.
    """
    if part is Section.BACKGROUND:
        data = _background(typed, form)
    else:
        data = form.answers() if is_complete else form.typed()
    services.save_part(
        case.application,
        section=part,
        data=data,
        is_complete=is_complete,
        version=_version(typed),
    )


def _background(typed, form):
    """A background that holds as the rules take it; one that is not yet right as it was typed."""
    if form.is_valid():
        return {"background": background_record(form.background())}
    names = [name for name in form.fields if typed.get(name)]
    return {"typed": {name: keepable(typed[name], LONGEST_LINE) for name in names}}


def _part_page(request, case, part, form, refusal=""):
    # Where another tab has saved meanwhile, the next save is over what that one saved.
    fresh = case_of(request, case.application.reference, case.today) or case
    parts = parts_of(fresh)
    context = {
        "part": next(each for each in parts if each.code == part),
        "parts": parts,
        "form": form,
        "version": fresh.version(part),
        "refusal": refusal,
        "rows": getattr(form, "row_count", 0),
    }
    return case_page(request, "application_part", fresh, **context)
