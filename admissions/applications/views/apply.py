"""Beginning an application, coming back to it, and its parts until it is sent."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from admissions.applications import services
from admissions.applications.browser import (
    case_of,
    close_in_browser,
    forget_what_was_sent,
    keep_what_was_sent,
    kept_for,
    open_in_browser,
    opened_in_browser,
)
from admissions.applications.case import answers_again
from admissions.applications.forms.parts import LONGEST_LINE, ChoicesForm, StartForm, keepable
from admissions.applications.summary import before_sending, parts_of, sent_answers
from admissions.applications.views.access import PAGES, case_page, come_back, opened_case
from admissions.domain.documents import should_pause
from admissions.domain.refusals import Refused
from admissions.domain.retention import PERIODS, draft_ends
from admissions.domain.sections import Section
from admissions.domain.workflow import Action, Actor, State
from admissions.eligibility.forms import AdmissionForm, has_answers
from admissions.eligibility.targets import find_target, with_run
from admissions.mail import signed_links
from admissions.text import application_phrases, refusal_phrases
from catalogue import limits
from catalogue.results import programmes_page
from catalogue.site import load_site, render_page
from catalogue.translation import reader_language
from catalogue.viewing import shown_in_previews, today_of, viewing_of


@shown_in_previews
@require_safe
@never_cache
def apply(request):
    """What one can apply to, what one needs, and the way back to an application that is begun."""
    site, today = load_site(viewing_of(request)), today_of(request)
    target, _unknown = find_target(site, request.GET, today)
    context = {"section": "apply", "current": "page", "target": target, "form": StartForm()}
    context["about"] = [target.programme] if target else None
    if target is None and site.count:
        context |= programmes_page(site, request.GET, today)
    return render_page(request, f"{PAGES}/apply.html", site, **context)


@shown_in_previews
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application_start(request):
    """Begin an application to what the address names, with the answers of the check that stand there too."""
    site, today = load_site(viewing_of(request)), today_of(request)
    target, is_unknown = find_target(site, request.GET, today)
    if target is None or is_unknown:
        return redirect("admissions:apply")
    target = with_run(target, request.GET.get("run", ""))
    context = {"section": "apply", "target": target, "site": site, "about": [target.programme]}
    if not (settings.TAKES_APPLICATIONS and (target.takes_applications or target.takes_late)):
        return render_page(request, f"{PAGES}/application_closed.html", **context)
    opened = opened_in_browser(request)
    form = StartForm(request.POST if request.method == "POST" else None, opened)
    brought = {"background": _background(request, target), "plan": _plan(request, target)}
    context |= {"form": form, "questions_query": request.GET.urlencode(), **brought, **_told_before(target)}
    if not form.is_bound or not form.is_valid():
        return render_page(request, f"{PAGES}/application_start.html", **context)
    if form.is_from_a_robot:
        return redirect("admissions:apply")
    refused = _asked_too_often(request, form)
    if refused:
        return _told(request, f"{PAGES}/application_start.html", refused, **context)
    same_as = next((each for each in opened if each.reference == form.cleaned_data.get("same_as")), None)
    application = _begin(form, target, context["background"], context["plan"], same_as)
    if application.confirmed_at is None:
        # Once its owner has opened the link, the same form sent again opens nothing.
        open_in_browser(request, application)
    return redirect("admissions:application", application.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application_links(request):
    """Send the links of an address anew; the answer is the same whether or not the address is known."""
    site, form = load_site(), StartForm(request.POST if request.method == "POST" else None)
    context = {"section": "apply", "form": form, "site": site}
    if not form.is_bound or not form.is_valid():
        return render_page(request, f"{PAGES}/application_come_back.html", **context)
    refused = _asked_too_often(request, form)
    if refused:
        return _told(request, f"{PAGES}/application_come_back.html", refused, **context)
    if not form.is_from_a_robot:
        services.send_links(form.cleaned_data["email"])
    return render_page(request, f"{PAGES}/application_links_sent.html", site, section="apply")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application_open(request, token):
    """Opening the link shows a button, since mail scanners open links too; pressing it opens the application."""
    try:
        application = services.application_to_open(token)
    except Refused as refusal:
        context = {"section": "apply", "code": refusal.code, "form": StartForm()}
        page = render_page(request, f"{PAGES}/application_link.html", load_site(), **context)
        page.status_code = 410
        return page
    if request.method != "POST":
        context = {"section": "apply", "application": application}
        return render_page(request, f"{PAGES}/application_open.html", load_site(), **context)
    services.confirm_address(application)
    open_in_browser(request, application)
    return _go_on(request, application)


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
        return _part_page(request, case, part, case.form(part, initial=request.POST.dict()))
    return _save_part(request, case, part)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def application_review(request, case):
    """All answers with the way to change each; sending them, and what stands in the way of it."""
    if not case.is_draft:
        return redirect("admissions:case", case.application.reference)
    context = {"parts": parts_of(case), "answers": sent_answers(case)}
    if request.method != "POST":
        return case_page(request, "application_review", case, **context)
    if request.POST.get("declared") != "yes":
        return case_page(request, "application_review", case, is_undeclared=True, **context)
    if should_pause(case.outcome, case.lacking) and request.POST.get("sure") != "yes" and not case.missing:
        return case_page(request, "application_pause", case, parts=context["parts"], **before_sending(case))
    try:
        services.send_application(
            case.application, target=case.target, sections=case.sections, background=case.background
        )
    except Refused as refusal:
        # Pressed twice, the second press is told what the first is told.
        if refusal.code != "not_a_draft":
            now = case_of(request, case.application.reference, case.today) or case
            context = {
                "parts": parts_of(now),
                "answers": sent_answers(now),
                "refusal": refusal_phrases.refusal(refusal.code),
            }
            return case_page(request, "application_review", now, **context)
    return redirect("admissions:application_receipt", case.application.reference)


@require_POST
@never_cache
@opened_case
def application_carry(request, case):
    """Carry a draft whose deadline has passed to the next intake or run."""
    aim = case.next_target
    if not case.is_draft or aim is None:
        return redirect("admissions:application", case.application.reference)
    year = None if aim.course else aim.intake.year
    # A draft that was sent or deleted since is not carried; its page says what has become of it.
    with suppress(Refused):
        services.carry_draft(case.application, year=year, run=aim.run if aim.course else None)
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


def _told_before(target):
    """What the page on which one begins tells of links, drafts and who is responsible."""
    programme = target.programme
    return {
        "days": PERIODS.application_link.days,
        "draft_days": PERIODS.draft.days,
        "controller": settings.DATA_CONTROLLER or (programme.home_university and programme.home_university.name),
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
        "office_email": programme.office_email,
    }


def _background(request, target):
    """The answers of the check in the address, where they hold."""
    if target.requirement_set is None or not has_answers(request.GET):
        return None
    form = AdmissionForm(target.requirement_set, request.GET, today=target.today)
    return form if form.is_valid() else None


def _plan(request, target):
    """Pace and electives of a study plan's address, as its part takes them; None where the address holds none."""
    if target.course or not request.GET.get("years"):
        return None
    chosen = {"pace": request.GET["years"], "electives": request.GET.getlist("el"), "wishes": ""}
    form = ChoicesForm(chosen, target=target, today=target.today)
    return form.answers() if form.is_valid() else None


def _begin(form, target, background, plan, same_as):
    run = target.run if target.course else None
    year = None if run else target.intake.year
    email = form.cleaned_data["email"]
    answers = answers_again(same_as) if same_as else {}
    if background:
        answers[Section.BACKGROUND] = {"pairs": [list(pair) for pair in background.answer_pairs()]}
    if plan:
        answers[Section.CHOICES] = plan
    return services.begin_application(
        email=email,
        programme=target.programme,
        year=year,
        run=run,
        language=reader_language(),
        form_key=form.key(signed_links.target_key(email, target.programme, year, run)),
        answers=answers,
        same_as=same_as,
    )


def _asked_too_often(request, form):
    """The moment at which one may ask again; None where one may now."""
    asked = limits.ask(
        signed_links.APPLICATION_LIMIT,
        asker=form.cleaned_data["email"],
        network=limits.network_of(request),
        now=timezone.now(),
    )
    return asked.retry_at


def _told(request, template, retry_at, **context):
    refusal = refusal_phrases.interest_refusal("asked_too_often", retry_at)
    page = render_page(request, template, refusal=refusal, **context)
    page.status_code = 429
    page.headers["Retry-After"] = str(max(1, int((retry_at - timezone.now()).total_seconds())))
    return page


def _save_part(request, case, part):
    form = case.form(part, request.POST)
    # Whoever leaves it for later is reminded of it, though it would hold as it is.
    holds = form.is_valid() and "later" not in request.POST
    if getattr(form, "holds_cpr", False):
        return _part_page(request, case, part, form)
    try:
        _keep(request.POST, case, part, form, is_complete=holds)
    except Refused as refusal:
        return _part_page(request, case, part, form, refusal=refusal_phrases.refusal(refusal.code))
    forget_what_was_sent(request, case.application, part)
    if not holds and "later" not in request.POST:
        return _part_page(request, case, part, form)
    return redirect("admissions:application", case.application.reference)


def _go_on(request, application):
    """To the list of parts; or to what was sent too late, which is saved unless it was saved elsewhere meanwhile."""
    kept = kept_for(request, application)
    if Action.ANSWER in kept:
        return redirect("admissions:case_answer", application.reference)
    saved = {part: _save_kept(request, application, part, typed) for part, typed in kept.items()}
    waiting = kept_for(request, application)
    # First to what needs a decision; else to what was written last.
    to_see = [*waiting, *(part for part in reversed(saved) if saved[part])]
    name = f"application_{to_see[0]}" if to_see else "application"
    return redirect(f"admissions:{name}", application.reference)


def _save_kept(request, application, part, typed):
    """Save a part that was sent too late and say whether; where it was saved elsewhere since, it waits on."""
    # Read anew for each: what one part says decides whether there is another.
    case = case_of(request, application.reference, timezone.localdate())
    try:
        if case is None or not case.is_draft or part not in case.sections:
            raise Refused("not_a_draft")
        part = Section(part)
        form = case.form(part, typed)
        holds = form.is_valid() and "later" not in typed
        _keep(typed, case, part, form, is_complete=holds)
    except Refused as refusal:
        if refusal.code != "changed_elsewhere":
            forget_what_was_sent(request, application, part)
        return False
    forget_what_was_sent(request, application, part)
    return True


def _as_it_waits(request, case, part):
    """The part with what is saved; or with what was sent too late and is not saved, for as long as that waits."""
    typed = kept_for(request, case.application).get(part)
    if typed is None:
        return _part_page(request, case, part, case.form(part, initial=case.kept(part)))
    refusal = "" if _version(typed) == case.version(part) else refusal_phrases.refusal("changed_elsewhere")
    return _part_page(request, case, part, case.form(part, typed), refusal=refusal)


def _version(typed):
    """The version over which a part was typed, as its page said."""
    version = typed.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 9 else 0


def _keep(typed, case, part, form, *, is_complete):
    if part is Section.BACKGROUND:
        names = [name for name in form.fields if typed.get(name)]
        pairs = form.answer_pairs() if is_complete else [(name, keepable(typed[name], LONGEST_LINE)) for name in names]
        data = {"pairs": [list(pair) for pair in pairs]}
    else:
        data = form.answers() if is_complete else form.typed()
    services.save_part(
        case.application,
        section=part,
        data=data,
        is_complete=is_complete,
        version=_version(typed),
    )


def _part_page(request, case, part, form, refusal=""):
    # Where another tab has saved meanwhile, the next save is over what that one saved.
    case.__dict__.pop("answers", None)
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
