import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from catalogue.models import CurriculumEntry
from tests.makers import (
    make_course,
    make_elective_group,
    make_office,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)
from tests.pages import address, page, squeezed

TODAY = date(2026, 11, 25)

pytestmark = pytest.mark.django_db


def course_page(client, course, language="da"):
    return page(client, address("course", language, slug=course.slug))


@pytest.fixture
def course():
    _programme, courses = make_whole_programme()
    return courses[0]


def test_the_three_dates_of_a_run_stand_together(client, course):
    make_run(course)

    found = course_page(client, course)
    dates = re.search(r'<dl class="three">.*?</dl>', found.html, re.DOTALL)[0]

    assert squeezed(dates) == (
        "Søg senest 4. januar 2027 Afmeld med refusion senest 1. februar 2027 Start 1. marts 2027"
    )
    assert re.findall(r'datetime="([\d-]+)"', dates) == ["2027-01-04", "2027-02-01", "2027-03-01"]


def test_everything_one_decides_by_stands_among_the_facts(client, course):
    course.code, course.workload_hours, course.grading, course.examiner = (
        "ABCD123",
        200,
        "seven_point",
        "external",
    )
    course.teaching_languages, course.exam_languages = ["da", "en"], ["en"]
    course.host = make_university(name_en="Aarhus University")
    course.coordinator = make_office(name_en="Anna Andersen", email="anna@example.org")
    course.required_en, course.recommended_en = "**A degree**", "Statistics & R"
    course.exam_aids_en = "All"
    course.save()
    make_run(
        course,
        delivery="blended",
        place_en="Aarhus and at home",
        price_dkk=Decimal(13875),
        price_covers_en="Books too",
        price_outside_eu_dkk=Decimal(20000),
    )

    assert course_page(client, course, "en").facts() == {
        "Size": "7.5 ECTS",
        "Workload": "200 hours",
        "Kind": "Mandatory",
        "Course code": "ABCD123",
        "Language of teaching": "Danish and English",
        "Language of the exam": "English",
        "University": "Aarhus University",
        "Form": "Partly online: Aarhus and at home",
        "Apply by": "4 January 2027",
        "Cancel with refund by": "1 February 2027",
        "Start and end": "1 March 2027 – 28 May 2027",
        "Price": "DKK 13,875 Books too Outside the EU/EEA: DKK 20,000",
        "Prerequisites": "A degree Recommended: Statistics & R",
        "Marking": "the Danish 7-point scale, external examiner",
        "Exam aids": "All",
        "Coordinator": "Anna Andersen anna@example.org",
    }


@pytest.mark.parametrize(
    ("language", "unknown"), [("da", "Ikke oplyst endnu"), ("en", "Not announced yet")]
)
def test_what_is_not_known_is_said_and_no_cell_is_empty(client, course, language, unknown):
    found = course_page(client, course, language)
    facts = found.facts()

    assert list(facts.values()).count(unknown) == 10
    assert "" not in facts.values()
    assert ("Eksamen" if language == "da" else "Exam") in found.words("h2")
    assert (
        "Næste hold er ikke oplyst endnu"
        if language == "da"
        else "The next run is not announced yet"
    ) in found.text


@pytest.mark.parametrize(
    ("language", "ects", "words"),
    [
        pytest.param(
            "da", Decimal("7.5"), "Cirka 206 timer, regnet som 27,5 timer pr. ECTS", id="7.5 ECTS"
        ),
        pytest.param(
            "da", Decimal(15), "Cirka 412 timer, regnet som 27,5 timer pr. ECTS", id="15 ECTS"
        ),
        pytest.param(
            "en", Decimal(60), "About 1,650 hours, reckoned at 27.5 to one ECTS", id="60 ECTS"
        ),
    ],
)
def test_work_is_reckoned_where_it_is_not_told(client, language, ects, words):
    course = make_course(ects=ects)

    assert words in course_page(client, course, language).facts().values()


def test_teaching_days_are_told_with_their_hours(client, course):
    run = make_run(course, place_da="Aarhus")
    run.teaching_days.create(on=date(2027, 3, 5), starts_at=time(9), ends_at=time(15, 30))
    run.teaching_days.create(
        on=date(2027, 3, 4), starts_at=time(16), ends_at=time(18), is_online=True
    )
    run.teaching_days.create(on=date(2027, 3, 6), place_da="København")

    found = course_page(client, course)
    rows = re.findall(r'<tr><th scope="row"><time.*?</tr>', found.html, re.DOTALL)

    assert "3 undervisningsdage" in found.words("summary")
    assert [squeezed(row) for row in rows] == [
        "tor 4. marts 2027 16.00–18.00 Online",
        "fre 5. marts 2027 09.00–15.30 Aarhus",
        "lør 6. marts 2027 Ikke oplyst endnu København",
    ]


def test_a_run_without_teaching_days_says_so(client, course):
    make_run(course)

    assert "Teaching days are not announced yet" in course_page(client, course, "en").text


def test_an_example_is_marked_beside_every_figure(client, course):
    course.host, course.teaching_languages, course.exam_languages = (
        make_university(),
        ["da"],
        ["da"],
    )
    course.home_programme.partners.add(course.host)
    course.required_da, course.recommended_da = "Ja", "Nej"
    course.example_fields = [
        "host",
        "teaching_languages",
        "exam_languages",
        "required_da",
        "recommended_da",
    ]
    course.save()
    run = make_run(course, is_example=True, price_dkk=Decimal(13875), delivery="online", places=25)

    danish, english = course_page(client, course), course_page(client, course, "en")

    for name in (
        "Undervisningssprog",
        "Eksamenssprog",
        "Universitet",
        "Undervisning",
        "Søg senest",
        "Pris",
    ):
        assert danish.facts()[name].endswith("eksempel"), name
    for name in ("Afmeld med refusion senest", "Start og slut"):
        assert danish.facts()[name].endswith("eksempel"), name
    assert danish.facts()["Forudsætninger"].count("eksempel") == 2
    assert danish.words("span", class_="eg").count("eksempel") == english.words(
        "span", class_="eg"
    ).count("example")
    assert {"13.875 kr. eksempel", "25 af 25 pladser ledige eksempel"} <= set(danish.words("span"))
    assert "4. januar 2027, 40 dage tilbage eksempel" in danish.text
    assert "Figures marked “example” are made up" in english.text

    run.is_example = False
    run.save()
    course.example_fields = []
    course.save()
    assert "eksempel" not in course_page(client, course).text


def test_a_working_translation_is_told_to_english_readers_alone(client):
    programme = make_programme()
    course = make_course(programme, title_en_is_working=True)
    words = "The English title is a working translation."

    assert words in course_page(client, course, "en").text
    assert words not in course_page(client, course, "da").text
    course.title_en_is_working = False
    course.save()
    assert words not in course_page(client, course, "en").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", "Senest opdateret 25. november 2026"), ("en", "Last updated 25 November 2026")],
)
def test_a_course_says_when_it_was_last_updated(client, course, language, words):
    assert words in course_page(client, course, language).text


RUNS = {
    "planned": (
        {"starts_on": None, "ends_on": None},
        "Datoer ikke oplyst endnu",
        "Dates not announced yet",
    ),
    "not yet open": (
        {"opens_on": date(2026, 12, 1)},
        "Åbner 1. december 2026, frist 4. januar 2027",
        "Opens 1 December 2026, deadline 4 January 2027",
    ),
    "open": (
        {},
        "Søg senest 4. januar 2027, 40 dage tilbage",
        "Apply by 4 January 2027, 40 days left",
    ),
    "closing soon": (
        {"starts_on": date(2027, 2, 3)},
        "Søg senest 9. december 2026, 14 dage tilbage",
        "Apply by 9 December 2026, 14 days left",
    ),
    "full": (
        {"places": 1, "places_taken": 1},
        "Fuldt. Du kan komme på venteliste til og med 4. januar 2027",
        "Full; you can join the waiting list until 4 January 2027",
    ),
    "closed": (
        {"starts_on": date(2026, 12, 1)},
        "Fristen 6. oktober 2026 er udløbet",
        "The deadline of 6 October 2026 has passed",
    ),
    "running": ({"starts_on": date(2026, 11, 1)}, "I gang", "Under way"),
    "held": ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 5, 1)}, "Afholdt", "Held"),
    "cancelled": ({"cancelled_on": TODAY}, "Aflyst", "Cancelled"),
}


def test_a_refund_day_that_is_past_says_so(client, course, frozen_clock):
    make_run(course)

    before = course_page(client, course, "en")
    frozen_clock.move_to(datetime(2027, 2, 2, 9, 0, tzinfo=UTC))
    after = course_page(client, course, "en")

    assert "That day has passed" not in before.text
    assert after.facts()["Cancel with refund by"] == "Not announced yet"
    assert "1 February 2027 That day has passed" in after.text


@pytest.mark.parametrize("state", RUNS)
def test_a_run_says_its_state_in_both_languages(client, course, state):
    over, danish, english = RUNS[state]
    make_run(course, **over)

    for language, words in (("da", danish), ("en", english)):
        found = course_page(client, course, language)
        runs = re.findall(r"<li><p class=\"day.*?</li>", found.html, re.DOTALL)

        assert len(runs) == 1
        assert words in squeezed(runs[0])
        # Of a run that is not held there is nothing to apply for, to pay or to get back.
        assert (runs[0].count("<dt>") == 0) == (state == "cancelled")


def test_runs_to_come_stand_before_those_that_are_past(client, course):
    for day in (date(2027, 9, 1), date(2027, 3, 1)):
        make_run(course, starts_on=day, ends_on=None)
    for year in (2024, 2025):
        make_run(course, starts_on=date(year, 2, 1), ends_on=date(year, 5, 1))
    make_run(course, starts_on=date(2027, 6, 1), ends_on=None, is_published=False)

    found = course_page(client, course)

    starts = re.findall(
        r'<p class="day[^>]*><small>Start</small><time datetime="([\d-]+)"', found.html
    )
    assert starts == ["2027-03-01", "2027-09-01", "2025-02-01", "2024-02-01"]
    assert "2 tidligere hold" in found.words("summary")


def test_an_exception_says_its_reason(client, course):
    make_run(
        course,
        deadline_on=date(2027, 2, 1),
        deadline_reason_da="Få tilmeldte",
        deadline_reason_en="",
    )

    danish, english = course_page(client, course), course_page(client, course, "en")

    assert "Fristen er en undtagelse: Få tilmeldte" in danish.text
    assert english.words("span", lang="da") == ["Få tilmeldte"]


def test_a_course_in_two_programmes_says_its_kind_in_each(client):
    _first, courses = make_whole_programme(title_da="Første", order=1)
    second = make_programme(title_da="Anden", order=2, ects=Decimal("7.5"))
    CurriculumEntry.objects.create(programme=second, course=courses[0], kind="thesis")

    assert (
        course_page(client, courses[0]).facts()["Type"]
        == "Obligatorisk, Første Masterprojekt, Anden"
    )


def test_a_course_outside_every_public_programme_is_a_single_course_and_names_none(client):
    _hidden, courses = make_whole_programme(title_da="Hemmelig", is_published=False)

    found = course_page(client, courses[0])

    assert found.facts()["Type"] == "Enkeltkursus"
    assert "Hemmelig" not in found.text


@pytest.mark.parametrize("slug", ["none", "unpublished"])
def test_a_course_that_is_not_public_is_not_found(client, slug):
    make_course(slug="unpublished", is_published=False)

    assert client.get(address("course", slug=slug)).status_code == 404


def test_the_place_in_the_programme_is_lit(client):
    programme = make_programme(ects=Decimal("22.5"))
    first = make_course(programme)
    group = make_elective_group(programme)
    electives = [make_course(programme, kind="elective", group=group) for _ in range(3)]

    for course, place in ((first, 0), (electives[2], 1)):
        found = course_page(client, course, "en")
        locator = re.search(r'<ol class="locate.*?</ol>', found.html, re.DOTALL)[0]

        assert [("aria-current" in piece) for piece in locator.split("<li")[1:]] == [
            number == place for number in range(3)
        ]
        assert f"{course.title_en} (this course)" in squeezed(locator)


def test_what_a_course_is_best_taken_after_is_linked(client):
    programme, (first, second) = make_whole_programme()
    programme.entries.get(course=second).recommended_after.add(first)

    found = course_page(client, second, "en")

    assert found.facts()["Prerequisites"] == f"Best taken after: {first.title_en}"
    assert address("course", "en", slug=first.slug) in found.links()


def test_what_staff_wrote_is_shown_and_never_run(client, course):
    course.title_da = "<script>alert(1)</script>"
    course.content_da = "<script>alert(2)</script>\n\n## Mål\n\n[x](javascript:alert(3))"
    course.outcomes_da = "<b>Måle</b>\nVurdere"
    course.literature_da = "En bog"
    course.teaching_da = "Forelæsninger"
    course.exam_da = "Mundtlig"
    course.summary_da = '"><img src=x>'
    course.save()

    found = course_page(client, course)

    assert found.words("h1") == ["<script>alert(1)</script>"]
    assert found.all("script") == found.all("img") == []
    assert "Mål" in found.words("h4")
    assert {"<b>Måle</b>", "Vurdere"} <= set(found.words("li"))
    assert [found.words("p").count(words) for words in ("En bog", "Forelæsninger", "Mundtlig")] == [
        1,
        1,
        1,
    ]


def test_a_run_tells_how_many_of_its_places_are_left(client):
    programme, (course, _) = make_whole_programme()
    make_run(course, places=24, places_taken=21)

    danish = client.get(f"/da/kurser/{course.slug}/").content.decode()
    english = client.get(f"/en/courses/{course.slug}/").content.decode()

    assert "3 af 24 pladser ledige" in danish
    assert "3 of 24 places left" in english
    assert programme.title_da in danish


def test_a_run_that_is_overbooked_has_no_places_left(client):
    _, (course, _) = make_whole_programme()
    make_run(course, places=24, places_taken=25)

    page = client.get(f"/da/kurser/{course.slug}/").content.decode()

    assert "0 af 24 pladser ledige" in page
