"""What the docs and docstrings call by its path or its dotted name is there."""

import re
from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.house.sources import ROOT, modules, name_of

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Templates are called as Django finds them.
PLACES = [ROOT, ROOT / "templates"]
FOLDERS = "catalogue|admissions|mastersite|tests|bench|tools|docs|fixtures|templates|static|locale"
PATH = re.compile(rf"`((?:{FOLDERS})/[\w./-]+)`")
LOGS = {"mastersite.audit", "mastersite.errors", "mastersite.mail"}
DOTTED = re.compile(r"`((?:catalogue|admissions|mastersite)(?:\.\w+)+)`")


def is_there(dotted):
    """Whether a dotted name is a module, something that a module holds, or a log."""
    if dotted in LOGS:
        return True
    package, _, name = dotted.rpartition(".")
    try:
        return find_spec(dotted) is not None or hasattr(import_module(package), name)
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("path", DOCS, ids=name_of)
def test_every_path_in_a_document_leads_somewhere(path):
    named = PATH.findall(path.read_text(encoding="utf-8"))

    assert [found for found in named if not any((place / found).exists() for place in PLACES)] == []


def test_paths_are_found_in_the_documents():
    named = {found for path in DOCS for found in PATH.findall(path.read_text(encoding="utf-8"))}

    assert {"catalogue/admin/base", "admissions/domain/retention.py"} <= named


def test_every_dotted_name_in_a_docstring_or_document_is_there():
    told = {
        name_of(path): DOTTED.findall(path.read_text(encoding="utf-8"))
        for path in [*modules(), *DOCS]
    }

    assert any(told.values())
    assert [
        (where, name) for where, names in told.items() for name in names if not is_there(name)
    ] == []
