"""What must be true of every word: each message has its Danish, each code its phrase."""

import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
from datetime import date
from enum import Enum

import polib
import pytest
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

import admissions.domain
import catalogue.domain
from admissions.domain import workflow
from admissions.domain.background import DegreeKind
from admissions.domain.documents import DocumentKind
from admissions.domain.eligibility import BranchOutcome, Outcome, RequirementKind
from admissions.domain.sections import Section
from admissions.domain.wording import Flaw, FoundFlaw
from admissions.domain.work import WorkCounting
from admissions.text import application_phrases, eligibility_phrases, mail_phrases, refusal_phrases
from catalogue.domain import publish_checks
from catalogue.domain.curriculum import Finding, FindingCode, Kind
from catalogue.domain.differences import Fate
from catalogue.domain.holidays import Holiday
from catalogue.domain.moved import Told
from catalogue.domain.next_year import Flag, Place
from catalogue.domain.publish_checks import CheckCode, Severity
from catalogue.domain.status import State, Status
from catalogue.models import DateChange, Programme, Requirement, RequirementBranch, RequirementSet
from catalogue.models.fields import DegreeListField
from catalogue.text import check_phrases, phrases
from tests.house.sources import ROOT, TEMPLATES, modules, name_of
from tests.pages import LANGUAGES

CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 2,
    "npgettext_lazy": 2,
}


def calls_of_gettext(source):
    """The (context, message, plural) of each call in Python source."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node, "func", None) and (
            getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        )
        if not isinstance(node, ast.Call) or name not in CALLS:
            continue
        has_context = "pgettext" in name
        texts = node.args[has_context : has_context + CALLS[name]]
        assert all(isinstance(text, ast.Constant) for text in texts), ast.unparse(node)
        yield (
            node.args[0].value if has_context else None,
            texts[0].value,
            texts[1].value if len(texts) > 1 else None,
        )


def messages_of_a_template(path):
    """The messages of a template, as Django's extraction gives them: calls amid blanks."""
    source = templatize(path.read_text(encoding="utf-8"), origin=name_of(path))
    for match in re.finditer(r"(?<![\w.])(?:_|n?p?gettext)\(", source):
        ends = [end.end() for end in re.finditer(r"\)", source[match.start() :])]
        for end in ends:
            call = re.sub(
                r",(\w[\w.|:\"' ]*)\)$", ", 0)", source[match.start() : match.start() + end]
            )
            try:
                ast.parse(call.replace("\n", " "))
            except SyntaxError:
                continue
            yield from calls_of_gettext(call.replace("\n", " "))
            break


def all_messages():
    for path in modules():
        for message in calls_of_gettext(path.read_text(encoding="utf-8")):
            if message[1]:
                yield name_of(path), message
    for path in TEMPLATES:
        for message in messages_of_a_template(path):
            yield name_of(path), message


@pytest.fixture(scope="module")
def danish_texts():
    return polib.pofile(str(ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po"), encoding="utf-8")


def test_messages_are_found_in_code_and_templates():
    found = {message for where, message in all_messages()}

    assert (None, "Open", None) in found
    assert ("assessment", "Met", None) in found
    assert (
        None,
        "Apply by %(deadline)s, %(days)s day left",
        "Apply by %(deadline)s, %(days)s days left",
    ) in found
    assert (None, "Skip to content", None) in found
    assert (None, "%(total)s course", "%(total)s courses") in found
    assert (None, "Apply by %(day)s", None) in found


def test_every_message_has_a_danish_text(danish_texts):
    said = {(entry.msgctxt, entry.msgid): entry for entry in danish_texts if not entry.obsolete}
    missing = []
    for where, (context, text, plural) in all_messages():
        entry = said.get((context, text))
        whole = entry and (
            entry.msgid_plural == plural
            and len(entry.msgstr_plural) == 2
            and all(entry.msgstr_plural.values())
            if plural
            else entry.msgstr or any(entry.msgstr_plural.values())
        )
        if not whole and not is_said_by_django(text):
            missing.append((where, text))

    assert missing == []


def is_said_by_django(text):
    """Whether Django's own catalogue has the text, as it has those of the admin's templates."""
    with override("da"):
        return gettext(text) != text


def test_no_danish_text_is_unsure_or_has_other_placeholders(danish_texts):
    placeholders = re.compile(r"%\(\w+\)[sd]|%(?=[^\s(%])|\{\w*\}")

    assert [entry.msgid for entry in danish_texts if entry.fuzzy] == []
    for entry in danish_texts:
        wanted = set(placeholders.findall(entry.msgid)) | set(
            placeholders.findall(entry.msgid_plural or "")
        )
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            assert set(placeholders.findall(text)) <= wanted, entry.msgid
        if entry.msgstr:
            assert set(placeholders.findall(entry.msgstr)) == wanted, entry.msgid


def test_every_block_translation_is_trimmed():
    for path in TEMPLATES:
        for tag in re.findall(r"{%\s*blocktrans(?:late)?\b.*?%}", path.read_text(encoding="utf-8")):
            assert " trimmed" in tag, (name_of(path), tag)


def status(state):
    day = date(2027, 1, 4)
    return Status(state, opens_on=day, deadline_on=day, days_left=3)


PHRASES = {
    State: [
        lambda code: phrases.state(status(code)),
        lambda code: phrases.state_sentence(status(code)),
        lambda code: phrases.state_class(status(code)),
    ],
    FindingCode: [lambda code: phrases.finding(Finding(code, 1, 2, "title_da"))],
    Fate: [phrases.fate],
    CheckCode: [
        check_phrases.check,
        lambda code: check_phrases.finding(
            publish_checks.Finding(
                code,
                name="title_da",
                day=date(2027, 1, 4),
                curriculum=Finding(FindingCode.NO_COURSES, 1, 2),
            )
        ),
    ],
    Severity: [check_phrases.severity, check_phrases.SEVERITY_SHADES.get],
    Holiday: [check_phrases.holiday],
    Place: [check_phrases.place, lambda code: check_phrases.flag(Flag(code, date(2027, 1, 2)))],
    Kind: [phrases.kind, lambda code: phrases.bracket(code, 2)],
    DegreeKind: [eligibility_phrases.degree, eligibility_phrases.degree_hint],
    RequirementKind: [eligibility_phrases.kind, eligibility_phrases.usual_question],
    Outcome: [
        eligibility_phrases.outcome,
        eligibility_phrases.outcome_heading,
        eligibility_phrases.outcome_lead,
        lambda code: application_phrases.pause_lead(code) or "nothing",
        eligibility_phrases.finding_mark,
        lambda code: "".join(eligibility_phrases.OUTCOME_CLASSES[code]),
    ],
    workflow.State: [
        application_phrases.state,
        application_phrases.state_heading,
        application_phrases.state_lead,
        application_phrases.state_class,
    ],
    workflow.Action: [application_phrases.action],
    Section: [application_phrases.section],
    workflow.Actor: [application_phrases.actor],
    DocumentKind: [application_phrases.document_kind, application_phrases.lacking],
    Flaw: [lambda code: mail_phrases.flaw(FoundFlaw(code, "day"), ("day", "number"))],
}
CHOICES = {
    WorkCounting: RequirementSet.Counting,
    BranchOutcome: RequirementBranch.Outcome,
    RequirementKind: Requirement.Kind,
    Told: DateChange.What,
}


def enumerations(package):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, found in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if issubclass(found, Enum) and found.__module__ == module.name:
                yield name, found


def test_every_enumeration_of_the_rules_has_its_words():
    found = {
        found
        for package in (catalogue.domain, admissions.domain)
        for name, found in enumerations(package)
    }

    assert found == set(PHRASES) | set(CHOICES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("codes", PHRASES, ids=lambda codes: codes.__name__)
def test_every_code_has_a_phrase_of_its_own(language, codes):
    with override(language):
        for phrase in PHRASES[codes]:
            words = {code: phrase(code) for code in codes}

            assert all(words.values())
            assert "%(" not in str(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_a_service_has_a_phrase(language):
    codes, refusing = set(), set()
    for path in (path for path in modules() if path.is_relative_to(ROOT / "admissions")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if getattr(getattr(call, "func", None), "id", "") == "Refused":
                refusing.add(name_of(path))
                codes |= {text.value for text in ast.walk(call) if isinstance(text, ast.Constant)}

    assert len(refusing) > 8
    assert len(codes) > 20
    with override(language):
        assert all(refusal_phrases.refusal(code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_the_rows_has_a_phrase(language):
    with override(language):
        assert all(
            eligibility_phrases.single_courses(rule) for rule in Programme.SingleCourseRule.values
        )
        assert all(phrases.delivery(code) for code in Programme.Delivery.values)


@pytest.mark.parametrize("codes", CHOICES, ids=lambda codes: codes.__name__)
def test_what_staff_may_choose_is_what_the_rules_know(codes):
    assert set(CHOICES[codes].values) == {code.value for code in codes}


def test_the_degrees_staff_may_choose_are_those_the_rules_know():
    assert [code for code, label in DegreeListField.code_choices] == [
        code.value for code in DegreeKind
    ]
    assert [code.value for code in Kind] == ["mandatory", "elective", "thesis"]
