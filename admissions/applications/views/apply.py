"""Beginning an application, and coming back to it by its link."""

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from admissions.applications import services
from admissions.applications.browser import case_of, open_in_browser, opened_in_browser
from admissions.applications.case import answers_again
from admissions.applications.forms.of_case import form_of
from admissions.applications.forms.parts import ChoicesForm, StartForm
from admissions.applications.sent_too_late import forget_what_was_sent, kept_for
from admissions.applications.views.access import APPLICATION_LIMIT, PAGES
from admissions.applications.views.draft import keep_part
from admissions.domain.background import background_record
from admissions.domain.refusals import Refused
from admissions.domain.retention import PERIODS
from admissions.domain.sections import Section
from admissions.domain.workflow import Action
from admissions.eligibility.forms import background_in
from admissions.eligibility.targets import find_target, with_run
from admissions.mail import signed_links
from admissions.models.application import columns_of
from admissions.text import refusal_phrases
from catalogue.public.list_pages import programmes_page
from catalogue.public.page import render_page, shown_in_previews, today_of, viewing_of
from catalogue.public.site import load_site
from catalogue.staff import rate_limits
from catalogue.text.translation import reader_language


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
    """Begin an application to what the address names, with the check's answers that stand there."""
    site, today = load_site(viewing_of(request)), today_of(request)
    target, is_unknown = find_target(site, request.GET, today)
    if target is None or is_unknown:
        return redirect("admissions:apply")
    target = with_run(target, request.GET.get("run", ""))
    context = {"section": "apply", "target": target, "site": site, "about": [target.programme]}
    if not (settings.TAKES_APPLICATIONS and (target.takes_applications or target.takes_late)):
        return render_page(request, f"{PAGES}/application_closed.html", **context)
    opened = opened_in_browser(request)
    sent = request.POST if request.method == "POST" else None
    form = StartForm(sent, opened)
    told = background_in(request.GET, target.requirement_set, target.today)
    brought = {"background": told, "plan": _plan(request, target)}
    context |= {
        "form": form,
        "questions_query": request.GET.urlencode(),
        **brought,
        **_told_before(target),
    }
    if not form.is_bound or not form.is_valid():
        return render_page(request, f"{PAGES}/application_start.html", **context)
    if form.is_from_a_robot:
        return redirect("admissions:apply")
    refused = _asked_too_often(request, form)
    if refused:
        return _told(request, f"{PAGES}/application_start.html", refused, **context)
    same_as = next(
        (each for each in opened if each.reference == form.cleaned_data.get("same_as")), None
    )
    application = _begin(form, target, context["background"], context["plan"], same_as)
    if application.confirmed_at is None:
        # Once its owner has opened the link, the same form sent again opens nothing.
        open_in_browser(request, application)
    return redirect("admissions:application", application.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def application_links(request):
    """Send an address its links anew; the answer is the same whether or not it is known."""
    sent = request.POST if request.method == "POST" else None
    site, form = load_site(), StartForm(sent)
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
    """Opening the link shows a button, since mail scanners open links too.

    Pressing it opens the application.
    """
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


def _told_before(target):
    """What the page on which one begins tells of links, drafts and who is responsible."""
    programme = target.programme
    return {
        "days": PERIODS.application_link.days,
        "draft_days": PERIODS.draft.days,
        "controller": settings.DATA_CONTROLLER
        or (programme.home_university and programme.home_university.name),
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
        "office_email": programme.office_email,
    }


def _plan(request, target):
    """Pace and electives of a study plan's address, as its part takes them.

    None where the address holds none.
    """
    if target.course or not request.GET.get("years"):
        return None
    chosen = {"pace": request.GET["years"], "electives": request.GET.getlist("el"), "wishes": ""}
    form = ChoicesForm(chosen, target=target, today=target.today)
    return form.answers() if form.is_valid() else None


def _begin(form, target, background, plan, same_as):
    aimed_at = columns_of(target.aim)
    email = form.cleaned_data["email"]
    answers = answers_again(same_as) if same_as else {}
    if background:
        answers[Section.BACKGROUND] = {"background": background_record(background)}
    if plan:
        answers[Section.CHOICES] = plan
    return services.begin_application(
        email=email,
        programme=target.programme,
        language=reader_language(),
        form_key=form.key(signed_links.target_key(email, target.programme, **aimed_at)),
        answers=answers,
        same_as=same_as,
        **aimed_at,
    )


def _asked_too_often(request, form):
    """The moment at which one may ask again; None where one may now."""
    asked = rate_limits.ask(
        APPLICATION_LIMIT,
        asker=form.cleaned_data["email"],
        network=rate_limits.network_of(request),
        now=timezone.now(),
    )
    return asked.retry_at


def _told(request, template, retry_at, **context):
    refusal = refusal_phrases.interest_refusal("asked_too_often", retry_at)
    page = render_page(request, template, refusal=refusal, **context)
    page.status_code = 429
    page.headers["Retry-After"] = str(max(1, int((retry_at - timezone.now()).total_seconds())))
    return page


def _go_on(request, application):
    """To the list of parts.

    Or to what was sent too late, which is saved unless it was saved elsewhere meanwhile.
    """
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
    """Save a part that was sent too late and say whether.

    Where it was saved elsewhere since, it waits on.
    """
    # Read anew for each: what one part says decides whether there is another.
    case = case_of(request, application.reference, timezone.localdate())
    try:
        if case is None or not case.is_draft or part not in case.sections:
            raise Refused("not_a_draft")
        part = Section(part)
        form = form_of(case, part, typed)
        holds = form.is_valid() and "later" not in typed
        keep_part(typed, case, part, form, is_complete=holds)
    except Refused as refusal:
        if refusal.code != "changed_elsewhere":
            forget_what_was_sent(request, application, part)
        return False
    forget_what_was_sent(request, application, part)
    return True
