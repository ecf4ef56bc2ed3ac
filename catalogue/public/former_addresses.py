"""Where a programme or a course is found whose address name has changed."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from catalogue.models import Course, FormerAddress
from catalogue.public.page import viewing_of
from catalogue.public.site import load_site


def follows_former_address(model):
    """Let a view that finds no thing by its `slug` lead to where it is now, for good.

    Only if the public may see it. Whatever else stands in the address stays: what comes below the
    thing's own page, the language, the query.
    """

    def decorate(view):
        @wraps(view)
        def following(request, **kwargs):
            try:
                return view(request, **kwargs)
            except Http404:
                slug = kwargs.get("slug")
                thing = _now_at(model, slug, viewing_of(request)) if slug else None
                if thing is None:
                    raise
                address = reverse(
                    request.resolver_match.view_name, kwargs={**kwargs, "slug": thing.slug}
                )
                query = request.META.get("QUERY_STRING", "")
                if query:
                    address = f"{address}?{query}"
                return HttpResponsePermanentRedirect(address)

        return following

    return decorate


def _now_at(model, slug, viewing):
    """The public thing that the name once led to; None where there is none."""
    if model is Course:
        return Course.objects.shown(viewing).filter(former_addresses__slug=slug).first()
    address = FormerAddress.objects.filter(slug=slug, programme__isnull=False).first()
    return load_site(viewing).find_by_key(address.programme_id) if address else None
