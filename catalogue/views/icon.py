"""The site's mark as an icon."""

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from catalogue.public.page import public_page, viewing_of
from catalogue.public.site import load_site
from catalogue.public.style_policy import own_style_policy


@require_safe
@public_page
def mark(request):
    """The site's mark as an icon, in the colours of the device's scheme."""
    picture = render_to_string("mark.svg", {"site": load_site(viewing_of(request))})
    policy = {"Content-Security-Policy": own_style_policy(picture)}
    return HttpResponse(picture, content_type="image/svg+xml", headers=policy)
