import pytest
from django.utils.translation import override

from catalogue.models import Course
from catalogue.text.translation import LocalText, local_text, reader_language


@pytest.mark.parametrize(
    ("danish", "english", "language", "text", "lang"),
    [
        pytest.param("Etik", "Ethics", "da", "Etik", "", id="Danish for Danes"),
        pytest.param("Etik", "Ethics", "en", "Ethics", "", id="English for others"),
        pytest.param("Etik", "", "en", "Etik", "da", id="Danish where there is no English"),
        pytest.param("", "Ethics", "da", "Ethics", "en", id="English where there is no Danish"),
        pytest.param("", "", "da", "", "", id="nothing in either"),
    ],
)
def test_a_text_is_in_the_readers_language_or_marked(danish, english, language, text, lang):
    with override(language):
        found = local_text(danish, english)

    assert (found, found.lang) == (text, lang)


@pytest.mark.parametrize(
    ("active", "language"),
    [("da", "da"), ("en", "en"), ("en-gb", "en"), ("fr", "da"), (None, "da")],
)
def test_the_reader_reads_danish_unless_english_is_active(active, language):
    with override(active):
        assert reader_language() == language


def test_a_pair_of_columns_is_read_as_one():
    course = Course(summary_da="Om gener", summary_en="On genes")

    with override("en"):
        assert course.summary == "On genes"
    with override("da"):
        assert course.summary == "Om gener"
    assert isinstance(course.summary, LocalText)
    assert Course.summary.name == "summary"


@pytest.mark.parametrize(
    ("title_language", "reader", "lang"),
    [("en", "da", "en"), ("en", "en", ""), ("da", "en", "da"), ("da", "da", ""), ("", "da", "")],
)
def test_a_title_shared_by_both_languages_is_marked_with_its_own(title_language, reader, lang):
    course = Course(title_da="Data Science", title_en="Data Science", title_language=title_language)

    with override(reader):
        assert course.title == "Data Science"
        assert course.title.lang == lang


def test_outcomes_are_one_a_line():
    course = Course(outcomes_da=" Måle \n\n  Vurdere\n")

    assert course.outcome_lines == ["Måle", "Vurdere"]
