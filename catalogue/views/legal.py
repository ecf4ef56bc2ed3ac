"""The pages the law asks for: accessibility and privacy."""

from django.conf import settings
from django.views.decorators.http import require_safe

from catalogue.models import TextPage
from catalogue.public.page import public_page, render_page, viewing_of
from catalogue.public.page_texts import page_text
from catalogue.public.site import load_site
from catalogue.text import phrases


@require_safe
@public_page
def accessibility(request):
    site = load_site(viewing_of(request))
    context = {
        "text": page_text(TextPage.Key.ACCESSIBILITY, site.programme, site.viewing),
        "reviewed_on": settings.ACCESSIBILITY_REVIEWED_ON,
    }
    return render_page(request, "pages/accessibility.html", site, **context)


@require_safe
@public_page
def privacy(request):
    site = load_site(viewing_of(request))
    context = {
        "text": page_text(TextPage.Key.PRIVACY, site.programme, site.viewing),
        "cookies": phrases.cookies(
            settings.CSRF_COOKIE_NAME,
            settings.SESSION_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            idle_minutes=settings.STAFF_IDLE_MINUTES,
            hours=settings.STAFF_SESSION_HOURS,
        ),
        "data_controller": settings.DATA_CONTROLLER,
        "data_protection_officer": settings.DATA_PROTECTION_OFFICER,
    }
    return render_page(request, "pages/privacy.html", site, **context)
