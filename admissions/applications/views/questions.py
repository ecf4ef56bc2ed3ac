"""All that an application asks, to be read and printed before one begins."""

from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from admissions.applications.questions import questions_of
from admissions.applications.views.access import PAGES
from admissions.eligibility.targets import find_target
from catalogue.public.page import render_page, shown_in_previews, today_of, viewing_of
from catalogue.public.site import load_site


@shown_in_previews
@require_safe
@never_cache
def application_questions(request):
    """The questions of an application to what the address names, part by part."""
    site, today = load_site(viewing_of(request)), today_of(request)
    target, is_unknown = find_target(site, request.GET, today)
    if target is None or is_unknown:
        return redirect("admissions:apply")
    context = {
        "section": "apply",
        "target": target,
        "about": [target.programme],
        "parts": questions_of(target),
    }
    return render_page(request, f"{PAGES}/application_questions.html", site, **context)
