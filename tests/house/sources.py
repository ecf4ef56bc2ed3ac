"""The files of the project, for tests that read them."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["catalogue", "admissions", "mastersite", "tools", "bench"]
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
STYLES = sorted((ROOT / "static").rglob("*.css"))


def modules(*, tests=False, migrations=False):
    folders = [*PACKAGES, "tests"] if tests else PACKAGES
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if migrations or "migrations" not in path.parts]


def name_of(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def dense_lines(tree):
    """The lines on which an expression holds what should be a statement before it."""
    for outer in ast.walk(tree):
        if isinstance(outer, ast.NamedExpr):
            yield outer.lineno
        if isinstance(outer, COMPREHENSIONS):
            yield from (further.target.lineno for further in outer.generators[1:])
            yield from _lines_within(outer, COMPREHENSIONS)
        if isinstance(outer, ast.Call | ast.IfExp):
            yield from _lines_within(outer, ast.IfExp)


def _lines_within(outer, kinds):
    inner = (node for node in ast.walk(outer) if node is not outer)
    return [node.lineno for node in inner if isinstance(node, kinds)]


def functions_that_ask_for(attribute, *packages):
    """The functions, by their dotted names, that use an attribute of this name, and how often."""
    found = Counter()
    for path in modules():
        if path.relative_to(ROOT).parts[0] in packages:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for top in ast.parse(path.read_text(encoding="utf-8")).body:
                uses = [
                    node
                    for node in ast.walk(top)
                    if isinstance(node, ast.Attribute) and node.attr == attribute
                ]
                if uses:
                    found[f"{module}.{top.name}"] += len(uses)
    return found
