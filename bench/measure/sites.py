"""The sites that are measured: each with a database of its own under var/bench, or beside the PostgreSQL named."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.measure.processes import BenchError, Servers, free_port, on_core
from tools.environment import ROOT, SERVER

FOLDER = ROOT / "var" / "bench"


@dataclass
class Site:
    """One site to measure. `pages` are addresses by name, `queries` (first, again) by the same names."""

    name: str
    env: dict[str, str]
    pages: dict[str, str]
    queries: dict[str, list[int | None]]
    cookie: str
    database: str = ""
    port: int = 0
    pid: int = 0
    backends: list[int] = field(default_factory=list)

    def working_pids(self) -> list[int]:
        """The server, and on PostgreSQL the processes that work for it there, where they can be seen."""
        if self.database:
            # One that has ended has taken its time with it, so those once seen stay in the list.
            with (
                contextlib.closing(psycopg2.connect(self.database)) as there,
                there.cursor() as cursor,
            ):
                cursor.execute(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                )
                found = {pid for (pid,) in cursor.fetchall()} - {there.info.backend_pid}
            self.backends = sorted(found)
        return [self.pid, *self.backends]

    def serve(self, running: Servers) -> None:
        """Start the server that `make run` has, with one worker."""
        self.port = free_port()
        command = [
            sys.executable,
            "-m",
            "granian",
            "--workers",
            "1",
            *SERVER.split(),
            "--port",
            str(self.port),
        ]
        log = Path(self.env["MASTERSITE_VAR"]) / "server.log"
        self.pid = running.start(
            [*command, "mastersite.wsgi:application"], self.port, self.env, log
        )


@contextlib.contextmanager
def site(name: str, options: Sequence[str], base: Mapping[str, str]) -> Iterator[Site]:
    """A site made anew with these options; its files, and on PostgreSQL its database, go away with it."""
    with place(name, base) as (env, url):
        made = prepared(["bench.measure.prepare_site", *options], env)
        yield Site(name=name, env=env, database=url, **made)


@contextlib.contextmanager
def place(name: str, base: Mapping[str, str]) -> Iterator[tuple[dict[str, str], str]]:
    """Where a site can be made: the variables it is made with, and its database where that is on PostgreSQL."""
    folder = FOLDER / f"{name}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    env = {**base, "MASTERSITE_DEMO": "True", "MASTERSITE_VAR": str(folder)}
    address = base.get("MASTERSITE_DATABASE_URL", "")
    is_postgresql = address.startswith("postgres")
    if not is_postgresql:
        env.pop("MASTERSITE_DATABASE_URL", None)
    try:
        with (
            _database(address, f"bench_{name}_{os.getpid()}")
            if is_postgresql
            else contextlib.nullcontext("") as url
        ):
            if url:
                env["MASTERSITE_DATABASE_URL"] = url
            yield env, url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepared(
    arguments: Sequence[str], env: Mapping[str, str], core: int | None = None
) -> dict[str, Any]:
    """What a module that needs Django prints as JSON in the end, run with these arguments and variables."""
    command = on_core(core, [sys.executable, "-m", "bench.measure.child", *arguments])
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode:
        words = done.stderr.strip().splitlines()
        raise BenchError(f"{arguments[0]} broke off: {words[-1] if words else 'it says nothing'}")
    made: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return made


@contextlib.contextmanager
def _database(address: str, name: str) -> Iterator[str]:
    """A database of that name beside the one in the address, for as long as the block lasts."""
    _execute(address, f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    finally:
        _execute(address, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(address: str, statement: str) -> None:
    # Of the one named nothing is wanted but the way to the server: it need not even be there.
    try:
        there = psycopg2.connect(urlunsplit(urlsplit(address)._replace(path="/postgres")))
    except psycopg2.OperationalError as problem:
        raise BenchError(
            f"PostgreSQL does not answer: {' '.join(str(problem).split())}"
        ) from problem
    with contextlib.closing(there):
        there.autocommit = True
        with there.cursor() as cursor:
            try:
                cursor.execute(statement)
            except psycopg2.Error as problem:
                raise BenchError(
                    f"PostgreSQL refuses: {' '.join(str(problem).split())}"
                ) from problem
