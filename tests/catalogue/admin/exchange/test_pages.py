"""Courses and runs taken out and brought back: nothing changes by itself, all wrong is told."""

import re
from datetime import date, time
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.admin.exchange.plan import planning
from catalogue.admin.exchange.resources import exchange_of
from catalogue.models import Course, CourseRun, Programme, TeachingDay, TriedImport
from tests.admin_pages import signed_in
from tests.catalogue.admin.exchange.pages import (
    confirmed,
    exported,
    file_of,
    imported,
    naive,
    state,
    table,
    tried,
    workbook_of,
)
from tests.makers import (
    make_course,
    make_programme,
    make_run,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db
MODELS = [Course, CourseRun]


@pytest.mark.parametrize(
    ("kind", "language"), [("semicolon", "da"), ("comma", "en"), ("xlsx", "da")]
)
@pytest.mark.parametrize("model", MODELS)
def test_a_round_trip_of_the_real_catalogue_changes_nothing(
    example_catalogue, model, kind, language
):
    client, before = signed_in(language=language), state()
    content = exported(client, model, kind)

    answer = tried(client, model, content, "kurser.xlsx" if kind == "xlsx" else "kurser.csv")

    assert len(table(content)) == model.objects.count() > 10
    words = {"en": "The file changes nothing", "da": "Filen ændrer intet"}[language]
    assert words in answer.words
    assert answer.reference is None
    assert state() == before


@pytest.mark.parametrize("model", MODELS)
def test_a_file_without_examples_changes_none_either(example_catalogue, settings, model):
    settings.EXPORT_EXAMPLES = False
    client, before = signed_in(), state()
    content = exported(client, model)

    answer = tried(client, model, content)

    assert answer.reference is None
    assert "wrong 0" in answer.words
    assert state() == before


def test_exports_leave_examples_out_unless_a_demo_lets_them(example_catalogue, settings):
    client = signed_in()
    with_examples = table(exported(client, Course))
    settings.EXPORT_EXAMPLES = False
    without = table(exported(client, Course))
    course = Course.objects.get(slug=without[0]["Address name"])

    assert "host" in course.example_fields
    assert with_examples[0]["Host university"] == course.host.slug
    assert "host" in with_examples[0]["Fields that hold an example"]
    assert without[0]["Host university"] == ""
    assert "Fields that hold an example" not in without[0]
    assert table(exported(client, CourseRun)) == []


def test_what_is_no_example_stays_in_an_export_without_examples(settings):
    settings.EXPORT_EXAMPLES = False
    run, _example = make_run(make_course()), make_run(make_course(), is_example=True)

    rows = table(exported(signed_in(), CourseRun))

    assert [row["Permanent ID"] for row in rows] == [str(run.uuid)]
    assert "Example" not in rows[0]


def test_trying_writes_nothing_and_confirming_writes_all_with_history_and_reason():
    course, other = make_course(title_da="Før"), make_course()
    client, before = signed_in(), state()
    content = file_of(
        [{"slug": course.slug, "title_da": "Efter"}, {"slug": "nyt-kursus", "title_da": "Nyt"}]
    )
    content = content.replace(b"title_da\r\n", b"title_da;ects\r\n").replace(
        b"Efter\r", b"Efter;5\r"
    )
    content = content.replace(b"Nyt\r", b"Nyt;2,5\r")

    answer = tried(client, Course, content, "forår 2027.csv")

    assert "new 1 changed 1 unchanged 0 wrong 0" in answer.words
    assert "Title in Danish Før Efter ECTS 7.5 5" in answer.words
    assert state() == before

    done = confirmed(client, Course, answer.reference)

    course.refresh_from_db()
    assert "Imported new 1 changed 1" in done.words
    assert (course.title_da, course.ects) == ("Efter", 5)
    assert Course.objects.get(slug="nyt-kursus").ects == Decimal("2.5")
    written = Course.history.filter(history_change_reason="import of forår 2027.csv")
    assert {(entry.slug, entry.history_type, entry.history_user.username) for entry in written} == {
        (course.slug, "~", "root-en"),
        ("nyt-kursus", "+", "root-en"),
    }
    assert other.history.count() == 1
    assert not TriedImport.objects.exists()


def test_a_new_run_is_made_of_the_course_named_with_its_days():
    course, host = make_course(slug="kost"), make_university(short_name="SDU")
    row = {
        "Permanent ID": "",
        "Course": "kost",
        "Starts": "1.3.2027",
        "Ends": "28-05-2027",
        "Host university": "sdu",
        "Price in DKK": "13.875,50",
        "Teaching days": "2027-03-01 09:00-15:30 @ Panum | Panum Building; 2027-03-02 online",
    }

    imported(signed_in(), CourseRun, file_of([row]))

    run = CourseRun.objects.get()
    assert (run.course, run.starts_on, run.ends_on) == (course, date(2027, 3, 1), date(2027, 5, 28))
    assert (run.host, run.price_dkk, run.is_published, run.has_waiting_list) == (
        host,
        Decimal("13875.50"),
        False,
        True,
    )
    days = run.teaching_days.values_list(
        "on", "starts_at", "ends_at", "is_online", "place_da", "place_en"
    )
    assert list(days) == [
        (date(2027, 3, 1), time(9), time(15, 30), False, "Panum", "Panum Building"),
        (date(2027, 3, 2), None, None, True, "", ""),
    ]


def test_a_new_run_where_there_is_one_already_is_warned_of():
    run = make_run(make_course(slug="kost"))
    rows = [
        {"uuid": "", "course": "kost", "starts_on": day} for day in ("2027-03-01", "2027-09-01")
    ]

    answer = tried(signed_in(), CourseRun, file_of(rows))

    assert f"Row 2 makes a new run, but there is one already: {run}." in answer.words
    assert "Row 3" not in answer.words
    assert answer.reference


def test_teaching_days_that_stay_are_left_alone_and_the_others_leave_their_history():
    run = make_run(make_course(slug="kost"))
    days = [run.teaching_days.create(on=date(2027, 3, day), starts_at=time(9)) for day in (1, 2, 3)]
    cell = "2027-03-01 09:00; 2027-03-02 09:00-12:00; 2027-03-04"

    imported(
        signed_in(),
        CourseRun,
        file_of([{"uuid": str(run.uuid), "course": "kost", "days_held": cell}]),
    )

    kept = list(run.teaching_days.values_list("pk", "on", "ends_at"))
    assert kept[:2] == [
        (days[0].pk, date(2027, 3, 1), None),
        (days[1].pk, date(2027, 3, 2), time(12)),
    ]
    assert [on for _key, on, _ends in kept[2:]] == [date(2027, 3, 4)]
    written = TeachingDay.history.filter(history_change_reason="import of table.csv").order_by("on")
    assert [(entry.on.day, entry.history_type) for entry in written] == [
        (2, "~"),
        (3, "-"),
        (4, "+"),
    ]
    assert CourseRun.history.filter(history_change_reason="import of table.csv").count() == 1


def test_a_workbook_with_true_dates_and_numbers_is_imported():
    run = make_run(make_course(slug="kost"))
    rows = [
        ["uuid", "course", "starts_on", "price_dkk", "is_published"],
        [str(run.uuid), "kost", naive(2027, 2, 1), 12500, False],
    ]

    imported(signed_in(), CourseRun, workbook_of(rows), "hold.xlsx")

    run.refresh_from_db()
    assert (run.starts_on, run.price_dkk, run.is_published) == (date(2027, 2, 1), 12500, False)


def test_a_short_name_that_two_universities_share_names_neither():
    make_university(slug="ku", short_name="KU"), make_university(slug="kunst", short_name="KU")
    course = make_course()
    client = signed_in()

    assert (
        "There is none of this name"
        not in tried(client, Course, file_of([{"slug": course.slug, "host": "kunst"}])).words
    )
    make_university(slug="x", short_name="Z"), make_university(slug="y", short_name="Z")
    assert (
        "There is none of this name"
        in tried(client, Course, file_of([{"slug": course.slug, "host": "Z"}])).words
    )


def test_an_example_that_is_changed_or_confirmed_is_none_any_more(example_catalogue):
    examples = (
        course
        for course in Course.objects.order_by("pk")
        if {"host", "seasons"} <= set(course.example_fields)
    )
    course = next(examples)
    others = [name for name in course.example_fields if name not in ("host", "seasons")]
    new = "sdu" if course.host.slug != "sdu" else "ku"
    row = {"slug": course.slug, "host": new, "example_fields": ", ".join(["host", *others])}

    imported(signed_in(), Course, file_of([row]))

    course.refresh_from_db()
    assert course.host.slug == new
    assert course.example_fields == others


def test_an_empty_cell_leaves_an_example_and_empties_it_where_it_is_called_none(example_catalogue):
    course = next(
        course for course in Course.objects.order_by("pk") if "host" in course.example_fields
    )
    client = signed_in()

    assert (
        "changes nothing"
        in tried(client, Course, file_of([{"slug": course.slug, "host": ""}])).words
    )

    imported(client, Course, file_of([{"slug": course.slug, "host": "", "example_fields": ""}]))
    course.refresh_from_db()
    assert (course.host, course.example_fields) == (None, [])


def test_an_import_takes_no_place_back_that_admissions_have_given_meanwhile():
    run = make_run(make_course(slug="kost"), places=20, places_taken=5)
    client = signed_in()
    answer = tried(
        client, CourseRun, file_of([{"uuid": str(run.uuid), "course": "kost", "places": "30"}])
    )
    CourseRun.objects.update(places_taken=6)

    confirmed(client, CourseRun, answer.reference)

    run.refresh_from_db()
    assert (run.places, run.places_taken) == (30, 6)


def test_a_programme_that_would_vanish_is_warned_of_at_the_dry_run():
    programme, courses = make_whole_programme()
    wrong_already = make_programme(slug="wrong")
    wrong_already.entries.create(course=courses[0], kind="mandatory")

    answer = tried(signed_in(), Course, file_of([{"slug": courses[0].slug, "ects": "5"}]))

    warning = f"{programme} would no longer be shown to the public: 12.5 of 15 ECTS"
    assert warning in answer.words
    assert str(wrong_already) not in answer.words
    assert answer.reference
    assert Programme.objects.published().get(pk=programme.pk).findings() == ()


WILD = st.text(
    st.one_of(
        st.sampled_from("\x00\ud7ff=;,\"'\n@|\\-.:0123456789 abdeorstx_"),
        st.characters(codec="utf-8"),
    )
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(exchange_of(CourseRun).fields)), WILD))
def test_no_cell_whatever_stands_in_it_breaks_an_import(wild):
    run = CourseRun.objects.first() or make_run(make_course(slug="kost"))
    rows = [
        {"uuid": str(run.uuid), "course": "kost", **wild},
        {"uuid": "", "course": "kost", **wild},
    ]

    *_steps, (plan, done) = planning(
        exchange_of(CourseRun), lambda verb, thing: True, "a.csv", file_of(rows)
    )

    assert done == plan.total
    assert len(plan.rows) + plan.unchanged == plan.total


@pytest.mark.parametrize("cell", ["a\x00b", "a_xD800_b", "a_x0000_b"])
def test_half_characters_and_none_are_told_or_kept_and_break_nothing(cell):
    rows = (
        [["slug", "title_da", "ects", "code"], ["kost", cell, 5, "K"]]
        if "\x00" not in cell
        else None
    )
    content = (
        workbook_of(rows)
        if rows
        else file_of([{"slug": cell, "title_da": cell, "ects": "5", "code": cell}])
    )

    answer = tried(signed_in(), Course, content, "a.xlsx" if rows else "a.csv")

    assert ("(NUL)" in answer.words) is ("xD800" not in cell)


@pytest.mark.parametrize("count", [1, 60])
def test_an_import_asks_for_many_rows_at_once(count, django_assert_num_queries):
    make_university(slug="ku")
    runs = [make_run(make_course()) for _ in range(count)]
    rows = [
        {"uuid": str(run.uuid), "course": run.course.slug, "host": "ku", "code": "ny"}
        for run in runs
    ]
    exchange = exchange_of(CourseRun)

    with django_assert_num_queries(4):
        *_steps, (plan, done) = planning(exchange, lambda verb, thing: True, "a.csv", file_of(rows))

    assert (len(plan.changed), done) == (count, count)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(Course, 2), (CourseRun, 3)])
def test_an_export_asks_for_many_rows_at_once(model, queries, count, django_assert_num_queries):
    for _ in range(count):
        make_run(make_course())
    client = signed_in()
    # Django keeps what it has once asked of a model in memory.
    ContentType.objects.get_for_model(model)

    with django_assert_num_queries(11 + queries):
        assert len(table(exported(client, model))) == count


LONG = "ord " * 40


@pytest.mark.parametrize(
    ("old", "new", "shown_old", "shown_new"),
    [
        pytest.param("kort", "korte", "kort", "korte", id="short texts stand whole"),
        pytest.param(
            f"{LONG}slut",
            f"{LONG}slut og lidt til",
            f"… {'ord ' * 9}slut",
            f"… {'ord ' * 9}slut og lidt til",
            id="words added at the end",
        ),
        pytest.param(
            f"{LONG}slut og lidt til",
            f"{LONG}slut",
            f"… {'ord ' * 9}slut og lidt til",
            f"… {'ord ' * 9}slut",
            id="words taken from the end",
        ),
        pytest.param(
            f"{LONG}her {LONG}",
            f"{LONG}der {LONG}",
            f"… {'ord ' * 10}her {'ord ' * 19} …",
            f"… {'ord ' * 10}der {'ord ' * 19} …",
            id="a word far down",
        ),
        pytest.param("", LONG, "", f"{'ord ' * 30} …", id="nothing before"),
    ],
)
def test_a_change_far_down_a_long_cell_is_shown(old, new, shown_old, shown_new):
    course = make_course(content_da=old)

    answer = tried(
        signed_in(), Course, file_of([{"slug": course.slug, "content_da": new}]), "kurser.csv"
    )

    (row,) = re.findall(r"<td>Content in Danish</td>.*?</tr>", answer.page, re.DOTALL)
    shown = ["".join(re.findall(rf"<{tag}>(.*?)</{tag}>", row)) for tag in ("del", "ins")]
    assert [" ".join(words.split()) for words in shown] == [
        " ".join(words.split()) for words in (shown_old, shown_new)
    ]


def test_what_no_cell_says_is_refused_with_its_row_and_column_and_nothing_is_written():
    course = make_course(slug="kost")
    make_run(course, place_da="Aarhus")
    before = state()
    content = (
        f"Permanent ID;Course;Places;Place in Danish\n;{course.slug};#REF!;\n;{course.slug};3\n"
    )

    answer = tried(signed_in(), CourseRun, content.encode())

    assert answer.reference is None
    assert "Read: text in UTF-8." in answer.words
    assert "2 rows are wrong" in answer.words
    assert "2 Places #REF! The spreadsheet could not reckon this" in answer.words
    assert "3 Place in Danish " in answer.words
    assert "The row ends before this column: it has 3 cells" in answer.words
    assert state() == before
