import re
from datetime import date

import pytest

from catalogue.models import Intake
from tests.makers import make_run, make_whole_programme
from tests.pages import address, page, squeezed

pytestmark = pytest.mark.django_db


def months(found):
    """The deadlines of the page by the heading of their month."""
    sections = re.findall(r'<section class="monthsec".*?</section>', found.html, re.DOTALL)
    return {
        squeezed(re.search(r"<h2.*?</h2>", section)[0]): [
            squeezed(row) for row in re.findall(r"<li.*?</li>", section, re.DOTALL)
        ]
        for section in sections
    }


def test_deadlines_stand_by_month_with_what_each_is_for(client):
    _programme, courses = make_whole_programme()
    make_run(courses[0])
    make_run(courses[1], starts_on=date(2027, 2, 1), ends_on=None, is_example=True)

    found = page(client, address("deadlines", "en"))

    assert months(found) == {
        "December 2026": [
            f"7 Dec Monday {courses[1].title_en} example Mandatory, 7.5 ECTS."
            " Starts 1 February 2027."
            " Cancel with refund by 1 January 2027. 12 days"
        ],
        "January 2027": [
            f"4 Jan Monday {courses[0].title_en} Mandatory, 7.5 ECTS. Starts 1 March 2027."
            " Cancel with refund by 1 February 2027. 40 days"
        ],
        "May 2027": [
            "1 May Saturday The whole programme The study start is not announced yet. 157 days"
        ],
    }
    assert found.words("h1") == ["Deadlines"]
    assert (
        "apply for the whole programme by 1 May, and for a single course at least 8 weeks"
        in found.text
    )
    assert list(months(page(client, address("deadlines")))) == [
        "December 2026",
        "Januar 2027",
        "Maj 2027",
    ]


def test_an_exception_says_its_reason_of_run_and_of_intake(client):
    programme, courses = make_whole_programme()
    make_run(
        courses[0],
        deadline_on=date(2027, 2, 1),
        deadline_reason_da="Få tilmeldte",
        deadline_reason_en="Few",
    )
    Intake.objects.create(
        programme=programme,
        year=2027,
        deadline_on=date(2027, 5, 15),
        deadline_reason_da="Helligdage",
        starts_on=date(2027, 9, 1),
        reply_by=date(2027, 7, 1),
    )

    danish = months(page(client, address("deadlines")))
    english = page(client, address("deadlines", "en"))

    assert "Få tilmeldte" in danish["Februar 2027"][0]
    assert "Helligdage Starter 1. september 2027." in danish["Maj 2027"][0]
    assert danish["Maj 2027"][0].startswith("15. maj")
    assert "The deadline is an exception: Few" in english.text
    assert english.words("span", lang="da") == ["Helligdage"]


def test_what_has_just_passed_stands_folded_away(client):
    _programme, courses = make_whole_programme()
    make_run(courses[0], starts_on=date(2027, 1, 19), ends_on=None)

    found = page(client, address("deadlines", "en"))

    assert found.words("summary") == ["One deadline of the last 30 days"]
    assert "Closed for application" in found.text
    assert courses[0].title_en not in str(months(found))


def test_a_full_run_says_so_in_place_of_the_days_left(client):
    _programme, courses = make_whole_programme()
    make_run(courses[0], places=1, places_taken=1)

    assert months(page(client, address("deadlines")))["Januar 2027"][0].endswith(
        "Fuldt, venteliste"
    )


def test_a_deadline_on_a_day_that_its_month_lacks_is_said_as_it_is(client):
    make_whole_programme(deadline_month=4, deadline_day=31)

    found = page(client, address("deadlines"))

    assert "senest 30. april" in found.text
    assert list(months(found)) == ["April 2027"]


def test_without_any_deadline_the_page_says_so(client):
    make_whole_programme(deadline_month=None, deadline_day=None)

    found = page(client, address("deadlines", "en"))

    assert "No deadlines are announced yet." in found.text
    assert found.all("svg", class_="year") == []


@pytest.mark.parametrize(
    ("today", "words"),
    [(date(2027, 4, 30), "1 dag"), (date(2027, 5, 1), "i dag"), (date(2027, 5, 2), "365 dage")],
)
def test_days_left_are_counted_to_the_day(client, frozen_clock, today, words):
    make_whole_programme()
    frozen_clock.move_to(f"{today}T12:00:00")

    deadline = next(iter(months(page(client, address("deadlines"))).values()))[0]

    assert deadline.endswith(words)
