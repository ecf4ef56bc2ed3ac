"""The environment in .venv, made or mended from the locked requirements, and the demo in it."""

import fcntl
import hashlib
import os
import re
import socket
import subprocess
import sys
import venv
from pathlib import Path

from tools.children import listen_for_signals, together

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = str(FOLDER / "bin" / "python")
# Says where and for which Python the environment was made, and which requirements it holds. It is
# gone while anything is changed, so that a run cut short is followed by one that makes it anew.
STAMP = FOLDER / "stamp.txt"
PIP = "-m pip --quiet --no-input --disable-pip-version-check install --no-user --require-hashes -r"
HOST = "127.0.0.1"
# Granian hangs now and then when it is stopped right after its start: hence the time limit.
SERVER = "--interface wsgi --blocking-threads 4 --workers-kill-timeout 2 --log-level warning"


def run(port: str) -> None:
    """Prepare the demo and serve it until Ctrl-C, its letters being delivered meanwhile."""
    refuse_unless_free(port)
    os.environ.setdefault("MASTERSITE_SITE_URL", f"http://{HOST}:{port}")
    prepare("requirements.txt", "manage.py prepare_demo")
    # Preparing takes its time, and somebody else may have come to the port meanwhile.
    refuse_unless_free(port)
    server = ["--workers", "2", *SERVER.split(), "--port", port, "mastersite.wsgi:application"]
    commands = {
        "The web server": [PYTHON, "-m", "granian", *server],
        "The delivery of letters": [PYTHON, "manage.py", "deliver_mail", "--every", "5"],
        "Publishing at set times": [PYTHON, "manage.py", "publish_due", "--every", "15"],
    }
    sys.exit(together(commands, f"http://{HOST}:{port}/"))


def refuse_unless_free(port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is a number from 1 to 65535, as in `make run PORT=8001`, not {port!r}.")
    try:
        # As servers do, this overlooks connections of an earlier run that are still fading.
        socket.create_server((HOST, int(port))).close()
    except OSError as problem:
        trouble = f"Port {port} cannot be used ({os.strerror(problem.errno or 0)})"
        sys.exit(f"{trouble}: choose another, as in `make run PORT=8001`.")


def prepare(requirements: str, *more: str) -> None:
    """Have the packages and the translations, and run more commands, while nobody else does."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var" / "environment.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run is preparing this folder: waiting for it to finish.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        install(requirements, lock.fileno())
        # Before Django starts: translated addresses are read as it does.
        for command in ("-m mastersite.messages", *more):
            call(command, lock.fileno())


def install(requirements: str, lock: int) -> None:
    """Make, mend or leave the environment so that it holds these versions of the packages."""
    place = f"{FOLDER} {sys.version_info[:2]}"
    # The packages for testing are those for running, at the same versions, and more.
    names = ["requirements.txt", requirements]
    hashes = [hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in names]
    is_there = Path(PYTHON).exists() and STAMP.exists()
    stamp = STAMP.read_text().splitlines() if is_there else []
    if place in stamp and hashes[1] in stamp:
        return
    if FOLDER.is_symlink() and place not in stamp:
        FOLDER.unlink()
    STAMP.unlink(missing_ok=True)
    if place not in stamp:
        print(f"Making an environment in {FOLDER}.")
        venv.create(FOLDER, clear=True, symlinks=True)
        call("-m ensurepip", lock, quiet=True)
    print(f"Installing the packages of {requirements}: this takes a minute or two, once.")
    call(f"{PIP} {requirements}", lock, quiet=True)
    STAMP.write_text("\n".join([place, *hashes]))


def call(arguments: str, lock: int, quiet: bool = False) -> None:
    """Run the environment's Python, which holds the lock too; exit when it fails.

    It does not hear the terminal's Ctrl-C, of which it would show a traceback.
    """
    command = [PYTHON, *arguments.split()]
    done = subprocess.run(
        command, pass_fds=[lock], start_new_session=True, capture_output=quiet, errors="replace"
    )
    if done.returncode:
        words = (done.stderr or "").strip()
        if re.search(r"Retrying \(|Max retries|timed out|Connection broken", words):
            words = "The package index does not answer: is there a network?"
        sys.exit(words or done.returncode)


if __name__ == "__main__":
    listen_for_signals()
    try:
        if sys.argv[1] == "run":
            run(port=sys.argv[2])
        else:
            prepare(requirements=sys.argv[2])
    except OSError as problem:
        # A full or read-only disk, or somebody else's folder.
        sys.exit(f"{problem.filename or ROOT} cannot be used: {problem.strerror}.")
    except KeyboardInterrupt:
        sys.exit(130)
