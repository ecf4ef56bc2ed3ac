"""The public pages of a site with one programme, and the previews of drafts."""

from django.contrib.auth.models import User

from catalogue.public import preview_links
from tests.admin_pages import make_staff
from tests.pages import Page, address

PAGES = [
    "programmes",
    "programme",
    "courses",
    "course",
    "deadlines",
    "prices",
    "questions",
    "accessibility",
    "privacy",
]


def address_of(name, language, course):
    slugs = {"programme": course.home_programme.slug, "course": course.slug}
    return address(name, language, **({"slug": slugs[name]} if name in slugs else {}))


def link_to(days=7, **thing):
    maker = User.objects.filter(username="maker").first() or make_staff(
        "coordinator", username="maker"
    )
    return preview_links.make(maker, days=days, **thing)


def prefix(link):
    return f"/preview/{preview_links.key_of(link)}"


def opened(client, link, path=None, **extra):
    """The page that the link opens; with a path, that page within the preview."""
    return Page(client.get(prefix(link) + (path or "/"), follow=path is None, **extra))
