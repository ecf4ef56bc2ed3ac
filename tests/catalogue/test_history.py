import importlib
import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from catalogue.history.first import keep_first_versions
from catalogue.models import (
    Audience,
    Course,
    CourseRun,
    DateChange,
    ElectiveGroup,
    Programme,
    Question,
    TeachingDay,
    University,
)
from tests.catalogue.admin_pages import come_in, new_row, page_of, send, signed_in, words_of
from tests.catalogue.models_edited import edited_models
from tests.catalogue.pages import Page, squeezed
from tests.factories import (
    make_course,
    make_office,
    make_programme,
    make_requirement_set,
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


def history_of(row):
    return page_of(row).replace("/change/", "/history/")


def looked_at(client, row, **query):
    return Page(client.get(history_of(row), query))


def lines(found):
    """The rows of the list of versions: who, what, why."""
    table = found.html.split('aria-labelledby="versions"')[1]
    rows = re.findall(r"<tr>\s*<td><input.*?</tr>", table, re.DOTALL)
    return [[squeezed(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)[2:5]] for row in rows]


def changes(found):
    """What the comparison says: field, before, after; of a long text its pieces in one."""
    tables = re.findall(r'<table class="changes">.*?</table>', found.html, re.DOTALL)
    rows = [row for table in tables for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)]
    return [[squeezed(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def keys(found):
    return [field["attributes"]["value"] for field in found.all("input", name="new")]


# --- Which versions are kept ------------------------------------------------------------------------------------------


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

    assert [model for model in edited_models() if model.history.exclude(id=course.pk).exists()] == []
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
    row = new_row(client, page_of(programme), "audiences", heading_da="Læger", text_da="Jer.", order="0")
    send(client, page_of(programme), **row)

    assert Programme.history.count() == 1
    assert lines(looked_at(client, programme))[0] == ["root-en", "Target group: Læger: added", ""]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_the_whole_story_of_a_course_stands_on_one_page(hours):
    _programme, (course, _other) = make_whole_programme()
    client = signed_in("coordinator")
    hours()
    run = make_run(course)
    hours()
    day = run.teaching_days.create(on=date(2027, 3, 2), starts_at=time(9))
    hours()
    send(
        client, page_of(course), title_en="Ethics", **{"runs-0-starts_on": "2027-03-08", "runs-0-ends_on": "2027-06-04"}
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
    course.code, course.isced_f, course.title_da, course.workload_hours = "AB12", "0912", "Etik", 1200
    course.save()

    found = looked_at(signed_in(language="da"), course)

    assert lines(found)[0] == [
        "Webstedet selv",
        f"Kursus: Kursuskode sat til AB12; Titel på dansk fra Kursus {course.title_en.split()[1]} til Etik;"
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
def test_the_page_costs_the_same_for_one_version_and_for_three(number, hours, django_assert_num_queries):
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


# --- Comparing --------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared_in_the_words_of_the_editing_page(hours):
    home, host, gone = make_programme(), make_university(name_en="Aarhus"), make_office(name_en="Anna")
    course = make_course(teaching_languages=["da"], coordinator=gone, ects=Decimal("7.5"))
    client = signed_in()
    hours()
    course.teaching_languages, course.seasons = ["da", "en"], ["spring"]
    course.host, course.home_programme, course.coordinator = host, home, None
    course.ects, course.grading, course.title_en_is_working, course.is_published = 10, "pass_fail", True, False
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

    assert changes(looked_at(signed_in(), programme)) == [["Partner universities", "Aalborg (deleted since)", "Odense"]]


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
    assert changes(looked_at(client, course, old=f"-{second}", new=newest)) == [["Course code", "A1", "A4"]]
    assert "Nothing that an editor can see." in looked_at(client, course, old=newest, new=newest).text
    assert [box["attributes"]["value"] for box in forwards.all("input", name="old") if "checked" in box["attributes"]]


@pytest.mark.parametrize("key", ["x", "course-999", "courserun-1", "-", "course-99999999999999999999", "\0"])
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
    assert ["Heading in Danish", "(empty)", "Læger"] in changes(looked_at(client, programme, old=first, new=added))
    assert "Target group" not in str(changes(looked_at(client, programme, old=first, new=deleted)))
    whole = looked_at(client, programme, old=f"-{first}", new=first)
    assert "What changed from before the first version to 25 November 2026" in whole.text
    assert ["Title in Danish", "(empty)", programme.title_da] in changes(whole)


# --- Who may see it ---------------------------------------------------------------------------------------------------


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


# --- Bringing back ----------------------------------------------------------------------------------------------------


def way_back(row, code):
    """The address that brings back the version with this code."""
    number = type(row).history.filter(id=row.pk, code=code).exclude(history_type="-").first().history_id
    return f"{history_of(row)}{number}/"


def brought_back(client, address, **over):
    seen = client.get(address).context["bringing"].seen
    return client.post(address, {"seen": seen, **over})


def obstacles(answer):
    return [str(words) for words in answer.context["bringing"].obstacles]


@pytest.fixture
def edited(hours):
    """A course that was A1, with a host and a long text, and is A2 now."""
    course = make_course(code="A1", title_en="Ethics", host=make_university(name_en="Aarhus"), workload_hours=200)
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
    assert (now.code, now.host.name_en, now.workload_hours, now.is_published) == ("A1", "Aarhus", 200, True)
    assert (now.example_fields, now.uuid) == ([], edited.uuid)
    found = looked_at(client, edited)
    assert "Ethics was brought back as it was 25 November 2026 10:00." in found.text
    assert lines(found)[0][0::2] == ["coordinator--en", "Brought back as it was 25 November 2026 10:00"]
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

    assert obstacles(client.get(address)) == ["Partner universities: Aalborg (deleted since) is no longer there."]


def test_what_somebody_saved_in_between_is_not_written_over(edited):
    client = signed_in()
    seen = client.get(way_back(edited, "A1")).context["bringing"].seen
    edited.code = "A3"
    edited.save()

    answer = client.post(way_back(edited, "A1"), {"seen": seen})

    assert obstacles(answer) == ["Somebody has saved it since you looked. See what would change now, and try again."]
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


# --- What was deleted -------------------------------------------------------------------------------------------------


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

    assert obstacles(client.get(way_back(run, "R1"))) == ["Course: Ethics (deleted since) is no longer there."]
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
    assert [line[:2] for line in lines(found)] == [["outsider", "Question: deleted"], ["outsider", "Question: added"]]
    assert "Bring back" not in found.text


def test_the_story_of_a_group_is_told_on_its_programme(hours):
    programme = make_programme()
    hours()
    ElectiveGroup.objects.create(programme=programme, title_en="Choices", choose_courses=2)

    assert lines(looked_at(signed_in(), programme))[0][1] == "Elective group: Choices: added"
