"""Which pages are public: the same bytes for everybody, so that a cache in front of the site may keep them."""

from functools import wraps

from django.http import HttpResponse


def public_page(view):
    """Mark a view whose page depends on its address and the day alone.

    The view gets a request without cookies, so the page cannot depend on anyone; the answer sets none. A cache asks
    each time whether the page still holds (ETag), since an edit must show at once.
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
