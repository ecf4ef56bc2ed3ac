import re
from datetime import date

import pytest

from tests.catalogue.other_programme import make_other_programme
from tests.catalogue.pages import LANGUAGES, address, page, squeezed
from tests.factories import make_whole_programme

NOTE = "Teksten findes kun på engelsk."

pytestmark = pytest.mark.django_db


def test_its_deadline_is_its_own_day_of_the_year(client):
    make_other_programme()

    front = page(client, address("programmes", "en"))
    dates = page(client, address("deadlines", "en"))

    assert "20 September 2027" in front.text
    assert "apply for the whole programme by 20 September, and for a single course at least 6 weeks" in dates.text
    assert [time["attributes"]["datetime"] for time in dates.all("time")] == ["2026-12-21", "2027-09-20"]


def test_its_courses_close_six_weeks_before_and_give_refund_two_months_before(client):
    make_other_programme()

    facts = page(client, address("course", "en", slug="waves")).facts()

    assert facts["Apply by"] == "21 December 2026"
    assert (date(2027, 2, 1) - date(2026, 12, 21)).days == 6 * 7
    assert facts["Cancel with refund by"] == "1 December 2026"


def test_its_structure_is_drawn_to_scale(client):
    make_other_programme()

    found = page(client, address("programmes", "en"))
    strip = re.search(r'<ol class="strip">.*?</ol>', found.html, re.DOTALL)[0]
    bracket = re.search(r'<p class="bracket".*?</p>', found.html, re.DOTALL)[0]

    assert re.findall(r'<svg width="(\d+)"', strip) == ["15000", "15000", "10000", "10000", "10000", "30000"]
    assert re.findall(r'<svg width="(\d+)"', bracket) == ["30000", "30000", "30000"]
    assert squeezed(bracket) == "2 mandatory courses 3 electives Thesis"
    assert re.findall(r'data-at="([\d.]+)"', strip) == ["0", "15", "30", "40", "50", "60"]
    assert re.findall(r'<rect class="\w+" x="([\d.]+)"', found.html) == ["0", "15", "30", "40", "50", "60"]


def test_its_structure_is_told_in_a_table(client):
    make_other_programme()

    found = page(client, address("programmes", "en"))
    rows = re.findall(
        r"<tr>.*?</tr>", re.search(r'<table class="data">.*?</table>', found.html, re.DOTALL)[0], re.DOTALL
    )

    assert [squeezed(row) for row in rows] == [
        "Part Kind ECTS",
        "Waves Mandatory 15",
        "Sediment Mandatory 15",
        "Specialisation Harbours, Dikes, Dredging, Ice, Dunes, Wind Elective, 3 of 6 30",
        "Thesis Thesis 30",
        "In all 90",
    ]


@pytest.mark.parametrize("name", ["programmes", "course"])
def test_danish_readers_get_the_english_text_marked_under_a_note(client, name):
    make_other_programme()
    slug = {"slug": "waves"} if name == "course" else {}

    danish, english = (page(client, address(name, language, **slug)) for language in LANGUAGES)

    assert danish.all("html")[0]["attributes"]["lang"] == "da"
    assert [heading["attributes"].get("lang") for heading in danish.all("h1")] == ["en"]
    assert {
        "lead" in (p["attributes"].get("class") or "") and p["attributes"].get("lang") for p in danish.all("p")
    } >= {"en"}
    assert danish.text.count(NOTE) == 1
    assert danish.html.index(NOTE) < danish.html.index("<h1")
    assert [heading["attributes"].get("lang") for heading in english.all("h1")] == [None]
    assert "only available" not in english.text


@pytest.mark.parametrize("name", ["programmes", "course", "courses", "deadlines"])
def test_search_engines_are_told_of_the_english_page_alone(client, name):
    make_other_programme()
    slug = {"slug": "waves"} if name == "course" else {}

    for language in LANGUAGES:
        found = page(client, address(name, language, **slug))
        told = [link["attributes"]["hreflang"] for link in found.all("link", rel="alternate")]

        assert [code for code in told if code != "x-default"] == ["en"]


def test_two_programmes_stand_on_the_front_page_and_each_has_its_own(client):
    other, _ = make_other_programme(order=2)
    first, _courses = make_whole_programme(order=1, title_en="Master of Testing")

    front = page(client, address("programmes", "en"))

    assert front.words("h1") == ["Master programmes"]
    assert front.words("h2")[:2] == ["Master of Testing", "Master of Coastal Engineering"]
    for programme in (first, other):
        path = f"/en/programmes/{programme.slug}/"
        assert path in front.links()
        own = page(client, path)
        assert own.response.status_code == 200
        assert own.words("h1") == [programme.promise_en]
        assert page(client, f"/da/uddannelser/{programme.slug}/").response.status_code == 200


def test_each_of_two_programmes_names_the_languages_it_has(client):
    other, _ = make_other_programme()
    first, courses = make_whole_programme()

    def told(name, slug):
        found = page(client, address(name, "en", slug=slug))
        return [link["attributes"]["hreflang"] for link in found.all("link", rel="alternate")]

    assert told("programme", other.slug) == told("course", "waves") == ["en"]
    assert told("programme", first.slug) == told("course", courses[0].slug) == ["da", "en"]


def test_both_programmes_share_courses_deadlines_and_prices(client):
    make_other_programme()
    first, courses = make_whole_programme()

    for name in ("courses", "deadlines", "prices"):
        found = page(client, address(name, "en"))

        assert found.response.status_code == 200
        assert ("Waves" if name != "deadlines" else "Master of Coastal Engineering") in found.text
        assert (courses[0].title_en if name != "deadlines" else first.title_en) in found.text


@pytest.mark.parametrize(
    "over",
    [
        pytest.param({"is_published": False}, id="unpublished"),
        pytest.param({"ects": 60}, id="does not add up"),
        pytest.param({"text_languages": []}, id="no language"),
        pytest.param({"text_languages": ["da", "en"]}, id="texts are missing"),
    ],
)
def test_a_programme_that_is_not_ready_is_shown_nowhere(client, over):
    other, _ = make_other_programme(**over)
    make_whole_programme()

    for name in ("programmes", "courses", "deadlines", "prices", "questions"):
        found = page(client, address(name, "en"))

        assert "Coastal" not in found.html
        assert "Waves" not in found.html
    assert client.get(f"/en/programmes/{other.slug}/").status_code == 404
    assert "Coastal" not in page(client, address("course", "en", slug="waves")).html
