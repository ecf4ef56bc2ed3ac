"""The folder .venv: made, filled from the locked requirements, and mended when a run was cut short.

The standard library alone, and no syntax newer than Python 3.8, so that an old Python can say what is needed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.children import child_of, output_of, say

OLDEST = (3, 11)
NEWEST_TRIED = (3, 14)
# Raise it when an environment made by an earlier version of this file must be made anew.
TOOL = 1
RUN_NEEDS, TEST_NEEDS = "requirements.txt", "requirements-dev.txt"
PIP_WITH_PYTHON_OPTION = (22, 3)
NO_PIP = (
    "Python's venv and pip are needed and are not both here: install them first "
    "(on Debian and Ubuntu: apt install python3-venv python3-pip)."
)
# What pip says, and what it means for the reader. The first that is found is told.
PIP_FAILURES = [
    (r"No space left on device|Disk quota exceeded", "the disk is full"),
    (r"Read-only file system", "the disk cannot be written to"),
    (
        r"DO NOT MATCH THE HASHES",
        "a package that came is not the one that {requirements} names by its hash",
    ),
    (
        r"(?i)connection (?:refused|broken|aborted)|NewConnectionError|Max retries|name resolution|timed out|"
        r"ProxyError|SSLError|Retrying \(",
        "the package index could not be reached: is there a network?",
    ),
    (
        r"ensurepip|No module named pip",
        "pip is missing (on Debian and Ubuntu: apt install python3-venv python3-pip)",
    ),
    (
        r"(?i)no matching distribution",
        "a package is not to be had for this machine and this Python",
    ),
    (
        r"(?i)failed (?:building|to build)",
        "a package has no ready file for this machine and could not be built",
    ),
]
_PROBE = (
    "import importlib.util, sys; "
    "print('%d.%d' % sys.version_info[:2], 'pip' if importlib.util.find_spec('pip') else 'bare')"
)


class SetupError(Exception):
    """The chore cannot be done; its text is one sentence that says what is needed."""


def newer_python(version: Sequence[int], path: str) -> str | None:
    """None when this version will do, else the newest Python on the path that will.

    Raises SetupError, with the sentence for the reader, when there is none.
    """
    if tuple(version[:2]) >= OLDEST:
        return None
    for minor in range(NEWEST_TRIED[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}", path=path)
        # pyenv leaves a name on the path for a Python that is not switched on: only a run tells.
        if found and output_of([found, "-c", "import sys; print(sys.version_info[0])"]) == "3":
            return found
    raise SetupError(
        f"Python {OLDEST[0]}.{OLDEST[1]} or later is needed, and this is Python {version[0]}.{version[1]}: "
        "install a newer one and try again."
    )


def failure_sentence(pip_output: str, requirements: str, log: str) -> str:
    """One sentence in place of pip's many."""
    reasons = [reason for pattern, reason in PIP_FAILURES if re.search(pattern, pip_output)]
    reason = (reasons or ["pip failed"])[0].format(requirements=requirements)
    return f"The packages could not be installed: {reason} (pip's own words are in {log})."


class Environment:
    """The folder .venv below a root, and the stamp in it that says what it is good for.

    The stamp is written last. While anything is being made or installed it says "unfinished", so that a run
    which was cut short, at any point, is followed by one that makes the environment anew. A folder without a
    stamp was made by hand: it is kept, and only what it lacks is installed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "stamp.json"
        self.log = root / "var" / "log" / "pip.txt"

    def make_ready(self, requirements: str, lock: int) -> None:
        """Make, mend or leave the environment so that it holds these versions of the packages."""
        if not (self.root / requirements).is_file():
            raise SetupError(f"{requirements} is missing: this is not a whole copy of the site.")
        verdict = self.verdict(requirements)
        if verdict == "build":
            self._build(lock)
        if verdict != "ready":
            self._install(requirements, lock)

    def verdict(self, requirements: str) -> str:
        """What must be done before these requirements hold: `build`, `install` or, being `ready`, nothing."""
        version, _, pip = output_of([str(self.python), "-I", "-c", _PROBE]).partition(" ")
        stamp = self.read_stamp()
        if version != _version() or stamp.get("unfinished"):
            return "build"
        if stamp and (stamp.get("tool"), stamp.get("place")) != (TOOL, str(self.folder)):
            return "build"
        if stamp.get(requirements) == _hash(self.root / requirements):
            return "ready"
        return "build" if pip == "bare" and importlib.util.find_spec("ensurepip") else "install"

    def read_stamp(self) -> dict[str, object]:
        try:
            stamp = json.loads(self.stamp.read_text())
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except ValueError:
            return {"unfinished": True}
        return stamp if isinstance(stamp, dict) else {"unfinished": True}

    def write_stamp(self, stamp: dict[str, object]) -> None:
        """Put the stamp in place whole: nobody ever reads half of one."""
        draft = self.stamp.with_suffix(".new")
        draft.write_text(json.dumps(stamp, indent=1) + "\n")
        os.replace(draft, self.stamp)

    @contextlib.contextmanager
    def alone(self) -> Iterator[int]:
        """Hold the lock that keeps two runs in one folder from making the same thing at the same time.

        Children are given its descriptor: should this process be killed, the lock lasts until they end too.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.root / "var" / "environment.lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another run is preparing this folder: waiting for it to finish.")
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock.fileno()

    def _build(self, lock: int) -> None:
        with_pip = importlib.util.find_spec("ensurepip") is not None
        if not importlib.util.find_spec("venv") or not (with_pip or _outer_pip_will_do()):
            raise SetupError(NO_PIP)
        if self.folder.is_symlink() or self.folder.is_file():
            self.folder.unlink()
        elif self.folder.exists():
            say(
                "The environment in .venv is unfinished, broken, moved or of another Python: making it anew."
            )
            shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.write_stamp({"unfinished": True})
        say(f"Making an environment for Python {_version()} in .venv.")
        options = [] if with_pip else ["--without-pip"]
        self._logged([sys.executable, "-m", "venv", *options, str(self.folder)], "", lock)

    def _install(self, requirements: str, lock: int) -> None:
        pip = self._pip()
        self.write_stamp({"unfinished": True})
        packages = len(
            re.findall(r"^[\w.-]+==", (self.root / requirements).read_text(), re.MULTILINE)
        )
        say(f"Installing {packages} packages from {requirements}: once, and about a minute.")
        options = [
            "--require-hashes",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
        ]
        self._logged([*pip, "install", *options, "-r", requirements], requirements, lock)
        # The packages for testing are those for running, at the same versions, and more.
        names = sorted({RUN_NEEDS, requirements})
        hashes = {name: _hash(self.root / name) for name in names}
        self.write_stamp({"tool": TOOL, "place": str(self.folder), **hashes})

    def _pip(self) -> list[str]:
        if output_of([str(self.python), "-I", "-c", _PROBE]).endswith(" pip"):
            return [str(self.python), "-m", "pip"]
        if _outer_pip_will_do():
            return [sys.executable, "-m", "pip", "--python", str(self.python)]
        raise SetupError(NO_PIP)

    def _logged(self, command: list[str], requirements: str, lock: int) -> None:
        """Run a command whose output goes to the log, with now and then a line for the reader."""
        # PIP_USER in the reader's own settings would send the packages elsewhere.
        variables = {**os.environ, "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
        pipe = subprocess.PIPE
        with open(self.log, "w", encoding="utf-8") as log:
            fetched = 0
            with child_of(command, self.root, variables, [lock], stdout=pipe, deaf=True) as child:
                for line in child.stdout or ():
                    log.write(line)
                    fetched += line.startswith("Collecting ")
                    if line.startswith("Collecting ") and fetched % 20 == 0:
                        say(f"  {fetched} fetched")
                    if line.startswith("Installing collected packages"):
                        say("  unpacking them")
        if child.returncode:
            words = self.log.read_text(encoding="utf-8", errors="replace")
            raise SetupError(
                failure_sentence(words, requirements, str(self.log.relative_to(self.root)))
            )


def _version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _outer_pip_will_do() -> bool:
    """Whether the Python that runs this has a pip that can install into an environment without one."""
    words = re.match(r"pip (\d+)\.(\d+)", output_of([sys.executable, "-m", "pip", "--version"]))
    return words is not None and (int(words[1]), int(words[2])) >= PIP_WITH_PYTHON_OPTION
