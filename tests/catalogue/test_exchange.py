"""Courses and runs taken out and brought back: nothing changes that nobody changed, and all that is wrong is told."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.exchange import carrying_out as module
from catalogue.exchange.carrying_out import NotImportedError, carrying_out
from catalogue.exchange.plan import planning
from catalogue.exchange.resources import exchange_of
from catalogue.models import Course, CourseRun, Programme, TeachingDay, TriedImport
from tests.catalogue.admin_pages import signed_in
from tests.catalogue.exchanging import (
    address,
    confirmed,
    exported,
    file_of,
    imported,
    naive,
    table,
    tried,
    workbook_of,
)
from tests.factories import make_course, make_programme, make_run, make_university, make_whole_programme

pytestmark = pytest.mark.django_db

MODELS = [Course, CourseRun]


def state():
    """All that the catalogue holds of courses, runs and days, with the moments of their last change and histories."""
    models = [Course, CourseRun, TeachingDay, Course.history.model, CourseRun.history.model, TeachingDay.history.model]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(("kind", "language"), [("semicolon", "da"), ("comma", "en"), ("xlsx", "da")])
@pytest.mark.parametrize("model", MODELS)
def test_a_round_trip_of_the_real_catalogue_changes_nothing(example_catalogue, model, kind, language):
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
    content = file_of([{"slug": course.slug, "title_da": "Efter"}, {"slug": "nyt-kursus", "title_da": "Nyt"}])
    content = content.replace(b"title_da\r\n", b"title_da;ects\r\n").replace(b"Efter\r", b"Efter;5\r")
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


def test_columns_are_found_by_their_name_and_by_their_words_in_either_language():
    course = make_course(ects=5)
    client = signed_in()

    for key in ("slug", "SLUG", "Address name", "navn i adressen", "NAVN  I ADRESSEN"):
        for heading in ("ects", " Ects "):
            answer = tried(client, Course, file_of([{key: course.slug, heading: "5"}]))
            assert "unchanged 1 wrong 0" in answer.words, (key, heading)


def test_a_column_that_is_absent_is_left_alone_and_an_empty_cell_means_unknown():
    host = make_university()
    course = make_course(host=host, code="K1", teaching_languages=["da"])

    imported(signed_in(), Course, file_of([{"slug": course.slug, "host": "", "teaching_languages": ""}]))

    course.refresh_from_db()
    assert (course.host, course.teaching_languages, course.code) == (None, [], "K1")


def test_columns_that_are_unknown_or_not_in_the_file_are_told():
    course = make_course()

    words = tried(signed_in(), Course, file_of([{"slug": course.slug, "Noter": "x"}])).words

    assert "These columns are not known and are passed over: Noter." in words
    assert "Columns that are not in the file and are left alone" in words


@pytest.mark.parametrize(
    ("model", "content", "told"),
    [
        (Course, b"title_da\nx\n", "The file needs the columns: Address name."),
        (CourseRun, b"code\nx\n", "The file needs the columns: Permanent ID and Course."),
        (Course, b"slug;Slug\na;b\n", "A column stands here twice: slug."),
        (Course, b"slug;navn i adressen\na;b\n", "A column stands here twice: slug."),
        (Course, b"slug;Noter;noter\na;b;c\n", "A column stands here twice: noter."),
        (Course, b"", "The submitted file is empty."),
    ],
)
def test_a_file_whose_columns_cannot_be_used_is_refused_in_words(model, content, told):
    answer = tried(signed_in(), model, content)

    assert told in answer.words
    assert answer.reference is None


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("ects", "abc", "ECTS abc Write a number, for example 7.5."),
        ("ects", "", "ECTS – Write a value: this is needed."),
        ("ects", "0", "ECTS 0 Give a number above zero."),
        ("ects", "1234567", "ECTS 1234567 Ensure that there are no more than"),
        ("host", "XX", "Host university XX There is none of this name. Write for example: ku."),
        ("teaching_languages", "da, fr", "Languages of teaching da, fr Choose among: Danish, English."),
        ("grading", "A-F", "Marking A-F Choose among:"),
        ("is_published", "måske", "Published måske Write yes or no."),
        ("workload_hours", "6000", "Hours of work 6000 Write a number between 1 and 5000."),
        ("isced_f", "912", "ISCED-F code 912 An ISCED-F code is four digits"),
        ("title_da", "x" * 201, "The text has 201 characters; write at most 200."),
        ("title_da", "", "Title in Danish – Give the title in at least one language."),
        ("summary_da", "x" * 301, "The text has 301 characters; write at most 300."),
        ("publish_at", "snart", "Publish at snart Write a day and a time"),
        ("code", "TAKEN", "Course code TAKEN Another course has this code."),
        ("example_fields", "ects", "Fields that hold an example ects A field is marked as an example only"),
        ("coordinator", "nobody", "Coordinator nobody There is none of this name. Write for example: –."),
    ],
)
def test_a_wrong_cell_of_a_course_is_told_with_its_row_its_column_and_what_to_write(column, cell, told):
    make_university(slug="ku", short_name="KU")
    make_course(code="TAKEN")
    course, before = make_course(title_en=""), state()

    answer = tried(signed_in(), Course, file_of([{"slug": course.slug, column: cell}]))

    assert "1 row is wrong, so nothing can be imported." in answer.words
    assert told in answer.words
    assert answer.reference is None
    assert state() == before


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"starts_on": "1/3"}, "Starts 1/3 Write a day, for example 2026-12-07"),
        ({"starts_on": "2027-06-01"}, "The end must not lie before the start."),
        ({"deadline_on": "2027-01-01"}, "Say why the deadline differs from the rule."),
        ({"deadline_on": "2027-04-01", "deadline_reason_da": "x"}, "The deadline must not lie after the start."),
        (
            {"deadline_on": "2027-01-01", "opens_on": "2027-01-02", "deadline_reason_da": "x"},
            "The application must open before it closes.",
        ),
        ({"price_dkk": "-1"}, "Price in DKK -1 Write a number that is not below 0."),
        ({"places": "10001"}, "Places 10001 Write a number between 0 and 10000."),
        ({"places_taken": "6"}, "Places taken 6 Admissions count this, and no import changes it: write 5"),
        ({"places_taken": "mange"}, "Places taken mange Admissions count this"),
        ({"delivery": "by post"}, "Form by post Choose among: On site, Online, Partly online."),
        ({"days_held": "2027-03-01 15:00-09:00"}, "the day must end after it starts."),
        ({"course": "another"}, "Course another A run stays with its course: write the-course."),
    ],
)
def test_a_wrong_cell_of_a_run_is_told(cells, told):
    run = make_run(make_course(slug="the-course"), places_taken=5)
    before = state()

    answer = tried(signed_in(), CourseRun, file_of([{"uuid": str(run.uuid), "course": "the-course", **cells}]))

    assert told in answer.words
    assert answer.reference is None
    assert state() == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"uuid": "nonsense", "course": "the-course"}, "There is no run of this ID."),
        ({"uuid": "0e5f9c1c-4a0e-4b4f-9a0e-0e5f9c1c4a0e", "course": "the-course"}, "There is no run of this ID."),
        ({"uuid": "", "course": ""}, "Write the course's address name."),
        ({"uuid": "", "course": "nothing"}, "There is no course of this address name."),
    ],
)
def test_a_run_that_cannot_be_found_is_told(row, told):
    make_course(slug="the-course")

    answer = tried(signed_in(), CourseRun, file_of([row | {"code": "x"}]))

    assert told in answer.words
    assert answer.reference is None


@pytest.mark.parametrize(
    ("slugs", "told"),
    [
        (["kost", "kost"], "3 kost Address name kost This stands in row 2 already."),
        (["kost", ""], "3 Address name – Write the course's address name: small letters, digits and hyphens."),
        (["kost", "Ny kost"], "Address name Ny kost"),
    ],
)
def test_a_course_needs_an_address_name_of_its_own(slugs, told):
    rows = [{"slug": slug, "title_da": "Kost", "ects": "5"} for slug in slugs]

    assert told in tried(signed_in(), Course, file_of(rows)).words


def test_two_rows_of_a_file_cannot_share_a_code_and_a_course_keeps_its_own():
    kept = make_course(code="A")
    rows = [
        {"slug": kept.slug, "title_da": "Ny titel", "ects": "5", "code": "A"},
        {"slug": "b", "title_da": "B", "ects": "5", "code": "B"},
        {"slug": "c", "title_da": "C", "ects": "5", "code": "B"},
    ]

    words = tried(signed_in(), Course, file_of(rows)).words

    assert "wrong 1" in words
    assert "4 C Course code B Another course has this code." in words


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
    assert (run.host, run.price_dkk, run.is_published, run.has_waiting_list) == (host, Decimal("13875.50"), False, True)
    days = run.teaching_days.values_list("on", "starts_at", "ends_at", "is_online", "place_da", "place_en")
    assert list(days) == [
        (date(2027, 3, 1), time(9), time(15, 30), False, "Panum", "Panum Building"),
        (date(2027, 3, 2), None, None, True, "", ""),
    ]


def test_a_new_run_where_there_is_one_already_is_warned_of():
    run = make_run(make_course(slug="kost"))
    rows = [{"uuid": "", "course": "kost", "starts_on": day} for day in ("2027-03-01", "2027-09-01")]

    answer = tried(signed_in(), CourseRun, file_of(rows))

    assert f"Row 2 makes a new run, but there is one already: {run}." in answer.words
    assert "Row 3" not in answer.words
    assert answer.reference


def test_teaching_days_that_stay_are_left_alone_and_the_others_leave_their_history():
    run = make_run(make_course(slug="kost"))
    days = [run.teaching_days.create(on=date(2027, 3, day), starts_at=time(9)) for day in (1, 2, 3)]
    cell = "2027-03-01 09:00; 2027-03-02 09:00-12:00; 2027-03-04"

    imported(signed_in(), CourseRun, file_of([{"uuid": str(run.uuid), "course": "kost", "days_held": cell}]))

    kept = list(run.teaching_days.values_list("pk", "on", "ends_at"))
    assert kept[:2] == [(days[0].pk, date(2027, 3, 1), None), (days[1].pk, date(2027, 3, 2), time(12))]
    assert [on for _key, on, _ends in kept[2:]] == [date(2027, 3, 4)]
    written = TeachingDay.history.filter(history_change_reason="import of table.csv").order_by("on")
    assert [(entry.on.day, entry.history_type) for entry in written] == [(2, "~"), (3, "-"), (4, "+")]
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
    assert "There is none of this name" in tried(client, Course, file_of([{"slug": course.slug, "host": "Z"}])).words


def test_an_example_that_is_changed_or_confirmed_is_none_any_more(example_catalogue):
    examples = (course for course in Course.objects.order_by("pk") if {"host", "seasons"} <= set(course.example_fields))
    course = next(examples)
    others = [name for name in course.example_fields if name not in ("host", "seasons")]
    new = "sdu" if course.host.slug != "sdu" else "ku"
    row = {"slug": course.slug, "host": new, "example_fields": ", ".join(["host", *others])}

    imported(signed_in(), Course, file_of([row]))

    course.refresh_from_db()
    assert course.host.slug == new
    assert course.example_fields == others


def test_an_empty_cell_leaves_an_example_and_empties_it_where_it_is_called_none(example_catalogue):
    course = next(course for course in Course.objects.order_by("pk") if "host" in course.example_fields)
    client = signed_in()

    assert "changes nothing" in tried(client, Course, file_of([{"slug": course.slug, "host": ""}])).words

    imported(client, Course, file_of([{"slug": course.slug, "host": "", "example_fields": ""}]))
    course.refresh_from_db()
    assert (course.host, course.example_fields) == (None, [])


def test_an_import_takes_no_place_back_that_admissions_have_given_meanwhile():
    run = make_run(make_course(slug="kost"), places=20, places_taken=5)
    client = signed_in()
    answer = tried(client, CourseRun, file_of([{"uuid": str(run.uuid), "course": "kost", "places": "30"}]))
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


def test_a_row_changed_since_the_file_was_tried_stops_the_whole_import_and_is_named():
    courses = [make_course(title_da=title) for title in "abc"]
    client = signed_in()
    answer = tried(client, Course, file_of([{"slug": course.slug, "title_da": "ny"} for course in courses]))
    courses[1].code = "NY"
    courses[1].save()

    done = confirmed(client, Course, answer.reference)

    assert "somebody has changed what these rows of the file are about since you tried it: 3." in done.words
    assert [course.title_da for course in Course.objects.order_by("pk")] == ["a", "b", "c"]


def test_a_row_changed_while_the_import_runs_stops_it_too(monkeypatch):
    course = make_course(title_da="før")
    client = signed_in()
    answer = tried(client, Course, file_of([{"slug": course.slug, "title_da": "efter"}]))
    take = module._take

    def taken_while_somebody_saves(tried_import):
        Course.objects.filter(pk=course.pk).update(code="NY")
        take(tried_import)

    monkeypatch.setattr(module, "_take", taken_while_somebody_saves)
    done = confirmed(client, Course, answer.reference)

    course.refresh_from_db()
    assert "Nothing was imported" in done.words
    assert course.title_da == "før"
    assert TriedImport.objects.count() == 1


def test_what_became_wrong_since_the_file_was_tried_stops_the_import():
    university, course = make_university(slug="gone"), make_course()
    client = signed_in()
    answer = tried(client, Course, file_of([{"slug": course.slug, "host": "gone"}]))
    university.delete()

    assert "some rows are wrong by now" in confirmed(client, Course, answer.reference).words


# Closing the answer ends the request and with it, on PostgreSQL, the connection: the transaction must be a real one.
@pytest.mark.django_db(transaction=True)
def test_leaving_the_page_undoes_what_was_written_so_far():
    rows = [{"slug": f"kursus-{number}", "title_da": f"Kursus {number}", "ects": "5"} for number in range(600)]
    client = signed_in()
    reference = tried(client, Course, file_of(rows)).reference

    answer = client.post(address(Course, "import_confirm"), {"reference": reference})
    pieces = answer.streaming_content
    seen = [next(pieces), next(pieces), next(pieces)]
    while_importing = Course.objects.count()
    answer.close()

    assert ["Read 500 of 600 rows." in seen[1].decode(), "Imported 500 of 600 rows." in seen[2].decode()] == [
        True,
        True,
    ]
    assert while_importing == 500
    assert Course.objects.count() == 0
    assert TriedImport.objects.filter(reference=reference).exists()


def test_progress_is_written_as_it_goes_and_nothing_on_the_way_may_hold_it_back():
    rows = [{"slug": f"kursus-{number}", "title_da": f"Kursus {number}", "ects": "5"} for number in range(501)]
    client = signed_in()

    answer = client.post(
        address(Course, "import"),
        {"file": SimpleUploadedFile("a.csv", file_of(rows))},
        headers={"accept-encoding": "gzip"},
    )
    pieces = [piece.decode() for piece in answer.streaming_content]

    assert answer.headers["Content-Encoding"] == "identity"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Read 500 of 501 rows." in pieces[1]
    assert "The first 200 of 501 rows are shown." in pieces[2]


WILD = st.text(
    st.one_of(st.sampled_from("\x00\ud7ff=;,\"'\n@|\\-.:0123456789 abdeorstx_"), st.characters(codec="utf-8"))
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(exchange_of(CourseRun).fields)), WILD))
def test_no_cell_whatever_stands_in_it_breaks_an_import(wild):
    run = CourseRun.objects.first() or make_run(make_course(slug="kost"))
    rows = [{"uuid": str(run.uuid), "course": "kost", **wild}, {"uuid": "", "course": "kost", **wild}]

    *_steps, (plan, done) = planning(exchange_of(CourseRun), lambda verb, thing: True, "a.csv", file_of(rows))

    assert done == plan.total
    assert len(plan.rows) + plan.unchanged == plan.total


@pytest.mark.parametrize("cell", ["a\x00b", "a_xD800_b", "a_x0000_b"])
def test_half_characters_and_none_are_told_or_kept_and_break_nothing(cell):
    rows = [["slug", "title_da", "ects", "code"], ["kost", cell, 5, "K"]] if "\x00" not in cell else None
    content = workbook_of(rows) if rows else file_of([{"slug": cell, "title_da": cell, "ects": "5", "code": cell}])

    answer = tried(signed_in(), Course, content, "a.xlsx" if rows else "a.csv")

    assert ("(NUL)" in answer.words) is ("xD800" not in cell)


@pytest.mark.parametrize("count", [1, 60])
def test_an_import_asks_for_many_rows_at_once(count, django_assert_num_queries):
    make_university(slug="ku")
    runs = [make_run(make_course()) for _ in range(count)]
    rows = [{"uuid": str(run.uuid), "course": run.course.slug, "host": "ku", "code": "ny"} for run in runs]
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


def test_a_tried_file_ends_after_an_hour(frozen_clock):
    course, client = make_course(title_da="før"), signed_in()
    reference = tried(client, Course, file_of([{"slug": course.slug, "title_da": "efter"}])).reference
    TriedImport.objects.update(tried_at=timezone.now() - timedelta(hours=1))

    late = client.post(address(Course, "import_confirm"), {"reference": reference}, follow=True)

    course.refresh_from_db()
    assert "tried over an hour ago" in late.content.decode()
    assert course.title_da == "før"


def test_sending_the_confirmation_twice_imports_once():
    client = signed_in()
    reference = tried(client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}])).reference
    confirmed(client, Course, reference)

    again = client.post(address(Course, "import_confirm"), {"reference": reference}, follow=True)

    assert "it was imported, or tried over an hour ago" in again.content.decode()
    assert Course.objects.count() == 1


def test_two_who_confirm_at_once_import_once():
    client = signed_in()
    tried(client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}]))
    kept = TriedImport.objects.get()
    list(carrying_out(kept, exchange_of(Course), lambda verb, thing: True))
    Course.objects.all().delete()
    kept.pk = 1

    with pytest.raises(NotImportedError, match="imported already"):
        list(carrying_out(kept, exchange_of(Course), lambda verb, thing: True))
    assert not Course.objects.exists()


@pytest.mark.parametrize("reference", ["", "nonsense", "0e5f9c1c-4a0e-4b4f-9a0e-0e5f9c1c4a0e"])
def test_a_confirmation_of_nothing_leads_back_to_the_choice_of_a_file(reference):
    answer = signed_in().post(address(Course, "import_confirm"), {"reference": reference})

    assert (answer.status_code, answer.headers["Location"]) == (302, address(Course, "import"))


def test_a_new_try_takes_the_place_of_the_last():
    client = signed_in()
    first = tried(client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}])).reference
    second = tried(client, Course, file_of([{"slug": "b", "title_da": "B", "ects": "5"}])).reference

    assert first != second
    assert [str(kept.reference) for kept in TriedImport.objects.all()] == [second]
