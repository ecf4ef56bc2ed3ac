"""How many rows an import changes in a second of processor time, beside the same rows saved one by one.

`python -m bench.work.importing [ROWS]` makes a database of its own beside the one of the settings, and removes it.
"""

import csv
import io
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")
os.environ.setdefault("MASTERSITE_DEMO", "True")

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the apps
from django.contrib.auth.models import User  # noqa: E402 - needs the apps
from django.db import transaction  # noqa: E402 - needs the apps
from django.test.utils import get_runner  # noqa: E402 - needs the apps
from django.utils import timezone  # noqa: E402 - needs the apps

from catalogue.admin.exchange.apply import carrying_out  # noqa: E402 - needs the apps
from catalogue.admin.exchange.plan import planning  # noqa: E402 - needs the apps
from catalogue.admin.exchange.resources import exchange_of  # noqa: E402 - needs the apps
from catalogue.models import Course, CourseRun, TeachingDay, TriedImport, University  # noqa: E402 - needs the apps

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
TEXT = "Kurset giver overblik over feltet og viser, hvordan delene hænger sammen. " * 8


def may(verb, thing):
    return True


def measured(name, work):
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    sys.stdout.write(
        f"{name:45} {ROWS / processor:8.0f} rows per CPU-second {processor:7.1f} s CPU {wall:7.1f} s\n"
    )


def make():
    host = University.objects.create(slug="ku", name_da="KU", name_en="KU", short_name="KU")
    Course.objects.bulk_create(
        Course(
            slug=f"course-{number}",
            title_da=f"Kursus {number}",
            title_en=f"Course {number}",
            ects=5,
            host=host,
            content_da=TEXT,
            content_en=TEXT,
            teaching_languages=["da"],
            is_published=True,
        )
        for number in range(ROWS)
    )
    runs = CourseRun.objects.bulk_create(
        CourseRun(course=course, starts_on="2027-03-01", ends_on="2027-05-28")
        for course in Course.objects.all()
    )
    TeachingDay.objects.bulk_create(
        TeachingDay(run=run, on=f"2027-03-0{day}") for run in runs for day in (1, 2, 3)
    )


def file_of(model, changes):
    """The exported rows with a changed cell in each, as a CSV file."""
    exchange = exchange_of(model)
    names = list(exchange.exported_columns(True))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(names)
    for row in exchange.exported(exchange.rows().iterator(chunk_size=500), True):
        writer.writerow([changes.get(name, cell) for name, cell in zip(names, row, strict=True)])
    return text.getvalue().encode()


def exhaust(steps):
    for plan, *_how_far in steps:
        last = plan
    assert not last.wrong, last.wrong[0]  # noqa: S101 - a bench that measures refusals measures nothing
    return last


def bench(model, changes, save):
    name = model._meta.model_name
    person = User.objects.get_or_create(username="bench")[0]
    content = file_of(model, changes)
    measured(f"{name}: validated and saved one by one", save)
    measured(
        f"{name}: tried", lambda: exhaust(planning(exchange_of(model), may, "bench.csv", content))
    )
    plan = exhaust(planning(exchange_of(model), may, "bench.csv", content))
    tried = TriedImport.objects.create(
        user=person,
        model=name,
        file_name="bench.csv",
        content=content,
        fingerprints=plan.fingerprints,
        tried_at=timezone.now(),
    )
    measured(f"{name}: imported", lambda: exhaust(carrying_out(tried, exchange_of(model), may)))
    assert len(plan.changed) == ROWS  # noqa: S101 - as above


@transaction.atomic
def save_courses():
    for course in Course.objects.all():
        course.title_en = f"Saved {course.pk}"
        course.full_clean()
        course.save()


@transaction.atomic
def save_runs():
    for run in CourseRun.objects.all():
        run.code = "saved"
        run.full_clean()
        run.save()


runner = get_runner(settings)(interactive=False, verbosity=0)
databases = runner.setup_databases()
try:
    make()
    bench(Course, {"summary_da": "Et nyt kursus.", "ects": "7,5"}, save_courses)
    days = "2027-03-01 09:00-15:30; 2027-03-02; 2027-03-03 online"
    bench(CourseRun, {"price_dkk": "13875", "days_held": days}, save_runs)
finally:
    runner.teardown_databases(databases)
