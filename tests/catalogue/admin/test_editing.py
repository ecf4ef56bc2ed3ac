import re
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.contrib.admin import site

from catalogue.models import (
    Course,
    CourseRun,
    Intake,
    Programme,
    Question,
    TextPage,
    University,
    Voice,
)
from catalogue.text.constraint_messages import CONSTRAINT_WORDS
from tests.admin_pages import (
    add_page_of,
    as_shown,
    errors_of,
    fields_of,
    list_of,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.catalogue.makers import edited_models
from tests.makers import (
    make_course,
    make_elective_group,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db
EIGHT = datetime(2027, 3, 1, 8, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))


def test_every_page_of_the_real_catalogue_opens_and_saves_as_it_stands(example_catalogue):
    client = signed_in()
    registered = [
        model
        for model in apps.get_app_config("catalogue").get_models()
        if site.is_registered(model)
    ]

    for model in registered:
        assert client.get(list_of(model)).status_code == 200
        assert client.get(add_page_of(model)).status_code == 200
        for row in model.objects.all():
            page = client.get(page_of(row))
            assert page.status_code == 200
            if page.context["has_change_permission"]:
                before = model.objects.filter(pk=row.pk).values().get()
                assert errors_of(client.post(page_of(row), as_shown(page))) == {}
                after = model.objects.filter(pk=row.pk).values().get()
                assert {**after, "changed_at": None} == {**before, "changed_at": None}


def test_a_programme_that_adds_up_is_shown_to_the_public():
    programme, _courses = make_whole_programme()

    words = words_of(signed_in().get(page_of(programme)))

    assert '<span class="st st-on">Shown to the public</span>' in words
    assert f'href="/en/programmes/{programme.slug}/"' in words


def test_the_same_panel_speaks_danish():
    programme, _courses = make_whole_programme()

    page = signed_in(language="da").get(page_of(programme))

    assert '<html lang="da"' in page.content.decode()
    assert '<span class="st st-on">Vises for offentligheden</span>' in words_of(page)
    assert "titel på engelsk" in words_of(page).lower()


def test_a_programme_that_does_not_add_up_says_by_how_much_and_what_else_is_missing():
    programme, _courses = make_whole_programme(ects=Decimal("60"), promise_en="")

    words = words_of(signed_in().get(page_of(programme)))

    assert "Published, but not shown to the public" in words
    assert "15 of 60 ECTS: courses, electives and thesis must add up." in words
    assert "A text is missing: Promise in English." in words


@pytest.mark.parametrize(
    ("is_complete", "over", "kind", "words"),
    [
        (False, {"is_published": True}, "bad", "Published, but not shown to the public"),
        (
            False,
            {"publish_at": EIGHT},
            "bad",
            "Will be published 1 March 2027 08:00, but not complete",
        ),
        (False, {}, "off", "Not shown to the public: not published, and not complete"),
        (True, {"is_published": True}, "on", "Shown to the public"),
        (True, {"publish_at": EIGHT}, "half", "Will be published 1 March 2027 08:00"),
        (True, {}, "half", "Not shown to the public: complete, but not published"),
    ],
)
def test_a_programme_says_how_it_stands_with_the_public(is_complete, over, kind, words):
    maker = make_whole_programme if is_complete else lambda **over: (make_programme(**over), [])
    programme, _courses = maker(**{"is_published": False, **over})
    client = signed_in()
    mark = f'<span class="st st-{kind}">{words}</span>'

    assert mark in words_of(client.get(page_of(programme)))
    assert f'<td class="field-seen_as">{mark}</td>' in words_of(client.get(list_of(Programme)))


def test_the_panel_tells_of_what_is_saved_and_not_of_what_was_typed():
    programme, _courses = make_whole_programme()

    answer = send(signed_in(), page_of(programme), ects="60", title_da="", title_en="")

    assert "title_da" in errors_of(answer)
    assert "Shown to the public" in words_of(answer)


def test_saving_a_published_programme_that_is_not_shown_warns():
    programme, _courses = make_whole_programme()
    client = signed_in()

    send(client, page_of(programme), ects="60")

    warning = f"{programme} is published but not shown to the public: 15 of 60 ECTS"
    assert warning in words_of(client.get(page_of(programme)))


def test_saving_a_course_warns_when_its_programme_no_longer_adds_up():
    programme, courses = make_whole_programme()
    client = signed_in()

    send(client, page_of(courses[0]), ects="5")

    warning = f"{programme} is published but not shown to the public: 12.5 of 15 ECTS"
    assert warning in words_of(client.get(page_of(courses[0])))


def test_an_entry_chooses_among_the_saved_groups_of_its_own_programme():
    programme, courses = make_whole_programme()
    own, other = make_elective_group(programme), make_elective_group(make_programme())
    client = signed_in()

    refused = send(
        client,
        page_of(programme),
        **{"entries-0-kind": "elective", "entries-0-group": str(other.pk)},
    )
    saved = send(
        client, page_of(programme), **{"entries-0-kind": "elective", "entries-0-group": str(own.pk)}
    )

    assert "entries-0-group" in errors_of(refused)
    assert errors_of(saved) == {}
    assert courses[0].entries.get().group == own


def test_an_entry_has_one_way_to_its_course_and_none_to_add_another():
    programme, courses = make_whole_programme()

    words = words_of(signed_in().get(page_of(programme)))

    links = re.findall(r'<a [^>]*id="(\w+)_id_entries-(\d)-(\w+)"', words)
    assert links == [("change", str(number), "course") for number in range(len(courses))]


def test_who_may_only_look_reads_the_curriculum_and_is_offered_no_group():
    programme, courses = make_whole_programme()

    page = signed_in("auditor").get(page_of(programme))

    assert page.status_code == 200
    assert all(str(course) in words_of(page) for course in courses)
    assert 'name="entries-0-group"' not in page.content.decode()


def test_what_was_typed_stays_when_a_row_is_refused():
    programme, _courses = make_whole_programme()
    client = signed_in()
    group = new_row(
        client, page_of(programme), "groups", title_da="Ny gruppe", order="1", choose_courses="2"
    )

    answer = send(
        client,
        page_of(programme),
        promise_da="Et nyt løfte",
        **{"entries-0-kind": "elective"},
        **group,
    )

    assert errors_of(answer) == {
        "entries-0-group": ["An elective stands in an elective group; nothing else does."]
    }
    assert 'value="Et nyt løfte"' in words_of(answer)
    assert 'value="Ny gruppe"' in words_of(answer)
    assert programme.groups.count() == 0


def test_a_group_in_which_courses_stand_is_not_deleted():
    programme = make_programme()
    group = make_elective_group(programme)
    make_course(programme, kind="elective", group=group)

    answer = send(signed_in(), page_of(programme), **{"groups-0-DELETE": "on"})

    assert "groups" in errors_of(answer)
    assert programme.entries.count() == 1


def test_changing_an_example_or_confirming_it_makes_it_real():
    fields = ["host", "exam_da", "exam_en", "grading"]
    course = make_course(
        example_fields=fields, exam_da="Opgave", exam_en="Essay", grading="pass_fail"
    )
    client = signed_in()
    shown = words_of(client.get(page_of(course)))

    send(client, page_of(course), exam_da="Mundtlig", still_examples=["host", "exam_da", "exam_en"])

    assert "Exam in Danish (example)" in shown
    course.refresh_from_db()
    assert course.example_fields == ["host", "exam_en"]


def test_a_form_that_changes_nothing_keeps_the_examples():
    course = make_course(example_fields=["host"], host=make_university())

    send(signed_in(), page_of(course))

    course.refresh_from_db()
    assert course.example_fields == ["host"]


def test_languages_and_seasons_are_check_boxes_kept_in_their_own_order():
    course = make_course()
    client = signed_in()

    page = words_of(client.get(page_of(course)))
    saved = send(client, page_of(course), teaching_languages=["en", "da"], seasons=["autumn"])
    refused = send(client, page_of(course), teaching_languages=["da", "tlh"])

    assert '<input type="checkbox" name="teaching_languages" value="da"' in page
    assert errors_of(saved) == {}
    assert "tlh" in errors_of(refused)["teaching_languages"][0]
    course.refresh_from_db()
    assert course.teaching_languages == ["da", "en"]
    assert course.seasons == ["autumn"]


def test_the_list_of_courses_says_where_each_stands_and_what_it_lacks():
    programme = make_programme()
    texts = {"summary_da": "a", "summary_en": "b", "content_da": "c"}
    course = make_course(programme, teaching_languages=["da"], **texts)
    make_run(course, starts_on=date(2025, 3, 1), ends_on=date(2025, 4, 1))
    make_run(course, starts_on=date(2027, 1, 1), is_published=False)
    make_run(course)

    words = words_of(signed_in().get(list_of(Course)))

    cells = dict(re.findall(r'<td class="field-(\w+)">(.*?)</td>', words))
    assert cells["size"] == "7.5"
    assert cells["kinds"] == f'<div>Mandatory <small class="quiet">{programme}</small></div>'
    assert cells["next_start"] == "1 Mar 2027"
    assert cells["deadline"] == "4 Jan 2027"
    assert cells["shown_as"] == '<span class="st st-on">Open</span>'
    assert cells["missing"] == "host, price, days, English text"


def test_a_course_that_is_not_published_is_not_called_open():
    make_run(make_course(is_published=False))

    assert '<span class="st st-off">Not published</span>' in words_of(
        signed_in().get(list_of(Course))
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=sjælden", ["a"]),
        ("q=B-1", ["b"]),
        ("language=en", ["b"]),
        ("language=none", ["c"]),
        ("example=yes", ["a", "c"]),
        ("example=no", ["b"]),
        ("is_published__exact=0", ["c"]),
    ],
)
def test_courses_are_searched_and_filtered(query, found):
    make_course(
        slug="a", title_da="En sjælden titel", teaching_languages=["da"], example_fields=["host"]
    )
    make_course(slug="b", code="B-1", teaching_languages=["da", "en"])
    make_run(make_course(slug="c", is_published=False), is_example=True)

    answer = signed_in().get(f"{list_of(Course)}?{query}")

    assert sorted(course.slug for course in answer.context["cl"].result_list) == found


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("model", "queries"),
    [(Course, 10), (CourseRun, 9), (Programme, 9), (Voice, 7), (Question, 7), (University, 5)],
)
def test_a_list_costs_the_same_for_one_row_and_for_three(
    model, queries, number, django_assert_num_queries
):
    for _row in range(number):
        programme, courses = make_whole_programme(home_university=make_university())
        make_run(courses[0]).teaching_days.create(on=date(2027, 3, 1))
        programme.voices.create(name="A", text_da="b")
        programme.questions.create(topic_da="a", question_da="b", answer_da="c")
        courses[1].delete()
    client = signed_in()

    with django_assert_num_queries(queries):
        client.get(list_of(model))


def test_a_run_shows_its_computed_dates_on_the_course_and_links_to_its_days():
    run = make_run(make_course(make_programme()))
    run.teaching_days.create(on=date(2027, 3, 2))

    words = words_of(signed_in().get(page_of(run.course)))

    assert "4 Jan 2027" in words
    assert "1 Feb 2027" in words
    assert '<span class="st st-on">Open</span>' in words
    assert f'<a href="{page_of(run)}#teaching_days-group">1 teaching day</a>' in words


@pytest.mark.parametrize("is_of_the_course", [True, False], ids=["on its course", "in the list"])
def test_runs_stand_without_a_start_first_then_the_latest_and_of_one_start_the_newest(
    is_of_the_course,
):
    course = make_course()
    days = [date(2027, 3, 1), None, date(2028, 3, 1), date(2027, 3, 1)]
    spring, undated, last, twin = (make_run(course, starts_on=day, ends_on=None) for day in days)
    client = signed_in()

    if is_of_the_course:
        (inline,) = client.get(page_of(course)).context["inline_admin_formsets"]
        found = [form.instance for form in inline.formset.initial_forms]
    else:
        found = list(client.get(list_of(CourseRun)).context["cl"].result_list)

    assert found == [undated, last, twin, spring]


def test_teaching_days_are_written_on_the_run():
    run = make_run(make_course())
    client = signed_in()
    day = {"on": "2027-03-02", "starts_at": "09:00", "ends_at": "15:30", "is_online": "on"}

    answer = send(client, page_of(run), **new_row(client, page_of(run), "teaching_days", **day))

    assert errors_of(answer) == {}
    saved = run.teaching_days.get()
    assert (saved.on, saved.starts_at, saved.ends_at) == (date(2027, 3, 2), time(9), time(15, 30))
    assert saved.is_online


def test_a_run_stays_with_its_course():
    run, other = make_run(make_course()), make_course()

    send(signed_in(), page_of(run), course=str(other.pk), code="moved")

    run.refresh_from_db()
    assert run.code == "moved"
    assert run.course != other


def test_an_intake_tells_its_deadline_and_status():
    intake = Intake.objects.create(programme=make_programme(), year=2027)

    words = words_of(signed_in().get(page_of(intake.programme)))

    assert "1 May 2027" in words
    assert '<span class="st st-on">Open</span>' in words


def test_both_languages_of_a_text_stand_side_by_side_and_say_which_they_are():
    words = words_of(signed_in().get(page_of(make_course())))

    pair = re.search(
        r'<div class="form-row field-title_da field-title_en">(.*?)</fieldset>', words
    )[1]
    assert re.search(r'name="title_da"[^>]*lang="da"', pair)
    assert re.search(r'name="title_en"[^>]*lang="en"', pair)


def test_the_language_switch_brings_the_same_page_in_danish():
    client = signed_in()
    page = client.get(list_of(Course))

    answer = client.post("/i18n/setlang/", {"language": "da", "next": list_of(Course)}, follow=True)

    assert 'name="language" value="da" lang="da"' in words_of(page)
    assert '<html lang="da"' in answer.content.decode()


def test_only_what_the_public_sees_is_linked_on_the_site():
    client = signed_in()
    shown, hidden = make_course(), make_course(is_published=False)
    page = TextPage.objects.create(key="prices")
    runs = [make_run(shown), make_run(shown, is_published=False), make_run(hidden)]

    assert f'href="/en/courses/{shown.slug}/"' in words_of(client.get(page_of(shown)))
    assert "viewsitelink" not in words_of(client.get(page_of(hidden)))
    assert 'href="/en/prices/"' in words_of(client.get(page_of(page)))
    linked = ["viewsitelink" in words_of(client.get(page_of(run))) for run in runs]
    assert linked == [True, False, False]
    assert f'href="/en/courses/{shown.slug}/"' in words_of(client.get(page_of(runs[0])))


def test_every_constraint_of_the_catalogue_has_words_at_a_field():
    known = {
        constraint.name: model
        for model in edited_models()
        for constraint in model._meta.constraints
    }

    assert sorted(CONSTRAINT_WORDS) == sorted(known)
    for name, model in known.items():
        assert model._meta.get_field(CONSTRAINT_WORDS[name][0])


def test_the_course_list_follows_the_danish_alphabet():
    for title in ("Ål", "Ærlighed", "Aase", "Økonomi", "Zoologi", "Biologi"):
        make_course(title_da=title, title_en=title)

    page = signed_in().get(list_of(Course))

    titles = [course.title_da for course in page.context["cl"].result_list]
    assert titles == ["Biologi", "Zoologi", "Ærlighed", "Økonomi", "Ål", "Aase"]


@pytest.mark.parametrize(("mark", "titles"), [("", ["A", "B", "C"]), ("-", ["C", "B", "A"])])
def test_the_course_list_is_sorted_by_danish_title_from_its_heading(mark, titles):
    for danish, english in [("B", "X"), ("A", "Z"), ("C", "Y")]:
        make_course(title_da=danish, title_en=english)
    column = site._registry[Course].list_display.index("name") + 1

    page = signed_in().get(f"{list_of(Course)}?o={mark}{column}")

    assert [course.title_da for course in page.context["cl"].result_list] == titles


@pytest.mark.parametrize(
    "model_admin", list(site._registry.values()), ids=lambda each: each.model.__name__
)
def test_every_list_that_is_paged_is_ordered(model_admin, rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user

    rows = model_admin.get_queryset(request)

    ordering = model_admin.get_ordering(request)
    assert (rows.order_by(*ordering) if ordering else rows).ordered


def test_courses_of_one_title_are_told_apart_while_one_searches(django_assert_num_queries):
    for number in range(3):
        programme = make_programme(title_en=f"Master of {number}")
        make_course(programme, title_en="Thesis", code=f"T{number}" if number else "")
    make_course(title_en="Thesis")
    asked = {
        "app_label": "catalogue",
        "model_name": "curriculumentry",
        "field_name": "course",
        "term": "thesis",
    }
    client = signed_in()

    with django_assert_num_queries(7):
        found = client.get("/admin/autocomplete/", asked).json()["results"]

    assert {row["text"] for row in found} == {
        "Thesis (Master of 0)",
        "Thesis (T1, Master of 1)",
        "Thesis (T2, Master of 2)",
        "Thesis",
    }


@pytest.mark.parametrize(
    "model_admin", list(site._registry.values()), ids=lambda each: each.model.__name__
)
def test_every_column_that_is_reckoned_has_a_heading_of_its_own(model_admin):
    """Django makes one of the method's name, in English."""
    columns = {*model_admin.list_display, *model_admin.readonly_fields}
    for inline in model_admin.inlines:
        columns |= set(inline.readonly_fields)
    reckoned = [
        getattr(owner, name)
        for owner in (type(model_admin), *model_admin.inlines)
        for name in columns
        if callable(getattr(owner, name, None))
    ]

    assert [each for each in reckoned if not hasattr(each, "short_description")] == []


@pytest.mark.parametrize(
    "model_admin", list(site._registry.values()), ids=lambda each: each.model.__name__
)
def test_no_column_bears_the_name_of_a_relation_to_many_rows(model_admin):
    """Sorted by such a column, a list would show each row once for every row on the other side."""
    many = {
        each.name
        for each in model_admin.model._meta.get_fields()
        if each.one_to_many or each.many_to_many
    }

    assert not many & set(model_admin.list_display)


def test_a_university_stands_once_however_the_list_is_sorted():
    for number in range(3):
        make_course(slug=f"course-{number}", host=University.objects.first() or make_university())
    column = site._registry[University].list_display.index("number_of_courses") + 1

    page = signed_in().get(f"{list_of(University)}?o=-{column}")

    assert [(university.course_count) for university in page.context["cl"].result_list] == [3]


def test_a_text_of_several_lines_sent_as_it_was_shown_is_no_change():
    course = make_course(outcomes_da="Finde kilder\nVeje dem", content_da="Et afsnit\n\nEt til")
    client, versions = signed_in("coordinator"), course.history.count()
    shown = {"outcomes_da": "Finde kilder\r\nVeje dem", "content_da": "Et afsnit\r\n\r\nEt til"}

    assert errors_of(send(client, page_of(course), **shown)) == {}
    assert course.history.count() == versions

    send(client, page_of(course), **shown | {"outcomes_da": "Finde kilder\r\nDele dem"})
    course.refresh_from_db()
    assert (course.history.count(), course.outcomes_da) == (versions + 1, "Finde kilder\nDele dem")


@pytest.mark.parametrize(("day", "is_refused"), [("30", False), ("31", True)])
def test_a_programmes_deadline_is_a_day_that_there_is(day, is_refused):
    programme = make_programme()

    answer = send(signed_in(), page_of(programme), deadline_month="9", deadline_day=day)

    words = ["This month has no such day. Give one that it has."]
    assert errors_of(answer) == ({"deadline_day": words} if is_refused else {})


@pytest.mark.parametrize(("places", "is_refused"), [("10000", False), ("10001", True)])
def test_an_intake_has_ten_thousand_places_at_most(places, is_refused):
    address, client = page_of(make_programme()), signed_in()

    answer = send(
        client, address, **new_row(client, address, "intakes", year="2028", places=places)
    )

    assert ("intakes-0-places" in errors_of(answer)) is is_refused
    assert Intake.objects.filter(places=10_000).exists() is not is_refused


def test_partners_are_ticked_and_courses_that_come_before_are_searched_for():
    programme, _courses = make_whole_programme()
    make_university()

    fields = fields_of(signed_in().get(page_of(programme)))

    assert 'type="checkbox"' in str(fields["partners"])
    assert "admin-autocomplete" in str(fields["entries-0-recommended_after"])
