"""The columns and cells of a file: how they are found, and what is told of those that are wrong."""

import pytest

from catalogue.models import Course, CourseRun
from tests.admin_pages import signed_in
from tests.catalogue.admin.exchange.pages import file_of, imported, state, tried
from tests.makers import make_course, make_run, make_university

pytestmark = pytest.mark.django_db


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

    imported(
        signed_in(), Course, file_of([{"slug": course.slug, "host": "", "teaching_languages": ""}])
    )

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
        (
            "teaching_languages",
            "da, fr",
            "Languages of teaching da, fr Choose among: Danish, English.",
        ),
        ("grading", "A-F", "Marking A-F Choose among:"),
        ("is_published", "måske", "Published måske Write yes or no."),
        ("workload_hours", "6000", "Hours of work 6000 Write a number between 1 and 5000."),
        ("isced_f", "912", "ISCED-F code 912 An ISCED-F code is four digits"),
        ("title_da", "x" * 201, "The text has 201 characters; write at most 200."),
        ("title_da", "", "Title in Danish – Give the title in at least one language."),
        ("summary_da", "x" * 301, "The text has 301 characters; write at most 300."),
        ("publish_at", "snart", "Publish at snart Write a day and a time"),
        ("code", "TAKEN", "Course code TAKEN Another course has this code."),
        (
            "example_fields",
            "ects",
            "Fields that hold an example ects A field is marked as an example only",
        ),
        (
            "coordinator",
            "nobody",
            "Coordinator nobody There is none of this name. Write for example: –.",
        ),
    ],
)
def test_a_wrong_cell_of_a_course_is_told_with_its_row_its_column_and_what_to_write(
    column, cell, told
):
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
        (
            {"deadline_on": "2027-04-01", "deadline_reason_da": "x"},
            "The deadline must not lie after the start.",
        ),
        (
            {"deadline_on": "2027-01-01", "opens_on": "2027-01-02", "deadline_reason_da": "x"},
            "The application must open before it closes.",
        ),
        ({"price_dkk": "-1"}, "Price in DKK -1 Write a number that is not below 0."),
        ({"places": "10001"}, "Places 10001 Write a number between 0 and 10000."),
        (
            {"places_taken": "6"},
            "Places taken 6 Admissions count this, and no import changes it: write 5",
        ),
        ({"places_taken": "mange"}, "Places taken mange Admissions count this"),
        ({"delivery": "by post"}, "Form by post Choose among: On site, Online, Partly online."),
        ({"days_held": "2027-03-01 15:00-09:00"}, "the day must end after it starts."),
        ({"course": "another"}, "Course another A run stays with its course: write the-course."),
    ],
)
def test_a_wrong_cell_of_a_run_is_told(cells, told):
    run = make_run(make_course(slug="the-course"), places_taken=5)
    before = state()

    answer = tried(
        signed_in(), CourseRun, file_of([{"uuid": str(run.uuid), "course": "the-course", **cells}])
    )

    assert told in answer.words
    assert answer.reference is None
    assert state() == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"uuid": "nonsense", "course": "the-course"}, "There is no run of this ID."),
        (
            {"uuid": "0e5f9c1c-4a0e-4b4f-9a0e-0e5f9c1c4a0e", "course": "the-course"},
            "There is no run of this ID.",
        ),
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
        (
            ["kost", ""],
            "3 Address name – Write the course's address name: small letters, digits and hyphens.",
        ),
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
