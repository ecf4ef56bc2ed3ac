import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from catalogue.models import Audience, CurriculumEntry, Intake, Question
from tests.catalogue.pages import PAGES, address_of
from tests.makers import (
    make_course,
    make_office,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import LANGUAGES, address, page, squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    _programme, courses = make_whole_programme(
        home_university=make_university(), office=make_office()
    )
    make_run(courses[0])
    return courses[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_there_in_both_languages(client, course, name, language):
    other = "en" if language == "da" else "da"

    found = page(client, address_of(name, language, course))

    assert found.response.status_code == 200
    assert len(found.all("h1")) == 1
    assert found.words("h1") != [""]
    assert len(found.words("title")) == 1
    assert found.all("html")[0]["attributes"]["lang"] == language
    assert found.response.headers["Content-Language"] == language
    assert [link["attributes"]["href"] for link in found.all("a", class_="top__lang")] == [
        address_of(name, other, course)
    ]
    assert [
        link["attributes"]["href"]
        for link in found.all("link", rel="alternate")
        if link["attributes"]["hreflang"] in LANGUAGES
    ] == [f"http://127.0.0.1:8000{address_of(name, code, course)}" for code in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_title_of_its_own(client, course, language):
    names = [
        name for name in PAGES if name != "programme"
    ]  # with one programme its page is the front page

    titles = {page(client, address_of(name, language, course)).words("title")[0] for name in names}

    assert len(titles) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*PAGES, "mark"])
@pytest.mark.parametrize("form_cookie", ["a" * 32, "malformed"])
def test_every_page_is_the_same_for_everybody(
    client, course, name, language, form_cookie, settings
):
    path = address_of(name, language, course)
    plain = client.get(path)
    client.cookies.load(
        {
            settings.SESSION_COOKIE_NAME: "a" * 32,
            settings.CSRF_COOKIE_NAME: form_cookie,
            settings.LANGUAGE_COOKIE_NAME: "en" if language == "da" else "da",
        }
    )

    found = client.get(path, headers={"accept-language": "de"})

    assert found.status_code == 200
    assert found.content == plain.content
    assert not found.cookies
    assert "cookie" not in found.headers.get("Vary", "").lower()
    assert found.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_still_holds_is_not_sent_again(client, course, name):
    path = address_of(name, "da", course)
    tag = client.get(path).headers["ETag"]

    assert client.get(path, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_nothing(client, course, name):
    assert client.post(address_of(name, "da", course)).status_code == 405
    assert client.head(address_of(name, "da", course)).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_an_empty_site_has_every_page_that_needs_nothing(client, name, language):
    if name in ("programme", "course"):
        assert client.get(address(name, language, slug="none")).status_code == 404
    else:
        assert client.get(address(name, language)).status_code == 200


def test_the_main_menu_says_where_one_is(client, course):
    for name in ("courses", "deadlines", "prices"):
        path = address(name)
        assert [
            link["attributes"]["href"] for link in page(client, path).all("a", aria_current="page")
        ] == [path]


def test_a_page_links_to_the_same_choice_in_the_other_language(client, course):
    found = page(client, address("courses") + "?kind=mandatory&q=%C3%A6")

    assert [link["attributes"]["href"] for link in found.all("a", class_="top__lang")] == [
        "/en/courses/?kind=mandatory&q=%C3%A6"
    ]


QUERIES = {
    "programmes": 5,
    "programme": 5,
    "courses": 3,
    "course": 5,
    "deadlines": 3,
    "prices": 3,
    "questions": 3,
    "accessibility": 2,
    "privacy": 2,
    "mark": 1,
}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", QUERIES)
def test_a_page_takes_the_same_queries_however_much_stands_on_it(
    client, name, number, django_assert_num_queries
):
    programme = make_programme(
        home_university=make_university(), office=make_office(), ects=Decimal("7.5") * number
    )
    for _ in range(number):
        course = make_course(programme, host=make_university(), coordinator=make_office())
        for day in range(1, number + 1):
            run = make_run(
                course, host=make_university(), starts_on=date(2027, 3, day), price_dkk=100
            )
            run.teaching_days.create(on=date(2027, 3, day + 1))
        Question.objects.create(
            programme=programme, topic_da=course.title_da, question_da="Hvad?", answer_da="Det."
        )
        Audience.objects.create(programme=programme, heading_da="Læger", text_da="Jer.")
        programme.partners.add(make_university())
        programme.voices.create(name="Anna", text_da="Godt.")
    make_requirement_set(programme)
    # The first visit after an edit reads the index anew.
    client.get(address_of(name, "da", course))

    with django_assert_num_queries(QUERIES[name]):
        assert client.get(address_of(name, "da", course)).status_code == 200


QUERIES_OF_SEVERAL = {
    "programmes": 3,
    "programme": 4,
    "courses": 3,
    "course": 4,
    "deadlines": 3,
    "prices": 3,
    "questions": 3,
    "mark": 1,
}


@pytest.mark.parametrize("number", [2, 4])
@pytest.mark.parametrize("name", QUERIES_OF_SEVERAL)
def test_a_page_takes_the_same_queries_however_many_programmes(
    client, name, number, django_assert_num_queries
):
    shared = make_course()
    for _ in range(number):
        programme, courses = make_whole_programme(
            ects=Decimal("22.5"), home_university=make_university()
        )
        make_run(courses[0])
        CurriculumEntry.objects.create(programme=programme, course=shared, kind="mandatory")
    shared.home_programme = programme
    shared.save()
    client.get(address_of(name, "da", shared))

    with django_assert_num_queries(QUERIES_OF_SEVERAL[name]):
        assert client.get(address_of(name, "da", shared)).status_code == 200


# --- The programme --------------------------------------------------------------------------------


def test_the_front_page_shows_the_programme_and_its_next_deadline(client):
    programme, courses = make_whole_programme(
        promise_da="Lær det, du mangler",
        award_da="Master (MP)",
        price_min_dkk=Decimal(120_000),
        price_max_dkk=Decimal(135_000),
        years_min=2,
        years_max=6,
        form_da="Mest online",
        teaching_languages=["da", "en"],
        outcomes_da="Måle\nVurdere",
    )
    make_run(courses[0])
    make_requirement_set(programme)
    Audience.objects.create(programme=programme, heading_da="Læger", text_da="Jer.")
    programme.voices.create(
        name="Anna", role_da="tidligere studerende", text_da="Godt.", is_quotation=True
    )
    programme.voices.create(name="Bo", text_da="Skjult.", is_published=False)

    found = page(client, address("programmes"))

    assert found.words("h1") == ["Lær det, du mangler"]
    assert found.words("title") == [f"{programme.title_da} – Master (MP)"]
    assert dict(zip(found.words("dt"), map(squeezed, found.words("dd")), strict=True)) == {
        "Omfang": "15 ECTS",
        "Varighed": "2–6 år på deltid",
        "Undervisning": "Mest online",
        "Sprog": "Dansk og engelsk",
        "Pris i alt": "120.000–135.000 kr.",
        "Søg senest": "1. maj 2027 Ansøg",
    }
    assert "40 dage 4. januar 2027" in found.text
    assert (
        f"1. maj 2027 Hele uddannelsen · {(date(2027, 5, 1) - date(2026, 11, 25)).days} dage"
        in found.text
    )
    assert {"Læger", "Måle", "Vurdere", "En kandidatgrad", "To års arbejde"} <= set(
        found.words("li") + found.words("h3")
    )
    assert found.words("blockquote") == ["Godt."]
    assert "Skjult." not in found.text
    assert (
        found.all("link", hreflang="x-default")[0]["attributes"]["href"] == "http://127.0.0.1:8000/"
    )


def test_the_structure_is_drawn_and_told(client):
    _programme, courses = make_whole_programme()

    found = page(client, address("programmes"))
    strip = re.search(r'<ol class="strip">.*?</ol>', found.html, re.DOTALL)[0]
    table = re.search(r'<table class="data">.*?</table>', found.html, re.DOTALL)[0]

    assert re.findall(r'<svg width="(\d+)"', strip) == ["7500", "7500"]
    assert squeezed(table) == (
        f"Del Type ECTS {courses[0].title_da} Obligatorisk 7,5 "
        f"{courses[1].title_da} Obligatorisk 7,5 I alt 15"
    )


def test_what_is_not_known_of_a_programme_is_said(client):
    make_whole_programme(deadline_month=None, deadline_day=None)

    found = page(client, address("programmes"))

    assert dict(zip(found.words("dt"), found.words("dd"), strict=True)) | {"Omfang": ""} == {
        "Omfang": "",
        "Varighed": "Ikke oplyst endnu",
        "Undervisning": "Ikke oplyst endnu",
        "Sprog": "Ikke oplyst endnu",
        "Pris i alt": "Ikke oplyst endnu",
        "Søg senest": "Ikke oplyst endnu",
    }
    assert found.all("section", aria_labelledby="due") == []


@pytest.mark.parametrize(
    ("over", "fact", "row"),
    [
        (
            {"places": 20, "places_taken": 20},
            "Fuldt. Du kan komme på venteliste til og med 1. maj 2027",
            "Fuldt, venteliste",
        ),
        (
            {"opens_on": date(2027, 2, 1)},
            "Åbner 1. februar 2027, frist 1. maj 2027",
            "Åbner 1. februar 2027",
        ),
    ],
)
def test_an_intake_one_cannot_apply_to_says_so_wherever_its_deadline_stands(
    client, over, fact, row
):
    programme, courses = make_whole_programme()
    Intake.objects.create(programme=programme, year=2027, **over)
    make_run(courses[0])

    alone = page(client, address("programmes"))
    make_whole_programme()
    among_several = page(client, address("programmes"))

    assert (
        dict(zip(alone.words("dt"), alone.words("dd"), strict=True))["Søg senest"]
        == f"1. maj 2027 {fact}"
    )
    assert f"Hele uddannelsen · {row}" in alone.text
    assert f"Søg senest 1. maj 2027 · {row}" in among_several.text


def test_a_cancelled_intake_is_told_beside_the_next_ones_deadline(client):
    programme, _courses = make_whole_programme()
    Intake.objects.create(programme=programme, year=2027, cancelled_on=date(2026, 11, 1))

    found = page(client, address("programmes"))

    facts = dict(zip(found.words("dt"), found.words("dd"), strict=True))
    assert facts["Søg senest"] == "1. maj 2028 Ansøg Optaget i 2027 er aflyst"


def test_the_last_day_is_today_and_the_next_day_it_is_over(client, frozen_clock):
    _programme, courses = make_whole_programme(deadline_month=None, deadline_day=None)
    make_run(courses[0])

    frozen_clock.move_to(datetime(2027, 1, 4, 22, 59, 59, tzinfo=UTC))
    assert "i dag 4. januar 2027" in page(client, address("programmes")).text
    assert (
        "Søg senest i dag, 4. januar 2027"
        in page(client, address("course", slug=courses[0].slug)).text
    )

    frozen_clock.move_to(datetime(2027, 1, 4, 23, 0, 0, tzinfo=UTC))
    assert "4. januar 2027" not in page(client, address("programmes")).text
    assert (
        "Fristen 4. januar 2027 er udløbet"
        in page(client, address("course", slug=courses[0].slug)).text
    )


def test_the_mark_is_a_picture_with_a_bar_for_each_band_and_its_own_policy(client):
    make_whole_programme()

    response = client.get(address("mark"))

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.content.decode().count("<path") == 2
    assert "style-src 'sha256-" in response.headers["Content-Security-Policy"]
