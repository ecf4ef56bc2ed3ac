"""Programs as child processes on a core of their own, and the time that processes have worked."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.children import end
from tools.environment import SERVER

HOST = "127.0.0.1"
START_PATIENCE = 60.0


class BenchError(Exception):
    """What keeps the measuring from going on, in one sentence."""


def cores() -> tuple[int | None, int | None]:
    """The core for the servers and the one for the load; None for both where there is only one."""
    allowed = sorted(os.sched_getaffinity(0)) if shutil.which("taskset") else []
    return (allowed[0], allowed[1]) if len(allowed) > 1 else (None, None)


def on_core(core: int | None, command: Sequence[str]) -> list[str]:
    """The command, to be run on that core alone."""
    beginning = [] if core is None else ["taskset", "--cpu-list", str(core)]
    return [*beginning, *command]


def last_line(words: str) -> str:
    return (words.strip().splitlines() or ["it says nothing"])[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pids: Sequence[int]) -> float:
    """The seconds that these processes and all their descendants have worked."""
    return sum(_seconds(pid, fields) for pid, fields in _family(pids).items())


def _seconds(pid: int, fields: Sequence[str]) -> float:
    tick = os.sysconf("SC_CLK_TCK")
    user, system, user_of_ended, system_of_ended = (int(field) / tick for field in fields[11:15])
    own = user + system
    # Linux has a clock for each process, its threads included, far finer than the ticks of /proc;
    # its number is what clock_getcpuclockid(3) gives, which Python does not have.
    with contextlib.suppress(OSError):
        own = time.clock_gettime((~pid << 3) | 2)
    return own + user_of_ended + system_of_ended


def _family(pids: Sequence[int]) -> dict[int, list[str]]:
    """The fields of /proc/PID/stat after the name, by process: these and all that descend."""
    every = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        # A process may end while it is looked at.
        with contextlib.suppress(OSError):
            every[int(stat.parent.name)] = stat.read_text().rpartition(")")[2].split()
    family, found = {}, [pid for pid in pids if pid in every]
    while found:
        pid = found.pop()
        family[pid] = every[pid]
        found += [child for child, fields in every.items() if int(fields[1]) == pid]
    return family


@contextlib.contextmanager
def site_server(
    application: str, env: Mapping[str, str], log: Path, core: int | None
) -> Iterator[tuple[int, int]]:
    """The server that `make run` has, with one worker: its port and process id."""
    port = free_port()
    options = ["--workers", "1", *SERVER.split(), "--port", str(port)]
    command = [sys.executable, "-m", "granian", *options, application]
    with server(command, port, env, log, core) as pid:
        yield port, pid


@contextlib.contextmanager
def server(
    command: Sequence[str], port: int, env: Mapping[str, str], log: Path, core: int | None
) -> Iterator[int]:
    """A server that answers on the port, by its process id; it ends with the block."""
    with open(log, "wb") as output:
        # In a session of its own it does not hear the terminal's Ctrl-C: it is ended in order.
        child = subprocess.Popen(
            on_core(core, command), env=env, stdout=output, stderr=output, start_new_session=True
        )
    try:
        until = time.monotonic() + START_PATIENCE
        while not _answers(port):
            if time.monotonic() > until or child.poll() is not None:
                words = last_line(log.read_text(errors="replace"))
                raise BenchError(f"{command[0]} does not answer on port {port}: {words}")
            time.sleep(0.05)
        yield child.pid
    finally:
        end([child])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection((HOST, port), timeout=1).close()
        return True
    return False
