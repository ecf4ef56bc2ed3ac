"""What every public page is made with: if it may be kept, as whom and when seen, and its site."""

from datetime import date
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils import timezone

from catalogue.models.viewing import PUBLIC, Viewing


def public_page(view):
    """Mark a view whose page depends on its address and the day alone.

    The view gets a request without cookies, so the page cannot depend on anyone; the
    answer sets none. A cache asks each time whether the page still holds (ETag),
    since an edit must show at once.
    """

    @wraps(view)
    def public(request, *args, **kwargs) -> HttpResponse:
        request.COOKIES.clear()
        # Django would answer a malformed form cookie with a new one.
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, no-cache"
        return response

    public.is_public = True
    return public


def shown_in_previews(view):
    """Mark a view that is no public page, yet may be previewed: it shows, and asks no cookie."""
    view.is_shown_in_previews = True
    return view


def viewing_of(request) -> Viewing:
    """Return what the request's page is made for; the public, unless a preview says otherwise."""
    return getattr(request, "viewing", PUBLIC)


def today_of(request) -> date:
    """Return the day on which the request sees the site: today in Copenhagen, or a preview's."""
    return viewing_of(request).day or timezone.localdate()


def render_page(request, template, site, about=None, **context):
    """Render a public page with the site around it; `about` are its programmes, when not all."""
    # On a site with several programmes, the pages of one lead on to one another.
    nav = about[0] if about and len(about) == 1 and site.count > 1 else None
    context = {
        "site": site,
        "alternate_urls": alternates(request, site, about),
        "nav_programme": nav,
        **context,
    }
    return render(request, template, context)


def alternates(request, site, about=None):
    """Return (language, absolute address) of the page in each of the programmes' languages.

    None for a choice of filters or answers, which is not a page of its own to a search engine.
    """
    if request.GET:
        return []
    if about is None:
        languages = site.text_languages
    else:
        languages = sorted(set().union(*(programme.text_languages for programme in about)))
    return [
        (code, settings.SITE_URL + translate_url(request.path_info, code)) for code in languages
    ]
