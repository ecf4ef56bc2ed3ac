"""The sites that are measured: each with a database of its own, here or beside the one named."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from bench.measure.processes import BenchError, last_line, on_core, site_server
from tools.environment import ROOT

FOLDER = ROOT / "var" / "bench"
DATABASE = "MASTERSITE_DATABASE_URL"


@dataclass
class Site:
    """One site to measure. `pages` are addresses by name, `queries` (first, again) likewise."""

    env: dict[str, str]
    pages: dict[str, str]
    queries: dict[str, list[int | None]]
    cookies: dict[str, str]
    port: int = 0
    pid: int = 0

    @contextlib.contextmanager
    def served(self, core: int | None) -> Iterator[None]:
        log = Path(self.env["MASTERSITE_VAR"]) / "server.log"
        with site_server("mastersite.wsgi:application", self.env, log, core) as found:
            self.port, self.pid = found
            yield

    def working_pids(self) -> list[int]:
        """The server, and on PostgreSQL the processes that work for it there."""
        if DATABASE not in self.env:
            return [self.pid]
        with contextlib.closing(psycopg2.connect(self.env[DATABASE])) as there:
            return [self.pid, *backends(there)]


def backends(connection: Any, program: str = "") -> list[int]:
    """The processes of PostgreSQL that work for this database: for that program, or for any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND %s IN ('', application_name)",
            [program],
        )
        return [pid for (pid,) in cursor.fetchall()]


@contextlib.contextmanager
def site(name: str, base: Mapping[str, str], **options: int) -> Iterator[Site]:
    """A site made anew with these options; it goes away with its files and its database."""
    with place(name, base) as env:
        yield Site(env, **measured("bench.measure.prepare_site", env, **options))


@contextlib.contextmanager
def place(name: str, base: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The variables with which a site can be made where nothing is yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(prefix=f"{name}-", dir=FOLDER)
        env = {**base, "MASTERSITE_DEMO": "True", "MASTERSITE_VAR": stack.enter_context(folder)}
        address = env.pop(DATABASE, "")
        if address.startswith("postgres"):
            database = _database(address, f"bench_{name}_{os.getpid()}")
            env[DATABASE] = stack.enter_context(database)
        yield env


def measured(module: str, env: Mapping[str, str], core: int | None = None, **options: Any) -> Any:
    """What a module that needs Django measures, with these options and variables."""
    words = [sys.executable, "-m", "bench.measure.child", module, json.dumps(options)]
    command = on_core(core, words)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise BenchError(f"{module} broke off: {last_line(done.stderr)}")
    return json.loads(last_line(done.stdout))


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
    server = urlunsplit(urlsplit(address)._replace(path="/postgres"))
    try:
        with contextlib.closing(psycopg2.connect(server)) as there:
            there.autocommit = True
            there.cursor().execute(statement)
    except psycopg2.Error as problem:
        words = " ".join(str(problem).split())
        raise BenchError(f"PostgreSQL cannot be used: {words}") from problem
