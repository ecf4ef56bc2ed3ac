"""Rows that take long to load, loaded once by each process and afterwards put back as they were."""

from datetime import date, time

from django.core.management.color import no_style
from django.db import connection, transaction

_kept = {}


def load_once(key, loading):
    """Call `loading`, or put back all that it wrote when it was first called for this key.

    It is called again whenever one of the tables that it filled is not empty: then it may do something else.
    """
    if key in _kept and not any(_rows(table) for table in _kept[key]):
        _put_back(_kept[key])
        return
    before = {table: _rows(table) for table in connection.introspection.django_table_names(only_existing=True)}
    with transaction.atomic():
        loading()
    filled = {table: _rows(table) for table in before}
    filled = {table: rows for table, rows in filled.items() if rows != before[table]}
    if not any(before[table] for table in filled):
        _kept[key] = filled


def _rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608 - a table of Django's own
        names = [connection.ops.quote_name(column[0]) for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _put_back(filled):
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in filled.items():
            names, places = ", ".join(rows[0]), ", ".join(["%s"] * len(rows[0]))
            words = f"insert into {connection.ops.quote_name(table)} ({names}) values ({places})"  # noqa: S608 - as above
            cursor.executemany(words, [[_written(value) for value in row.values()] for row in rows])
        models = connection.introspection.installed_models(filled)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _written(value):
    # SQLite reads times but does not write them.
    return str(value) if isinstance(value, date | time) else value
