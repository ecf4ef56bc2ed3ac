"""The rows of a sent application written without Django: by pgbench, or by the standard library's sqlite3."""

import os
import subprocess
import tempfile
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2
from django.db import connection
from psycopg2.extensions import AsIs

from bench.measure.processes import BenchError, cpu_seconds

# Stands where the number of the application does, in what the site wrote.
APPLICATION = ":application_number"
WARMING = 20
LOOKS_PER_SECOND = 20
# Whoever works less between two looks rests.
REST = 0.001
# The server's process ends with pgbench and takes its time with it. So pgbench rests twice, long enough to be looked
# at: once warm, and when all is written.
SCRIPT = """\\set application_number :first + :written
BEGIN;
{statements}
COMMIT;
\\set written :written + 1
\\if :written = :warming or :written = :warming + :many
\\sleep 1 s
\\endif
"""


def writes_of(send, number):
    """What `send` writes for the application of that number, as (statement, parameters), in order."""
    written = []

    def look(execute, sql, parameters, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            if list(parameters).count(number) != 1:
                raise BenchError(f"It cannot be told where the application stands in: {sql}")
            written.append((sql, tuple(parameters)))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(look):
        send()
    return written


def script_of(writes, number):
    """The script with which pgbench writes the same for one application after another."""
    with connection.cursor() as cursor:
        statements = [
            cursor.mogrify(sql, _with_number(parameters, number, AsIs(APPLICATION))).decode()
            for sql, parameters in writes
        ]
    if any(statement.count(APPLICATION) != 1 for statement in statements):
        raise BenchError(
            f"A text of the application holds {APPLICATION}, which pgbench would replace."
        )
    return SCRIPT.format(statements="\n".join(f"{statement};" for statement in statements))


def rate_of_pgbench(pgbench, url, script, drafts):
    """How many applications pgbench writes in a second that it and its server's process work, on PostgreSQL."""
    address, env = address_of(url)
    many = len(drafts) - WARMING
    variables = {"first": drafts[0].pk, "written": 0, "warming": WARMING, "many": many}
    with (
        tempfile.TemporaryDirectory() as folder,
        open(Path(folder) / "words", "w+", encoding="utf-8") as words,
    ):
        file = Path(folder) / "script.sql"
        file.write_text(script, encoding="utf-8")
        command = [pgbench, "--no-vacuum", "--transactions", str(len(drafts)), "--file", str(file)]
        command += [
            word for name, value in variables.items() for word in ("--define", f"{name}={value}")
        ]
        streams = {"stdin": subprocess.DEVNULL, "stdout": words, "stderr": words}
        with subprocess.Popen([*command, address], env={**os.environ, **env}, **streams) as running:
            worked = _worked_between_rests(running, url)
        words.seek(0)
        if running.returncode or worked <= 0:
            raise BenchError(f"pgbench broke off: {' '.join(words.read().split())[-300:]}")
    return many / worked


def address_of(url):
    """The address as pgbench takes it, and its environment: a list of processes shows no password."""
    parts = urlsplit(url)
    env = {"PGAPPNAME": "pgbench"}
    if parts.password is None:
        return url, env
    netloc = parts.netloc.replace(f":{parts.password}@", "@")
    return urlunsplit(parts._replace(netloc=netloc)), {**env, "PGPASSWORD": unquote(parts.password)}


def _worked_between_rests(running, url):
    """The seconds that pgbench and its server's process have worked from its first rest to its last."""
    readings = []
    with closing(psycopg2.connect(url)) as there, there.cursor() as cursor:
        there.autocommit = True
        while running.poll() is None:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pgbench'"
            )
            found = [pid for (pid,) in cursor.fetchall()]
            if found:
                readings.append(cpu_seconds([running.pid, *found]))
            time.sleep(1 / LOOKS_PER_SECOND)
    return between_rests(readings)


def between_rests(readings):
    """What was worked from the first to the last pair of readings between which nothing was.

    A reading lower than the one before is of a process that has just ended.
    """
    rests = [after for before, after in pairwise(readings) if 0 <= after - before < REST]
    return rests[-1] - rests[0] if rests else 0


def rate_of_sqlite(raw, writes, number, drafts):
    """How many applications sqlite3 writes in a second that this process works, over an open connection."""
    statements = [(sql.replace("%s", "?"), parameters) for sql, parameters in writes]
    before = time.process_time()
    for draft in drafts:
        raw.execute("BEGIN IMMEDIATE")
        for sql, parameters in statements:
            raw.execute(sql, _with_number(parameters, number, draft.pk))
        raw.execute("COMMIT")
    return len(drafts) / (time.process_time() - before)


def _with_number(parameters, number, other):
    """The parameters with another number in the place of the application's."""
    return [other if value == number else value for value in parameters]
