"""Two who do something at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from admissions.domain.refusals import Refused

# Only PostgreSQL lets one writer wait for another; on SQLite the second does not begin before the
# first is done, and the database of the tests, which lies in memory, is one connection's alone.
races = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update, reason="only PostgreSQL has two at work"
    ),
]
LOOK_AGAIN, MOST_LOOKS = 0.02, 400


class SomebodyElse:
    """Does something on a connection of their own, and may have to wait for ours."""

    def __init__(self, pool):
        self._pool = pool
        self.has_waited = False

    def begin(self, call):
        """Begin it, and come back once it waits for a lock of ours or is done."""
        connected = self._pool.submit(_backend)
        self._ending = self._pool.submit(call)
        for _look in range(MOST_LOOKS):
            if _waits_for_us(connected.result()):
                self.has_waited = True
                return
            if wait([self._ending], timeout=LOOK_AGAIN).done:
                return
        raise AssertionError("it neither waits for us nor comes to an end")

    def ending(self):
        """What it gave; of a refusal its code."""
        try:
            return self._ending.result()
        except Refused as refused:
            return refused.code


@contextmanager
def somebody_else():
    """Somebody with one connection, which is closed once they are done."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            yield SomebodyElse(pool)
        finally:
            pool.submit(_leave).result()


def at_once(first, second):
    """Do the first, and the second before the first is committed, for which it has to wait.

    What each gave; of a refusal its code.
    """
    with somebody_else() as other:
        with transaction.atomic():
            given = first()
            other.begin(second)
        assert other.has_waited, "the second did not wait for the first"
        return given, other.ending()


def _backend():
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def _leave():
    # Named here, it is the connection of the thread that calls this.
    connection.close()


def _waits_for_us(backend):
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid() = any(pg_blocking_pids(%s))", [backend])
        return cursor.fetchone()[0]
