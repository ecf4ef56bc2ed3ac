import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.admin.base.filters import MOST_CHOICES
from catalogue.admin.checks import page as checks_page
from catalogue.admin.checks.report import report
from catalogue.models import CourseRun, Question, RequirementSet, TextPage
from tests.admin_pages import come_in, errors_of, page_of, send, signed_in, words_of
from tests.catalogue.admin.checks.makers import CHECKS, NOW, findings_of, flawless
from tests.makers import make_course, make_elective_group, make_programme, make_run, make_university

pytestmark = pytest.mark.django_db


def test_the_checks_are_for_those_who_see_the_catalogue(client):
    nobody = User.objects.create_user("nobody", password="x", is_staff=True)
    stranger = Client()
    come_in(stranger, nobody)

    assert client.get(CHECKS).headers["Location"] == f"/admin/login/?next={CHECKS}"
    assert stranger.get(CHECKS).status_code == 403
    assert stranger.get(f"{CHECKS}findings.csv").status_code == 403
    assert signed_in("coordinator").get(CHECKS).status_code == 200


def test_a_site_without_a_fault_has_100(settings):
    flawless(settings)

    answer = signed_in().get(CHECKS)

    assert findings_of(answer) == set()
    assert "Score 100 of 100" in words_of(answer)
    assert "Nothing to mend here." in words_of(answer)


def test_each_fault_is_found_and_leads_to_its_field(settings):
    _programme, (course, other) = flawless(settings)
    type(course).objects.filter(pk=course.pk).update(
        content_en="", exam_da="[x](/da/kurser/nowhere/)", exam_en="x"
    )
    run = course.runs.get()
    CourseRun.objects.filter(pk=run.pk).update(price_dkk=None, starts_on=date(2027, 3, 27))
    other.runs.all().delete()

    answer = signed_in().get(CHECKS)

    assert findings_of(answer) == {
        (course.title_en, "Content in English is missing."),
        (course.title_en, "A link leads nowhere: /da/kurser/nowhere/"),
        (f"{course.title_en} 2027-03-27", "The price is missing."),
        (
            f"{course.title_en} 2027-03-27",
            "The run starts on a weekend or a holiday: 27 March 2027.",
        ),
        (
            f"{course.title_en} 2027-03-27",
            "A teaching day lies before the start or after the end: 2 March 2027.",
        ),
        (other.title_en, "No published run is ahead, so the course cannot be applied for."),
    }
    addresses = {found["address"] for row in answer.context["rows"] for found in row["findings"]}
    assert addresses == {
        f"{page_of(course)}#id_content_en",
        f"{page_of(course)}#id_exam_da",
        f"{page_of(run)}#id_price_dkk",
        f"{page_of(run)}#id_starts_on",
        f"{page_of(run)}#teaching_days-group",
        f"{page_of(other)}#runs-group",
    }
    assert answer.context["score"] < 100


def test_faults_of_a_programme_and_of_what_stands_around_it_are_found(settings):
    settings.ACCESSIBILITY_REVIEWED_ON = NOW.date() - timedelta(days=366)
    programme = make_programme(
        promise_en="", deadline_day=None, deadline_month=None, example_fields=["ects"]
    )
    programme.audiences.create(heading_da="Til dig", text_da="x", text_en="x")
    Question.objects.create(
        topic_da="Pris", topic_en="Price", question_da="Hvad?", question_en="What?", answer_da="x"
    )
    TextPage.objects.create(key="accessibility", body_da="x", body_en="x", reviewed_on=NOW.date())
    TextPage.objects.create(key="privacy", body_da="x", body_en="x")

    found = findings_of(signed_in().get(CHECKS))

    name = programme.title_en
    assert found == {
        (
            "The site’s settings",
            "The accessibility statement was last reviewed on 24 November 2025; "
            "the law asks for once a year.",
        ),
        (name, "No courses yet: 0 of 15 ECTS."),
        (name, "Promise in English is missing; without it the programme is not shown."),
        (
            name,
            "No published requirement set is in force, so nobody can check whether they qualify.",
        ),
        (name, "Examples are still shown; confirm or replace them."),
        (name, "There is no next intake: the programme has no deadline by rule."),
        (name, "Target group: Heading in English is missing."),
        ("What?", "Answer in English is missing."),
        ("Privacy notice", "It is not said when the text was last reviewed."),
    }


def test_drafts_are_left_out_until_asked_for_and_never_count(settings):
    flawless(settings)
    draft = make_course(is_published=False, title_en="A draft")
    client = signed_in()

    without, with_drafts = client.get(CHECKS), client.get(CHECKS, {"drafts": "1"})

    assert findings_of(without) == set()
    assert (
        "A draft",
        "The course stands in no published programme, so it is in no list.",
    ) in findings_of(with_drafts)
    assert with_drafts.context["score"] == 100
    assert draft.pk


@pytest.mark.parametrize("is_draft", ["run", "course"])
def test_a_run_that_the_public_does_not_see_never_counts(settings, is_draft):
    _programme, courses = flawless(settings)
    course = courses[0] if is_draft == "run" else make_course(is_published=False)
    # It has neither price nor days.
    run = make_run(
        course, is_published=is_draft != "run", starts_on=date(2027, 10, 4), ends_on=None
    )

    answer = signed_in().get(CHECKS, {"drafts": "1"})

    assert {words for name, words in findings_of(answer) if name == str(run)}
    assert answer.context["score"] == 100


def test_a_draft_whose_time_has_passed_is_told(settings):
    flawless(settings)
    make_course(is_published=False, title_en="Late", publish_at=NOW - timedelta(days=1))
    make_course(is_published=False, title_en="In time", publish_at=NOW + timedelta(days=1))

    found = findings_of(signed_in().get(CHECKS))

    assert found == {("Late", "Was to be published on 24 November 2026 and is still a draft.")}


def test_an_image_without_words_is_found(settings):
    _programme, (course, _other) = flawless(settings)
    type(course).objects.filter(pk=course.pk).update(
        content_da="![](/static/a.png)", content_en="![A map](/en/)"
    )

    found = {words for name, words in findings_of(signed_in().get(CHECKS))}

    assert "An image has no alternative text in: Content in Danish" in found
    assert "An image has no alternative text in: Content in English" not in found


def test_filters_stand_in_the_address_and_narrow_the_list(settings):
    programme, (course, _other) = flawless(settings)
    course.runs.all().delete()
    second, (third, _fourth) = flawless(settings)
    type(third).objects.filter(pk=third.pk).update(content_en="")
    client = signed_in()

    def names(**query):
        return {name for name, words in findings_of(client.get(CHECKS, query))}

    assert names() == {course.title_en, third.title_en}
    assert names(programme=programme.slug) == {course.title_en}
    assert names(programme=second.slug) == {third.title_en}
    assert names(university=type(third).objects.get(pk=third.pk).host.slug) == {third.title_en}
    assert names(code="text_missing") == {third.title_en}
    assert names(severity="look") == set()
    assert names(severity="nonsense", code="nonsense", programme="x", page="x") == {
        course.title_en,
        third.title_en,
    }


def test_the_programmes_with_the_lowest_scores_come_first(settings):
    _good, _courses = flawless(settings)
    bad, _courses = flawless(settings)
    RequirementSet.objects.filter(programme=bad).delete()

    lowest = signed_in().get(CHECKS).context["lowest"]

    assert [programme for programme, score, shade in lowest] == [bad]


def test_many_things_stand_on_several_pages(settings):
    programme, _courses = flawless(settings)
    for _number in range(51):
        make_course(programme)

    client = signed_in()
    first, second = client.get(CHECKS), client.get(CHECKS, {"page": "2"})

    assert len(first.context["rows"]) == 50
    assert len(second.context["rows"]) == 2
    assert "Page 1 of 2" in words_of(first)


def test_a_report_is_kept_until_something_is_edited_or_ten_minutes_have_passed(
    settings, frozen_clock, monkeypatch
):
    _programme, (course, _other) = flawless(settings)
    made = []
    monkeypatch.setattr(checks_page, "report", lambda *asked: made.append(asked) or report(*asked))
    client = signed_in()

    first, again = client.get(CHECKS), client.get(CHECKS, {"severity": "hides"})
    assert len(made) == 1
    assert "counted at 10:00" in words_of(first)
    assert again.context["score"] == 100

    course.title_en = ""
    course.save()
    assert ("Kursus" in str(findings_of(client.get(CHECKS))), len(made)) == (True, 2)
    frozen_clock.shift(timedelta(minutes=11))
    assert "counted at 10:11" in words_of(client.get(CHECKS))
    assert len(made) == 3


def test_who_sees_other_things_is_told_of_other_things(settings):
    _programme, (course, _other) = flawless(settings)
    type(course).objects.filter(pk=course.pk).update(content_en="")

    everything, nothing = (
        signed_in("coordinator").get(CHECKS),
        signed_in("editor", university=make_university()).get(CHECKS),
    )

    assert len(everything.context["rows"]) == 1
    assert nothing.context["rows"] == []


def test_of_many_programmes_one_is_searched_for(settings):
    flawless(settings)
    for number in range(MOST_CHOICES):
        make_programme(
            slug=f"p{number}",
            title_en=f"Master of Search {number}",
            title_da="",
            is_published=False,
        )
    client = signed_in()

    plain = words_of(client.get(CHECKS))
    several = client.get(CHECKS, {"programme_words": "search 1", "drafts": "1"})
    one = client.get(CHECKS, {"programme_words": "search 17"})
    none = client.get(CHECKS, {"programme_words": "\x00nobody"})
    chosen = client.get(CHECKS, {"programme": "p17"})

    assert '<input type="search" id="programme"' in plain
    assert "Master of Search" not in plain
    assert 'href="?drafts=1&amp;programme=p17"' in words_of(several)
    assert several.context["filters"].programme is None
    assert (
        one.context["filters"].programme.slug == chosen.context["filters"].programme.slug == "p17"
    )
    assert "Programme: none fits “nobody”." in words_of(none)


def test_the_findings_go_out_as_a_file_that_no_spreadsheet_runs(settings):
    _programme, (course, _other) = flawless(settings)
    type(course).objects.filter(pk=course.pk).update(title_en="=1+1", content_en="")

    answer = signed_in().get(f"{CHECKS}findings.csv")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))

    assert rows[0] == ["Thing", "Kind of thing", "Severity", "Check", "Finding", "Address"]
    assert rows[1:] == [
        [
            "'=1+1",
            "Course",
            "Visitors will miss it",
            "Text missing in a language",
            "Content in English is missing.",
            f"http://testserver{page_of(course)}#id_content_en",
        ]
    ]
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(settings, number):
    client = signed_in()
    for _number in range(number):
        _programme, (course, _other) = flawless(settings)
        type(course).objects.filter(pk=course.pk).update(
            content_en="", content_da="[x](/en/courses/no/)"
        )
        course.runs.update(price_dkk=None)

    with CaptureQueriesContext(connection) as queries:
        client.get(CHECKS)

    assert len(queries) == 40


def test_the_findings_of_a_thing_stand_on_its_own_page(settings):
    programme, (course, _other) = flawless(settings)
    client = signed_in()

    assert "Nothing is missing" in words_of(client.get(page_of(course)))
    type(course).objects.filter(pk=course.pk).update(content_en="")
    course.runs.update(price_dkk=None)
    page = client.get(page_of(course))
    assert (
        f'<a href="{page_of(course)}#id_content_en">Content in English is missing.</a>'
        in page.content.decode()
    )
    assert "The price is missing." in words_of(page)
    RequirementSet.objects.filter(programme=programme).delete()
    assert "No published requirement set is in force" in words_of(client.get(page_of(programme)))


def test_the_first_page_tells_the_score(settings):
    _programme, (course, _other) = flawless(settings)
    client = signed_in()

    assert "Score 100 of 100, 0 things to look at" in words_of(client.get(reverse("admin:index")))
    course.runs.all().delete()
    words = words_of(client.get(reverse("admin:index")))
    assert "1 thing to look at" in words
    assert "Publish checks" in words


@pytest.mark.parametrize("column", ["content_da", "content_en"])
def test_an_image_without_words_cannot_be_saved(column):
    course = make_course()
    client = signed_in()

    refused = send(client, page_of(course), **{column: "![ ](https://a.example/a.png)"})
    saved = send(
        client, page_of(course), **{column: "![A map](https://a.example/a.png) and [a link](/en/)"}
    )

    assert list(errors_of(refused)) == [column]
    assert "Say between the square brackets" in errors_of(refused)[column][0]
    assert errors_of(saved) == {}


def test_a_reader_is_told_nothing_of_rows_they_may_not_see(settings):
    _programme, (course, other) = flawless(settings)
    own, theirs = make_university(), make_university()
    type(course).objects.filter(pk=course.pk).update(content_en="", host=own)
    type(course).objects.filter(pk=other.pk).update(exam_en="", host=theirs)
    course.runs.update(price_dkk=None, host=theirs)
    client = signed_in("editor", university=own)

    for address in (CHECKS, page_of(course)):
        words = words_of(client.get(address))
        assert "Content in English is missing." in words
        assert "The price is missing." not in words
        assert str(other) not in words


def test_a_large_site_is_not_counted_for_the_first_page(settings, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "checks",
        }
    }
    monkeypatch.setattr(checks_page, "QUICK", 1)
    flawless(settings)
    client = signed_in()

    assert "Score" not in words_of(client.get(reverse("admin:index")))
    client.get(CHECKS, {"severity": "look"})
    assert "Score" not in words_of(client.get(reverse("admin:index")))
    client.get(CHECKS)
    assert "Score 100 of 100, 0 things to look at (counted at 10:00" in words_of(
        client.get(reverse("admin:index"))
    )


def test_requirements_and_runs_lead_to_their_own_pages(settings):
    programme, (_course, other) = flawless(settings)
    requirement = programme.requirement_sets.get().requirements.get(number=1)
    type(requirement).objects.filter(pk=requirement.pk).update(ways_da="[x](/da/intet/)")
    other.runs.all().delete()
    late = make_run(other, is_published=False, publish_at=NOW - timedelta(days=2))

    rows = signed_in().get(CHECKS, {"programme": programme.slug}).context["rows"]

    addresses = {found["address"] for row in rows for found in row["findings"]}
    assert addresses == {
        f"{page_of(requirement)}#id_ways_da",
        f"{page_of(late)}#id_publish_at",
        f"{page_of(other)}#runs-group",
    }


def test_electives_count_in_the_sum_of_a_programme(settings):
    programme, _courses = flawless(settings)
    group = make_elective_group(programme, choose_courses=1)
    make_course(programme, kind="elective", group=group)

    found = {words for name, words in findings_of(signed_in().get(CHECKS, {"code": "curriculum"}))}

    assert found == {"22.5 of 15 ECTS: courses, electives and thesis must add up."}
