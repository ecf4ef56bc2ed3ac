import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
from datetime import date
from enum import Enum
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver, resolve, reverse
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

import admissions.domain
import admissions.phrases as admission_phrases
import catalogue.domain
import catalogue.phrases as catalogue_phrases
from admissions import case_phrases, letter_phrases
from admissions import models as admission_models
from admissions.domain import workflow
from admissions.domain.documents import DocumentKind
from admissions.domain.eligibility import CaseOutcome, DegreeKind, Outcome, RequirementKind
from admissions.domain.sections import Section
from admissions.domain.wording import Flaw, FoundFlaw
from admissions.domain.work import WorkCounting
from catalogue import check_phrases
from catalogue.domain import publish_checks as checks
from catalogue.domain.curriculum import Finding, FindingCode, Kind
from catalogue.domain.differences import Fate
from catalogue.domain.holidays import Holiday
from catalogue.domain.moved import Told
from catalogue.domain.next_year import Flag, Place
from catalogue.domain.publish_checks import CheckCode, Severity
from catalogue.domain.status import State, Status
from catalogue.models import DateChange, Programme, Requirement, RequirementCase, RequirementSet
from catalogue.models.fields import DegreeListField
from mastersite.styleguide.views import sections
from tests.catalogue.pages import LANGUAGES, page

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["catalogue", "admissions", "mastersite", "tools", "bench"]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
STYLES = sorted((ROOT / "static").rglob("*.css"))
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_PAGE, LONGEST_COMPONENT = 40, 400, 130, 50
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
OWN_STYLE = {"_standalone_head.html", "mark.svg"}
HOSTS = {"www.w3.org", "digst.dk", "www.datatilsynet.dk"}


def modules(*, tests=False, migrations=False):
    folders = [*PACKAGES, "tests"] if tests else PACKAGES
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if migrations or "migrations" not in path.parts]


def name_of(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


# --- The database -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_column_of_admissions_is_listed_as_personal_or_as_plain():
    for model in apps.get_app_config("admissions").get_models():
        personal = admission_models.PERSONAL_COLUMNS[model.__name__]
        plain = admission_models.PLAIN_COLUMNS[model.__name__]
        columns = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}

        assert personal | plain == columns, model.__name__
        assert not personal & plain, model.__name__


def test_the_one_driver_of_postgresql_is_psycopg2():
    assert importlib.util.find_spec("psycopg2")
    assert importlib.util.find_spec("psycopg") is None


# --- Pages ------------------------------------------------------------------------------------------------------------


def names_without_arguments():
    """The names of all pages under a language that need nothing but their address."""
    found = []
    for languages in get_resolver().url_patterns:
        if not hasattr(languages, "url_patterns"):
            continue
        for included in languages.url_patterns:
            for pattern in getattr(included, "url_patterns", ()):
                if getattr(included, "namespace", None) and not pattern.pattern.converters:
                    found.append(f"{included.namespace}:{pattern.name}")
    return sorted(name for name in found if name.startswith(("catalogue:", "admissions:")))


def test_the_pages_of_the_site_are_found():
    assert {"catalogue:programmes", "catalogue:courses", "admissions:admission", "admissions:interest"} <= set(
        names_without_arguments()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_heading_a_title_its_language_and_its_other_language(client, example_catalogue, language):
    for name in names_without_arguments():
        with override(language):
            path = reverse(name)
        response = client.get(path)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        found = page(client, path)
        other = found.all("a", class_="lang")[0]["attributes"]["href"]

        assert response.status_code == 200, path
        assert len(found.all("h1")) == 1, path
        assert found.words("title") != [""], path
        assert found.all("html")[0]["attributes"]["lang"] == language, path
        with override("en" if language == "da" else "da"):
            assert resolve(other).view_name == name, path
        assert other.startswith("/en/" if language == "da" else "/da/"), path
        assert client.get(other).status_code == 200, path


def test_every_page_of_the_catalogue_is_public_and_asks_no_cookie(client, example_catalogue):
    for name in names_without_arguments():
        view = resolve(reverse(name)).func
        if name.startswith("catalogue:"):
            assert getattr(view, "is_public", False), name
        if getattr(view, "is_public", False):
            response = client.get(reverse(name))
            assert "cookie" not in response.headers.get("Vary", "").lower(), name
            assert not response.cookies, name


# --- Words ------------------------------------------------------------------------------------------------------------


def calls_of_gettext(source):
    """The (context, message, plural) of each call in Python source."""
    for node in ast.walk(ast.parse(source)):
        name = getattr(node, "func", None) and (getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
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
    """The messages of a template, as Django's own extraction gives them: calls in a source of blanks."""
    source = templatize(path.read_text(encoding="utf-8"), origin=name_of(path))
    for match in re.finditer(r"(?<![\w.])(?:_|n?p?gettext)\(", source):
        ends = [end.end() for end in re.finditer(r"\)", source[match.start() :])]
        for end in ends:
            call = re.sub(r",(\w[\w.|:\"' ]*)\)$", ", 0)", source[match.start() : match.start() + end])
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
    assert (None, "Apply by %(deadline)s, %(days)s day left", "Apply by %(deadline)s, %(days)s days left") in found
    assert (None, "Skip to content", None) in found
    assert (None, "%(total)s course", "%(total)s courses") in found
    assert (None, "Apply by %(day)s", None) in found


def test_every_message_has_a_danish_text(danish_texts):
    said = {(entry.msgctxt, entry.msgid): entry for entry in danish_texts if not entry.obsolete}
    missing = []
    for where, (context, text, plural) in all_messages():
        entry = said.get((context, text))
        whole = entry and (
            entry.msgid_plural == plural and len(entry.msgstr_plural) == 2 and all(entry.msgstr_plural.values())
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
        wanted = set(placeholders.findall(entry.msgid)) | set(placeholders.findall(entry.msgid_plural or ""))
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
        lambda code: catalogue_phrases.state(status(code)),
        lambda code: catalogue_phrases.state_sentence(status(code)),
        lambda code: catalogue_phrases.state_class(status(code)),
    ],
    FindingCode: [lambda code: catalogue_phrases.finding(Finding(code, 1, 2, "title_da"))],
    Fate: [catalogue_phrases.fate],
    CheckCode: [
        check_phrases.check,
        lambda code: check_phrases.finding(
            checks.Finding(
                code, name="title_da", day=date(2027, 1, 4), curriculum=Finding(FindingCode.NO_COURSES, 1, 2)
            )
        ),
    ],
    Severity: [check_phrases.severity, check_phrases.SEVERITY_SHADES.get],
    Holiday: [check_phrases.holiday],
    Place: [check_phrases.place, lambda code: check_phrases.flag(Flag(code, date(2027, 1, 2)))],
    Kind: [catalogue_phrases.kind, lambda code: catalogue_phrases.bracket(code, 2)],
    DegreeKind: [admission_phrases.degree, admission_phrases.degree_hint],
    RequirementKind: [admission_phrases.kind, admission_phrases.usual_question],
    Outcome: [
        admission_phrases.outcome,
        admission_phrases.outcome_heading,
        admission_phrases.outcome_lead,
        admission_phrases.finding_mark,
        lambda code: "".join(admission_phrases.OUTCOME_CLASSES[code]),
    ],
    workflow.State: [
        case_phrases.state,
        case_phrases.state_heading,
        case_phrases.state_lead,
        case_phrases.state_class,
    ],
    workflow.Action: [case_phrases.action],
    Section: [case_phrases.section],
    workflow.Actor: [case_phrases.actor],
    DocumentKind: [case_phrases.document_kind, case_phrases.lacking],
    Flaw: [lambda code: letter_phrases.flaw(FoundFlaw(code, "day"), ("day", "number"))],
}
CHOICES = {
    WorkCounting: RequirementSet.Counting,
    CaseOutcome: RequirementCase.Outcome,
    RequirementKind: Requirement.Kind,
    Told: DateChange.What,
}


def enumerations(package):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(found, Enum) and found.__module__ == module.name:
                yield name, found


def test_every_enumeration_of_the_rules_has_its_words():
    found = {found for package in (catalogue.domain, admissions.domain) for name, found in enumerations(package)}

    assert found == set(PHRASES) | set(CHOICES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("codes", PHRASES, ids=lambda codes: codes.__name__)
def test_every_code_has_a_phrase_of_its_own(language, codes):
    with override(language):
        for phrase in PHRASES[codes]:
            words = {code: phrase(code) for code in codes}

            assert all(words.values())
            assert "%(" not in str(words)


CASE_VERBS = ("case_letters.py", "places.py", "replies.py", "treatment.py")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_a_service_has_a_phrase(language):
    codes = set()
    for name in ("services.py", "case_services.py", "document_services.py", "steps.py", *CASE_VERBS):
        source = (ROOT / "admissions" / name).read_text(encoding="utf-8")
        calls = (
            node for node in ast.walk(ast.parse(source)) if getattr(getattr(node, "func", None), "id", "") == "Refused"
        )
        own = {text.value for call in calls for text in ast.walk(call) if isinstance(text, ast.Constant)}
        assert own, name
        codes |= own

    with override(language):
        assert all(admission_phrases.refusal(code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_the_rows_has_a_phrase(language):
    with override(language):
        assert all(admission_phrases.single_courses(rule) for rule in Programme.SingleCourseRule.values)
        assert all(catalogue_phrases.delivery(code) for code in Programme.Delivery.values)


@pytest.mark.parametrize("codes", CHOICES, ids=lambda codes: codes.__name__)
def test_what_staff_may_choose_is_what_the_rules_know(codes):
    assert set(CHOICES[codes].values) == {code.value for code in codes}


def test_the_degrees_staff_may_choose_are_those_the_rules_know():
    assert [code for code, label in DegreeListField.code_choices] == [code.value for code in DegreeKind]
    assert [code.value for code in Kind] == ["mandatory", "elective", "thesis"]


def test_nothing_is_about_one_programme():
    own = re.compile(r"personlig|personali[sz]ed|(?<![a-z])omics", re.IGNORECASE)
    for path in [*modules(migrations=True), *TEMPLATES, *STYLES]:
        assert own.findall(path.read_text(encoding="utf-8")) == [], name_of(path)


# --- Templates --------------------------------------------------------------------------------------------------------


def test_every_component_says_what_it_takes_on_its_first_line():
    for path in sorted((ROOT / "templates" / "components").iterdir()):
        assert re.fullmatch(r"\{# .+ #\}.*", lines(path)[0]), name_of(path)


def test_every_component_stands_in_the_style_guide_with_its_contract(rf):
    shown = {section.template: section for section in sections(rf.get("/"), date(2026, 11, 25))}

    assert {f"components/{path.name}" for path in (ROOT / "templates" / "components").iterdir()} < shown.keys()
    assert "site/field.html" in shown
    for section in shown.values():
        assert section.examples, f"{section.template} has no example: CONTRIBUTING says how to give it one"
        assert section.contract, section.template


def test_no_template_has_script_or_style_of_its_own():
    inline = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|[\s\"']on[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    for path in TEMPLATES:
        if path.name not in OWN_STYLE:
            html = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(encoding="utf-8"))
            assert inline.findall(html) == [], name_of(path)


def test_no_template_lets_html_through():
    loose = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
    for path in (path for path in TEMPLATES if path.suffix != ".txt"):
        assert loose.findall(path.read_text(encoding="utf-8")) == [], name_of(path)


def test_nothing_is_fetched_from_another_host():
    for path in [*TEMPLATES, *STYLES]:
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"""(?:https?:|["'(=])//([a-z0-9.-]+\.[a-z]{2,})""", text, re.IGNORECASE))

        assert hosts <= HOSTS, name_of(path)
        assert not re.search(r"""(src|srcset|data)=["']https?:""", text), name_of(path)
        assert "@import" not in text, name_of(path)


# --- Code -------------------------------------------------------------------------------------------------------------


def test_every_suppressed_warning_says_what_and_why():
    suppressed = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec|fmt:\s*off)|djlint:\s*off")
    reason = re.compile(r"(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w-]+\]|djlint:off \w+)\s+- \w+")
    for path in [*modules(tests=True, migrations=True), ROOT / "manage.py", *TEMPLATES]:
        for number, line in enumerate(lines(path), start=1):
            if suppressed.search(line) and path != Path(__file__):
                assert reason.search(line), f"{name_of(path)}:{number}"


def test_no_function_and_no_module_is_over_its_ceiling():
    for path in modules():
        text = path.read_text(encoding="utf-8")

        assert len(text.splitlines()) <= LONGEST_MODULE, name_of(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{name_of(path)}: {node.name}"


def test_no_template_is_over_its_ceiling():
    for path in TEMPLATES:
        longest = LONGEST_COMPONENT if "components" in path.parts else LONGEST_PAGE

        assert len(lines(path)) <= longest, name_of(path)


def test_every_module_says_in_a_line_what_lives_in_it():
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if text.strip() and path.parent.name != "commands":  # a command says it in its help
            told = ast.get_docstring(ast.parse(text))
            assert told, name_of(path)
            assert told.splitlines()[0].endswith((".", ":", "`")), name_of(path)


def test_no_module_has_a_name_that_says_nothing():
    nothing = {"common", "core", "utils", "util", "helpers", "base", "manager", "misc"}

    assert [name_of(path) for path in modules(tests=True) if path.stem in nothing] == []


def test_every_folder_of_tests_is_a_package():
    for path in modules(tests=True):
        assert (path.parent / "__init__.py").exists(), name_of(path)


def test_every_variable_that_settings_read_is_explained_and_no_other():
    tree = ast.parse((ROOT / "mastersite" / "settings.py").read_text(encoding="utf-8"))
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    example = lines(ROOT / ".env.example")
    named = [match[1] for line in example if (match := re.match(r"#? ?MASTERSITE_(\w+)=", line))]

    assert len(read) > 15
    assert sorted(named) == sorted(read)
    for number, line in enumerate(example):
        if line.startswith("MASTERSITE_"):
            assert example[number - 1].startswith("# "), line


def test_every_variable_of_the_site_is_read_in_settings_alone():
    for path in modules():
        if path.parent.name in ("tools", "bench") or path.name == "environment.py":
            continue
        text = path.read_text(encoding="utf-8")
        read = re.findall(r"os\.(?:environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv)", text)
        assert read == [], name_of(path)
