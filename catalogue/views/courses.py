"""The catalogue of courses, filtered and searched."""

from django.views.decorators.http import require_safe

from catalogue.public.list_pages import courses_page
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.site import load_site


@require_safe
@public_page
def courses(request):
    """The catalogue: filters, words and order all stand in the address."""
    site = load_site(viewing_of(request))
    context = courses_page(site, request.GET, today_of(request))
    about = context["asked_programmes"] or None
    return render_page(
        request, "catalogue/courses.html", site, about=about, section="courses", **context
    )
