import subprocess
import threading
import time
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.urls import reverse
from django.utils import timezone

from admissions.mail import signed_links
from admissions.models import Application, Letter
from bench.big_site.drafts import make_drafts
from bench.measure.processes import HOST
from catalogue.models import Programme

TIMES, KILLED_ONCE_ANSWERED = 20, 7
PATIENCE = 60
# The state, the events and the receipts of an application.
DRAFT, SENT = ("draft", 0, 0), ("submitted", 1, 1)


@dataclass
class Round:
    """A sending, whether it was acknowledged, and what the database held after the kill and later."""

    is_acknowledged: bool
    after_the_kill: tuple
    sent_again: tuple


def test_a_server_killed_while_sending_loses_nothing_and_doubles_nothing(site):
    assert site.begin("collectstatic", "--no-input", output=subprocess.DEVNULL).wait() == 0
    site.start_server()
    whole = seconds_of_a_sending(site)
    moments = TIMES - KILLED_ONCE_ANSWERED
    waits = [whole * part / moments for part in range(moments)]

    rounds = [killed_after(site, wait) for wait in [*waits, *[None] * KILLED_ONCE_ANSWERED]]

    acknowledged = [each for each in rounds if each.is_acknowledged]
    assert [each for each in acknowledged if each.after_the_kill != SENT] == []
    assert {each.after_the_kill for each in rounds} <= {DRAFT, SENT}
    assert {each.sent_again for each in rounds} == {SENT}
    # Else the kills came all too early, or all too late, to tell anything.
    assert TIMES / 3 <= len(acknowledged) < TIMES


def seconds_of_a_sending(site):
    """How long this machine takes when nothing is killed; the first sending warms the server up."""
    for sending in Sending(site), Sending(site):
        began = time.monotonic()
        sending.send()
        seconds = time.monotonic() - began
        assert sending.is_acknowledged
    return seconds


def killed_after(site, seconds):
    """A round in which the server is killed so long after the sending began, or once it is answered."""
    sending = Sending(site)
    thread = threading.Thread(target=sending.send)
    thread.start()
    thread.join(PATIENCE if seconds is None else seconds)
    site.kill_server()
    thread.join(PATIENCE)
    is_acknowledged = sending.is_acknowledged
    site.start_server()
    after_the_kill = sending.stored()
    sending.send()
    return Round(is_acknowledged, after_the_kill, sending.stored())


class StayHere(HTTPRedirectHandler):
    """A redirect is the acknowledgement; the page behind it may already be out of reach."""

    def redirect_request(self, *arguments):
        return None


class Sending:
    """A finished application, opened by its link in a browser of its own and looked through."""

    def __init__(self, site):
        (self.application,) = make_drafts(Programme.objects.get(), 1, timezone.now())
        self.site = f"http://{HOST}:{site.port}"
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), StayHere())
        self.is_acknowledged = False
        token = signed_links.application_token(self.application)
        opened = reverse("admissions:application_open", args=[token])
        self.review = reverse("admissions:application_review", args=[self.application.reference])
        self.get(opened)
        self.post(opened)
        self.get(self.review)

    def send(self):
        receipt = reverse("admissions:application_receipt", args=[self.application.reference])
        self.is_acknowledged = receipt in self.post(self.review, declared="yes", sure="yes")

    def get(self, path):
        self.opener.open(self.site + path, timeout=PATIENCE).close()

    def post(self, path, **form):
        """The address that one is led to; nothing where no answer came."""
        token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
        form["csrfmiddlewaretoken"] = token
        request = Request(self.site + path, urlencode(form).encode())  # noqa: S310 - our own server
        try:
            self.opener.open(request, timeout=PATIENCE).close()
        except HTTPError as answer:
            with answer:
                return answer.headers.get("Location", "")
        except (HTTPException, OSError):
            pass
        return ""

    def stored(self):
        """What the database holds of the application."""
        found = Application.objects.get(pk=self.application.pk)
        receipts = found.letters.filter(kind=Letter.Kind.APPLICATION_RECEIVED)
        return found.state, found.events.count(), receipts.count()
