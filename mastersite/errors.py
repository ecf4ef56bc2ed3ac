"""Pages for what goes wrong: 403, 404, and 500 without the database."""

import logging
import uuid
from itertools import chain

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from catalogue.public.page import viewing_of
from catalogue.public.site import load_site
from catalogue.public.style_policy import own_style_policy

logger = logging.getLogger("mastersite.errors")
# How the names of fields end that hold what nobody else may read.
SECRET = ("password", "password1", "password2", "code")


def not_found(request, exception):
    return render(request, "404.html", {"site": _site(request)}, status=404)


def forbidden(request, exception):
    return render(request, "403.html", {"reason": "", "site": _site(request)}, status=403)


def _site(request):
    """The site around an error page.

    None when the database is away, since the page must come all the same.
    """
    try:
        return load_site(viewing_of(request))
    except DatabaseError:
        return None


@requires_csrf_token
def csrf_failure(request, reason=""):
    """The form was sent without its protecting cookie: show what was written, and how to resend it.

    Passwords and codes are not shown again.
    """
    typed = _typed(request)
    response = render(
        request, "403.html", {"reason": "csrf", "typed": typed, "site": _site(request)}, status=403
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed(request):
    """What was written in more than a word; a form with a file is not read, however big it is."""
    if request.content_type != "application/x-www-form-urlencoded":
        return []
    try:
        sent = request.POST.lists()
    except UnreadablePostError:
        return []
    shown = (values for name, values in sent if not name.endswith(SECRET))
    return [value for value in chain.from_iterable(shown) if len(value.split()) > 1]


def server_error(request):
    """Both languages, since the visitor's may be what failed.

    The reference is in the log beside method and path.
    """
    reference = uuid.uuid4().hex[:8].upper()
    logger.error(
        "server error",
        extra={"reference": reference, "method": request.method, "path": request.path},
    )
    page = render_to_string(
        "500.html", {"reference": reference, "contact_email": settings.CONTACT_EMAIL}
    )
    return standalone(page, status=500)


def standalone(page, status):
    """Answer with a page that carries its own style: its policy allows that style, by hash."""
    response = HttpResponse(page, status=status)
    response.headers["Content-Security-Policy"] = own_style_policy(page)
    response.headers["Cache-Control"] = "no-store"
    return response
