import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import children, environment, packages
from tools.packages import Environment, SetupError

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = dict(os.environ)


@pytest.fixture(autouse=True)
def frozen_clock():
    """Child processes live by the real clock."""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "requirements.txt").write_text("django==5.2 \\\n    --hash=sha256:00\n")
    (tmp_path / "requirements-dev.txt").write_text(
        "django==5.2 \\\n    --hash=sha256:00\nruff==1\n"
    )
    return Environment(tmp_path)


def make_program(path: Path, lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def make_finished(site: Environment, needs: str = "requirements-dev.txt") -> None:
    site.folder.mkdir()
    make_program(site.python, f'exec "{sys.executable}" "$@"')
    hashes = {name: packages._hash(site.root / name) for name in {"requirements.txt", needs}}
    site.write_stamp({"tool": packages.TOOL, "place": str(site.folder), **hashes})


@pytest.mark.parametrize(
    "version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)], ids=["oldest", "newest tried", "later"]
)
def test_a_new_enough_python_goes_on(version):
    assert packages.newer_python(version, "") is None


def test_a_python_too_old_says_so_in_one_sentence(tmp_path):
    with pytest.raises(SetupError) as refusal:
        packages.newer_python((3, 9, 2), str(tmp_path))

    assert str(refusal.value) == (
        "Python 3.11 or later is needed, and this is Python 3.9: install a newer one and try again."
    )


def test_a_python_too_old_hands_over_to_the_newest_one_that_runs(tmp_path):
    make_program(tmp_path / "python3.13", "exit 127")
    working = make_program(tmp_path / "python3.12", "echo 3")
    make_program(tmp_path / "python3.11", "echo 3")

    assert packages.newer_python((3, 9, 2), str(tmp_path)) == str(working)


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80x", "8 0", "٨٠", "8000.0"])
def test_a_port_that_is_no_port_is_refused_in_one_sentence(text):
    with pytest.raises(
        SetupError, match=r"^PORT is a number from 1 to 65535, as in `make run PORT=8001`, and not "
    ):
        environment.port_number(["--port", text])


@pytest.mark.parametrize(
    ("arguments", "port"),
    [([], 8000), (["--port", "1"], 1), (["--port", "65535"], 65535)],
    ids=["none named", "the lowest", "the highest"],
)
def test_the_port_is_the_one_named_or_8000(arguments, port):
    assert environment.port_number(arguments) == port


def test_a_taken_port_is_refused_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(
            SetupError, match=rf"^Port {port} is taken by another program: choose another, as in"
        ):
            environment.refuse_taken_port(port)

    environment.refuse_taken_port(port)


def test_a_chore_nobody_knows_is_answered_with_those_there_are(capsys):
    assert environment.main(["paint"]) == 1

    assert (
        capsys.readouterr().err
        == "Name a chore: run, test, lint, browser, crashes, pictures, bench, messages, requirements.\n"
    )


def test_a_taken_port_ends_the_run_before_anything_is_made(capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        started = time.monotonic()

        assert environment.main(["run", "--port", str(other.getsockname()[1])]) == 1

    assert time.monotonic() - started < 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_environment_that_is_not_there_is_built(site):
    assert site.verdict("requirements.txt") == "build"


def test_a_finished_environment_is_ready(site):
    make_finished(site)

    assert site.verdict("requirements.txt") == "ready"
    assert site.verdict("requirements-dev.txt") == "ready"


def test_an_environment_for_running_wants_the_packages_for_testing(site):
    make_finished(site, needs="requirements.txt")

    assert site.verdict("requirements.txt") == "ready"
    assert site.verdict("requirements-dev.txt") == "install"


def test_changed_requirements_are_installed(site):
    make_finished(site)
    (site.root / "requirements.txt").write_text("django==5.3\n")

    assert site.verdict("requirements.txt") == "install"
    assert site.verdict("requirements-dev.txt") == "ready"


def test_an_environment_made_by_hand_is_kept_and_filled(site):
    make_finished(site)
    site.stamp.unlink()

    assert site.verdict("requirements.txt") == "install"


@pytest.mark.parametrize(
    "stamp",
    ['{"unfinished": true}', '{"tool": 1, "pla', "[]", '{"tool": 0, "place": "elsewhere"}'],
    ids=["cut short", "half written", "of another shape", "of another tool"],
)
def test_an_environment_whose_stamp_is_not_good_is_built_anew(site, stamp):
    make_finished(site)
    site.stamp.write_text(stamp)

    assert site.verdict("requirements.txt") == "build"


def test_an_environment_that_was_moved_is_built_anew(site):
    make_finished(site)
    moved = site.root / "moved"
    moved.mkdir()
    for path in (site.folder, site.root / "requirements.txt"):
        path.rename(moved / path.name)

    assert Environment(moved).verdict("requirements.txt") == "build"


@pytest.mark.parametrize(
    "program",
    ["exit 1", "echo 3.10 pip", "echo 3.11.9"],
    ids=["fails", "is of an older line", "answers nonsense"],
)
def test_an_environment_whose_python_is_broken_is_built_anew(site, program):
    make_finished(site)
    make_program(site.python, program)

    assert site.verdict("requirements.txt") == "build"


def test_an_environment_whose_python_has_gone_is_built_anew(site):
    make_finished(site)
    site.python.unlink()
    site.python.symlink_to("/nowhere/python3")

    assert site.verdict("requirements.txt") == "build"


def test_an_environment_that_lost_its_pip_is_built_anew_when_a_package_is_needed(site):
    make_finished(site)
    make_program(site.python, f"echo {packages._version()} bare")

    assert site.verdict("requirements.txt") == "ready"
    (site.root / "requirements.txt").write_text("django==5.3\n")
    assert site.verdict("requirements.txt") == "build"


def test_a_failed_installation_is_one_sentence_and_leaves_the_environment_unfinished(site):
    make_finished(site)
    (site.root / "requirements.txt").write_text("django==5.3\n")
    pip = (
        'case "$*" in *find_spec*) echo "{} pip";; *) echo "No space left on device"; exit 1;; esac'
    )
    make_program(site.python, pip.format(packages._version()))

    with site.alone() as lock, pytest.raises(SetupError) as refusal:
        site.make_ready("requirements.txt", lock)

    assert str(refusal.value) == (
        "The packages could not be installed: the disk is full (pip's own words are in var/log/pip.txt)."
    )
    assert site.read_stamp() == {"unfinished": True}
    assert site.log.read_text() == "No space left on device\n"


def test_a_finished_installation_is_stamped_last(site):
    make_finished(site)
    (site.root / "requirements.txt").write_text("django==5.3\n")
    pip = 'case "$*" in *find_spec*) echo "{} pip";; *) cp .venv/stamp.json .venv/seen.json;; esac'
    make_program(site.python, pip.format(packages._version()))

    with site.alone() as lock:
        site.make_ready("requirements.txt", lock)

    assert "unfinished" in (site.folder / "seen.json").read_text()
    assert site.verdict("requirements.txt") == "ready"
    assert site.verdict("requirements-dev.txt") == "install"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            "WARNING: Retrying (Retry(total=0)) ... Connection refused\nERROR: No matching distribution found",
            "network",
        ),
        ("[Errno -2] Name or service not known ... NewConnectionError", "network"),
        ("ERROR: No matching distribution found for granian", "for this machine and this Python"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "requirements.txt names by its hash"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        (
            "The virtual environment was not created because ensurepip is not available.",
            "python3-venv python3-pip",
        ),
        ("something new", "pip failed"),
    ],
)
def test_what_pip_says_becomes_one_sentence(words, reason):
    sentence = packages.failure_sentence(words, "requirements.txt", "var/log/pip.txt")

    assert reason in sentence
    assert sentence.count("\n") == 0
    assert sentence.endswith("(pip's own words are in var/log/pip.txt).")


def test_requirements_that_are_missing_are_named(tmp_path):
    with pytest.raises(
        SetupError, match=r"^requirements.txt is missing: this is not a whole copy of the site.$"
    ):
        Environment(tmp_path).make_ready("requirements.txt", lock=0)


def test_only_one_run_at_a_time_prepares_the_folder(site):
    with (
        site.alone(),
        open(site.root / "var" / "environment.lock") as other,
        pytest.raises(BlockingIOError),
    ):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)

    with open(site.root / "var" / "environment.lock") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_child_holds_the_lock_when_the_run_that_started_it_is_gone(site):
    with site.alone() as lock:
        child = subprocess.Popen(["/bin/sleep", "30"], pass_fds=[lock])

    with open(site.root / "var" / "environment.lock") as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        child.kill()
        child.wait()
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_when_one_of_several_ends_the_others_are_ended_and_the_status_tells(tmp_path, capsys):
    commands = {
        "One": ["sh", "-c", "sleep 0.3; exit 7"],
        "Two": ["sh", "-c", "echo $$ > two; exec sleep 30"],
    }

    status = children.together(commands, tmp_path, VARIABLES, each=lambda: None)

    assert status == 7
    assert capsys.readouterr().out == "One ended by itself (status 7), so everything is ended.\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "two").read_text()), 0)


def test_one_of_several_that_ends_well_is_a_failure_all_the_same(tmp_path):
    commands = {"One": ["true"], "Two": ["sleep", "30"]}

    assert children.together(commands, tmp_path, VARIABLES, each=lambda: None) == 1


def test_an_interruption_ends_all_of_several_and_their_children(tmp_path):
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)

    def interrupt() -> None:
        if is_held_open(alive):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        children.together(
            {"One": ["sh", "-c", "(trap '' TERM; exec sleep 30) > alive & wait"]},
            tmp_path,
            VARIABLES,
            each=interrupt,
        )

    # A process that was killed is gone a moment later.
    until = time.monotonic() + 5
    while is_held_open(alive) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_held_open(alive)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    os.close(alive)


def is_held_open(fifo: int) -> bool:
    """Whether some process has this fifo open for writing."""
    try:
        os.read(fifo, 1)
    except BlockingIOError:
        return True
    return False


def test_the_packages_for_testing_are_those_for_running_and_more():
    running = set(locked("requirements.txt").items())
    testing = set(locked("requirements-dev.txt").items())

    assert running < testing


def test_every_package_of_the_project_is_locked_within_its_range():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": project["optional-dependencies"]["dev"],
    }

    for name, requirements in wanted.items():
        versions = locked(name)
        for requirement in map(Requirement, requirements):
            version = versions.get(requirement.name.lower(), "none")
            assert version != "none", f"{requirement} is not in {name}: run `make requirements`"
            assert requirement.specifier.contains(version), f"{requirement} is {version} in {name}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_locked_requirements_name_no_host_and_no_folder(name):
    text = (ROOT / name).read_text()

    assert (
        re.findall(
            r"(?i)https?:|file:/|--(?:extra-)?index-url|--find-links|--trusted-host|(?<!\w)/\w+",
            text,
        )
        == []
    )
    assert text.count("--hash=sha256:") > len(locked(name))


def locked(name: str) -> dict[str, str]:
    """The packages that a requirements file locks, with their versions."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))
