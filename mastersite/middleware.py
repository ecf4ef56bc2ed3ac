"""Headers Django does not set, a path's language, the maintenance page, refusals in the log."""

import logging

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import http_date

from mastersite.errors import standalone

audit = logging.getLogger("mastersite.audit")

PERMISSIONS = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"
)


def more_security_headers(get_response):
    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def maintenance(get_response):
    """Answer 503 with a page in both languages until MASTERSITE_MAINTENANCE_UNTIL.

    Needs no database. The health address goes on answering, so that a proxy keeps
    the host and shows the page.
    """

    def middleware(request):
        until = settings.MAINTENANCE_UNTIL
        if not until or until <= timezone.now() or request.path == "/health":
            return get_response(request)
        page = render_to_string(
            "maintenance.html",
            {"until": timezone.localtime(until), "contact_email": settings.CONTACT_EMAIL},
        )
        response = standalone(page, status=503)
        response.headers["Retry-After"] = http_date(until.timestamp())
        return response

    return middleware


class PathLocaleMiddleware(LocaleMiddleware):
    """Django's, except that an address without a language is left to be not found.

    Django would send it to the address with a language, by cookie and header; every address of this
    site says its language, and only the bare front page asks for the reader's.
    """

    def process_response(self, request, response):
        if response.status_code == 404:
            return response
        return super().process_response(request, response)


def log_refusals(get_response):
    """Tell the log whom of the staff was refused what in the admin.

    What is hidden from them counts as refused.
    """

    def middleware(request):
        response = get_response(request)
        # Only there is anybody signed in; asking elsewhere would make
        # public pages depend on a cookie.
        if (
            request.path.startswith("/admin/")
            and response.status_code in (403, 404)
            and request.user.is_authenticated
        ):
            audit.warning(
                "refused",
                extra={
                    "user": request.user.get_username(),
                    "method": request.method,
                    "address": request.path,
                    "status": response.status_code,
                },
            )
        return response

    return middleware
