"""The rules for the words of a mail, and the rows that hold them."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from admissions.domain.wording import (
    Flaw,
    FoundFlaw,
    Piece,
    Placeholders,
    filled,
    flaws_of_subject,
    flaws_of_text,
    paragraphs,
    pieces,
)
from admissions.models import PLACEHOLDERS, WORDS, CaseLetter, Letter, Wording, original_wording
from admissions.text import mail_phrases
from tests.admissions.makers import make_wordings

ALLOWED = Placeholders(("day", "number"), ("case_url",), ("case_url",))


@pytest.mark.parametrize(
    ("subject", "flaws"),
    [
        pytest.param("Answer by {day}", [], id="a known value"),
        pytest.param("Answer", [], id="no value"),
        pytest.param("  ", [FoundFlaw(Flaw.EMPTY)], id="empty"),
        pytest.param("One\nBcc: all@example.org", [FoundFlaw(Flaw.LINE_BREAK)], id="two lines"),
        pytest.param(
            "One\u2028two", [FoundFlaw(Flaw.LINE_BREAK)], id="a line break that only Unicode knows"
        ),
        pytest.param(
            "By {case_url}", [FoundFlaw(Flaw.NOT_IN_A_SUBJECT, "case_url")], id="an address"
        ),
        pytest.param(
            "By {clock}", [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, "clock")], id="another mail's value"
        ),
    ],
)
def test_a_subject_is_one_line_of_words_and_short_values(subject, flaws):
    assert flaws_of_subject(subject, ALLOWED) == flaws


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        pytest.param("See {case_url} by {day}", [], id="whole"),
        pytest.param("\n \n", [FoundFlaw(Flaw.EMPTY)], id="empty"),
        pytest.param(
            "See it", [FoundFlaw(Flaw.MISSING_PLACEHOLDER, "case_url")], id="without the link"
        ),
        pytest.param(
            "{case_url} {name} {name} {x}",
            [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, "name"), FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, "x")],
            id="unknown names, each once",
        ),
        pytest.param(
            "{case_url} {day.__class__}",
            [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, "day.__class__")],
            id="an attribute of a value",
        ),
        pytest.param(
            "{case_url} { day }", [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, " day ")], id="with spaces"
        ),
        pytest.param(
            "{case_url} {}", [FoundFlaw(Flaw.UNKNOWN_PLACEHOLDER, "")], id="without a name"
        ),
        pytest.param("{case_url} {day", [FoundFlaw(Flaw.LOOSE_BRACE)], id="not closed"),
        pytest.param("{case_url} day}", [FoundFlaw(Flaw.LOOSE_BRACE)], id="not opened"),
        pytest.param("{case_url} {{day}}", [FoundFlaw(Flaw.LOOSE_BRACE)], id="doubled"),
        pytest.param("{case_url} {da\ny}", [FoundFlaw(Flaw.LOOSE_BRACE)], id="over two lines"),
    ],
)
def test_a_text_holds_what_the_mail_is_for_and_nothing_that_cannot_be_filled_in(text, flaws):
    assert flaws_of_text(text, ALLOWED) == flaws


def test_a_value_is_never_read_as_a_placeholder():
    assert filled("{day}, {number}", {"day": "{number}", "number": "{day}"}) == "{number}, {day}"


@given(st.text(alphabet="ab{} \ndayumber", max_size=40))
def test_whatever_has_no_flaw_can_be_filled_in(text):
    words = f"{text}{{case_url}}"
    if not flaws_of_text(words, ALLOWED):
        shown = filled(words, {"day": "D", "number": "N", "case_url": "U"})

        assert "{" not in shown
        assert "}" not in shown


def test_empty_lines_part_paragraphs_and_lines_stay_lines():
    assert paragraphs("\none\ntwo\n \n\n\nthree ") == [["one", "two"], ["three"]]


def test_a_line_is_words_and_placeholders_in_turn():
    assert pieces("By {day}: {number}") == [
        Piece("By "),
        Piece(name="day"),
        Piece(": "),
        Piece(name="number"),
    ]
    assert pieces("") == []


def test_every_kind_of_mail_says_when_it_is_sent_and_what_may_stand_in_it():
    assert set(PLACEHOLDERS) == {*Letter.Kind, *CaseLetter.Kind}
    for kind, placeholders in PLACEHOLDERS.items():
        assert mail_phrases.purpose(kind)
        assert set(placeholders.required) <= set(placeholders.all)
        for name in placeholders.all:
            assert mail_phrases.placeholder(name)
            assert mail_phrases.sample(name, "https://example.org")
        for name in (name for name in placeholders.all if name.endswith("_url")):
            assert name in placeholders.long
            assert mail_phrases.link(name)


@pytest.mark.parametrize("kind", [*Letter.Kind, *CaseLetter.Kind])
def test_the_original_words_of_every_kind_hold_and_fit(kind):
    original = original_wording(kind)

    original.clean_fields(exclude=["id"])
    assert original.flaws() == {}
    for language in ("da", "en"):
        named = {piece.name for piece in pieces(getattr(original, f"subject_{language}"))}
        assert named & set(PLACEHOLDERS[kind].short)


@pytest.mark.django_db
def test_a_new_site_gets_the_original_words_of_every_kind_as_rows_and_edited_ones_stay():
    make_wordings()
    Wording.objects.exclude(kind="decision_made").delete()
    Wording.objects.update(subject_en="Mine")

    importlib.import_module("admissions.migrations.0007_add_original_words").add(apps, None)

    rows = {row.kind: row for row in Wording.objects.all()}
    assert set(rows) == {*Letter.Kind.values, *CaseLetter.Kind.values}
    assert [kind for kind, row in rows.items() if not row.is_original] == ["decision_made"]


@pytest.mark.django_db
def test_a_kind_has_one_row():
    make_wordings()

    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.create(
            kind="decision_made", subject_da="a", subject_en="a", text_da="a", text_en="a"
        )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"text_en": "{case_url} {day} {name}"},
            "There is no {name} in this mail. You may use {number}, {title}, {day}, ",
        ),
        ({"text_en": "{day}"}, "The text must hold {case_url}."),
        ({"text_en": ""}, "Write the words in this language too."),
        ({"subject_en": "{day"}, "A brace stands alone."),
        (
            {"subject_en": "{case_url}"},
            "A subject has no room for {case_url}. You may use {number}, {title}, {day}.",
        ),
        ({"subject_en": "a\rb"}, "A subject has one line."),
    ],
)
def test_a_refusal_names_the_placeholder_and_what_may_be_used(change, words):
    wording = original_wording("information_requested")
    for name, value in change.items():
        setattr(wording, name, value)

    with override("en"), pytest.raises(ValidationError) as refused:
        wording.clean()

    ((column, (message,)),) = refused.value.message_dict.items()
    assert column == next(iter(change))
    assert message.startswith(words)
    assert set(WORDS) >= {column}
