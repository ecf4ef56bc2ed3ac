from datetime import date

import pytest
from django.utils.translation import override

from admissions.domain.background import DegreeKind
from admissions.domain.eligibility import Outcome, RequirementKind
from admissions.text import eligibility_phrases
from catalogue.models import Programme

CODES = [
    (eligibility_phrases.degree, DegreeKind),
    (eligibility_phrases.degree_hint, DegreeKind),
    (eligibility_phrases.outcome, Outcome),
    (eligibility_phrases.outcome_heading, Outcome),
    (eligibility_phrases.outcome_lead, Outcome),
    (eligibility_phrases.finding_mark, Outcome),
    (eligibility_phrases.kind, RequirementKind),
    (eligibility_phrases.usual_question, RequirementKind),
    (eligibility_phrases.single_courses, Programme.SingleCourseRule.values),
]


@pytest.mark.parametrize(
    ("phrase", "codes"), CODES, ids=lambda value: getattr(value, "__name__", "")
)
def test_every_code_has_a_phrase_of_its_own_in_both_languages(phrase, codes):
    with override("en"):
        english = [phrase(code) for code in codes]
    with override("da"):
        danish = [phrase(code) for code in codes]

    assert len(set(english)) == len(set(danish)) == len(list(codes))
    assert not set(english) & set(danish)


def test_every_outcome_has_a_class():
    assert list(eligibility_phrases.OUTCOME_CLASSES) == list(Outcome)


@pytest.mark.parametrize(
    ("months", "days", "danish", "english"),
    [
        (0, 0, "0 måneder", "0 months"),
        (1, 0, "1 måned", "1 month"),
        (12, 0, "1 år", "1 year"),
        (14, 0, "1 år og 2 måneder", "1 year and 2 months"),
        (24, 0, "2 år", "2 years"),
        (0, 1, "1 dag", "1 day"),
        (23, 29, "1 år, 11 måneder og 29 dage", "1 year, 11 months and 29 days"),
        (13, 1, "1 år, 1 måned og 1 dag", "1 year, 1 month and 1 day"),
    ],
)
def test_months_are_told_as_years_and_months(months, days, danish, english):
    with override("da"):
        assert eligibility_phrases.months(months, days) == danish
    with override("en"):
        assert eligibility_phrases.months(months, days) == english


def test_a_period_is_told_in_months():
    with override("da"):
        assert eligibility_phrases.period(date(2025, 9, 1), None) == "siden september 2025"
        assert (
            eligibility_phrases.period(date(2023, 1, 1), date(2024, 12, 31))
            == "januar 2023 til december 2024"
        )


@pytest.mark.parametrize(
    ("count", "danish"),
    [
        (1, "Et svar skal rettes"),
        (2, "To svar skal rettes"),
        (9, "Ni svar skal rettes"),
        (10, "10 svar skal rettes"),
    ],
)
def test_errors_are_counted_in_words_up_to_nine(count, danish):
    with override("da"):
        assert eligibility_phrases.answers_to_mend(count) == danish


def test_a_heading_names_the_requirement_where_one_kind_alone_decides():
    with override("en"):
        assert (
            eligibility_phrases.kind_heading("office", "degree")
            == "The office must assess your degree"
        )
        assert (
            eligibility_phrases.kind_heading("office", "language")
            == "The office must assess your background"
        )
        assert (
            eligibility_phrases.kind_heading("not_this_background", "language")
            == "You do not meet the language requirement"
        )


def test_work_is_counted_to_the_day_before_the_reference_day():
    with override("da"):
        told = eligibility_phrases.worked(20, 0, date(2027, 5, 1), 24)

    assert told == "Du har 1 år og 8 måneder, talt til og med 30.\xa0april 2027. Kravet er 2 år."
