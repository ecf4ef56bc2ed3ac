from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.domain import curriculum
from catalogue.domain.publish_checks import (
    SEVERITIES,
    WEIGHTS,
    CheckCode,
    ProgrammeFacts,
    Result,
    RunFacts,
    Severity,
    Texts,
    course_result,
    images_result,
    is_dead_link,
    links_result,
    programme_result,
    publishing_result,
    review_result,
    run_result,
    score,
    text_result,
)

TODAY = date(2026, 11, 25)
GOOD_RUN = RunFacts(
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 5, 28),
    closes_on=date(2027, 1, 4),
    teaching_days=(date(2027, 3, 1), date(2027, 4, 10)),
    has_price=True,
    has_host=True,
    has_languages=True,
    delivery="on_site",
    has_place=True,
    is_example=False,
)
GOOD_PROGRAMME = ProgrammeFacts(
    in_the_way=(),
    has_requirements=True,
    has_examples=False,
    intake_opens_on=TODAY,
    intake_reply_by=TODAY,
)


def codes(result):
    return [found.code.value for found in result.findings]


TALLIES = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
    lambda pair: (max(pair), min(pair))
)


@given(TALLIES)
def test_a_score_is_between_0_and_100_and_100_only_when_every_check_is_passed(tally):
    asked, passed = tally

    assert 0 <= score(asked, passed) <= 100
    assert (score(asked, passed) == 100) == (asked == passed)


@given(TALLIES, st.integers(0, 500))
def test_a_flawless_thing_more_never_lowers_the_score(tally, weight):
    asked, passed = tally

    assert score(asked + weight, passed + weight) >= score(asked, passed)


@given(TALLIES, st.sampled_from(Severity))
def test_mending_a_finding_never_lowers_the_score_and_a_new_one_never_raises_it(tally, severity):
    asked, passed = tally
    weight = WEIGHTS[severity]

    assert score(asked + weight, passed + weight) >= score(asked + weight, passed)
    assert score(asked + weight, passed) <= score(asked, passed)


def test_every_code_has_a_severity_and_the_worse_weighs_more():
    assert set(SEVERITIES) == set(CheckCode)
    assert WEIGHTS[Severity.HIDES] > WEIGHTS[Severity.MISSED] > WEIGHTS[Severity.LOOK] > 0


def test_results_add_up():
    bad = course_result(in_a_programme=False, has_run_ahead=True, has_examples=False)
    good = run_result(GOOD_RUN)

    assert (bad + good).findings == bad.findings
    assert (bad + good).asked - (bad + good).passed == WEIGHTS[Severity.HIDES]
    assert Result() + bad == bad


def test_a_text_is_missing_where_the_page_would_show_the_other_language():
    texts = Texts({"title": {"da", "en"}, "content": {"da"}, "exam": {"en"}, "literature": set()})

    found = text_result(texts, ["da", "en"]).findings

    assert [finding.field for finding in found] == ["exam_da", "content_en"]
    assert {finding.severity for finding in found} == {Severity.MISSED}


def test_a_text_that_is_needed_is_missing_in_every_language_of_the_programme():
    texts = Texts({"summary": set()}, frozenset({"summary"}))

    assert [finding.field for finding in text_result(texts, ["da", "en"]).findings] == [
        "summary_da",
        "summary_en",
    ]
    assert text_result(texts, []).asked == 0


def test_a_programme_of_one_language_lacks_nothing_in_the_other():
    assert text_result(Texts({"content": {"da"}}), ["da"]).findings == ()


def test_a_good_programme_has_no_finding():
    result = programme_result(GOOD_PROGRAMME)

    assert result.findings == ()
    assert result.asked == result.passed > 0


def test_what_keeps_a_programme_from_the_public_is_found_at_its_field():
    wrong = curriculum.Finding(curriculum.FindingCode.SUM_IS_WRONG, has=52, needs=60)
    missing = curriculum.Finding(curriculum.FindingCode.TEXT_IS_MISSING, name="promise_en")
    silent = curriculum.Finding(curriculum.FindingCode.NO_LANGUAGE)

    found = programme_result(replace(GOOD_PROGRAMME, in_the_way=(wrong, missing, silent))).findings

    assert [(finding.code, finding.field, finding.curriculum) for finding in found] == [
        (CheckCode.CURRICULUM, "ects", wrong),
        (CheckCode.TEXT_HIDES, "promise_en", missing),
        (CheckCode.CURRICULUM, "text_languages", silent),
    ]
    assert {finding.severity for finding in found} == {Severity.HIDES}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"has_requirements": False}, "requirements_missing"),
        ({"has_examples": True}, "examples_shown"),
        ({"has_intake": False}, "intake_unknown"),
        ({"intake_opens_on": None}, "intake_without_opening"),
        ({"intake_reply_by": None}, "intake_without_reply"),
    ],
)
def test_a_programme_lacks_one_thing(change, code):
    assert codes(programme_result(replace(GOOD_PROGRAMME, **change))) == [code]


def test_a_course_stands_in_a_programme_has_a_run_ahead_and_shows_no_example():
    assert codes(course_result(in_a_programme=True, has_run_ahead=True, has_examples=False)) == []
    assert codes(course_result(in_a_programme=False, has_run_ahead=False, has_examples=True)) == [
        "course_in_no_programme",
        "course_without_run",
        "examples_shown",
    ]


def test_a_good_run_has_no_finding():
    assert run_result(GOOD_RUN).findings == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"teaching_days": ()}, "run_without_days"),
        ({"has_price": False}, "run_without_price"),
        ({"has_host": False}, "run_without_host"),
        ({"has_languages": False}, "run_without_language"),
        ({"delivery": ""}, "run_without_delivery"),
        ({"has_place": False}, "run_without_place"),
        ({"is_example": True}, "examples_shown"),
        ({"closes_on": date(2027, 3, 2)}, "deadline_after_start"),
        ({"starts_on": date(2027, 2, 27)}, "start_on_a_day_off"),
        ({"starts_on": date(2027, 1, 1), "closes_on": None}, "start_on_a_day_off"),
        ({"teaching_days": (date(2027, 3, 25),)}, "teaching_on_a_day_off"),
        ({"teaching_days": (date(2027, 2, 26),)}, "teaching_outside_run"),
        ({"teaching_days": (date(2027, 5, 29),)}, "teaching_outside_run"),
    ],
)
def test_a_run_has_one_fault(change, code):
    assert codes(run_result(replace(GOOD_RUN, **change))) == [code]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"closes_on": date(2027, 3, 1)}, id="closes on the day it starts"),
        pytest.param({"teaching_days": (date(2027, 5, 28),)}, id="teaches on its last day"),
        pytest.param(
            {"teaching_days": (date(2027, 5, 29),), "ends_on": None}, id="has no last day"
        ),
        pytest.param({"delivery": "online", "has_place": False}, id="needs no place online"),
        pytest.param({"starts_on": None}, id="has no start to compare with"),
    ],
)
def test_a_run_at_the_boundary_has_no_fault(change):
    assert codes(run_result(replace(GOOD_RUN, **change))) == []


@pytest.mark.parametrize(
    ("days", "is_statement", "code"),
    [
        (365, True, []),
        (366, True, ["statement_old"]),
        (365, False, []),
        (366, False, ["review_old"]),
        (None, True, ["statement_missing"]),
        (None, False, ["review_missing"]),
    ],
)
def test_a_review_holds_for_a_year(days, is_statement, code):
    reviewed = None if days is None else TODAY - timedelta(days=days)

    assert codes(review_result(reviewed, TODAY, is_statement=is_statement)) == code


def test_a_dead_link_is_found_at_its_field():
    links = [("content_da", "https://a.example/"), ("exam_en", "https://b.example/")]

    found = links_result(links, {"https://b.example/"}).findings

    assert [(finding.code, finding.field, finding.name) for finding in found] == [
        (CheckCode.DEAD_LINK, "exam_en", "https://b.example/")
    ]


def test_an_image_needs_an_alternative_text():
    assert codes(images_result([("content_da", "A map"), ("content_en", " ")])) == [
        "image_without_alt"
    ]


@pytest.mark.parametrize(
    ("day", "code"), [(None, []), (TODAY, []), (TODAY - timedelta(days=1), ["publishing_overdue"])]
)
def test_a_draft_whose_time_of_publishing_has_passed_is_found(day, code):
    assert codes(publishing_result(day, TODAY)) == code


@pytest.mark.parametrize(
    ("status", "failing_since", "dead"),
    [
        pytest.param(200, None, False, id="answers"),
        pytest.param(404, TODAY, True, id="not found, at once"),
        pytest.param(410, TODAY, True, id="gone, at once"),
        pytest.param(500, TODAY, False, id="failing since today"),
        pytest.param(None, TODAY - timedelta(days=1), True, id="failing on the second day"),
    ],
)
def test_a_link_is_dead_when_gone_or_failing_on_two_days(status, failing_since, dead):
    assert is_dead_link(status, failing_since, TODAY) is dead
