"""The site as of another day, for staff: every page follows the clock, and nothing else moves."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from catalogue.public import preview_links
from tests.admin_pages import come_in, make_staff
from tests.catalogue.pages import link_to, opened, prefix
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme
from tests.pages import Page, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    client = Client(headers={"accept-language": "en"})
    come_in(client, make_staff("coordinator", username="maker"))
    return client


def as_of(client, day, path):
    link = preview_links.make_for_a_day(User.objects.get(username="maker"), day)
    return opened(client, link, path)


@pytest.fixture
def run():
    programme, courses = make_whole_programme()
    make_requirement_set(programme)
    make_requirement_set(
        programme, version=2, starts_on=date(2027, 1, 5), source_en="The new rules"
    )
    return make_run(courses[0])


def test_a_course_closes_after_its_deadline(staff, run):
    path = address("course", "en", slug=run.course.slug)

    assert "Apply by 4 January 2027" in as_of(staff, date(2027, 1, 4), path).text
    assert "The deadline of 4 January 2027 has passed" in as_of(staff, date(2027, 1, 5), path).text


def test_every_page_follows_the_clock(staff, run):
    before, after = date(2027, 1, 4), date(2027, 1, 5)
    title = run.course.title_en

    def pages(name, **kwargs):
        return [as_of(staff, day, address(name, "en", **kwargs)) for day in (before, after)]

    last, past = pages("programmes")
    assert title in " ".join(last.words("section", aria_labelledby="soon"))
    assert title not in " ".join(past.words("section", aria_labelledby="soon"))
    last, past = [
        as_of(staff, day, address("courses", "en") + "?open=1") for day in (before, after)
    ]
    assert (title in last.text, title in past.text) == (True, False)
    last, past = pages("deadlines")
    assert [
        title in found.text.split("One deadline of the last 30 days")[0] for found in (last, past)
    ] == [True, False]
    last, past = pages("prices")
    assert last.text != past.text


def test_the_requirements_in_force_follow_the_clock(staff, run):
    last, first = [
        as_of(staff, day, "/en/admission/").text for day in (date(2027, 1, 4), date(2027, 1, 5))
    ]

    assert "Version 1" in last
    assert "Version 2" in first


def test_the_reference_day_of_the_check_follows_the_clock(staff, run):
    query = "?degree=master&field=health&area=clinic&m1=5&y1=2025"

    last, first = [
        as_of(staff, day, f"/en/admission/{query}").text
        for day in (date(2026, 5, 1), date(2026, 5, 2))
    ]

    assert "1 May 2026" in last
    assert "Meets the requirements" not in last
    assert "1 May 2027" in first


def test_only_the_clock_is_moved(staff):
    course = make_course(is_published=False)
    assert course.pk

    page = as_of(staff, date(2030, 1, 1), address("course", slug=course.slug))

    assert page.response.status_code == 404
    assert "Kun datoen er flyttet, ikke indholdet." in page.text


def test_the_banner_names_the_day_and_leads_to_others_on_the_same_page(staff, run):
    page = as_of(staff, date(2027, 1, 31), "/en/courses/?q=x")

    assert "The site as of 31 January 2027" in page.text
    steps = dict(zip(page.words("a"), page.links(), strict=True))
    for words, day in {
        "A month back": "31 December 2026",
        "A week back": "24 January 2027",
        "A day back": "30 January 2027",
        "A day on": "1 February 2027",
        "A week on": "7 February 2027",
        "A month on": "28 February 2027",
    }.items():
        moved = Page(staff.get(steps[words]))
        assert f"The site as of {day}" in moved.text, words
        assert moved.response.request["QUERY_STRING"] == "q=x"
    assert steps["Back to today"] == "/en/courses/?q=x"
    assert steps["Choose another day"] == "/admin/as-of/?day=2027-01-31"


@pytest.mark.parametrize(
    ("day", "words"), [(preview_links.EARLIEST, "A day on"), (preview_links.LATEST, "A day back")]
)
def test_the_days_end_somewhere(staff, run, day, words):
    for path in ("/en/", "/en/courses/", "/en/dates/", "/en/admission/"):
        page = as_of(staff, day, path)

        assert page.response.status_code == 200, path
        moves = [found for found in page.words("a") if found.startswith("A ")]
        assert len(moves) == 3
        assert words in moves


def test_a_day_is_shown_to_staff_alone(client, staff, run):
    link = preview_links.make_for_a_day(User.objects.get(username="maker"), date(2027, 1, 4))
    stranger, colleague = Client(), Client()
    come_in(stranger, User.objects.create_user("no staff"))
    come_in(colleague, User.objects.create_user("colleague", is_staff=True))

    answers = [who.get(f"{prefix(link)}/da/") for who in (client, stranger, colleague, staff)]

    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert "4. januar 2027" not in answers[0].content.decode()


def test_a_day_that_has_ended_tells_staff_to_begin_again_and_others_nothing(
    client, staff, run, frozen_clock
):
    link = preview_links.make_for_a_day(User.objects.get(username="maker"), date(2027, 1, 4))
    frozen_clock.shift(timedelta(hours=12))
    come_in(staff, User.objects.get(username="maker"))

    answer = staff.get(f"{prefix(link)}/en/")

    assert answer.status_code == 410
    assert "/admin/as-of/" in Page(answer).links()
    assert client.get(f"{prefix(link)}/en/").status_code == 404


def test_a_preview_of_a_draft_keeps_today_s_clock(client, run):
    link = link_to(course=run.course)

    assert timezone.localdate() == date(2026, 11, 25)
    assert (
        "40 days left" in opened(client, link, address("course", "en", slug=run.course.slug)).text
    )
