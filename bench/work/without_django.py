"""The rows of a sent application written without Django, by pgbench or the standard library."""

import os
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2
from django.db import connection
from psycopg2.extensions import AsIs

from bench.measure.processes import BenchError, cpu_seconds
from bench.measure.sites import backends

# Stands where the number of the application does, in what the site wrote.
APPLICATION = ":application_number"
# The server's process ends with pgbench and takes its time with it. So pgbench rests when all is
# written, long enough to be looked at.
SCRIPT = """\\set application_number :first + :written
BEGIN;
{statements}
COMMIT;
\\set written :written + 1
\\if :written = :many
\\sleep 1 s
\\endif
"""


def writes_of(send, number):
    """What `send` writes for the application of that number, as (statement, parameters)."""
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
    statements = []
    with connection.cursor() as cursor:
        for sql, parameters in writes:
            values = _with_number(parameters, number, AsIs(APPLICATION))
            statement = cursor.mogrify(sql, values).decode()
            if statement.count(APPLICATION) != 1:
                raise BenchError(f"A text holds {APPLICATION}, which pgbench would replace.")
            statements.append(f"{statement};")
    return SCRIPT.format(statements="\n".join(statements))


def rate_of_pgbench(pgbench, url, script, drafts):
    """How many applications pgbench writes in a second that it and its server's process work."""
    address, env = address_of(url)
    variables = {"first": drafts[0].pk, "written": 0, "many": len(drafts)}
    with tempfile.TemporaryDirectory() as folder:
        file, log = Path(folder) / "script.sql", Path(folder) / "log"
        file.write_text(script, encoding="utf-8")
        command = [pgbench, "--no-vacuum", f"--transactions={len(drafts)}", f"--file={file}"]
        for name, value in variables.items():
            command.append(f"--define={name}={value}")
        with log.open("w") as output:
            running = subprocess.Popen(
                [*command, address],
                env={**os.environ, **env},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            worked = _worked(running, url)
        if running.returncode or not worked:
            words = " ".join(log.read_text(encoding="utf-8").split())
            raise BenchError(f"pgbench broke off: {words[-300:]}")
    return len(drafts) / worked


def address_of(url):
    """The address as pgbench takes it, and its environment: processes show no password."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, {}
    netloc = parts.netloc.replace(f":{parts.password}@", "@")
    return urlunsplit(parts._replace(netloc=netloc)), {"PGPASSWORD": unquote(parts.password)}


def _worked(running, url):
    """The most seconds that pgbench and its server's process were seen to have worked."""
    most = 0.0
    with closing(psycopg2.connect(url)) as there:
        there.autocommit = True
        while running.poll() is None:
            most = max(most, cpu_seconds([running.pid, *backends(there, "pgbench")]))
            time.sleep(0.05)
    return most


def rate_of_sqlite(raw, writes, number, drafts):
    """How many applications sqlite3 writes in a second that this process works."""
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
