"""What a programme costs."""

from django.views.decorators.http import require_safe

from catalogue.models import Programme, TextPage
from catalogue.public.course_rows import by_attention, list_courses
from catalogue.public.former_addresses import follows_former_address
from catalogue.public.page import public_page, render_page, today_of, viewing_of
from catalogue.public.page_texts import page_text
from catalogue.public.site import load_site
from catalogue.views.which_programme import which_programme


@require_safe
@public_page
@follows_former_address(Programme)
def prices(request, slug=None):
    """What a programme costs: the whole, each course's next run, what is covered, refunds."""
    site = load_site(viewing_of(request))
    found = site.programme if slug is None else site.find(slug)
    if found is None or (slug and site.programme):
        return which_programme(request, site, slug, found, "prices")
    today = today_of(request)
    listed = sorted(list_courses([found], today, site.viewing), key=by_attention)
    text = page_text(TextPage.Key.PRICES, found, site.viewing)
    context = {
        "section": "prices",
        "programme": found,
        "text": text,
        "listed": listed,
        "today": today,
    }
    return render_page(request, "catalogue/prices.html", site, about=[found], **context)
