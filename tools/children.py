"""Child processes: one in the foreground, or several beside one another that live and end together.

The standard library alone, and no syntax newer than Python 3.8, so that an old Python can say what is needed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

# How long a child that was asked to end may take before it is ended by force.
PATIENCE = 5.0


class TerminatedError(KeyboardInterrupt):
    """Somebody asked this process to end, by a signal other than Ctrl-C."""


def say(sentence: str) -> None:
    """Tell the reader at once, also when the output goes into a file or a pipe."""
    print(sentence, flush=True)


def listen_for_signals() -> None:
    """Let SIGTERM and SIGHUP end this process as Ctrl-C does: children first."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminated)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise TerminatedError


def output_of(command: Sequence[str]) -> str:
    """The first line that a command prints, or nothing when it fails or cannot be run."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip().partition("\n")[0] if done.returncode == 0 else ""


@contextlib.contextmanager
def child_of(
    command: Sequence[str],
    cwd: Path,
    env: dict[str, str],
    pass_fds: Sequence[int] = (),
    stdout: int | None = None,
    deaf: bool = False,
) -> Iterator[subprocess.Popen[str]]:
    """A child that has ended when the block ends, whatever ends it.

    It has the terminal, so Ctrl-C reaches it too and it may have its say. A deaf one has not: it is ended
    without a word.
    """
    errors = subprocess.STDOUT if stdout else None
    child = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        pass_fds=pass_fds,
        stdout=stdout,
        stderr=errors,
        text=True,
        errors="replace",
        start_new_session=deaf,
    )
    try:
        yield child
        child.wait()
    except BaseException as reason:
        if deaf or isinstance(reason, TerminatedError) or not isinstance(reason, KeyboardInterrupt):
            child.terminate()
        _wait_or_kill(child, PATIENCE)
        raise
    finally:
        if child.stdout:
            child.stdout.close()


def status_of(
    command: Sequence[str],
    cwd: Path,
    env: dict[str, str],
    pass_fds: Sequence[int] = (),
    deaf: bool = False,
) -> int:
    """Run a command to its end and give its exit status."""
    with child_of(command, cwd, env, pass_fds, deaf=deaf) as child:
        child.wait()
    # As a shell tells it when a signal ended the child.
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def together(
    commands: dict[str, Sequence[str]], cwd: Path, env: dict[str, str], each: Callable[[], None]
) -> int:
    """Run named commands beside one another until one of them ends, then end the others.

    Gives the exit status of the one that ended, or 1 should that be nought, since none was meant to end.
    `each` is called several times a second meanwhile. A group of its own keeps the terminal's Ctrl-C from a
    child: it is asked to end once, in order, by this process.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(command, cwd=cwd, env=env, start_new_session=True)
        while True:
            for name, child in children.items():
                if child.poll() is not None:
                    say(
                        f"{name} ended by itself (status {child.returncode}), so everything is ended."
                    )
                    return child.returncode if child.returncode > 0 else 1
            each()
            time.sleep(0.2)
    finally:
        _end(list(children.values()))


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    # A second Ctrl-C must not leave half of them running.
    deaf = {
        n: signal.signal(n, signal.SIG_IGN) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for child in children:
        _wait_or_kill(child, until - time.monotonic())
        # A child's own children that outlived it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    for number, listener in deaf.items():
        signal.signal(number, listener)


def _wait_or_kill(child: subprocess.Popen[str] | subprocess.Popen[bytes], seconds: float) -> None:
    try:
        child.wait(max(seconds, 0.1))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
