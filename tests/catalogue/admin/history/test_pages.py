import importlib
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from catalogue.changes.first_versions import keep_first_versions
from catalogue.models import Course, ElectiveGroup, Programme, University
from tests.admin_pages import come_in, new_row, page_of, send, signed_in
from tests.catalogue.admin.history.pages import changes, history_of, keys, lines, looked_at
from tests.catalogue.makers import edited_models
from tests.makers import (
    make_course,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hours(frozen_clock, settings):
    """Lets an hour pass, so that what comes next is an act of its own."""
    settings.STAFF_IDLE_MINUTES, settings.STAFF_SESSION_HOURS = 10**6, 10**6
    return lambda: frozen_clock.shift(timedelta(hours=1))


# --- Which versions are kept ----------------------------------------------------------------------


def test_loading_the_catalogue_keeps_a_first_version_of_every_row(example_catalogue):
    for model in edited_models():
        kept = model.history.values_list("id", flat=True)
        assert set(model.objects.values_list("pk", flat=True)) <= set(kept), model
    assert keep_first_versions(apps) == 0
    programme = Programme.history.filter(history_type="+").get()
    assert {link.university_id for link in programme.partners.all()} == {
        university.pk for university in Programme.objects.get().partners.all()
    }


def test_the_migration_keeps_first_versions_and_forgets_no_others(real_catalogue):
    migration = importlib.import_module("catalogue.migrations.0003_keep_first_versions")
    course = Course.objects.first()
    course.save()

    migration.forget(apps, None)

    assert [
        model for model in edited_models() if model.history.exclude(id=course.pk).exists()
    ] == []
    assert Course.history.get().history_type == "~"
    migration.keep(apps, None)
    assert Course.history.count() == Course.objects.count()
    assert University.history.count() == University.objects.count()


def test_a_form_sent_as_it_was_shown_is_no_new_version_but_what_hangs_on_it_is(hours):
    programme, _courses = make_whole_programme()
    client = signed_in()
    hours()

    send(client, page_of(programme))
    assert Programme.history.count() == 1
    row = new_row(
        client, page_of(programme), "audiences", heading_da="Læger", text_da="Jer.", order="0"
    )
    send(client, page_of(programme), **row)

    assert Programme.history.count() == 1
    assert lines(looked_at(client, programme))[0] == ["root-en", "Target group: Læger: added", ""]


# --- The list -------------------------------------------------------------------------------------


def test_the_whole_story_of_a_course_stands_on_one_page(hours):
    _programme, (course, _other) = make_whole_programme()
    client = signed_in("coordinator")
    hours()
    run = make_run(course)
    hours()
    day = run.teaching_days.create(on=date(2027, 3, 2), starts_at=time(9))
    hours()
    send(
        client,
        page_of(course),
        title_en="Ethics",
        **{"runs-0-starts_on": "2027-03-08", "runs-0-ends_on": "2027-06-04"},
    )
    hours()
    day.delete()
    hours()
    entry = course.entries.get()
    old_order, entry.order = entry.order, 700
    entry.save()

    found = looked_at(client, course)

    assert found.words("h1")[-1] == "History: Ethics"
    assert lines(found) == [
        [
            "The site by itself",
            f"Curriculum entry: Ethics, {entry.programme.title_en}: Order from {old_order} to 700",
            "",
        ],
        ["The site by itself", "Teaching day: 2 March 2027: deleted", ""],
        [
            "coordinator--en",
            f"Course: Title in English from {course.title_en} to Ethics Course run: 8 March 2027: "
            "Starts from 1 March 2027 to 8 March 2027; Ends from 28 May 2027 to 4 June 2027",
            "",
        ],
        ["The site by itself", "Teaching day: 2 March 2027: added", ""],
        ["The site by itself", "Course run: 1 March 2027: added", ""],
        [
            "The site by itself",
            f"Course: added Curriculum entry: Ethics, {entry.programme.title_en}: added",
            "",
        ],
    ]
    assert found.words("time")[0].startswith("25 November 2026 15:00")


def test_the_list_speaks_danish_and_tells_many_fields_by_their_number(hours):
    course = make_course()
    hours()
    course.code, course.isced_f, course.title_da, course.workload_hours = (
        "AB12",
        "0912",
        "Etik",
        1200,
    )
    course.save()

    found = looked_at(signed_in(language="da"), course)

    assert lines(found)[0] == [
        "Webstedet selv",
        "Kursus: Kursuskode sat til AB12; "
        f"Titel på dansk fra Kursus {course.title_en.split()[1]} til Etik;"
        " og 2 felter mere",
        "",
    ]


def test_who_is_gone_and_who_never_was_are_told_apart(hours):
    course = make_course()
    hours()
    send(signed_in("coordinator"), page_of(course), code="AB12")
    User.objects.get().delete()
    hours()
    call_command("remove_examples", verbosity=0)
    course.refresh_from_db()
    course.code = "CD34"
    course._change_reason = "From the study system"
    course.save()

    assert [line[0::2] for line in lines(looked_at(signed_in(), course))] == [
        ["The site by itself", "From the study system"],
        ["Somebody who is gone", ""],
        ["The site by itself", ""],
    ]


def test_a_row_loaded_raw_begins_with_the_first_version_that_was_kept(real_catalogue):
    found = looked_at(signed_in(), Course.objects.get(slug=Course.objects.first().slug))

    assert [line[2] for line in lines(found)] == ["The first version that was kept"]
    assert found.all("section", aria_labelledby="compared") == []


def test_a_thing_without_versions_says_so():
    course = make_course()
    Course.history.all().delete()

    assert "No version is kept yet" in looked_at(signed_in(), course).text


def test_the_list_is_paged_and_keeps_what_is_chosen_for_comparison(hours):
    course = make_course()
    for number in range(30):
        hours()
        course.code = f"AB{number}"
        course.save()
    client = signed_in()

    first = looked_at(client, course)
    oldest = keys(looked_at(client, course, p=2))[-1]
    second = looked_at(client, course, p=2, old=oldest, new=keys(first)[0])

    assert len(lines(first)) == 25
    assert len(lines(second)) == 7
    assert "Page 2 of 2" in second.text
    assert changes(second) == [["Course code", "(empty)", "AB29"]]
    assert len(lines(looked_at(client, course, p="x"))) == 25


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_version_and_for_three(
    number, hours, django_assert_num_queries
):
    _programme, (course, _other) = make_whole_programme(home_university=make_university())
    client = signed_in()
    for count in range(number):
        hours()
        run = make_run(course, host=make_university())
        run.teaching_days.create(on=date(2027, 3, 2))
        hours()
        course.code, course.host = f"AB{count}", make_university()
        course.save()
        entry = course.entries.get()
        entry.order = 100 + count
        entry.save()
        entry.recommended_after.add(make_course())

    with django_assert_num_queries(29):
        client.get(history_of(course))


# --- Who may see it -------------------------------------------------------------------------------


def test_the_history_is_for_those_who_may_see_the_thing():
    course = make_course()
    outsider = User.objects.create_user("outsider", is_staff=True)
    client = Client()

    assert client.get(history_of(course)).status_code == 302
    come_in(client, outsider)
    assert client.get(history_of(course)).status_code == 404
    assert signed_in("coordinator").get(history_of(course)).status_code == 200


@pytest.mark.parametrize("key", ["999", "abc", "9" * 30])
def test_what_never_was_has_no_history(key):
    assert signed_in().get(f"/admin/catalogue/course/{key}/history/").status_code == 404


def test_the_story_of_a_group_is_told_on_its_programme(hours):
    programme = make_programme()
    hours()
    ElectiveGroup.objects.create(programme=programme, title_en="Choices", choose_courses=2)

    assert lines(looked_at(signed_in(), programme))[0][1] == "Elective group: Choices: added"
