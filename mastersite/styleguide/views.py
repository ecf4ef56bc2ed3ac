"""The style guide: every component alive, for those who build and edit the site."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.text.translation import LocalText, reader_language
from mastersite.styleguide import components, form_pack, lists  # noqa: F401 - registers examples
from mastersite.styleguide.guide import sections
from mastersite.styleguide.rows import Site


@require_safe
@never_cache
def styleguide(request):
    """Show the guide to staff, and to all where the site is being built or shown as a demo."""
    if not (settings.DEBUG or settings.DEMO or admin.site.has_permission(request)):
        raise Http404
    site = Site(name=LocalText(settings.SITE_NAME[reader_language()]))
    response = render(
        request,
        "styleguide.html",
        {"site": site, "sections": sections(request, timezone.localdate())},
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
