"""Fills an empty database with a big site, or one that holds an earlier big site and no more."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection, transaction

from admissions.models import Interest
from bench.big_site.courses import make_courses
from bench.big_site.curricula import make_curricula
from bench.big_site.programmes import make_people, make_programmes
from bench.big_site.requirements import make_requirements
from bench.big_site.rows import MARK
from bench.big_site.runs import make_intakes, make_runs
from bench.big_site.texts import make_texts
from bench.big_site.words import Writer
from catalogue import models
from catalogue.changes import version

KEPT = {models.CatalogueVersion, models.CatalogueChange, models.RecoveryCode}


@dataclass(frozen=True)
class Size:
    """How many rows to make; `runs` are two a course unless said."""

    programmes: int
    courses: int
    runs: int | None = None


class NotOursError(Exception):
    """The database holds something that the maker of big sites has not made."""


@transaction.atomic
def make_big_site(size, seed, today):
    """Make the site, having taken an earlier one away, and tell what was made; or NotOursError."""
    refuse_foreign_rows()
    take_earlier_site_away()
    writer = Writer(seed)
    universities, contacts = make_people(writer)
    plans = make_programmes(size.programmes, writer, universities, contacts)
    courses = make_courses(size.courses, plans, writer, universities, contacts)
    make_curricula(plans)
    runs = size.courses * 2 if size.runs is None else size.runs
    make_runs(courses, runs, today, universities)
    make_intakes(plans, today)
    make_requirements(plans, today)
    make_texts(plans, writer)
    with connection.cursor() as cursor:
        # A database that has just been filled knows nothing of what it holds, and reads by the
        # wrong index.
        cursor.execute("ANALYZE")
    version.bump()
    return f"{size.programmes} programmes, {size.courses} courses, {runs} runs"


def refuse_foreign_rows():
    foreign = [
        Interest.objects.all(),
        models.Programme.objects.exclude(code__startswith=MARK),
        models.Course.objects.exclude(code__startswith=MARK),
        models.University.objects.exclude(slug__startswith=MARK),
        models.Contact.objects.exclude(slug__startswith=MARK),
    ]
    if not models.University.objects.exists():
        foreign += [models.Question.objects.all(), models.TextPage.objects.all()]
    for rows in foreign:
        row = rows.first()
        if row:
            raise NotOursError(
                f"The database holds a {row._meta.model_name} (number {row.pk}) that is not of a "
                "big site: name an empty database in MASTERSITE_DATABASE_URL, or a folder without "
                "one in MASTERSITE_VAR."
            )


def take_earlier_site_away():
    """Delete all of the catalogue but its version, which goes on counting, and staff's codes."""
    every = apps.get_app_config("catalogue").get_models(include_auto_created=True)
    for model in set(every) - KEPT:
        # Plain deletion would fetch every row to look for what hangs on it. The order does not
        # matter: what points where is looked at when the transaction ends.
        model._default_manager.all()._raw_delete(connection.alias)
