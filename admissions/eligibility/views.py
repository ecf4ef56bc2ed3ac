"""The check: am I eligible. The answers stand in the address; nothing is stored."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from admissions.eligibility.answer_page import answer_page, kept, rules_page
from admissions.eligibility.forms import AdmissionForm, has_answers
from admissions.eligibility.targets import find_target
from catalogue.models import Programme
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.list_pages import programmes_page
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.site import load_site


@require_safe
@public_page
@follows_former_address(Programme)
def admission(request, slug=None):
    """Ask what the rules in force need to know, or say what they make of answers given."""
    site = load_site(viewing_of(request))
    today = today_of(request)
    if slug is not None and (site.programme or not site.find(slug)):
        return _short_address(request, site, slug)
    target, is_course_unknown = find_target(site, request.GET, today, slug)
    context = {"section": "admission", "target": target, "is_course_unknown": is_course_unknown}
    if target is None and site.count:
        context |= programmes_page(site, request.GET, today)
        return render_page(
            request, "admissions/applicant/admission_programmes.html", site, **context
        )
    context["about"] = [target.programme] if target else None
    if target is None or not (target.requirement_set or target.is_open_to_all):
        return render_page(request, "admissions/applicant/admission_unknown.html", site, **context)
    if target.is_open_to_all:
        return render_page(request, "admissions/applicant/admission_none.html", site, **context)
    return _check(request, site, target, context)


def _short_address(request, site, slug):
    """Where there is one programme, its check stands at the short address."""
    if not site.find(slug):
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("admissions:admission") + query)


def _check(request, site, target, context):
    answered = has_answers(request.GET)
    is_judged = answered and not ("edit" in request.GET or "rows" in request.GET)
    judged = request.GET if is_judged else None
    form = AdmissionForm(
        target.requirement_set,
        judged,
        initial=request.GET.dict(),
        today=target.today,
        kept=kept(site, target),
    )
    context |= {"form": form, "has_answers": answered}
    if is_judged and form.is_valid():
        context |= answer_page(site, target, form.background())
        return render_page(
            request, "admissions/applicant/admission_answer.html", site, current="true", **context
        )
    return render_page(
        request, "admissions/applicant/admission.html", site, **context, **rules_page(target)
    )
