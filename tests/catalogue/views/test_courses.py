import re
from datetime import date
from decimal import Decimal

import pytest

from catalogue.public import list_pages
from tests.makers import (
    make_course,
    make_elective_group,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import address, page, squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """Six courses: two mandatory, three electives, a thesis.

    In two languages, two sizes, at two universities.
    """
    programme = make_programme(ects=Decimal(45))
    group = make_elective_group(programme)
    ku = make_university(slug="ku", name_en="University 1", order=1)
    au = make_university(slug="au", name_en="University 2", order=2)
    rows = [
        ("Genomik", "mandatory", 7.5, ku, ["da"], date(2027, 3, 1)),
        ("Etik", "mandatory", 7.5, au, ["en"], date(2027, 9, 1)),
        ("Økonomi", "elective", 7.5, ku, ["da", "en"], date(2027, 2, 1)),
        ("Dataetik", "elective", 7.5, None, [], None),
        ("Æstetik", "elective", 7.5, au, ["da"], date(2026, 11, 1)),
        ("Projekt", "thesis", 15, None, [], None),
    ]
    for title, kind, ects, host, languages, starts_on in rows:
        course = make_course(
            programme,
            kind=kind,
            group=group if kind == "elective" else None,
            slug=title.lower().translate({230: "ae", 248: "oe"}),
            title_da=title,
            ects=Decimal(str(ects)),
            host=host,
            teaching_languages=languages,
        )
        if starts_on:
            make_run(course, starts_on=starts_on, ends_on=None)
    return programme


def courses(client, query="", language="da"):
    return page(client, f"{address('courses', language)}{query}")


def titles(found):
    return found.words("h3") if found.all("ul", class_="courses") else []


def counts(found):
    labels = re.findall(r'name="(\w+)" value="([\w.]+)"[^>]*> ?<span>.*?<b>(\d+)', found.html)
    return {f"{name}={value}": int(count) for name, value, count in labels}


def test_all_courses_stand_with_what_needs_attention_first(client, programme):
    found = courses(client)

    assert titles(found) == ["Økonomi", "Genomik", "Etik", "Dataetik", "Projekt", "Æstetik"]
    assert found.words("h2", id="res") == ["6 kurser"]
    assert found.words("title") == [f"Kurser – {programme.title_da}"]
    assert counts(found) == {
        "open=1": 3,
        "kind=mandatory": 2,
        "kind=elective": 3,
        "kind=thesis": 1,
        "lang=da": 3,
        "lang=en": 2,
        "lang=unknown": 2,
        "ects=7.5": 5,
        "ects=15": 1,
        "season=spring": 2,
        "season=autumn": 1,
        "season=unknown": 3,
        "uni=ku": 2,
        "uni=au": 2,
        "uni=unknown": 2,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("?open=1", ["Økonomi", "Genomik", "Etik"], id="open for application"),
        pytest.param("?kind=elective", ["Økonomi", "Dataetik", "Æstetik"], id="kind"),
        pytest.param("?lang=en", ["Økonomi", "Etik"], id="language"),
        pytest.param("?lang=unknown", ["Dataetik", "Projekt"], id="language unknown"),
        pytest.param("?ects=15", ["Projekt"], id="size"),
        pytest.param("?season=autumn", ["Etik"], id="season"),
        pytest.param("?uni=ku", ["Økonomi", "Genomik"], id="university"),
        pytest.param(
            "?uni=ku&uni=au",
            ["Økonomi", "Genomik", "Etik", "Æstetik"],
            id="either of two universities",
        ),
        pytest.param("?uni=ku&kind=mandatory", ["Genomik"], id="university and kind"),
        pytest.param(
            "?q=etik",
            ["Etik", "Dataetik", "Æstetik"],
            id="words, the title that begins with them first",
        ),
        pytest.param("?q=ok", ["Økonomi"], id="a part of a word without ø"),
        pytest.param("?q=dataetik&kind=elective", ["Dataetik"], id="words and kind"),
    ],
)
def test_courses_are_filtered(client, programme, query, found):
    shown = courses(client, query)

    assert titles(shown) == found
    assert shown.words("h2", id="res") == [f"{len(found)} af 6 kurser"]
    assert shown.all("meta", name="robots")[0]["attributes"]["content"] == "noindex"


def test_every_count_is_what_choosing_the_value_would_give(client, programme):
    query = "?q=e&kind=elective&kind=mandatory"

    for choice, count in counts(courses(client, query)).items():
        name = choice.split("=")[0]
        others = "?q=e" if name == "kind" else query

        assert len(titles(courses(client, f"{others}&{choice}"))) == count, choice


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        pytest.param(
            "deadline",
            ["Økonomi", "Genomik", "Etik", "Dataetik", "Projekt", "Æstetik"],
            id="deadline",
        ),
        pytest.param(
            "title",
            ["Dataetik", "Etik", "Genomik", "Projekt", "Æstetik", "Økonomi"],
            id="title, in Danish",
        ),
        pytest.param(
            "start", ["Økonomi", "Genomik", "Etik", "Dataetik", "Projekt", "Æstetik"], id="start"
        ),
        pytest.param(
            "ects", ["Dataetik", "Etik", "Genomik", "Æstetik", "Økonomi", "Projekt"], id="size"
        ),
    ],
)
def test_courses_are_ordered(client, programme, sort, found):
    shown = courses(client, f"?sort={sort}")

    assert titles(shown) == found
    assert len(shown.all("b", aria_current="true")) == 1


def test_courses_are_ordered_by_start_where_some_runs_have_none(client, programme):
    make_run(programme.entries.get(course__slug="dataetik").course, starts_on=None, ends_on=None)

    assert titles(courses(client, "?sort=start"))[:3] == ["Økonomi", "Genomik", "Etik"]


def test_words_can_be_ordered_otherwise_than_by_relevance(client, programme):
    assert titles(courses(client, "?q=etik&sort=title")) == ["Dataetik", "Etik", "Æstetik"]
    assert courses(client, "?q=etik").words("b", aria_current="true") == ["Relevans"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param("?kind=seminar", "seminar", id="kind"),
        pytest.param("?lang=xx&uni=zz", "xx, zz", id="several"),
        pytest.param("?sort=price", "price", id="order"),
        pytest.param("?programme=none", "none", id="programme"),
        pytest.param("?ects=<script>", "<script>", id="script"),
    ],
)
def test_what_is_not_known_is_ignored_and_told(client, programme, query, told):
    found = courses(client, query, "en")

    assert len(titles(found)) == 6
    assert found.words("div", role="status") == [
        f"The address asks for something this page does not know, and shows the rest: {told}"
    ]
    assert found.all("script") == []


def test_chosen_filters_can_be_taken_away_one_by_one(client, programme):
    found = courses(client, "?q=etik&kind=elective&lang=unknown&sort=title", "en")
    chips = re.search(r'<ul class="chips.*?</ul>', found.html, re.DOTALL)[0]

    assert [squeezed(words) for words in re.findall(r"<a.*?</a>", chips, re.DOTALL)] == [
        "Remove the filter “etik”",
        "Remove the filter Elective",
        "Remove the filter Not announced yet",
    ]
    assert [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', chips)] == [
        "?kind=elective&lang=unknown&sort=title",
        "?q=etik&lang=unknown&sort=title",
        "?q=etik&kind=elective&sort=title",
    ]
    assert "2 chosen" in found.text


def test_the_form_keeps_what_was_chosen(client, programme):
    found = courses(client, f"?q=etik&kind=elective&sort=title&programme={programme.slug}")

    assert found.all("input", id="q")[0]["attributes"]["value"] == "etik"
    assert [
        box["attributes"]["value"]
        for box in found.all("input", type="checkbox")
        if "checked" in box["attributes"]
    ] == ["elective"]
    assert {
        (field["attributes"]["name"], field["attributes"]["value"])
        for field in found.all("input", type="hidden")
    } == {("sort", "title"), ("programme", programme.slug)}


def test_where_no_course_fits_the_ways_out_are_shown_the_best_first(client, programme):
    found = courses(client, "?kind=thesis&uni=ku", "en")
    ways = [words for words in found.words("a", class_="tapline") if words.startswith("Remove")]

    assert titles(found) == []
    assert "No courses fit all the choices" in found.words("h3")
    assert found.words("title")[0].startswith("No courses found")
    assert ways == ["Remove “Thesis”: 2 courses", "Remove “University 1”: 1 course"]
    assert "Reset, and see all 6 courses" in found.words("a", class_="tapline")
    assert "?uni=ku" in found.links()
    assert len(titles(courses(client, "?uni=ku"))) == 2


def test_a_filter_whose_removal_gives_no_course_is_no_way_out(client, programme):
    found = courses(client, "?kind=thesis&uni=ku&open=1", "en")

    assert [
        words for words in found.words("a", class_="tapline") if words.startswith("Remove")
    ] == ["Remove “Thesis”: 2 courses"]


def test_words_that_no_course_has_are_told(client, programme):
    found = courses(client, "?q=astronomi", "en")

    assert "No courses mention “astronomi”" in found.words("h3")
    assert address("courses", "en") in found.links()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("?q=%00", id="NUL alone"),
        pytest.param("?q=etik%00", id="NUL"),
        pytest.param(f"?q={'x' * 10_000}", id="ten thousand letters"),
        pytest.param("?q=%F0%9F%A7%AC", id="emoji"),
        pytest.param("?q=%ED%A0%80", id="half a character"),
        pytest.param("?q=%FF%FE", id="no UTF-8"),
        pytest.param("?q=%27%20OR%201=1--", id="SQL"),
        pytest.param("?q=%3Cscript%3Ealert(1)%3C/script%3E", id="script"),
        pytest.param("?q=%E2%80%AE", id="text turned round"),
        pytest.param("?q=a&q=b", id="twice"),
        pytest.param("?ects=NaN&ects=1e5&ects=-1", id="sizes that are none"),
        pytest.param("?page=-1", id="negative page"),
        pytest.param("?page=99999999999999999999", id="a page beyond all numbers"),
        pytest.param("?&&==&kind", id="an address of signs"),
        pytest.param("?" + "&".join(f"kind=x{n}" for n in range(900)), id="nine hundred values"),
    ],
)
def test_hostile_addresses_get_a_page(client, programme, query):
    found = courses(client, query)

    assert found.response.status_code == 200
    assert found.all("script") == []
    assert len(found.all("h1")) == 1


@pytest.mark.parametrize(
    ("page_asked", "first", "number", "links"),
    [
        pytest.param("", "Kursus 00", 2, ["?page=2-kursus-1"], id="the first"),
        pytest.param("?page=0", "Kursus 00", 2, ["?page=2-kursus-1"], id="before the first"),
        pytest.param(
            "?page=2", "Kursus 02", 2, ["?", "?page=3-kursus-3"], id="the second by its number"
        ),
        pytest.param(
            "?page=2-kursus-1",
            "Kursus 02",
            2,
            ["?", "?page=3-kursus-3"],
            id="the second, behind the first",
        ),
        pytest.param("?page=3-kursus-3", "Kursus 04", 1, ["?page=2-kursus-1"], id="the last"),
        pytest.param("?page=99", "Kursus 04", 1, ["?page=2-kursus-1"], id="beyond the last"),
    ],
)
def test_long_lists_have_pages(client, monkeypatch, page_asked, first, number, links):
    monkeypatch.setattr(list_pages, "PAGE_SIZE", 2)
    programme = make_programme(ects=Decimal("37.5"))
    for n in range(5):
        make_course(programme, title_da=f"Kursus {n:02}", slug=f"kursus-{n}")

    found = courses(client, page_asked)

    assert (titles(found)[0], len(titles(found))) == (first, number)
    assert [
        link["attributes"]["href"]
        for link in found.all("a", class_="btn")
        if "rel" in link["attributes"]
    ] == links
    assert found.words("h2", id="res") == ["5 kurser"]


def test_a_list_of_one_page_has_no_pages(client, programme):
    assert courses(client).all("a", rel="next") == []


def test_courses_of_one_of_several_programmes(client, programme):
    other, others = make_whole_programme()

    both = courses(client)
    one = courses(client, f"?programme={other.slug}")
    asked_for_both = courses(client, f"?programme={other.slug}&programme={programme.slug}")

    assert len(titles(both)) == len(titles(asked_for_both)) == 8
    assert set(titles(one)) == {course.title_da for course in others}
    assert [link for link in one.links() if "sort=title" in link] == [
        f"?programme={other.slug}&sort=title"
    ]


def test_a_programme_chosen_in_the_address_can_be_taken_away(client, programme):
    make_whole_programme(slug="other", title_da="Master i andet")

    found = courses(client, "?programme=other&kind=mandatory")

    chips = re.search(r'<ul class="chips.*?</ul>', found.html, re.DOTALL)[0]
    assert [squeezed(words) for words in re.findall(r"<a.*?</a>", chips, re.DOTALL)] == [
        "Fjern filteret Master i andet",
        "Fjern filteret Obligatorisk",
    ]
    assert re.findall(r'href="([^"]*)"', chips) == ["?kind=mandatory", "?programme=other"]


def test_a_band_is_as_long_whatever_is_filtered_away(client):
    programme = make_programme(ects=Decimal("22.5"))
    make_course(programme, title_da="Stort", ects=Decimal(15))
    small = make_course(programme, title_da="Lille")

    bands = [
        re.findall(r'<svg class="band".*?</svg>', courses(client, query).html, re.DOTALL)
        for query in ("", "?q=lille")
    ]

    assert set(bands[1]) < set(bands[0])
    assert titles(courses(client, "?q=lille")) == [small.title_da]


def test_a_row_says_where_and_when_else_a_course_is_held_and_where_it_is_at_home(client):
    programme, (shared, _other) = make_whole_programme(title_da="Master i øvelse")
    make_whole_programme()
    shared.host, shared.home_programme = make_university(name_da="Aalborg Universitet"), programme
    shared.save()
    make_run(shared)
    make_run(
        shared,
        starts_on=date(2027, 9, 6),
        ends_on=None,
        host=make_university(name_da="Københavns Universitet"),
    )

    row = next(
        row
        for row in re.findall(r"<li data-kind=.*?</li>", courses(client).html, re.DOTALL)
        if shared.title_da in squeezed(row)
    )

    assert "Aalborg Universitet senere Københavns Universitet" in squeezed(row)
    assert "Master i øvelse" in squeezed(row)
    assert squeezed(row).endswith("Starter 1. marts 2027 Igen 6. sept. 2027")


def test_a_row_says_what_where_and_when(client):
    programme = make_programme(ects=Decimal(15))
    known = make_course(
        programme,
        title_da="Kendt",
        summary_da="En sætning.",
        host=make_university(name_da="Aalborg Universitet"),
        teaching_languages=["en"],
        example_fields=["teaching_languages"],
    )
    make_course(programme, title_da="Ukendt")
    make_run(known, is_example=True)

    rows = re.findall(r"<li data-kind=.*?</li>", courses(client).html, re.DOTALL)

    assert squeezed(rows[0]) == (
        "Kendt En sætning. Obligatorisk 7,5 ECTS Engelsk eksempel Aalborg Universitet"
        " Åben Søg senest 4. jan. 2027 eksempel Starter 1. marts 2027 eksempel"
    )
    assert squeezed(rows[1]).startswith("Ukendt Obligatorisk 7,5 ECTS")
    assert (
        squeezed(rows[1]).count("ikke oplyst endnu") + squeezed(rows[1]).count("Ikke oplyst endnu")
        == 3
    )
