"""The figures of the house, printed by `make house`.

No test of the suite: it is collected only where it is named, for the clock, the database and the
makers.
"""

import ast
import os
import sys
from collections import Counter
from datetime import timedelta
from functools import cache
from statistics import median

import grimp
import pytest
from django.test import Client
from django.urls import reverse

from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun
from tests.admissions.applications.pages import opened
from tests.admissions.makers import ANSWERS, make_application
from tests.house.sources import PACKAGES, ROOT, TEMPLATES, lines, modules, name_of
from tests.makers import make_requirement_set, make_run, make_whole_programme

WIDEST_CODE, WIDEST_TEMPLATE = 100, 120
APPS = ("catalogue", "admissions")


@pytest.mark.django_db
def test_the_figures_are_told(capsys):
    with capsys.disabled():
        print()
        print_packages()
        print_floors()
        print_lines()
        print_functions()
        print_changes_of_file()


def print_packages():
    print("Modules in each package of the apps:")
    for app in APPS:
        inside = [path.relative_to(ROOT / app) for path in modules() if app in path.parts]
        packages = Counter(path.parts[0] if len(path.parts) > 1 else "-" for path in inside)
        shown = ", ".join(f"{name} {number}" for name, number in sorted(packages.items()))
        print(f"  {app}: {shown}")


def print_floors():
    """How many packages of an app stand above one another at most, by what they import."""
    print("Floors:", ", ".join(f"{app} {floors(app)}" for app in APPS))


def floors(app):
    graph = grimp.build_graph(app)
    packages = graph.find_children(app)
    below = {
        upper: [
            lower
            for lower in packages - {upper}
            if graph.direct_import_exists(importer=upper, imported=lower, as_packages=True)
        ]
        for upper in packages
    }

    @cache
    def height(package):
        return 1 + max(map(height, below[package]), default=0)

    return max(map(height, packages))


def print_lines():
    for name, paths, widest in [
        ("code", modules(tests=True), WIDEST_CODE),
        ("templates", TEMPLATES, WIDEST_TEMPLATE),
    ]:
        widths = [len(line) for path in paths for line in lines(path)]
        over = sum(width > widest for width in widths)
        print(f"Lines of {name}: {len(widths)}, over {widest}: {over}, widest: {max(widths)}")


def print_functions():
    lengths = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lengths.append((node.end_lineno - node.lineno + 1, f"{name_of(path)}:{node.name}"))
    lengths.sort()
    longest, where = lengths[-1]
    nine_in_ten = lengths[len(lengths) * 9 // 10][0]
    middle = median(length for length, _where in lengths)
    print(
        f"Functions: {len(lengths)}, half under {middle:.0f} lines, nine in ten under "
        f"{nine_in_ten}, longest {longest} ({where})"
    )


def print_changes_of_file():
    """Once each, after the first time, so that what is loaded or kept only once does not count."""
    programme, courses = make_whole_programme(years_min=2, years_max=6)
    make_requirement_set(programme)
    run = make_run(courses[0])
    page = reverse("catalogue:course", args=[courses[0].slug])
    works = {
        "sending an application": sending(programme),
        "a course page": lambda: Client().get(page),
        "a moved date": lambda: move(run),
    }
    for name, work in works.items():
        work()
        print(f"Calls from one file to another in {name}: {changes_of_file(work)}")


def sending(programme):
    """What sends another finished draft each time it is called."""
    ready = []
    for _draft in range(2):
        client, draft = Client(), make_application(programme, ANSWERS)
        opened(client, draft)
        ready.append((client, reverse("admissions:application_review", args=[draft.reference])))

    def send():
        client, address = ready.pop()
        answer = client.post(address, {"declared": "yes", "sure": "yes"})
        assert answer.headers["Location"].endswith(("kvittering/", "receipt/")), answer

    return send


def move(run):
    rows = CourseRun.objects.filter(pk=run.pk)
    with noting_moved_dates(runs=rows):
        moved = rows.get()
        moved.starts_on += timedelta(days=7)
        moved.save()


def changes_of_file(work):
    """How often a function of the project is called from another file of it."""
    folders = tuple(f"{ROOT / name}{os.sep}" for name in PACKAGES)
    stack, changes = [None], 0

    def look(frame, event, _argument):
        nonlocal changes
        if event == "call":
            file = frame.f_code.co_filename
            here = file if file.startswith(folders) else stack[-1]
            changes += stack[-1] is not None and here != stack[-1]
            stack.append(here)
        elif event == "return" and len(stack) > 1:
            stack.pop()

    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return changes
