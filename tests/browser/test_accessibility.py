"""What holds on every page: with aids, on small screens, on paper, and over a slow line."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import Course, Programme
from mastersite import errors
from mastersite.middleware import maintenance
from tests.admissions.makers import make_wordings
from tests.browser import steps
from tests.browser.judges import DJANGO_S_OWN, OPEN_EVERYTHING, listen, violations, width_of
from tests.browser.pages import catalogue_pages, public_pages

MOST_REQUESTS = 3
MOST_BYTES = 30_000

# The passages whose text is light rather than dark.
LIGHT_TEXT = """passages => passages.filter(passage => {
  const [red, green, blue] = getComputedStyle(passage).color.match(/[\\d.]+/g).map(Number);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 127;
}).map(passage => passage.innerText)"""


def test_axe_finds_nothing_on_any_public_page(new_page, language):
    page = new_page(reduced_motion="reduce")

    found = []
    for name, address in public_pages(language).items():
        page.goto(address)
        found += violations(page, name)

    assert found == []


def test_axe_finds_nothing_in_the_form_sent_empty(new_page, language):
    page = new_page(reduced_motion="reduce")
    page.goto(public_pages(language)["interest"])
    page.locator("input[type=checkbox]:checked").uncheck()
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_focused()

    assert violations(page, "interest, sent empty") == []


def test_axe_finds_nothing_when_all_is_broken(new_page, settings):
    settings.MAINTENANCE_UNTIL = timezone.now() + timezone.timedelta(hours=1)
    request = RequestFactory().get("/")
    page = new_page(reduced_motion="reduce")

    for name, answer in [
        ("server error", errors.server_error(request)),
        ("maintenance", maintenance(None)(request)),
    ]:
        page.set_content(answer.content.decode())
        assert violations(page, name) == []


@pytest.mark.parametrize("language", ["da"])
def test_axe_finds_nothing_in_the_admin(desk, new_page, words, site):
    door = new_page(reduced_motion="reduce", locale=words.locale)
    door.goto("/admin/")
    found = violations(door, "sign in")
    heard = listen(desk)
    programme, course = Programme.objects.get(), Course.objects.get(slug="bioinformatics")
    wording = make_wordings()["decision_made"]

    for name, address in {
        "index": "/admin/",
        "courses": "/admin/catalogue/course/",
        "course": f"/admin/catalogue/course/{course.pk}/change/",
        "new course": "/admin/catalogue/course/add/",
        "programme": f"/admin/catalogue/programme/{programme.pk}/change/",
        "history": f"/admin/catalogue/course/{course.pk}/history/",
        "changes": "/admin/changes/",
        "publish checks": "/admin/checks/",
        "next year's runs": "/admin/next-year/",
        "words of the mails": "/admin/admissions/wording/",
        "words of a mail": f"/admin/admissions/wording/{wording.pk}/change/",
        "preview of a mail": f"/admin/admissions/wording/{wording.pk}/preview/",
    }.items():
        desk.goto(address)
        assert heard.complaints == [], name
        found += violations(desk, name, without=DJANGO_S_OWN)
        # Axe tries inline styles, which the policy refuses.
        heard.complaints.clear()

    assert found == []
    assert heard.hosts == {urlsplit(site).netloc}


@pytest.mark.parametrize("language", ["da"])
def test_the_history_and_the_changes_fit_the_smallest_screen(desk):
    desk.set_viewport_size({"width": 320, "height": 640})
    course = Course.objects.get(slug="bioinformatics")

    for address in (f"/admin/catalogue/course/{course.pk}/history/", "/admin/changes/"):
        desk.goto(address)
        assert width_of(desk) <= 320, address


def test_a_first_view_is_light_and_asks_nobody_else(new_page, language, site):
    sheet = len(gzip.compress((project.BASE_DIR / "static/css/site.css").read_bytes(), 6))

    pages = public_pages(language)
    for name in [
        *catalogue_pages(language),
        "check",
        "check, one course, answered",
        "interest with answers",
    ]:
        page = new_page()
        heard = listen(page)
        page.goto(pages[name])
        # The live site of the tests serves the style sheet as it is; in
        # production it goes out compressed.
        sizes = [
            head + (sheet if path.endswith("site.css") else body)
            for path, head, body in heard.sizes()
        ]

        assert len(sizes) <= MOST_REQUESTS, f"{name}: {heard.addresses}"
        assert sum(sizes) <= MOST_BYTES, f"{name}: {sizes}"
        assert heard.hosts == {urlsplit(site).netloc}, name
        assert heard.complaints == [], name
        page.context.close()


@pytest.mark.parametrize("language", ["da"])
def test_the_catalogue_leaves_nothing_in_the_browser(page, language):
    for address in catalogue_pages(language).values():
        page.goto(address)

    kept = page.evaluate(
        "[localStorage.length, sessionStorage.length, navigator.serviceWorker.controller]"
    )
    assert page.context.cookies() == []
    assert kept == [0, 0, None]


def test_no_page_scrolls_sideways_on_the_smallest_screen_and_each_prints_whole_and_dark(
    new_page, language
):
    page = new_page(
        viewport={"width": 320, "height": 640}, color_scheme="dark", reduced_motion="reduce"
    )

    for name, address in public_pages(language).items():
        page.emulate_media(media="screen")
        page.goto(address)
        page.evaluate(OPEN_EVERYTHING)
        width = width_of(page)
        assert width <= 320, f"{name} is {width} px wide"
        page.emulate_media(media="print")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_be_visible()
        expect(page.get_by_role("banner").get_by_role("navigation")).to_have_count(0)
        passages = page.locator("main :is(h1, h2, h3, p, li, dd):visible")
        assert passages.count() > 1
        assert passages.evaluate_all(LIGHT_TEXT) == [], name


def test_tab_goes_down_every_page_of_a_phone_and_is_seen_at_each_stop(new_page, language):
    page = new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")

    for address in public_pages(language).values():
        page.goto(address)
        stops = [steps.next_stop(page)]
        while stop := steps.next_stop(page):
            if stop["in_main"]:
                assert stop["bottom"] > stops[-1]["top"], (
                    f"The focus jumps up the page: {stop['name']}"
                )
            stops.append(stop)
        assert len(stops) > 10
