"""What is asked for without a language: front door, statement behind /was, robots, health."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def front_door(request):
    """Send to the front page in the browser's language, Danish otherwise; no cookie is asked."""
    wanted = [
        code[:2]
        for code, weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    language = next((code for code in wanted if code in ("da", "en")), "da")
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def accessibility_statement(request):
    """Lead from /was to the statement at the authority, which the law asks for.

    To our own page while it has none.
    """
    with translation.override("da"):
        own = reverse("catalogue:accessibility")
    return HttpResponseRedirect(settings.WAS_URL or own)


@require_safe
@never_cache
def health(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def security(request):
    """security.txt after RFC 9116, always half a year from its end."""
    expires = (timezone.now() + timedelta(days=182)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    context = {"expires": expires.isoformat(), "contact_email": settings.CONTACT_EMAIL}
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")
