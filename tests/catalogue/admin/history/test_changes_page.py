import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalogue.models import Intake, Question
from tests.admin_pages import come_in, page_of, send, signed_in
from tests.makers import (
    make_course,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
)
from tests.pages import Page, packed, squeezed

pytestmark = pytest.mark.django_db

CHANGES = "/admin/changes/"


@pytest.fixture(autouse=True)
def hours(frozen_clock, settings):
    settings.STAFF_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 10**6, 10**6
    return lambda number=1: frozen_clock.shift(timedelta(hours=number))


def told(client, **query):
    """The page's lines by day: who, kind, thing, what, when last."""
    html = packed(client.get(CHANGES, query).content.decode())
    days = re.findall(r'<section class="module".*?</section>', html, re.DOTALL)
    return {
        squeezed(re.search(r"<h2.*?</h2>", day)[0]): [
            [squeezed(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr><td>.*?</tr>", day, re.DOTALL)
        ]
        for day in days
    }


def test_many_saves_of_a_thing_on_a_day_are_one_line_with_their_number(hours):
    course = make_course(title_en="Ethics")
    client = signed_in("coordinator")
    hours()
    for code in ("A1", "A2", "A3"):
        send(client, page_of(course), code=code)
        hours()
    send(signed_in(), page_of(course), code="A4")
    hours(22)
    come_in(client, User.objects.get(username="coordinator--en"))
    send(client, page_of(course), code="A5")

    assert told(client) == {
        "Thursday 26 November 2026": [["coordinator--en", "Course", "Ethics", "changed", "12:00"]],
        "Wednesday 25 November 2026": [
            ["root-en", "Course", "Ethics", "changed", "14:00"],
            ["coordinator--en", "Course", "Ethics", "changed , 3 saves", "13:00"],
            ["The site by itself", "Course", "Ethics", "added", "10:00"],
        ],
    }


def test_a_line_leads_to_what_was_changed_that_day(hours):
    course = make_course(code="A1")
    client = signed_in("coordinator")
    hours()
    for code in ("A2", "A3"):
        send(client, page_of(course), code=code)
        hours()

    links = [
        link for link in Page(client.get(CHANGES)).links() if link and "/history/?old=" in link
    ]
    found = Page(client.get(links[0]))

    assert len(links) == 2
    assert "What changed from 25 November 2026 10:00 to 25 November 2026 12:00" in found.text
    assert "Course code A1 A3" in found.text
    assert client.get(links[1]).status_code == 200


def test_parts_count_as_done_to_the_page_they_are_edited_on():
    programme = make_programme(title_en="Master")
    run = make_run(make_course(programme, title_en="Ethics"))
    run.teaching_days.create(on=date(2027, 3, 2)).delete()
    Intake.objects.create(programme=programme, year=2027)
    make_requirement_set(programme)

    lines = told(signed_in())["Wednesday 25 November 2026"]

    assert sorted(line[1:4] for line in lines) == [
        ["Course", "Ethics", "added"],
        ["Course run", "Ethics, 1 March 2027", "added"],
        ["Programme", "Master", "added"],
        ["Requirement", "A master's degree", "added"],
        ["Requirement", "Two years of work", "added"],
        ["Requirement set", "Master, version 1", "added"],
    ]


def test_the_page_speaks_danish_and_says_when_nothing_happened(hours):
    client = signed_in(language="da")
    assert "Ingen har ændret noget" in Page(client.get(CHANGES)).text

    make_course(title_da="Etik")

    assert told(client) == {
        "Onsdag 25. november 2026": [["Webstedet selv", "Kursus", "Etik", "oprettet", "10.00"]]
    }


def test_what_was_loaded_as_it_stood_is_nobody_s_doing(real_catalogue):
    assert told(signed_in()) == {}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param({}, ["monday"], id="this week"),
        pytest.param({"period": "this"}, ["monday"], id="this week by name"),
        pytest.param({"period": "last"}, ["sunday", "last-monday"], id="last week"),
        pytest.param(
            {"period": "since", "since": "2026-11-22"}, ["monday", "sunday"], id="since a day"
        ),
        pytest.param({"period": "since", "since": "2026-11-23"}, ["monday"], id="since Monday"),
        pytest.param(
            {"period": "since", "since": "2020-01-01"},
            ["monday", "sunday", "last-monday", "long-ago"],
            id="since longer ago than is told",
        ),
        pytest.param({"period": "since", "since": "2030-01-01"}, [], id="since a day to come"),
        pytest.param({"period": "since", "since": "2026-02-30"}, ["monday"], id="since no day"),
        pytest.param({"period": "since"}, ["monday"], id="since nothing"),
        pytest.param({"period": "x", "since": "x", "p": "x"}, ["monday"], id="nonsense"),
    ],
)
def test_a_period_begins_and_ends_at_midnight_in_copenhagen(frozen_clock, query, codes):
    for moment, code in [
        ("2026-08-24T23:59:59+02:00", "too-long-ago"),
        ("2026-08-25T00:00:00+02:00", "long-ago"),
        ("2026-11-15T23:59:59+01:00", "too-early"),
        ("2026-11-16T00:00:00+01:00", "last-monday"),
        ("2026-11-22T23:59:59+01:00", "sunday"),
        ("2026-11-23T00:00:00+01:00", "monday"),
    ]:
        frozen_clock.move_to(moment)
        make_course(title_en=code)
    frozen_clock.move_to("2026-11-25T10:00:00+01:00")

    lines = [line for day in told(signed_in(), **query).values() for line in day]

    shown = [line[2] for line in lines]
    assert [
        code for code in shown if code not in {"too-early"} or query.get("since") != "2020-01-01"
    ] == codes


def test_lines_are_narrowed_to_a_person_and_a_kind(hours):
    course, university = make_course(title_en="Ethics"), make_university(name_en="Aarhus")
    client = signed_in("coordinator")
    hours()
    send(client, page_of(course), code="A1")
    send(client, page_of(university), order="7")
    person = str(User.objects.get().pk)

    found = Page(client.get(CHANGES, {"who": person, "kind": "university"}))

    def names(**query):
        return sorted(line[2] for day in told(client, **query).values() for line in day)

    assert names() == ["Aarhus", "Aarhus", "Ethics", "Ethics"]
    assert names(who=person) == ["Aarhus", "Ethics"]
    assert names(who="site", kind="course") == ["Ethics"]
    assert names(who=person, kind="university") == ["Aarhus"]
    assert names(who="999") == names(kind="x") == []
    chosen = [
        option["words"] for option in found.all("option") if "selected" in option["attributes"]
    ]
    assert chosen == [["This week"], ["coordinator--en"], ["Universities"]]
    assert "One line from 23 November 2026 to 25 November 2026." in found.text


def test_somebody_who_is_gone_still_has_lines(hours):
    course = make_course(title_en="Ethics")
    hours()
    send(signed_in("coordinator"), page_of(course), code="A1")
    User.objects.get().delete()

    client = signed_in()

    assert [line[0] for line in told(client)["Wednesday 25 November 2026"]] == [
        "Somebody who is gone",
        "The site by itself",
    ]
    assert len(told(client, who="gone")["Wednesday 25 November 2026"]) == 1


def test_what_was_deleted_is_told_to_those_who_might_see_it_and_to_who_deleted_it(hours):
    question = Question.objects.create(topic_da="Emne", question_da="Hvad?", answer_da="Det.")
    client = signed_in("coordinator")
    hours()
    client.post(page_of(question).replace("/change/", "/delete/"), {"post": "yes"})
    editor = User.objects.get()

    assert told(client)["Wednesday 25 November 2026"][0] == [
        "coordinator--en",
        "Question",
        "Hvad? (deleted since)",
        "deleted",
        "11:00",
    ]
    editor.staff_roles.all().delete()
    assert [line[3] for line in told(client)["Wednesday 25 November 2026"]] == ["deleted"]


def test_each_sees_only_what_they_may_see():
    make_course()
    outsider, nobody = Client(), Client()
    come_in(outsider, User.objects.create_user("outsider", is_staff=True))

    assert nobody.get(CHANGES).status_code == 302
    assert told(outsider) == {}
    assert outsider.get(CHANGES).status_code == 200
    assert len(told(signed_in("coordinator"))) == 1


def test_lines_are_paged(hours):
    for _number in range(51):
        make_course()
    client = signed_in()

    assert len(told(client)["Wednesday 25 November 2026"]) == 50
    assert len(told(client, p=2)["Wednesday 25 November 2026"]) == 1
    assert "?p=2" in Page(client.get(CHANGES)).links()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_line_and_for_three(
    number, hours, django_assert_num_queries
):
    client = signed_in()
    for _ in range(number):
        run = make_run(make_course(make_programme(), host=make_university()))
        run.teaching_days.create(on=date(2027, 3, 2))
        hours()
        make_run(make_course()).course.delete()

    with django_assert_num_queries(40):
        client.get(CHANGES)


def test_the_first_page_of_the_admin_leads_to_it():
    assert reverse("staff:changes") == CHANGES
    assert CHANGES in Page(signed_in("coordinator").get("/admin/")).links()
