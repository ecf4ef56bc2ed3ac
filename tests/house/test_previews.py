"""What must be true of every page of a preview: nothing on it leads out, but where it says so."""

from datetime import date

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from catalogue.models import Course, Programme
from catalogue.public import preview_links
from tests.admin_pages import come_in, make_staff
from tests.house.test_house import names_without_arguments
from tests.pages import LANGUAGES, Page

pytestmark = pytest.mark.django_db
STAY = ("/static/", "#", "?", "mailto:", "tel:")


@pytest.fixture
def staff():
    client = Client()
    come_in(client, make_staff("coordinator", username="maker"))
    return client


def links_of_a_preview():
    maker = User.objects.get(username="maker")
    programme = Programme.objects.get()
    return {
        "draft": preview_links.make(maker, days=7, programme=programme),
        "day": preview_links.make_for_a_day(maker, date(2027, 1, 4)),
    }


def pages():
    """Every public page, each with something behind a filter or an answer, and one not there."""
    for name in names_without_arguments():
        yield reverse(name)
    yield reverse("catalogue:courses") + "?open=1&q=a"
    yield reverse("admissions:admission") + "?degree=master&field=health&area=clinic&m1=9&y1=2025"
    yield reverse("admissions:interest") + "?course=" + Course.objects.first().slug
    yield reverse("catalogue:course", args=[Course.objects.first().slug])
    yield reverse("catalogue:programme", args=[Programme.objects.get().slug])
    yield reverse("catalogue:courses") + "none/"


def addresses(page):
    """All that a page leads to or sends to, but what its banner offers as ways out."""
    start = page.html.index('<aside class="preview"')
    end = page.html.index("</aside>", start)
    inside = Page(type("Answer", (), {"content": (page.html[:start] + page.html[end:]).encode()}))
    for found in inside.elements:
        for name in ("href", "action", "src"):
            if found["attributes"].get(name):
                yield found["attributes"][name]


def is_of_the_site(found):
    return found.startswith(settings.SITE_URL) or not found.startswith("https://")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["draft", "day"])
def test_no_page_of_a_preview_leads_out_of_it(staff, example_catalogue, language, kind):
    link = links_of_a_preview()[kind]
    prefix = f"/preview/{preview_links.key_of(link)}/"
    seen = 0

    with override(language):
        paths = list(pages())
    for path in paths:
        answer = staff.get(prefix + path[1:])
        assert answer.headers["Cache-Control"] == "no-store", path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer)
        out = [
            found
            for found in addresses(page)
            if is_of_the_site(found) and not found.startswith((prefix, *STAY))
        ]
        assert out == [], path
        assert page.all("aside", class_="preview"), path
        assert page.elements.index(page.all("aside", class_="preview")[0]) < page.elements.index(
            page.all("header")[0]
        )
        seen += 1

    assert seen > 12
