"""Servers as child processes on a core of their own, and the time that a process and its children have worked."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

HOST = "127.0.0.1"
START_PATIENCE = 60.0
END_PATIENCE = 3.0
# Sets the core before the program starts, so that every thread it makes is born there.
_ON_A_CORE = "import os, sys; os.sched_setaffinity(0, {int(sys.argv[1])}); os.execvp(sys.argv[2], sys.argv[2:])"


class BenchError(Exception):
    """What keeps the measuring from going on, in one sentence."""


def cores() -> tuple[int | None, int | None]:
    """The core for the servers and the one for the load; None for both where there is only one."""
    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return (allowed[0], allowed[1]) if len(allowed) > 1 else (None, None)


def on_core(core: int | None, command: Sequence[str]) -> list[str]:
    """The command, to be run on that core alone."""
    return (
        list(command) if core is None else [sys.executable, "-c", _ON_A_CORE, str(core), *command]
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def cpu_seconds(pids: Sequence[int]) -> float:
    """The seconds that these processes and their living descendants have worked, children that ended included."""
    tick = os.sysconf("SC_CLK_TCK")
    seconds = 0.0
    for pid, fields in _family(pids).items():
        own, ended_children = (
            sum(map(int, fields[11:13])) / tick,
            sum(map(int, fields[13:15])) / tick,
        )
        # Linux has a clock for each process, its threads included, far finer than the ticks of /proc; its number is
        # what clock_getcpuclockid(3) gives, which Python does not have.
        with contextlib.suppress(OSError):
            own = time.clock_gettime((~pid << 3) | 2)
        seconds += own + ended_children
    return seconds


def _family(pids: Sequence[int]) -> dict[int, list[str]]:
    """The fields of /proc/PID/stat after the name, by process: these and all that descend from them."""
    every = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            # A process may end while it is looked at.
            with contextlib.suppress(OSError):
                every[int(folder.name)] = (folder / "stat").read_text().rpartition(")")[2].split()
    family, found = {}, [pid for pid in pids if pid in every]
    while found:
        pid = found.pop()
        family[pid] = every[pid]
        found += [
            other
            for other, fields in every.items()
            if int(fields[1]) == pid and other not in family
        ]
    return family


class Servers:
    """Servers of this run: started one by one, ended all together and by their own ids."""

    def __init__(self, core: int | None):
        self.core = core
        self.children: list[subprocess.Popen[bytes]] = []

    def start(self, command: Sequence[str], port: int, env: Mapping[str, str], log: Path) -> int:
        """Start a server, wait until it answers on the port, and give its process id."""
        with open(log, "wb") as output:
            # A session of its own keeps the terminal's Ctrl-C from it: this process ends it, in order.
            child = subprocess.Popen(
                on_core(self.core, command),
                env=dict(env),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.children.append(child)
        until = time.monotonic() + START_PATIENCE
        while time.monotonic() < until:
            if child.poll() is not None:
                break
            with contextlib.suppress(OSError):
                socket.create_connection((HOST, port), timeout=1).close()
                return child.pid
            time.sleep(0.05)
        words = log.read_text(errors="replace").strip().splitlines()
        raise BenchError(
            f"{command[0]} does not answer on port {port}: {words[-1] if words else 'it says nothing'}"
        )

    def end(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + END_PATIENCE
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(until - time.monotonic(), 0.05))
            # What a server that did not end in time, or was ended by force, has left running.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


@contextlib.contextmanager
def servers(core: int | None) -> Iterator[Servers]:
    """Servers that have ended when the block ends, whatever ends it."""
    running = Servers(core)
    try:
        yield running
    finally:
        running.end()
