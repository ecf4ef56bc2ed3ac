"""Which of several programmes a page is asked about."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from catalogue.public.list_pages import programmes_page
from catalogue.public.page import render_page, today_of
from catalogue.text import phrases


def which_programme(request, site, slug, found, name):
    """Where several programmes have such a page, ask which.

    Where one has, its page is the short address.
    """
    if slug is None:
        context = programmes_page(site, request.GET, today_of(request))
        page = f"catalogue:programme_{name}"
        context |= {"section": name, "leads_to": page, "heading": phrases.which_programme(name)}
        return render_page(request, "catalogue/which_programme.html", site, **context)
    if found is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse(f"catalogue:{name}") + query)
