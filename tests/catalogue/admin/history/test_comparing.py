"""Two versions side by side, told in the words of the editing page."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from catalogue.models import Audience
from tests.admin_pages import signed_in
from tests.catalogue.admin.history.pages import changes, keys, lines, looked_at
from tests.makers import make_course, make_office, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hours(frozen_clock, settings):
    """Lets an hour pass, so that what comes next is an act of its own."""
    settings.STAFF_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 10**6, 10**6
    return lambda: frozen_clock.shift(timedelta(hours=1))


def test_two_versions_are_compared_in_the_words_of_the_editing_page(hours):
    home, host, gone = (
        make_programme(),
        make_university(name_en="Aarhus"),
        make_office(name_en="Anna"),
    )
    course = make_course(teaching_languages=["da"], coordinator=gone, ects=Decimal("7.5"))
    client = signed_in()
    hours()
    course.teaching_languages, course.seasons = ["da", "en"], ["spring"]
    course.host, course.home_programme, course.coordinator = host, home, None
    course.ects, course.grading, course.title_en_is_working, course.is_published = (
        10,
        "pass_fail",
        True,
        False,
    )
    course.example_fields = ["ects"]
    course.save()
    gone.delete()

    assert changes(looked_at(client, course)) == [
        ["English title is a working translation", "No", "Yes"],
        ["ECTS", "7.5", "10"],
        ["Home programme", "(empty)", home.title_en],
        ["Host university", "(empty)", "Aarhus"],
        ["Languages of teaching", "Danish", "Danish, English"],
        ["Usually held in", "(empty)", "Spring"],
        ["Coordinator", "Anna (deleted since)", "(empty)"],
        ["Marking", "(empty)", "passed or not passed"],
        ["Published", "Yes", "No"],
        ["Fields that hold an example", "(empty)", "ECTS"],
    ]


def test_days_times_prices_and_moments_are_written_as_the_site_writes_them(hours, frozen_clock):
    run = make_run(make_course())
    day = run.teaching_days.create(on=date(2027, 3, 2))
    client = signed_in(language="da")
    hours()
    run.price_dkk, run.delivery, run.starts_on = Decimal(13875), "online", None
    run.publish_at = run.changed_at
    run.save()
    day.starts_at, day.is_online = time(9, 30), True
    day.save()

    assert changes(looked_at(client, run)) == [
        ["Starter", "1. marts 2027", "(tomt)"],
        ["Undervisningsform", "(tomt)", "Online"],
        ["Pris i kr.", "(tomt)", "13.875 kr."],
        ["Offentliggøres den", "(tomt)", "25. november 2026 kl. 10.00"],
        ["Fra", "(tomt)", "09.30"],
        ["Online", "Nej", "Ja"],
    ]


def test_a_long_text_is_compared_by_words_and_not_by_colour_alone(hours):
    old = "Kurset giver dig et overblik over, hvordan data bruges i klinikken og i forskningen."
    course = make_course(content_da=old)
    hours()
    course.content_da = old.replace("overblik over,", "indblik i,") + " <script>alert(1)</script>"
    course.save()

    found = looked_at(signed_in(), course)

    assert found.words("del") == ["[removed: overblik over,]"]
    assert found.words("ins")[0] == "[inserted: indblik i,]"
    assert "<script>alert(1)" not in found.html
    assert changes(found)[0][0] == "Content in Danish"
    assert lines(found)[0][1] == "Course: Content in Danish rewritten"


def test_texts_with_nothing_in_common_stand_side_by_side(hours):
    course = make_course(content_da="Ja " * 30)
    hours()
    course.content_da = "Nej\n" * 30
    course.save()

    found = looked_at(signed_in(), course)

    assert found.all("del") == []
    assert changes(found) == [["Content in Danish", ("Ja " * 30).strip(), ("Nej " * 30).strip()]]


def test_what_a_thing_links_to_is_told_by_name(hours):
    first, second = make_university(name_en="Aalborg"), make_university(name_en="Odense")
    programme = make_programme()
    programme.partners.add(first)
    hours()
    programme.partners.set([second])
    hours()
    first.delete()

    assert changes(looked_at(signed_in(), programme)) == [
        ["Partner universities", "Aalborg (deleted since)", "Odense"]
    ]


def test_any_two_versions_can_be_chosen_in_either_order(hours):
    course = make_course(code="A1")
    for code in ("A2", "A3", "A4"):
        hours()
        course.code = code
        course.save()
    client = signed_in()
    newest, _third, second, oldest = keys(looked_at(client, course))

    forwards = looked_at(client, course, old=oldest, new=second)
    backwards = looked_at(client, course, old=second, new=oldest)

    assert changes(forwards) == changes(backwards) == [["Course code", "A1", "A2"]]
    assert changes(looked_at(client, course)) == [["Course code", "A3", "A4"]]
    assert changes(looked_at(client, course, old=oldest)) == [["Course code", "A1", "A4"]]
    assert changes(looked_at(client, course, new=second)) == [["Course code", "A1", "A2"]]
    assert changes(looked_at(client, course, old=f"-{second}", new=newest)) == [
        ["Course code", "A1", "A4"]
    ]
    assert (
        "Nothing that an editor can see." in looked_at(client, course, old=newest, new=newest).text
    )
    assert [
        box["attributes"]["value"]
        for box in forwards.all("input", name="old")
        if "checked" in box["attributes"]
    ]


@pytest.mark.parametrize(
    "key", ["x", "course-999", "courserun-1", "-", "course-99999999999999999999", "\0"]
)
def test_a_version_that_is_not_there_is_told_and_the_last_two_are_compared(key, hours):
    course = make_course(code="A1")
    hours()
    course.code = "A2"
    course.save()

    found = looked_at(signed_in(), course, old=key, new=key)

    assert "The address names a version that is not there" in found.text
    assert changes(found) == [["Course code", "A1", "A2"]]


def test_what_was_there_before_the_first_version_and_what_was_deleted_are_told(hours):
    programme = make_programme()
    hours()
    audience = Audience.objects.create(programme=programme, heading_da="Læger", text_da="Jer.")
    hours()
    audience.delete()
    client = signed_in()
    deleted, added, first = keys(looked_at(client, programme))

    assert "Target group: Læger: deleted" in looked_at(client, programme).text
    assert ["Heading in Danish", "(empty)", "Læger"] in changes(
        looked_at(client, programme, old=first, new=added)
    )
    assert "Target group" not in str(changes(looked_at(client, programme, old=first, new=deleted)))
    whole = looked_at(client, programme, old=f"-{first}", new=first)
    assert "What changed from before the first version to 25 November 2026" in whole.text
    assert ["Title in Danish", "(empty)", programme.title_da] in changes(whole)
