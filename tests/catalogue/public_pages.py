"""The public pages of a site with one programme, and their addresses."""

from tests.catalogue.pages import address

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
