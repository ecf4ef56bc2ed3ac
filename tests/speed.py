"""What makes the suite quick: rows loaded once, and nothing drawn that no test looks at."""

from datetime import date, time
from functools import cache

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models.manager import BaseManager
from django.template import Template
from django.test.utils import instrumented_test_render

_kept = {}


def load_once(key, loading):
    """Call `loading`, or put back all that it wrote when it was first called for this key.

    It is called again whenever one of the tables that it filled is not empty:
    then it may do something else.
    """
    if key in _kept and not any(_rows(table) for table in _kept[key]):
        _put_back(_kept[key])
        return
    before = {
        table: _rows(table)
        for table in connection.introspection.django_table_names(only_existing=True)
    }
    with transaction.atomic():
        loading()
    filled = {table: _rows(table) for table in before}
    filled = {table: rows for table, rows in filled.items() if rows != before[table]}
    if not any(before[table] for table in filled):
        _kept[key] = filled


def _rows(table):
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(table)
        cursor.execute(f"select * from {table}")  # noqa: S608 - a table of Django's own
        names = [connection.ops.quote_name(column[0]) for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _put_back(filled):
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in filled.items():
            names, places = ", ".join(rows[0]), ", ".join(["%s"] * len(rows[0]))
            table = connection.ops.quote_name(table)
            words = f"insert into {table} ({names}) values ({places})"  # noqa: S608 - as above
            cursor.executemany(words, [[_written(value) for value in row.values()] for row in rows])
        models = connection.introspection.installed_models(filled)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _written(value):
    # SQLite reads times but does not write them.
    return str(value) if isinstance(value, date | time) else value


def keep_managers():
    """Make the class of a manager once: the history asks for it anew at each look."""
    BaseManager.from_queryset = classmethod(cache(BaseManager.from_queryset.__func__))


def note_pages_alone():
    """Let the test client note what pages were drawn with, but not the fields on them."""
    Template._render = _render


def _render(template, context):
    if template.name and template.name.startswith("django/forms/"):
        return template.nodelist.render(context)
    return instrumented_test_render(template, context)
