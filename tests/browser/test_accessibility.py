"""What holds on every page: for people with aids, on small screens, on paper, and for the line it comes over."""

import gzip
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import Course, Programme
from mastersite import errors
from mastersite.middleware import maintenance
from tests.admissions.wordings import make_wordings
from tests.browser import keyboard
from tests.browser.addresses import catalogue_pages, public_pages

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
# The admin's colours glide from one scheme to the other; half-way they have no contrast.
COME_TO_REST = "document.getAnimations().forEach(change => change.finish())"
# What Django's admin brings along and nobody here can name: the inner half of a searching field, which calls itself a
# text box, and the empty head above the names of rows.
DJANGO_S_OWN = [".select2-selection__rendered", "th.original"]
WAYS = ((390, "light"), (1440, "dark"))
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

    for name, answer in [("server error", errors.server_error(request)), ("maintenance", maintenance(None)(request))]:
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
    for name in [*catalogue_pages(language), "check", "check, one course, answered", "interest with answers"]:
        page = new_page()
        heard = listen(page)
        page.goto(pages[name])
        # The live site of the tests serves the style sheet as it is; in production it goes out compressed.
        sizes = [head + (sheet if path.endswith("site.css") else body) for path, head, body in heard.sizes()]

        assert len(sizes) <= MOST_REQUESTS, f"{name}: {heard.addresses}"
        assert sum(sizes) <= MOST_BYTES, f"{name}: {sizes}"
        assert heard.hosts == {urlsplit(site).netloc}, name
        assert heard.complaints == [], name
        page.context.close()


@pytest.mark.parametrize("language", ["da"])
def test_the_catalogue_leaves_nothing_in_the_browser(page, language):
    for address in catalogue_pages(language).values():
        page.goto(address)

    kept = page.evaluate("[localStorage.length, sessionStorage.length, navigator.serviceWorker.controller]")
    assert page.context.cookies() == []
    assert kept == [0, 0, None]


def test_no_page_scrolls_sideways_on_the_smallest_screen_and_each_prints_whole_and_dark(new_page, language):
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme="dark", reduced_motion="reduce")

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
        stops = [keyboard.next_stop(page)]
        while stop := keyboard.next_stop(page):
            if stop["in_main"]:
                assert stop["bottom"] > stops[-1]["top"], f"The focus jumps up the page: {stop['name']}"
            stops.append(stop)
        assert len(stops) > 10


def violations(page, name, without=()):
    """What axe finds, everything folded being open."""
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    page.evaluate(OPEN_EVERYTHING)
    found = []
    for width, scheme in WAYS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COME_TO_REST)
        results = page.evaluate(
            "([context, options]) => axe.run(context, options)", [{"exclude": [*without]}, EVERY_RULE]
        )
        for rule in results["violations"]:
            places = [" ".join(map(str, node["target"])) for node in rule["nodes"]]
            found.append(f"{name}, {width} px, {scheme}: {rule['id']} at {places}")
    return found


def width_of(page):
    """How wide the page is, in px, once its style sheet has come."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth")


class Heard:
    """What a page asked for and complained of."""

    def __init__(self):
        self.requests = []
        self.complaints = []

    def say(self, said):
        # A page that is not there is told of by the browser too; that is no fault of the page.
        if said.type in ("error", "warning") and said.location["url"] != said.page.url:
            self.complaints.append(said.text)

    @property
    def addresses(self):
        return [request.url for request in self.requests]

    @property
    def hosts(self):
        return {urlsplit(address).netloc for address in self.addresses if not address.startswith("data:")}

    def sizes(self):
        """Path and size over the wire of every answer."""
        sizes = [(urlsplit(request.url).path, request.sizes()) for request in self.requests]
        return [(path, size["responseHeadersSize"], size["responseBodySize"]) for path, size in sizes]


def listen(page):
    heard = Heard()
    page.on("request", lambda request: heard.requests.append(request))
    page.on("pageerror", lambda error: heard.complaints.append(str(error)))
    page.on("console", heard.say)
    return heard
