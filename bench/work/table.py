"""Work that is no page, each kind measured in a process of its own beside what it is held against."""

from __future__ import annotations

import getpass
import os
import shutil
from collections.abc import Mapping
from glob import glob
from typing import Any

from bench.measure.processes import HOST, BenchError
from bench.measure.sites import place, prepared
from bench.measure.tables import spread, table

HEADS = ["work", "per CPU-second", "the limit", "to limit"]
SENDING = "sending an application"


def work_table(rounds: int, seconds: float, core: int | None, base: Mapping[str, str]) -> str:
    """Each kind of work with its limit, measured one after another, as a table."""
    options = ["--rounds", str(rounds), "--seconds", str(seconds)]
    at_home = {name: value for name, value in base.items() if name != "MASTERSITE_DATABASE_URL"}
    rows = [
        *sending_on_postgresql(options, core, base),
        *_rows(f"{SENDING}, SQLite", ["bench.work.sending", *options], core, at_home),
        *_rows("an assessment", ["bench.work.assessing", *options], core, at_home),
    ]
    return table(HEADS, rows)


def sending_on_postgresql(
    options: list[str], core: int | None, base: Mapping[str, str]
) -> list[list[str]]:
    """The rows of the table; one that says why where there is no pgbench or no PostgreSQL."""
    name, pgbench = f"{SENDING}, PostgreSQL", program()
    if pgbench is None:
        return [not_measured(name, "pgbench is not installed")]
    beside = {**base, "MASTERSITE_DATABASE_URL": postgresql_address(base)}
    return _rows(name, ["bench.work.sending", "--pgbench", pgbench, *options], core, beside)


def _rows(
    name: str, arguments: list[str], core: int | None, base: Mapping[str, str]
) -> list[list[str]]:
    try:
        with place("work", base) as (env, _url):
            return rows_of(name, prepared(arguments, env, core))
    except BenchError as problem:
        return [not_measured(name, str(problem))]


def rows_of(name: str, told: Mapping[str, Any]) -> list[list[str]]:
    """What a process told, a row for each way of doing the work."""
    limit = f"{told['limit']['name']}: {spread(told['limit']['rates'])}"
    return [
        [f"{name}{work['name']}", spread(work["rates"]), limit, spread(work["ratios"], digits=2)]
        for work in told["works"]
    ]


def not_measured(name: str, why: str) -> list[str]:
    return [name, f"not measured: {why}", "", ""]


def program() -> str | None:
    """Where pgbench is: Debian keeps it among the server's programs, outside the usual path."""
    folders = [os.environ.get("PATH", ""), *sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return shutil.which("pgbench", path=os.pathsep.join(folders))


def postgresql_address(base: Mapping[str, str]) -> str:
    """The PostgreSQL that the site is told of, else the one of this machine, if it lets this user in."""
    named = base.get("MASTERSITE_DATABASE_URL", "")
    return (
        named
        if named.startswith("postgres")
        else f"postgres://{getpass.getuser()}@{HOST}:5432/postgres"
    )
