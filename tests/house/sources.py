"""The files of the project, for tests that read them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["catalogue", "admissions", "mastersite", "tools", "bench"]
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
