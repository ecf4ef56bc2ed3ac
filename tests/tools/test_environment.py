import fcntl
import os
import re
import signal
import socket
import sys
import time
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.tools.makers import ROOT, SmallSite, ended

MADE, INSTALLED = "Making an environment", "Installing the packages of"
TO_RUN, TO_TEST = "installed-requirements", "installed-requirements-dev"


@pytest.fixture(autouse=True)
def frozen_clock():
    """Child processes live by the real clock."""


@pytest.fixture
def site(tmp_path):
    return SmallSite(tmp_path)


def steps(outcome):
    """The steps by which a chore that succeeded prepared the environment."""
    succeeded, lines = outcome
    assert succeeded, lines
    return [step for step in (MADE, INSTALLED) if any(line.startswith(step) for line in lines)]


def refusal(outcome):
    """The words with which a chore was refused, after the steps it had taken."""
    succeeded, lines = outcome
    assert not succeeded
    said = [line for line in lines if not line.startswith((MADE, INSTALLED))]
    return "\n".join(said)


def make_python(path, first):
    """Put a Python there that is this one, but for something done first."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\n{first}\nexec {sys.executable} "$@"\n')
    path.chmod(0o755)
    return str(path)


def answering_as_if(statement):
    """What makes a Python answer for another when it is asked whether it will do."""
    code = f"import sys; {statement}; exec(sys.argv[2])"
    return f'[ "$1" = -c ] && exec {sys.executable} -c "{code}" "$@"'


@pytest.mark.parametrize(
    "lack",
    [
        answering_as_if("sys.version_info = (3, 10, 9)"),
        answering_as_if("sys.modules['venv'] = None"),
        answering_as_if("sys.modules['ensurepip'] = None"),
        "exit 127",
    ],
    ids=["too old", "without venv", "without ensurepip", "not switched on"],
)
def test_a_python_that_will_not_do_is_refused_unless_a_later_one_is_found(site, tmp_path, lack):
    path = tmp_path / "path"
    make_python(path / "python3", lack)
    chore = {"words": "run PORT=none", "PYTHON": "python3", "PATH": str(path)}

    refused = refusal(site.make(**chore))
    make_python(path / "python3.12", answering_as_if("sys.version_info = (3, 11, 0)"))

    assert "Python 3.11 or later with its venv and pip is needed: install them" in refused
    assert refusal(site.make(**chore)).startswith("PORT is a number")


def test_an_environment_is_made_once_and_filled_when_more_is_required_or_something_else(site):
    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED]
    assert steps(site.make(TO_RUN)) == []
    assert steps(site.make(TO_TEST)) == [INSTALLED]
    assert steps(site.make(TO_TEST)) == steps(site.make(TO_RUN)) == []

    site.require("2")

    assert steps(site.make(TO_RUN)) == [INSTALLED]
    assert list(site.folder.glob(".venv/lib/python*/site-packages/package-2.dist-info"))


def test_an_environment_that_is_of_no_use_is_made_anew(site, tmp_path):
    site.make(TO_RUN)
    environment, elsewhere = site.folder / ".venv", tmp_path / "elsewhere"
    python, stamp = environment / "bin" / "python", environment / "stamp.txt"

    python.unlink()
    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED], "its Python is gone"

    stamp.write_text(stamp.read_text().replace(str(sys.version_info[:2]), "(3, 10)"))
    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED], "made for another Python"

    environment.rename(elsewhere)
    site.folder = site.folder.rename(tmp_path / "moved")
    (site.folder / ".venv").symlink_to(elsewhere)
    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED], "made for another folder"
    assert (elsewhere / "stamp.txt").exists()


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_cut_short_while_it_makes_the_environment_is_mended_by_the_next(site, blow):
    (site.folder / "held").touch()
    chore = site.start(TO_RUN)
    while not (site.folder / "began").exists():
        assert chore.poll() is None
        time.sleep(0.01)
    os.killpg(chore.pid, blow)
    ended(chore)

    # A child that outlives a killed run keeps others out, whom it would disturb.
    with open(site.folder / "var" / "environment.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            assert blow == signal.SIGKILL
        else:
            assert blow != signal.SIGKILL
    after = site.start(TO_RUN)
    (site.folder / "held").unlink()
    assert steps(ended(after)) == [MADE, INSTALLED]


def test_a_run_cut_short_while_it_installs_is_mended_even_when_the_change_is_taken_back(site):
    site.make(TO_RUN)
    site.require("2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        chore = site.start(TO_RUN, PIP_NO_INDEX="0", PIP_INDEX_URL=index, PIP_RETRIES="0")
        with silent.accept()[0]:
            os.killpg(chore.pid, signal.SIGKILL)
            ended(chore)
    site.require("1")

    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED]


def test_two_runs_at_once_make_one_environment_with_the_pip_that_python_brings(site):
    chores = [site.start(TO_RUN, PYTHONPATH="") for _ in range(2)]
    outcomes = [ended(chore) for chore in chores]

    assert sorted(map(steps, outcomes)) == [[], [MADE, INSTALLED]]


def test_without_a_network_one_sentence_asks_for_it_and_the_next_run_mends(site):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_FIND_LINKS": "", "PIP_NO_INDEX": "0"}

    sentence = refusal(site.make(TO_RUN, PIP_RETRIES="1", **nowhere))

    assert sentence == "The package index does not answer: is there a network?"
    assert steps(site.make(TO_RUN)) == [MADE, INSTALLED]


def test_what_pip_says_plainly_is_told_in_its_own_words(site, tmp_path):
    # Stands for a full disk, which is as much of an error to pip and not to be had in a test.
    full = make_python(tmp_path / "full", "ulimit -f 500")
    assert re.fullmatch(
        r"ERROR: Could not install .*\[Errno 27\] File too large.*",
        refusal(site.make(TO_RUN, PYTHON=full)),
    )

    requirements = site.folder / "requirements.txt"
    requirements.write_text(re.sub("sha256:.{4}", "sha256:0000", requirements.read_text()))
    assert refusal(site.make(TO_RUN)).startswith("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES")


def test_a_folder_that_cannot_be_written_to_is_named_in_one_sentence(site):
    (site.folder / "var").touch()

    assert refusal(site.make(TO_RUN)) == f"{site.folder}/var cannot be used: File exists."


@pytest.fixture(scope="module")
def filled_site(tmp_path_factory):
    site = SmallSite(tmp_path_factory.mktemp("filled"))
    site.make(TO_TEST)
    return site


def test_every_linter_runs_even_when_one_fails(filled_site):
    succeeded, lines = filled_site.make("lint FAILING='ruff djlint'")

    assert not succeeded
    assert [line for line in lines if line.startswith("ran ")] == [
        "ran messages True",
        "ran ruff format --check . True",
        "ran ruff check . True",
        "ran lint-imports True",
        "ran mypy True",
        "ran djlint --lint templates True",
        "ran manage makemigrations --check --dry-run True",
    ]


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ("test", "-n auto --dist worksteal"),
        ("""test ARGS='tests/x -k "a or b"'""", "tests/x -k a or b"),
        ("browser", "tests/browser -n auto --dist worksteal -m browser"),
        ("browser ARGS=tests/x", "tests/x -m browser"),
        ("crashes", "-m crashes tests/crashes"),
    ],
)
def test_a_chore_hands_the_tests_their_arguments_and_fails_with_them(filled_site, words, arguments):
    succeeded, lines = filled_site.make(f"{words} FAILING=pytest")

    assert not succeeded
    assert lines[-1] == f"ran pytest {arguments} True"


def test_a_port_that_is_none_or_taken_is_refused_before_anything_is_made(site):
    for text in ("", "0", "65536", "-1", "80x"):
        assert refusal(site.make(f"run PORT={text}")).startswith("PORT is a number from 1 to 65535")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        sentence = refusal(site.make(f"run PORT={port}"))

    assert sentence.startswith(f"Port {port} cannot be used (Address already in use): choose")
    assert not (site.folder / ".venv").exists()


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def interrupt_thrice(chore):
    for _ in range(3):
        os.killpg(chore.pid, signal.SIGINT)


def hang_up(chore):
    os.killpg(chore.pid, signal.SIGHUP)


def terminate_make(chore):
    chore.terminate()


@pytest.mark.parametrize("end", [interrupt_thrice, hang_up, terminate_make])
def test_the_demo_is_prepared_and_served_until_asked_to_end_and_nothing_is_left(
    filled_site, port, end
):
    chore = filled_site.start(f"run PORT={port}")
    lines = []
    while "Ready" not in "".join(lines):
        lines.append(chore.stdout.readline().strip())
        assert chore.poll() is None, lines
    end(chore)

    # Whatever were left would keep the output open.
    ended(chore)
    demo = f"True http://127.0.0.1:{port}"
    assert lines[:2] == [f"ran messages {demo}", f"ran manage prepare_demo {demo}"]
    assert f"ran manage deliver_mail --every 5 {demo}" in lines
    assert f"ran manage publish_due --every 15 {demo}" in lines
    assert "answers from now on" in lines
    assert lines[-1] == f"Ready: http://127.0.0.1:{port}/ (Ctrl-C ends it)"


def test_when_one_of_those_that_serve_ends_by_itself_the_rest_are_ended_too(filled_site, port):
    succeeded, lines = filled_site.make(f"run PORT={port} FAILING=publish_due")

    assert not succeeded
    assert lines[-1] == "Publishing at set times ended by itself (status 3): ending the rest."


def test_a_demo_that_cannot_be_prepared_is_not_served(filled_site, port):
    address = "MASTERSITE_SITE_URL=https://own.example"

    succeeded, lines = filled_site.make(f"run PORT={port} FAILING=prepare_demo {address}")

    assert not succeeded
    assert [line.split()[1] for line in lines] == ["messages", "manage"]
    assert lines[-1].endswith("https://own.example")


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
