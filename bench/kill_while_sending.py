"""Kills the server while applications are being sent, and looks whether anything was lost or doubled.

`python bench/kill_while_sending.py [TIMES]` makes a site of its own in a temporary folder, with SQLite. In each round
an applicant sends a finished application, the server is killed (SIGKILL) some moments later and started again, and the
applicant sends once more. What was acknowledged must be there; nothing may be there twice.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory()
os.environ |= {
    "MASTERSITE_DEMO": "True",
    "MASTERSITE_VAR": FOLDER.name,
    "DJANGO_SETTINGS_MODULE": "mastersite.settings",
}

import django  # noqa: E402 - the settings are read from the environment set above

django.setup()

from django.core.management import call_command  # noqa: E402 - needs the apps
from django.urls import reverse  # noqa: E402 - needs the apps
from django.utils import timezone  # noqa: E402 - needs the apps

from admissions.mail import signed_links  # noqa: E402 - needs the apps
from admissions.models import Application  # noqa: E402 - needs the apps
from bench.big_site.drafts import make_drafts  # noqa: E402 - needs the apps
from catalogue.models import Programme  # noqa: E402 - needs the apps

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 20
LONGEST_WAIT = 0.12


class Server:
    """The site in a process group of its own, so that all of it dies at once."""

    def __init__(self):
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self):
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **quiet)
        for _attempt in range(200):
            with closing(socket.socket()) as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("The server does not start.")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class StayHere(HTTPRedirectHandler):
    """A redirect is the acknowledgement; the page behind it may already be out of reach."""

    def redirect_request(self, *args):
        return None


class Applicant:
    """A browser with its cookies."""

    def __init__(self, server):
        self.server, self.cookies = server, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), StayHere())

    def send(self, path, **form):
        """Post a form; return the address one is led to, or nothing where none came."""
        address = f"http://127.0.0.1:{self.server.port}{path}"
        try:
            self.opener.open(address, timeout=10).read()
            token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
            data = urlencode({"csrfmiddlewaretoken": token, **form}).encode()
            self.opener.open(Request(address, data), timeout=10).read()
        except HTTPError as answer:
            return answer.headers.get("Location", "")
        except (HTTPException, OSError, StopIteration):
            return ""
        return ""


def main():
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_catalogue", verbosity=0)
    server, acknowledged, lost, doubled = Server(), 0, 0, 0
    try:
        for _round in range(TIMES):
            was_told, states = one_round(server)
            acknowledged += was_told
            lost += was_told and states[0] != ("submitted", 1, 1)
            doubled += states[-1] != ("submitted", 1, 1)
    finally:
        server.kill()
        FOLDER.cleanup()
    sys.stdout.write(
        f"{TIMES} times killed while sending; acknowledged before: {acknowledged}, of them lost: {lost}; "
    )
    sys.stdout.write(f"doubled or not to be sent again: {doubled}\n")
    return 1 if lost or doubled else 0


def one_round(server):
    """(Whether the sending was acknowledged, what the database holds after the kill and after sending again)."""
    (application,) = make_drafts(Programme.objects.get(), 1, timezone.now())
    applicant = Applicant(server)
    applicant.send(
        reverse("admissions:application_open", args=[signed_links.application_token(application)])
    )
    review, answers = reverse("admissions:application_review", args=[application.reference]), []
    sending = threading.Thread(
        target=lambda: answers.append(applicant.send(review, declared="yes", sure="yes"))
    )
    sending.start()
    time.sleep(random.uniform(0, LONGEST_WAIT))  # noqa: S311 - a moment, no secret
    server.kill()
    sending.join()
    server.start()
    after = standing(application)
    applicant.send(review, declared="yes", sure="yes")
    receipt = reverse("admissions:application_receipt", args=[application.reference])
    return receipt in "".join(answers), [after, standing(application)]


def standing(application):
    """The state of an application, the number of its events and of its receipts."""
    found = Application.objects.get(pk=application.pk)
    return (
        found.state,
        found.events.count(),
        found.letters.filter(kind="application_received").count(),
    )


if __name__ == "__main__":
    sys.exit(main())
