"""Work that is no page, each kind measured in a process of its own beside what it is held to."""

from __future__ import annotations

import getpass
import os
import shutil
from collections.abc import Mapping, Sequence
from glob import glob
from typing import Any

from bench.measure.processes import HOST, BenchError
from bench.measure.sites import DATABASE, measured, place
from bench.measure.tables import spread, table

SENDING = "sending an application"
Rows = list[list[str]]


def work_table(rounds: int, seconds: float, core: int | None, base: Mapping[str, str]) -> str:
    """Each kind of work with its limit, measured one after another, as a table."""
    options = {"rounds": rounds, "seconds": seconds}
    at_home = {name: value for name, value in base.items() if name != DATABASE}
    rows = sending_on_postgresql(core, base, **options)
    rows += rows_of(f"{SENDING}, SQLite", "sending", core, at_home, **options)
    rows += rows_of("an assessment", "assessing", core, at_home, **options)
    return table(["work", "per CPU-second", "the limit", "to limit"], rows)


def sending_on_postgresql(core: int | None, base: Mapping[str, str], **options: Any) -> Rows:
    """The rows of the table; one that says why where there is no pgbench or no PostgreSQL."""
    name, pgbench = f"{SENDING}, PostgreSQL", program()
    if pgbench is None:
        return [[name, "not measured: pgbench is not installed", "", ""]]
    beside = {**base, DATABASE: postgresql_address(base)}
    return rows_of(name, "sending", core, beside, pgbench=pgbench, **options)


def rows_of(
    name: str, module: str, core: int | None, base: Mapping[str, str], **options: Any
) -> Rows:
    """What a module measures, or why it does not."""
    try:
        with place("work", base) as env:
            limit, *works = measured(f"bench.work.{module}", env, core, **options)
    except BenchError as problem:
        return [[name, f"not measured: {problem}", "", ""]]
    return told(name, limit, works)


def told(name: str, limit: Mapping[str, Any], works: Sequence[Mapping[str, Any]]) -> Rows:
    """A row for each way of doing the work."""
    beside = f"{limit['name']}: {spread(limit['rates'])}"
    rows = []
    for work in works:
        ratio = spread(work["ratios"], digits=2)
        rows.append([name + work["name"], spread(work["rates"]), beside, ratio])
    return rows


def program() -> str | None:
    """Where pgbench is: Debian keeps it among the server's programs, outside the usual path."""
    folders = [os.environ.get("PATH", ""), *sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return shutil.which("pgbench", path=os.pathsep.join(folders))


def postgresql_address(base: Mapping[str, str]) -> str:
    """The PostgreSQL that the site is told of, else the one here, if it lets this user in."""
    named = base.get(DATABASE, "")
    here = f"postgres://{getpass.getuser()}@{HOST}:5432/postgres"
    return named if named.startswith("postgres") else here
