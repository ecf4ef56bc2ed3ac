"""Measures pages and the limit in turns, so that a machine that slows down slows both."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from bench.measure.processes import HOST, BenchError, Servers, cpu_seconds, free_port, on_core
from tools.environment import ROOT, SERVER

PAGES_BETWEEN_LIMITS = 4
# Nothing is divided by nought, should a clock not have moved.
LEAST_WORK = 0.001
NGINX = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; keepalive_requests 10000000; keepalive_timeout 60; default_type text/html;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen {host}:{port}; root {folder}; add_header Content-Encoding gzip; }}
}}
"""


@dataclass
class Target:
    """One address to be measured, and what each round gave: requests per CPU-second, and the ratio to the limit."""

    name: str
    port: int
    path: str
    pids: Callable[[], Sequence[int]]
    cookie: str = ""
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    trouble: str = ""


@dataclass
class Load:
    """How hard and how long each measurement asks, and from which core."""

    core: int | None
    seconds: float
    connections: int = 2

    def rate(self, target: Target) -> float:
        """Requests per second of the time that the target's processes have worked for them; 0 when it fails."""
        command = [
            sys.executable,
            "-m",
            "bench.measure.load",
            str(target.port),
            target.path,
            "--cookie",
            target.cookie,
        ]
        command += ["--seconds", str(self.seconds), "--connections", str(self.connections)]
        pids = target.pids()
        before = cpu_seconds(pids)
        done = subprocess.run(
            on_core(self.core, command),
            cwd=ROOT,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        worked = cpu_seconds(pids) - before
        if done.returncode:
            raise BenchError(f"The load broke off: {done.stderr.strip().splitlines()[-1:]}")
        statuses = {int(status): count for status, count in json.loads(done.stdout).items()}
        if set(statuses) != {200}:
            target.trouble = ", ".join(
                f"{count} × {status or 'no answer'}" for status, count in statuses.items()
            )
            return 0
        return statuses[200] / max(worked, LEAST_WORK)


def measure(
    limit: Target, targets: Sequence[Target], load: Load, rounds: int, tell: Callable[[str], None]
) -> None:
    """Measure every target once a round, the limit before and after every few; the result lies in the targets."""
    for target in [limit, *targets]:
        # Once unmeasured: the first request fills caches, and tells whether the page is there at all.
        Load(load.core, 0.2).rate(target)
    good = [target for target in targets if not target.trouble]
    for number in range(1, rounds + 1):
        tell(f"Round {number} of {rounds}: {len(good)} pages.")
        limit.rates.append(load.rate(limit))
        for start in range(0, len(good), PAGES_BETWEEN_LIMITS):
            group = good[start : start + PAGES_BETWEEN_LIMITS]
            measured = [(target, load.rate(target)) for target in group]
            limit.rates.append(load.rate(limit))
            at_most = mean(limit.rates[-2:])
            for target, rate in measured:
                target.rates.append(rate)
                target.ratios.append(rate / at_most)
    if limit.trouble:
        raise BenchError(f"The limit could not be measured: {limit.trouble}")


@contextlib.contextmanager
def limit_of(page: bytes, running: Servers) -> Iterator[tuple[str, Target]]:
    """What the pages are held against: nginx serving these bytes as a file, else a bare WSGI application."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    # The worker of an nginx that root starts is nobody, and must get in.
    folder.chmod(0o755)
    try:
        port = free_port()
        nginx = shutil.which(
            "nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
        )
        (folder / "page.html").write_bytes(page)
        env = {**os.environ, "BENCH_PAGE": str(folder / "page.html"), "PYTHONPATH": str(ROOT)}
        if nginx:
            name = "nginx, the same bytes as a file"
            user = "user root;" if os.geteuid() == 0 else ""
            config = NGINX.format(folder=folder, host=HOST, port=port, user=user)
            (folder / "nginx.conf").write_text(config)
            command = [
                nginx,
                "-p",
                str(folder),
                "-c",
                str(folder / "nginx.conf"),
                "-e",
                str(folder / "error.log"),
            ]
        else:
            name = "a bare WSGI application on granian, the same bytes (nginx is not installed)"
            command = [
                sys.executable,
                "-m",
                "granian",
                "--workers",
                "1",
                *SERVER,
                "--port",
                str(port),
            ]
            command += ["bench.measure.limit:application"]
        pid = running.start(command, port, env, folder / "log")
        yield name, Target(name, port, "/page.html", lambda: [pid])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fetch(
    port: int, path: str, cookie: str = "", encoding: str = "gzip"
) -> tuple[int, dict[str, str], bytes]:
    """One request as a browser makes it: status, headers, and the body as it comes over the wire."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    with contextlib.closing(connection):
        connection.request(
            "GET",
            path,
            headers={"Accept-Encoding": encoding, **({"Cookie": cookie} if cookie else {})},
        )
        answer = connection.getresponse()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read(),
        )


def compressed(headers: dict[str, str], body: bytes) -> bytes:
    return body if headers.get("content-encoding") == "gzip" else gzip.compress(body, 6)
