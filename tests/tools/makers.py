"""A small site around a copy of the Makefile and tools; its programs say how they are called."""

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")
# Stands in for each program that a chore starts. The server lets connections in before it
# answers, and has a child that does not end when asked kindly.
PROGRAM = """#!python
import os, pathlib, subprocess, sys, time
from http.server import HTTPServer, SimpleHTTPRequestHandler

name = pathlib.Path(sys.argv[0]).stem
demo, address = os.environ["MASTERSITE_DEMO"], os.environ.get("MASTERSITE_SITE_URL", "")
sys.stdout.write(" ".join(["ran", name, *sys.argv[1:], demo, address]).strip() + "\\n")
sys.stdout.flush()
if {name, *sys.argv} & set(os.environ.get("FAILING", "").split()):
    sys.exit(3)
while "--every" in sys.argv:
    time.sleep(60)
if name == "granian":
    subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 60 & wait; wait"])
    SimpleHTTPRequestHandler.log_message = lambda *words: None
    port = int(sys.argv[sys.argv.index("--port") + 1])
    server = HTTPServer(("127.0.0.1", port), SimpleHTTPRequestHandler)
    time.sleep(0.5)
    sys.stdout.write("answers from now on\\n")
    sys.stdout.flush()
    server.serve_forever()
"""
# Python's own takes seconds. This one does not end while there is a file "held".
ENSUREPIP = """
import os, pathlib, sysconfig, time
if __name__ == "__main__":
    pathlib.Path("began").touch()
    while pathlib.Path("held").exists():
        time.sleep(0.05)
    os.symlink({pip!r}, os.path.join(sysconfig.get_path("purelib"), "pip"))
"""
MODULES = ["granian.py", "pytest.py"]
SCRIPTS = ["ruff", "lint-imports", "mypy", "djlint"]


class SmallSite:
    """Its one package comes from a folder, never from the network."""

    def __init__(self, folder: Path):
        self.folder = folder / "site"
        shutil.copytree(ROOT / "tools", self.folder / "tools")
        shutil.copy(ROOT / "Makefile", self.folder)
        pip = importlib.util.find_spec("pip").submodule_search_locations[0]
        for name, text in {
            "site/manage.py": PROGRAM,
            "site/mastersite/messages.py": PROGRAM,
            "quick/ensurepip.py": ENSUREPIP.format(pip=pip),
        }.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        self.require("1")
        # The variables of the run that runs the tests are not for the chores in them.
        others = ("MAKE", "MFLAGS", "MASTERSITE", "DJANGO", "PIP", "ARGS")
        self.variables = {
            **{name: os.environ[name] for name in os.environ if not name.startswith(others)},
            "PYTHON": sys.executable,
            "PYTHONPATH": str(folder / "quick"),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(folder),
        }

    def require(self, version: str) -> None:
        """Lock this version of the package, in both files."""
        wheel = self.folder.parent / f"package-{version}-py3-none-any.whl"
        names = [*MODULES, *(f"package-{version}.data/scripts/{name}" for name in SCRIPTS)]
        about = f"package-{version}.dist-info"
        files = {
            **dict.fromkeys(names, PROGRAM),
            "large.txt": "large " * 100_000,
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: package\nVersion: {version}\n",
            f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{about}/RECORD": "",
        }
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, text in files.items():
                member = zipfile.ZipInfo(path)
                # A regular file that may be executed.
                member.external_attr = 0o100755 << 16
                archive.writestr(member, text)
        line = f"package=={version} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"
        (self.folder / "requirements.txt").write_text(line)
        (self.folder / "requirements-dev.txt").write_text(f"# for testing\n{line}")

    def start(self, words: str, **variables: str) -> subprocess.Popen[str]:
        """Start a chore in a group of its own, as a terminal does."""
        return subprocess.Popen(  # noqa: S603 - the words are those of a test
            [MAKE, *shlex.split(words)],
            cwd=self.folder,
            env={**self.variables, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def make(self, words: str, **variables: str) -> tuple[bool, list[str]]:
        return ended(self.start(words, **variables))


def ended(chore: subprocess.Popen[str]) -> tuple[bool, list[str]]:
    """Whether the chore succeeded, and its lines but those of make itself.

    Waits until it and all that it started have let go of the output.
    """
    lines = chore.communicate(timeout=300)[0].splitlines()
    return chore.returncode == 0, [line for line in lines if not line.startswith("make")]
