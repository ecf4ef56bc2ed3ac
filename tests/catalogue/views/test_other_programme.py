import re
from datetime import date
from decimal import Decimal

import pytest

from catalogue.models import CurriculumEntry
from tests.catalogue.makers import make_other_programme
from tests.makers import make_programme, make_university, make_whole_programme
from tests.pages import LANGUAGES, address, page, squeezed

NOTE = "Teksten findes kun på engelsk."

pytestmark = pytest.mark.django_db


def test_its_deadline_is_its_own_day_of_the_year(client):
    make_other_programme()

    front = page(client, address("programmes", "en"))
    dates = page(client, address("deadlines", "en"))

    assert "20 September 2027" in front.text
    assert (
        "apply for the whole programme by 20 September, and for a single course at least 6 weeks"
        in dates.text
    )
    assert [time["attributes"]["datetime"] for time in dates.all("time")] == [
        "2026-12-21",
        "2027-09-20",
    ]


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

    assert re.findall(r'<svg width="(\d+)"', strip) == [
        "15000",
        "15000",
        "10000",
        "10000",
        "10000",
        "30000",
    ]
    assert re.findall(r'<svg width="(\d+)"', bracket) == ["30000", "30000", "30000"]
    assert squeezed(bracket) == "2 mandatory courses 3 electives Thesis"
    assert re.findall(r'data-at="([\d.]+)"', strip) == ["0", "15", "30", "40", "50", "60"]
    assert re.findall(r'<rect class="\w+" x="([\d.]+)"', found.html) == [
        "0",
        "15",
        "30",
        "40",
        "50",
        "60",
    ]


def test_its_structure_is_told_in_a_table(client):
    make_other_programme()

    found = page(client, address("programmes", "en"))
    rows = re.findall(
        r"<tr>.*?</tr>",
        re.search(r'<table class="data">.*?</table>', found.html, re.DOTALL)[0],
        re.DOTALL,
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
        "lead" in (p["attributes"].get("class") or "") and p["attributes"].get("lang")
        for p in danish.all("p")
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
    assert front.words("h2", id="res") == ["2 programmes"]
    assert front.words("h3")[:2] == ["Master of Testing", "Master of Coastal Engineering"]
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


def test_both_programmes_share_the_list_of_courses(client):
    make_other_programme()
    _first, courses = make_whole_programme()

    found = page(client, address("courses", "en"))

    assert "Waves" in found.text
    assert courses[0].title_en in found.text


@pytest.mark.parametrize("name", ["deadlines", "prices"])
def test_with_several_programmes_the_short_address_asks_which(client, name):
    other, _ = make_other_programme()
    first, courses = make_whole_programme()

    asked = page(client, address(name, "en"))
    own = page(client, address(f"programme_{name}", "en", slug=other.slug))

    assert asked.words("h1") == [
        f"Which programme's {'dates' if name == 'deadlines' else 'prices'}?"
    ]
    for programme in (first, other):
        assert address(f"programme_{name}", "en", slug=programme.slug) in asked.links()
    assert "Waves" in own.text
    assert courses[0].title_en not in own.text
    assert own.all("nav", class_="subnav")
    assert client.get(address(f"programme_{name}", "en", slug="none")).status_code == 404


@pytest.mark.parametrize("name", ["deadlines", "prices"])
def test_with_one_programme_its_own_address_leads_to_the_short_one(client, name):
    programme, _ = make_whole_programme()

    answer = client.get(address(f"programme_{name}", "da", slug=programme.slug) + "?x=1")

    assert (answer.status_code, answer.headers["Location"]) == (302, address(name) + "?x=1")
    assert not page(client, address(name)).all("nav", class_="subnav")


def test_the_pages_of_one_programme_lead_to_one_another(client):
    other, _ = make_other_programme()
    make_whole_programme()

    for path in [
        address("programme", "en", slug=other.slug),
        address("programme_deadlines", "en", slug=other.slug),
        address("programme_prices", "en", slug=other.slug),
        address("course", "en", slug="waves"),
        address("courses", "en") + f"?programme={other.slug}",
        address("questions", "en") + f"?programme={other.slug}",
        f"/en/programmes/{other.slug}/admission/",
        f"/en/programmes/{other.slug}/keep-me-posted/",
        f"/en/apply/?programme={other.slug}",
    ]:
        found = page(client, path)
        assert found.response.status_code == 200, path
        nav = re.search(r'<nav class="subnav".*?</nav>', found.html, re.DOTALL)
        assert nav, path
        assert re.findall(r'href="(.*?)"', nav[0]) == ["/en/", f"/en/programmes/{other.slug}/"], (
            path
        )
        menu = re.search(r'<nav aria-label="Main menu">.*?</nav>', found.html, re.DOTALL)[0]
        links = re.findall(r'href="(.*?)"', menu)
        assert all(other.slug in link for link in links), links
        assert {client.get(link).status_code for link in links} == {200}


def test_a_course_of_two_programmes_says_what_it_is_in_each(client):
    first, courses = make_whole_programme(title_en="Master of One", order=1, ects=Decimal("15"))
    second = make_programme(title_en="Master of Two", order=2, ects=Decimal("7.5"))
    CurriculumEntry.objects.create(programme=second, course=courses[0], kind="thesis")

    found = page(client, address("course", "en", slug=courses[0].slug))

    assert found.facts()["Kind"] == "Mandatory, Master of One Thesis, Master of Two"
    assert not found.all("nav", class_="subnav")
    row = page(client, f"{address('courses', 'en')}?programme={second.slug}")
    assert "Thesis" in row.text
    assert row.words("h2", id="res") == ["1 course"]
    assert page(client, f"{address('courses', 'en')}?kind=thesis&programme={first.slug}").words(
        "h2", id="res"
    ) == ["2 courses"]


# --- Finding a programme among many ---------------------------------------------------------------


@pytest.fixture
def many():
    """Five programmes at two universities, in two languages of teaching."""
    ku = make_university(
        slug="ku", name_da="Københavns Universitet", name_en="University of Copenhagen", order=1
    )
    au = make_university(
        slug="au", name_da="Aarhus Universitet", name_en="Aarhus University", order=2
    )
    rows = [
        ("sundhedsokonomi", "Master i sundhedsøkonomi", ku, [au], ["da"]),
        ("dataetik", "Master i dataetik", au, [], ["da", "en"]),
        ("kystteknik", "Master i kystteknik", ku, [], []),
        ("aeldrepleje", "Master i ældrepleje", None, [au], ["en"]),
        ("ledelse", "Master i ledelse", None, [], ["da"]),
    ]
    for order, (slug, title, home, partners, languages) in enumerate(rows):
        programme, _courses = make_whole_programme(
            slug=slug,
            title_da=title,
            title_en=title,
            home_university=home,
            teaching_languages=languages,
            order=order,
        )
        programme.partners.set(partners)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(
            "",
            ["sundhedsøkonomi", "dataetik", "kystteknik", "ældrepleje", "ledelse"],
            id="all, as ordered",
        ),
        pytest.param("?q=okonomi", ["sundhedsøkonomi"], id="a part of a word without ø"),
        pytest.param("?q=etikken", ["dataetik"], id="an ending"),
        pytest.param("?q=kobenhavn", ["sundhedsøkonomi", "kystteknik"], id="by its university"),
        pytest.param(
            "?uni=au", ["sundhedsøkonomi", "dataetik", "ældrepleje"], id="home or partner"
        ),
        pytest.param("?lang=en", ["dataetik", "ældrepleje"], id="language"),
        pytest.param("?lang=unknown", ["kystteknik"], id="language unknown"),
        pytest.param("?uni=au&lang=en", ["dataetik", "ældrepleje"], id="both"),
        pytest.param("?q=astronomi", [], id="nothing"),
        pytest.param(
            "?sort=title",
            ["dataetik", "kystteknik", "ledelse", "sundhedsøkonomi", "ældrepleje"],
            id="title",
        ),
        pytest.param(
            "?uni=ku&sort=price", ["sundhedsøkonomi", "kystteknik"], id="an order that is none"
        ),
    ],
)
def test_the_front_page_finds_programmes(client, many, query, found):
    front = page(client, address("programmes") + query)

    titles = [words for words in front.words("h3") if words.startswith("Master i ")]
    assert titles == [f"Master i {title}" for title in found]
    assert (": price" in front.text) == ("price" in query)


def test_the_counts_of_the_front_page_are_what_choosing_gives(client, many):
    for query in ("?q=master", "?uni=au", "?lang=da&uni=ku"):
        front = page(client, address("programmes") + query)
        for name, value, count in re.findall(
            r'name="(\w+)" value="([\w.]+)"[^>]*> ?<span>.*?<b>(\d+)', front.html
        ):
            others = "&".join(
                part for part in query[1:].split("&") if not part.startswith(f"{name}=")
            )
            chosen = page(client, f"{address('programmes')}?{others}&{name}={value}")
            assert len(
                [words for words in chosen.words("h3") if words.startswith("Master i ")]
            ) == int(count)


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
