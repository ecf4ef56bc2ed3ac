"""Four processes deliver 2,000 notices at once; each must go out once.

`python bench/deliver_at_once.py [NOTICES]` makes a site of its own in a temporary folder, with SQLite, or in the empty
database that MASTERSITE_DATABASE_URL names. The mails are written to files and counted by their Message-ID.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ["DJANGO_SETTINGS_MODULE"] = "mastersite.settings"
os.environ |= {"MASTERSITE_DEMO": "True", "MASTERSITE_VAR": FOLDER.name}

import django  # noqa: E402 - the settings are read from the environment set above

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the apps

from admissions.models import Application, Letter  # noqa: E402 - needs the apps
from catalogue.models import Programme  # noqa: E402 - needs the apps

NOTICES = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
PROCESSES = 4
_MESSAGE_ID = re.compile(r"^Message-ID: (\S+)", re.MULTILINE)


def main():
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    queue(Programme.objects.get())
    began = time.perf_counter()
    while Letter.objects.filter(state__in=["queued", "sending"]).exists():
        command = [sys.executable, "manage.py", "deliver_mail"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running = [subprocess.Popen(command, cwd=ROOT, **quiet) for _ in range(PROCESSES)]
        for process in running:
            process.wait()
    seconds = time.perf_counter() - began
    texts = (path.read_text(encoding="utf-8") for path in (Path(FOLDER.name) / "mail").iterdir())
    sent = Counter(found for text in texts for found in _MESSAGE_ID.findall(text))
    twice = sum(number > 1 for number in sent.values())
    failed = Letter.objects.filter(state="failed").count()
    sys.stdout.write(
        f"{NOTICES} notices, {PROCESSES} processes, {seconds:.0f} s: {len(sent)} sent, "
    )
    sys.stdout.write(f"{twice} of them twice, {failed} failed\n")
    FOLDER.cleanup()
    return 0 if len(sent) == NOTICES and not twice else 1


def queue(programme):
    for number in range(NOTICES):
        application = Application.objects.create(
            email=f"person{number}@example.org",
            programme=programme,
            year=2027,
            language="da",
            form_key=f"notice {number}",
            address_key=f"notice {number}",
        )
        Letter.objects.create(
            kind=Letter.Kind.APPLICATION_LINK,
            application=application,
            to=application.email,
            language="da",
            subject=f"Notice {number}",
            text="There is news.",
        )


if __name__ == "__main__":
    sys.exit(main())
