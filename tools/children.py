"""Child processes beside one another that live and end together."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.request


def listen_for_signals() -> None:
    """Let SIGTERM and SIGHUP end this process as Ctrl-C does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def together(commands: dict[str, list[str]], address: str) -> int:
    """Run named commands until one ends or this process is asked to end; then end them all.

    Says when the address answers. Gives 0 when asked to end, else a status that tells of failure.
    """
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # An exception might come between a child's start and its being kept, and lose it.
        signal.signal(number, lambda number, frame: asked.append(number))
    children: dict[str, subprocess.Popen[bytes]] = {}
    is_ready = False
    try:
        for name, command in commands.items():
            # In a session of its own it does not hear the terminal's Ctrl-C, and is asked once.
            children[name] = subprocess.Popen(command, start_new_session=True)
        while not asked:
            for name, child in children.items():
                if child.poll() is not None:
                    print(f"{name} ended by itself (status {child.returncode}): ending the rest.")
                    return max(child.returncode, 1)
            if not is_ready:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - http
                    is_ready = True
                    print(f"Ready: {address} (Ctrl-C ends it)")
            time.sleep(0.2)
        return 0
    finally:
        end(list(children.values()))


def end(children: list[subprocess.Popen[bytes]]) -> None:
    """End children that each have a session of their own, and whatever they have started."""
    for child in children:
        child.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=5)
        # What did not end in time, and a child's own children that outlived it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
