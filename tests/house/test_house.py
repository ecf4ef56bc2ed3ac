"""What must be true of every table, page, template and module."""

import ast
import importlib
import importlib.util
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver, resolve, reverse
from django.utils.translation import override

from admissions import models as admission_models
from mastersite.styleguide.views import sections
from tests.house.sources import ROOT, STYLES, TEMPLATES, dense_lines, lines, modules, name_of
from tests.pages import LANGUAGES, page

LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_LINE = 50, 400, 120
OWN_STYLE = {"_standalone_head.html", "mark.svg"}
HOSTS = {"www.w3.org", "digst.dk", "www.datatilsynet.dk"}


# --- The database ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_column_of_admissions_is_listed_as_personal_or_as_plain():
    for model in apps.get_app_config("admissions").get_models():
        personal = admission_models.PERSONAL_COLUMNS[model.__name__]
        plain = admission_models.PLAIN_COLUMNS[model.__name__]
        columns = {
            field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        }

        assert personal | plain == columns, model.__name__
        assert not personal & plain, model.__name__


def test_the_one_driver_of_postgresql_is_psycopg2():
    assert importlib.util.find_spec("psycopg2")
    assert importlib.util.find_spec("psycopg") is None


# --- Pages ----------------------------------------------------------------------------------------


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
    assert {
        "catalogue:programmes",
        "catalogue:courses",
        "admissions:admission",
        "admissions:interest",
    } <= set(names_without_arguments())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_one_heading_a_title_its_language_and_its_other_language(
    client, example_catalogue, language
):
    for name in names_without_arguments():
        with override(language):
            path = reverse(name)
        response = client.get(path)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        found = page(client, path)
        other = found.all("a", class_="top__lang")[0]["attributes"]["href"]

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


def test_nothing_is_about_one_programme():
    own = re.compile(r"personlig|personali[sz]ed|(?<![a-z])omics", re.IGNORECASE)
    for path in [*modules(migrations=True), *TEMPLATES, *STYLES]:
        assert own.findall(path.read_text(encoding="utf-8")) == [], name_of(path)


# --- Templates ------------------------------------------------------------------------------------


def test_every_component_says_what_it_takes_on_its_first_line():
    for path in sorted((ROOT / "templates" / "components").iterdir()):
        assert re.fullmatch(r"\{# .+ #\}.*", lines(path)[0]), name_of(path)


def test_every_component_stands_in_the_style_guide_with_its_contract(rf):
    shown = {section.template: section for section in sections(rf.get("/"), date(2026, 11, 25))}

    assert {
        f"components/{path.name}" for path in (ROOT / "templates" / "components").iterdir()
    } < shown.keys()
    assert "site/field.html" in shown
    for section in shown.values():
        assert section.examples, (
            f"{section.template} has no example: CONTRIBUTING says how to give it one"
        )
        assert section.contract, section.template


def test_no_line_of_a_template_is_over_120_characters():
    for path in TEMPLATES:
        for number, line in enumerate(lines(path), start=1):
            assert len(line) <= LONGEST_LINE, f"{name_of(path)}:{number}"


def test_no_template_holds_lines_that_a_browser_shows_as_they_are():
    """Their indentation is not sent."""
    whole = re.compile(r"<(pre|textarea)\b(?:{{.*?}}|[^>])*>[^<]*\n[ \t][^<]*</\1>")
    for path in TEMPLATES:
        assert not whole.search(path.read_text(encoding="utf-8")), name_of(path)


def test_no_template_has_script_or_style_of_its_own():
    inline = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|\sstyle\s*=|[\s\"']on[a-z]+\s*=\s*[\"']|javascript:",
        re.IGNORECASE,
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
        hosts = set(
            re.findall(r"""(?:https?:|["'(=])//([a-z0-9.-]+\.[a-z]{2,})""", text, re.IGNORECASE)
        )

        assert hosts <= HOSTS, name_of(path)
        assert not re.search(r"""(src|srcset|data)=["']https?:""", text), name_of(path)
        assert "@import" not in text, name_of(path)


# --- Code -----------------------------------------------------------------------------------------


def test_every_suppressed_warning_says_what_and_why():
    suppressed = re.compile(
        r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec|fmt:\s*off)|djlint:\s*off"
    )
    reason = re.compile(
        r"(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w-]+\]|djlint:off \w+)\s+- \w+"
    )
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
                assert node.end_lineno - node.lineno < LONGEST_FUNCTION, (
                    f"{name_of(path)}: {node.name}"
                )


def test_no_expression_holds_a_choice_a_comprehension_or_a_name_that_should_stand_before_it():
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert list(dense_lines(tree)) == [], name_of(path)


@pytest.mark.parametrize(
    ("source", "lines_found"),
    [
        ("[a for b in c for a in b]", [1]),
        ("[[a for a in b] for b in c]", [1]),
        ("f(a if b else c)", [1]),
        ("a if b else c if d else e", [1]),
        ("while a := f():\n    b(a)", [1]),
        ("a = b if c else d\nf(a)\n[g(a) for a in b if a]", []),
    ],
)
def test_dense_lines_are_found(source, lines_found):
    assert list(dense_lines(ast.parse(source))) == lines_found


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
        if name_of(path).startswith(("tools/", "bench/")) or path.name == "environment.py":
            continue
        text = path.read_text(encoding="utf-8")
        read = re.findall(
            r"os\.(?:environ(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv)", text
        )
        assert read == [], name_of(path)
