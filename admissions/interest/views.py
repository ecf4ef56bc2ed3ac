"""Keep me posted: the form, what comes after it, and the pages that the links in the mails open."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from admissions.domain import refusals
from admissions.domain.background import background_record
from admissions.domain.eligibility import assessment
from admissions.domain.retention import PERIODS, confirm_by
from admissions.eligibility import answers, record, requirements
from admissions.eligibility.forms import background_in, has_answers
from admissions.interest import services
from admissions.interest.forms import InterestForm
from admissions.text import eligibility_phrases, refusal_phrases
from catalogue.models import Course, Programme
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.list_pages import programmes_page
from catalogue.public.page import render_page, shown_in_previews, today_of, viewing_of
from catalogue.public.site import load_site
from catalogue.staff import rate_limits
from catalogue.text.translation import reader_language

PAGES = "admissions/applicant"
# Asking sends a mail to an address that anybody may write.
INTEREST_LIMIT = rate_limits.Limit(
    "interest", per_asker=5, per_network=30, within=timedelta(hours=1)
)


@dataclass(frozen=True)
class Told:
    """What the check was answered, as it is kept and in words, and what the rules say of it."""

    background: dict
    summary: list
    record: dict

    @property
    def heading(self):
        return eligibility_phrases.assessment_heading(self.record)

    @property
    def lines(self):
        return eligibility_phrases.assessment_lines(self.record)


@shown_in_previews
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@follows_former_address(Programme)
def interest(request, slug=None):
    """The form; programme, course and the check's answers stand in its address."""
    site = load_site(viewing_of(request))
    course = _asked_course(site, request.GET)
    programme = _asked_programme(site, request.GET, slug, course)
    if programme is None:
        return _which_programme(request, site, course)
    told = _told(programme, request.GET, today_of(request))
    courses = _courses(site, programme, course)
    chosen = next(
        (course.slug for course in courses if course.slug == request.GET.get("course")), None
    )
    sent = request.POST if request.method == "POST" else None
    form = InterestForm(courses, has_background=told is not None, data=sent, chosen=chosen)
    page = {"site": site, "programme": programme, "form": form, "told": told}
    if sent is None or not form.is_valid():
        return _form_page(request, **page)
    if form.is_from_a_robot:
        return redirect("admissions:interest_received")
    if form.refusal:
        return _form_page(request, **page, refusal=form.refusal)
    now, address = timezone.now(), form.cleaned_data["email"]
    asked = rate_limits.ask(
        INTEREST_LIMIT, asker=address, network=rate_limits.network_of(request), now=now
    )
    if asked.retry_at:
        return _form_page(request, **page, refusal="asked_too_often", retry_at=asked.retry_at)
    _receive(form, programme, told, now)
    return redirect("admissions:interest_received")


@shown_in_previews
@require_safe
@never_cache
def interest_received(request):
    """The same whether or not the address is known, and whether or not a person sent the form."""
    hours = int(PERIODS.unconfirmed.total_seconds() // 3600)
    return render_page(
        request,
        f"{PAGES}/interest_received.html",
        load_site(viewing_of(request)),
        section="interest",
        hours=hours,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def interest_confirm(request, token):
    """Opening the link shows a button, since mail scanners open links too; pressing it confirms."""
    site = load_site(viewing_of(request))
    try:
        found = services.interest_to_confirm(token)
        if request.method == "POST" and found.confirmed_at is None:
            services.confirm_interest(found)
            return redirect(request.path)
    except refusals.Refused as refusal:
        if refusal.code == "already_confirmed":
            return redirect(request.path)
        page = render_page(
            request, f"{PAGES}/interest_link.html", site, section="interest", code=refusal.code
        )
        page.status_code = 410
        return page
    limit = timezone.localtime(confirm_by(found.created_at))
    return render_page(
        request,
        f"{PAGES}/interest_confirm.html",
        site,
        section="interest",
        interest=found,
        confirm_by=limit,
    )


# A mail program that stops for its user (RFC 8058) has neither cookie nor token; the key in
# the address is the authority.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def interest_stop(request, token):
    """One button, and the same answer to whoever presses it again.

    No redirect: RFC 8058 allows none.
    """
    if request.method == "POST":
        services.stop_interest(token)
    is_stopped = request.method == "POST"
    return render_page(
        request,
        f"{PAGES}/interest_stop.html",
        load_site(viewing_of(request)),
        section="interest",
        is_stopped=is_stopped,
    )


def _asked_course(site, query):
    slug = query.get("course", "")[:100].replace("\x00", "")
    return Course.objects.shown(site.viewing).filter(slug=slug).first() if slug else None


def _which_programme(request, site, course):
    """Ask which programme: of those that have the course, or of all where none has."""
    today = today_of(request)
    having = site.having(course.pk) if course else []
    context = {
        "section": "interest",
        "course": course,
        "having": [(each, _status(each, today)) for each in having],
    }
    carried = {"course": course.slug} if course else {}
    if having:
        context["keep"] = f"?{urlencode(carried)}"
    else:
        context |= programmes_page(site, request.GET, today, carried)
    return render_page(request, f"{PAGES}/interest_programmes.html", site, **context)


def _status(programme, today):
    intake = programme.next_intake(today)
    return intake.status(today) if intake else None


def _asked_programme(site, query, slug, course):
    """The one programme, the named one, or the only one that has the course.

    None where several are left.
    """
    if slug is not None:
        found = site.find(slug)
        if found is None:
            raise Http404
        return found
    if site.programme:
        return site.programme
    named = site.find(query.get("programme"))
    if named:
        return named
    having = site.having(course.pk) if course else []
    return having[0] if len(having) == 1 else None


def _courses(site, programme, asked):
    """The programme's courses, and the one asked for if no programme has it, lest it be dropped."""
    courses = [
        entry.course for entry in programme.entries.all() if site.viewing.shows(entry.course)
    ]
    return [*courses, asked] if asked and not site.having(asked.pk) else courses


def _told(programme, query, today):
    """The check's answers that stand in the address, judged; None without any to judge."""
    if not has_answers(query):
        return None
    requirement_set = requirements.set_in_force(programme, today)
    background = background_in(query, requirement_set, today)
    if background is None:
        return None
    intake = programme.next_intake(today)
    reference_on = intake.closes_on if intake else today
    judged = assessment(requirements.domain_requirements(requirement_set), background, reference_on)
    return Told(
        background_record(background),
        answers.in_words(requirement_set, background),
        record.assessment_record(requirement_set, judged),
    )


def _receive(form, programme, told, now):
    background = judged = None
    if told and form.cleaned_data["send_background"]:
        background, judged = told.background, told.record
    services.receive_interest(
        answers=form.answers(),
        programme=programme,
        language=reader_language(),
        background=background,
        assessment=judged,
        form_key=form.key(background),
        now=now,
    )


def _form_page(request, *, site, programme, form, told, refusal="", retry_at=None):
    context = {
        "programme": programme,
        "form": form,
        "told": told,
        "refusal": refusal_phrases.interest_refusal(refusal, retry_at) if refusal else "",
        "controller": settings.DATA_CONTROLLER
        or (programme.home_university and programme.home_university.name),
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
        "office_email": programme.office_email,
        "hours": int(PERIODS.unconfirmed.total_seconds() // 3600),
        "months": PERIODS.interest_months,
    }
    page = render_page(
        request, f"{PAGES}/interest.html", site, about=[programme], section="interest", **context
    )
    if retry_at:
        page.status_code = 429
        page.headers["Retry-After"] = str(max(1, int((retry_at - timezone.now()).total_seconds())))
    return page
