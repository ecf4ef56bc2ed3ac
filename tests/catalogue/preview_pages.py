"""Links to drafts, and the pages that they open."""

from django.contrib.auth.models import User

from catalogue.public import preview_links
from tests.catalogue.admin_pages import make_staff
from tests.catalogue.pages import Page


def link_to(days=7, **thing):
    maker = User.objects.filter(username="maker").first() or make_staff("coordinator", username="maker")
    return preview_links.make(maker, days=days, **thing)


def prefix(link):
    return f"/preview/{preview_links.key_of(link)}"


def opened(client, link, path=None, **extra):
    """The page that the link opens; with a path, that page within the preview."""
    return Page(client.get(prefix(link) + (path or "/"), follow=path is None, **extra))
