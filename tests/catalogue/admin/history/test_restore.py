"""Bringing back an earlier version, or what was deleted: what is told, what stands in the way."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.models import Course, CourseRun, DateChange, Programme, Question, TeachingDay
from tests.admin_pages import come_in, page_of, signed_in, words_of
from tests.catalogue.admin.history.pages import changes, history_of, lines, looked_at
from tests.makers import (
    make_course,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hours(frozen_clock, settings):
    """Lets an hour pass, so that what comes next is an act of its own."""
    settings.STAFF_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 10**6, 10**6
    return lambda: frozen_clock.shift(timedelta(hours=1))


# --- Bringing back --------------------------------------------------------------------------------


def way_back(row, code):
    """The address that brings back the version with this code."""
    number = (
        type(row).history.filter(id=row.pk, code=code).exclude(history_type="-").first().history_id
    )
    return f"{history_of(row)}{number}/"


def brought_back(client, address, **over):
    seen = client.get(address).context["bringing"].seen
    return client.post(address, {"seen": seen, **over})


def obstacles(answer):
    return [str(words) for words in answer.context["bringing"].obstacles]


@pytest.fixture
def edited(hours):
    """A course that was A1, with a host and a long text, and is A2 now."""
    course = make_course(
        code="A1", title_en="Ethics", host=make_university(name_en="Aarhus"), workload_hours=200
    )
    hours()
    course.code, course.host, course.workload_hours, course.is_published = "A2", None, None, False
    course.example_fields = ["ects"]
    course.save()
    hours()
    return course


def test_a_version_is_brought_back_after_it_has_been_told_what_changes(edited):
    client = signed_in("coordinator")
    assert way_back(edited, "A1") in looked_at(client, edited).links()
    assert way_back(edited, "A2") not in looked_at(client, edited).links()

    asked = Page(client.get(way_back(edited, "A1")))
    answer = brought_back(client, way_back(edited, "A1"))

    assert asked.words("h1")[-1] == "Bring back Ethics as it was 25 November 2026 10:00"
    assert changes(asked) == [
        ["Course code", "A2", "A1"],
        ["Host university", "(empty)", "Aarhus"],
        ["Hours of work", "(empty)", "200"],
        ["Published", "No", "Yes"],
        ["Fields that hold an example", "ECTS", "(empty)"],
    ]
    assert (answer.status_code, answer.url) == (302, history_of(edited))
    now = Course.objects.get()
    assert (now.code, now.host.name_en, now.workload_hours, now.is_published) == (
        "A1",
        "Aarhus",
        200,
        True,
    )
    assert (now.example_fields, now.uuid) == ([], edited.uuid)
    found = looked_at(client, edited)
    assert "Ethics was brought back as it was 25 November 2026 10:00." in found.text
    assert lines(found)[0][0::2] == [
        "coordinator--en",
        "Brought back as it was 25 November 2026 10:00",
    ]
    assert Course.history.count() == 3


def test_looking_changes_nothing_and_what_stands_needs_no_bringing_back(edited):
    client = signed_in("coordinator")

    found = Page(client.get(way_back(edited, "A2")))

    assert "there is nothing to bring back" in found.text
    assert found.all("input", type="submit") == []
    assert Course.objects.get().code == "A2"
    assert Course.history.count() == 2


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_has_been_taken_since_stands_in_the_way_in_words(edited, language):
    make_course(code="A1")
    client = signed_in(language=language)

    answer = brought_back(client, way_back(edited, "A1"))

    said = {
        "da": ["Kursuskode: Et andet kursus har denne kode."],
        "en": ["Course code: Another course has this code."],
    }
    assert obstacles(answer) == said[language]
    assert said[language][0] in words_of(answer)
    assert Course.objects.get(pk=edited.pk).code == "A2"
    assert Course.history.filter(id=edited.pk).count() == 2


def test_an_address_name_that_is_taken_and_a_host_that_is_gone_stand_in_the_way(edited):
    client = signed_in()
    slug, host = edited.slug, Course.history.get(code="A1").host
    Course.objects.filter(pk=edited.pk).update(slug="other")
    make_course(slug=slug)
    taken = obstacles(client.get(way_back(edited, "A1")))
    host.delete()

    assert taken == ["Address name: Course with this Address name already exists."]
    assert obstacles(client.get(way_back(edited, "A1"))) == [
        "Host university: Aarhus (deleted since) is no longer there."
    ]
    assert brought_back(client, way_back(edited, "A1")).status_code == 200
    assert Course.objects.get(pk=edited.pk).code == "A2"


def test_a_partner_that_is_gone_stands_in_the_way_and_the_others_come_back(hours):
    partner, other = make_university(name_en="Aalborg"), make_university()
    programme = make_programme(code="P1")
    programme.partners.set([partner, other])
    hours()
    programme.partners.clear()
    client = signed_in()
    numbers = list(Programme.history.values_list("history_id", flat=True))
    address = f"{history_of(programme)}{numbers[1]}/"

    brought_back(client, address)
    assert set(programme.partners.all()) == {partner, other}
    programme.partners.clear()
    partner.delete()

    assert obstacles(client.get(address)) == [
        "Partner universities: Aalborg (deleted since) is no longer there."
    ]


def test_what_somebody_saved_in_between_is_not_written_over(edited):
    client = signed_in()
    seen = client.get(way_back(edited, "A1")).context["bringing"].seen
    edited.code = "A3"
    edited.save()

    answer = client.post(way_back(edited, "A1"), {"seen": seen})

    assert obstacles(answer) == [
        "Somebody has saved it since you looked. See what would change now, and try again."
    ]
    assert Course.objects.get().code == "A3"
    assert client.post(way_back(edited, "A1")).status_code == 200
    assert Course.objects.get().code == "A3"


def test_places_taken_and_what_belongs_to_a_run_stay_and_moved_days_are_noted(hours):
    run = make_run(make_course(make_programme()), code="R1", places=20)
    run.teaching_days.create(on=date(2027, 3, 2))
    hours()
    run.code, run.starts_on, run.places_taken = "R2", date(2027, 3, 8), 5
    run.save()
    client = signed_in("coordinator")

    brought_back(client, way_back(run, "R1"))

    now = CourseRun.objects.get()
    assert (now.code, now.starts_on, now.places_taken) == ("R1", date(2027, 3, 1), 5)
    assert now.teaching_days.count() == 1
    assert [(row.what, row.new, row.by.username) for row in DateChange.objects.order_by("pk")] == [
        ("deadline", date(2027, 1, 4), "coordinator--en"),
        ("starts", date(2027, 3, 1), "coordinator--en"),
    ]


def test_a_published_requirement_set_stays_as_it_is(hours):
    rules = make_requirement_set(make_programme(), source_da="Gammel", is_published=False)
    hours()
    rules.source_da, rules.is_published = "Ny", True
    rules.save()
    client = signed_in()
    address = f"{history_of(rules)}{rules.history.last().history_id}/"

    assert client.get(address).status_code == client.post(address).status_code == 403
    assert "Bring back" not in looked_at(client, rules).text
    assert type(rules).objects.get().source_da == "Ny"


def test_three_people_at_the_page_that_brings_back(edited):
    outsider = User.objects.create_user("outsider", is_staff=True)
    address = way_back(edited, "A1")
    nobody, wrong = Client(), Client()
    come_in(wrong, outsider)

    assert nobody.post(address, {"seen": "1"}).status_code == 302
    assert wrong.get(address).status_code == wrong.post(address, {"seen": "1"}).status_code == 404
    assert Course.objects.get().code == "A2"
    assert signed_in("coordinator").get(address).status_code == 200


def test_only_versions_of_the_thing_itself_can_be_brought_back(edited):
    other = make_course(code="B1")
    client = signed_in()
    foreign = f"{history_of(edited)}{Course.history.get(code='B1').history_id}/"

    for address in (foreign, f"{history_of(edited)}999/", f"{history_of(edited)}{10**20}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/admin/catalogue/course/999/history/{other.pk}/").status_code == 404


# --- What was deleted -----------------------------------------------------------------------------


def test_a_deleted_run_is_shown_and_brought_back_with_its_key_but_without_its_days(hours):
    run = make_run(make_course(make_programme()), code="R1")
    run.teaching_days.create(on=date(2027, 3, 2))
    key, uuid = run.pk, run.uuid
    client = signed_in("coordinator")
    client.post(page_of(run).replace("/change/", "/delete/"), {"post": "yes"})
    assert not CourseRun.objects.exists()
    run.pk = key
    hours()

    found = looked_at(client, run)
    asked = Page(client.get(way_back(run, "R1")))
    answer = brought_back(client, way_back(run, "R1"))

    assert "This was deleted." in found.text
    assert "(deleted since)" in found.words("h1")[-1]
    assert ["Run code", "(empty)", "R1"] in changes(asked)
    assert answer.status_code == 302
    assert (CourseRun.objects.get().pk, CourseRun.objects.get().uuid) == (key, uuid)
    assert not TeachingDay.objects.exists()
    assert [row.what for row in DateChange.objects.all()] == ["announced"]
    assert lines(looked_at(client, run))[0][1].startswith("Course run: added")


def test_a_run_of_a_deleted_course_says_why_it_cannot_come_back():
    run = make_run(make_course(title_en="Ethics"), code="R1")
    key = run.pk
    run.course.delete()
    run.pk = key
    client = signed_in()

    assert obstacles(client.get(way_back(run, "R1"))) == [
        "Course: Ethics (deleted since) is no longer there."
    ]
    assert obstacles(brought_back(client, way_back(run, "R1"))) != []
    assert not CourseRun.objects.exists()
    assert looked_at(client, run).words("h1")[-1].startswith("History: ")


def test_three_people_at_the_history_of_what_was_deleted(hours):
    question = Question.objects.create(topic_da="Emne", question_da="Hvad?", answer_da="Det.")
    key = question.pk
    hours()
    question.delete()
    question.pk = key
    outsider = User.objects.create_user("outsider", is_staff=True)
    wrong = Client(headers={"accept-language": "en"})
    come_in(wrong, outsider)

    assert Client().get(history_of(question)).status_code == 302
    assert wrong.get(history_of(question)).status_code == 404
    assert "Hvad? (deleted since)" in looked_at(signed_in("coordinator"), question).text
    Question.history.update(history_user=outsider)
    assert wrong.get(history_of(question)).status_code == 200
    found = looked_at(wrong, question)
    assert [line[:2] for line in lines(found)] == [
        ["outsider", "Question: deleted"],
        ["outsider", "Question: added"],
    ]
    assert "Bring back" not in found.text
