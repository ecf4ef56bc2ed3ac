"""Imports a file of rows with changed cells, in turns with saving the same rows one by one."""

import csv
import io
import time
from itertools import count

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from bench.big_site.make import Size, make_big_site
from bench.measure.processes import BenchError
from bench.measure.turns import Work, take_turns
from catalogue.admin.exchange.apply import carrying_out
from catalogue.admin.exchange.plan import planning
from catalogue.admin.exchange.resources import exchange_of
from catalogue.models import TriedImport

# About as many as a second's work; what is measured is the work, not the time it took.
ROWS_A_SECOND = 200
# The column that is changed by saving, and what the cells become that an import changes.
CHANGES = {
    "course": ("literature_da", {"exam_aids_da": "Hjælpemidler, {number}. udgave"}),
    "courserun": ("code", {"price_dkk": "{number}000"}),
}
_numbers = count(1)


def measured(rounds, seconds, kind):
    rows = max(int(seconds * ROWS_A_SECOND), 1)
    make_big_site(Size(1, rows, rows), 1, timezone.localdate())
    model = apps.get_model("catalogue", kind)
    column, changes = CHANGES[kind]
    limit = Work("saved one by one", lambda: rate_of(save, model, column))
    works = [
        Work(", import tried", lambda: rate_of(plan_of, model, file_of(model, changes))),
        Work(", imported", lambda: rate_of(carry_out, model, tried(model, changes))),
    ]
    return take_turns(limit, works, rounds)


def rate_of(work, model, material):
    """How many rows are treated in a second that this process works."""
    before = time.process_time()
    work(model, material)
    return model.objects.count() / (time.process_time() - before)


@transaction.atomic
def save(model, column):
    words = f"saved {next(_numbers)}"
    for row in model.objects.all():
        setattr(row, column, words)
        row.full_clean()
        row.save()


def file_of(model, changes):
    """The exported rows with changed cells in each, as a CSV file."""
    exchange, number, text = exchange_of(model), next(_numbers), io.StringIO()
    names = list(exchange.exported_columns(True))
    changed = {name: words.format(number=number) for name, words in changes.items()}
    writer = csv.DictWriter(text, names, delimiter=";")
    writer.writeheader()
    for row in exchange.exported(exchange.rows().iterator(chunk_size=500), True):
        writer.writerow({**dict(zip(names, row, strict=True)), **changed})
    return text.getvalue().encode()


def plan_of(model, content):
    return _last(planning(exchange_of(model), _may, "bench.csv", content))


def tried(model, changes):
    content = file_of(model, changes)
    return TriedImport.objects.create(
        user=User.objects.get_or_create(username="bench")[0],
        model=model._meta.model_name,
        file_name="bench.csv",
        content=content,
        fingerprints=plan_of(model, content).fingerprints,
        tried_at=timezone.now(),
    )


def carry_out(model, tried_import):
    _last(carrying_out(tried_import, exchange_of(model), _may))


def _last(steps):
    """The plan of the last step; a bench of what is refused would measure nothing."""
    for plan, *_how_far in steps:
        last = plan
    if len(last.changed) != len(last.rows) or not last.rows:
        raise BenchError(f"Not every row is changed: {last.wrong[:1]}")
    return last


def _may(verb, row):
    return True
