"""A chore in the site's own environment, made first where missing: `python3 -m tools.environment CHORE`.

The standard library alone, and no syntax newer than Python 3.8, so that an old Python can say what is needed.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools.children import listen_for_signals, say, status_of, together
from tools.packages import OLDEST, RUN_NEEDS, TEST_NEEDS, Environment, SetupError, newer_python

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
# Granian hangs now and then when it is stopped right after its start: hence the time limit.
SERVER = [
    *("--blocking-threads", "4"),
    *("--workers-kill-timeout", "2"),
    *("--log-level", "warning"),
    *("--interface", "wsgi"),
    *("--host", HOST),
]
LINTERS = [
    ["-m", "ruff", "format", "--check", "."],
    ["-m", "ruff", "check", "."],
    ["-c", "import importlinter.cli; importlinter.cli.lint_imports_command()"],
    ["-m", "mypy"],
    ["-m", "djlint", "--lint", "templates"],
    ["manage.py", "makemigrations", "--check", "--dry-run"],
]
PICTURED = ("test_building_a_programme", "test_a_week_by_the_guide")
COMPILE_OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--strip-extras",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
]


def main(arguments: list[str]) -> int:
    """Do the chore that the first argument names and give its exit status; say in one sentence why not."""
    listen_for_signals()
    chore = arguments[0] if arguments else ""
    try:
        newer = newer_python(sys.version_info[:3], os.environ.get("PATH", ""))
        if newer:
            os.chdir(ROOT)
            os.execv(newer, [newer, "-m", "tools.environment", *arguments])  # noqa: S606 - no shell is wanted
        if chore not in CHORES:
            raise SetupError(f"Name a chore: {', '.join(CHORES)}.")
        return CHORES[chore](arguments[1:])
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        # A full or read-only disk, or somebody else's folder.
        print(f"{problem.filename or ROOT} cannot be used: {problem.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Prepare the demo and serve it until Ctrl-C, its letters being delivered meanwhile."""
    port = port_number(arguments)
    refuse_taken_port(port)
    variables = _variables(MASTERSITE_SITE_URL=f"http://{HOST}:{port}")
    with _prepared(RUN_NEEDS, variables) as (python, lock):
        if status_of([python, "manage.py", "prepare_demo"], ROOT, variables, [lock], deaf=True):
            raise SetupError("The demo could not be prepared: the lines above say why.")
    # Preparing takes its time, and somebody else may have come to the port meanwhile.
    refuse_taken_port(port)
    options = ["--workers", "2", *SERVER, "--port", str(port)]
    with contextlib.suppress(KeyboardInterrupt):
        return together(
            {
                "The web server": [
                    python,
                    "-m",
                    "granian",
                    *options,
                    "mastersite.wsgi:application",
                ],
                "The delivery of letters": [python, "manage.py", "deliver_mail", "--every", "5"],
                "Publishing at set times": [python, "manage.py", "publish_due", "--every", "15"],
            },
            ROOT,
            variables,
            _announcement(port),
        )
    return 0


def port_number(arguments: Sequence[str]) -> int:
    """The port that `--port` names, or 8000."""
    text = arguments[1] if len(arguments) > 1 and arguments[0] == "--port" else "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise SetupError(
            f"PORT is a number from 1 to 65535, as in `make run PORT=8001`, and not {text!r}."
        )
    return int(text)


def refuse_taken_port(port: int) -> None:
    """Raise SetupError unless a server can be started on this port now."""
    other = port + 1 if 1023 < port < 65535 else 8000
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: connections of an earlier run that are still fading do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            taken = problem.errno == errno.EADDRINUSE
            reason = (
                "is taken by another program" if taken else f"cannot be used ({problem.strerror})"
            )
            raise SetupError(
                f"Port {port} {reason}: choose another, as in `make run PORT={other}`."
            ) from problem


def _announcement(port: int) -> Callable[[], None]:
    """A function to be called again and again: says once, as soon as the server answers, that it does."""
    waiting = [True]

    def announce() -> None:
        with contextlib.suppress(OSError):
            if waiting:
                socket.create_connection((HOST, port), timeout=0.5).close()
                waiting.clear()
                say(f"Ready: http://{HOST}:{port}/ (Ctrl-C ends it)")

    return announce


def test(arguments: list[str]) -> int:
    """Run the tests, and say in one line which were not run."""
    variables = _variables()
    with _prepared(TEST_NEEDS, variables) as (python, _):
        pass
    which = "not browser and not crashes"
    left = "those in a browser (`make browser`), those that kill the site (`make crashes`)"
    if not arguments and os.environ.get("MASTERSITE_DATABASE_URL", "").startswith("postgres"):
        which = "database and not any_database and not crashes"
        left += " and those that are the same whatever the database (`make test` without one named)"
    status = status_of([python, "-m", "pytest", "-m", which, *_workers(arguments)], ROOT, variables)
    say(f"Tests not run here: {left}.")
    return status


def browser(arguments: list[str]) -> int:
    """Run the tests in a browser."""
    # Playwright leaves an event loop in the thread, which Django takes for a view being asynchronous.
    variables = _variables(DJANGO_ALLOW_ASYNC_UNSAFE="1")
    with _prepared(TEST_NEEDS, variables) as (python, _):
        pass
    where = [] if any(word.startswith("tests/") for word in arguments) else ["tests/browser"]
    command = [python, "-m", "pytest", "-m", "browser", *where, *_workers(arguments)]
    return status_of(command, ROOT, variables)


def crashes(arguments: list[str]) -> int:
    """Run the tests that kill the site while it works."""
    variables = _variables()
    with _prepared(TEST_NEEDS, variables) as (python, _):
        pass
    command = [python, "-m", "pytest", "-m", "crashes", *(arguments or ["tests/crashes"])]
    return status_of(command, ROOT, variables)


def pictures(arguments: list[str]) -> int:
    """Take the pictures of the editors' guide anew, by the tests that follow it."""
    return browser(["--pictures", *arguments, *(f"tests/browser/{name}.py" for name in PICTURED)])


def _workers(arguments: list[str]) -> list[str]:
    """The whole suite runs on all cores; for a few tests, starting the workers would cost more than it saves."""
    return arguments or ["-n", "auto", "--dist", "worksteal"]


def lint(arguments: list[str]) -> int:
    """Run every linter, and fail when one of them does."""
    variables = _variables()
    with _prepared(TEST_NEEDS, variables) as (python, _):
        pass
    failed = [words for words in LINTERS if status_of([python, *words], ROOT, variables)]
    if failed:
        say(f"{len(failed)} of {len(LINTERS)} linters found something: see above.")
    return 1 if failed else 0


def messages(arguments: list[str]) -> int:
    """Gather the translatable texts into the .po files, and compile these."""
    if not shutil.which("xgettext"):
        raise SetupError(
            "GNU gettext is needed to gather the texts (on Debian and Ubuntu: apt install gettext)."
        )
    variables = _variables()
    with _prepared(RUN_NEEDS, variables) as (python, _):
        pass
    ignored = [
        "--ignore",
        "tests/*",
        "--ignore",
        "tools/*",
        "--ignore",
        "bench/*",
        "--ignore",
        "var/*",
    ]
    gather = ["manage.py", "makemessages", "--locale", "da", "--no-location", *ignored]
    return status_of([python, *gather], ROOT, variables) or _compile_messages(python, variables)


def requirements(arguments: list[str]) -> int:
    """Write the locked requirements from the ranges in pyproject.toml."""
    if sys.version_info[:2] != OLDEST:
        oldest = f"{OLDEST[0]}.{OLDEST[1]}"
        raise SetupError(
            f"The requirements are locked with Python {oldest}, the oldest, which needs the most packages: "
            f"`make requirements PYTHON=python{oldest}`."
        )
    variables = _variables(CUSTOM_COMPILE_COMMAND="make requirements")
    with _prepared(TEST_NEEDS, variables) as (python, _):
        pass
    compiler = [python, "-m", "piptools", "compile", *COMPILE_OPTIONS, *arguments]
    for_tests = ["--extra", "dev", "--constraint", RUN_NEEDS, "--output-file", TEST_NEEDS]
    return status_of(
        [*compiler, "--output-file", RUN_NEEDS, "pyproject.toml"], ROOT, variables
    ) or status_of([*compiler, *for_tests, "pyproject.toml"], ROOT, variables)


def bench(arguments: list[str]) -> int:
    """Measure the site's speed beside a limit measured in the same run."""
    variables = _variables()
    with _prepared(RUN_NEEDS, variables) as (python, _):
        pass
    return status_of([python, "-m", "bench", *arguments], ROOT, variables)


@contextlib.contextmanager
def _prepared(needs: str, variables: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The environment's Python with these requirements and the compiled messages, nobody else preparing."""
    environment = Environment(ROOT)
    with environment.alone() as lock:
        environment.make_ready(needs, lock)
        # Before Django starts: translated addresses are read as it does.
        if _compile_messages(str(environment.python), variables):
            raise SetupError("The translations could not be compiled: the lines above say why.")
        yield str(environment.python), lock


def _compile_messages(python: str, variables: dict[str, str]) -> int:
    return status_of([python, "-m", "mastersite.messages"], ROOT, variables)


def _variables(**more: str) -> dict[str, str]:
    """The reader's environment variables, with the demo switched on."""
    return {**more, **os.environ, "MASTERSITE_DEMO": "True"}


CHORES: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "lint": lint,
    "browser": browser,
    "crashes": crashes,
    "pictures": pictures,
    "bench": bench,
    "messages": messages,
    "requirements": requirements,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
