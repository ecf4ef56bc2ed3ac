import logging
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

logger = logging.getLogger(__name__)
TIMES, ACKNOWLEDGED_AT_LEAST = 20, 7
# Ends a test that hangs; a machine that has much else to do takes nowhere near so long.
PATIENCE = 600
# The state, the events and the receipts of an application.
DRAFT, SENT = ("draft", 0, 0), ("submitted", 1, 1)


@dataclass
class Round:
    """A sending, how long it took, whether it was acknowledged, and what the database held."""

    seconds: float
    is_acknowledged: bool
    after_the_kill: tuple
    sent_again: tuple


def test_a_server_killed_while_sending_loses_nothing_and_doubles_nothing(site):
    assert site.begin("collectstatic", "--no-input", output=subprocess.DEVNULL).wait() == 0
    site.start_server()

    rounds, whole = [], 0.0
    for number in range(TIMES):
        # Every third is awaited. It tells how long the machine takes just now, so that the next two
        # are killed at moments spread over that time, however busy the machine is.
        is_awaited = number % 3 == 0
        wait = None if is_awaited else whole * number / TIMES
        rounds.append(killed_after(site, wait))
        if is_awaited:
            whole = rounds[-1].seconds

    acknowledged = [each for each in rounds if each.is_acknowledged]
    logger.info("%d of %d were acknowledged before the kill", len(acknowledged), TIMES)
    assert [each for each in acknowledged if each.after_the_kill != SENT] == []
    assert {each.after_the_kill for each in rounds} <= {DRAFT, SENT}
    assert {each.sent_again for each in rounds} == {SENT}
    # Else the kills came all too early, or all too late, to tell anything.
    assert ACKNOWLEDGED_AT_LEAST <= len(acknowledged) < TIMES


def killed_after(site, seconds):
    """A round with the server killed so many seconds after the sending began, or once answered."""
    sending = Sending(site)
    thread = threading.Thread(target=sending.send)
    began = time.monotonic()
    thread.start()
    thread.join(seconds)
    took = time.monotonic() - began
    site.kill_server()
    thread.join()
    is_acknowledged = sending.is_acknowledged
    site.start_server()
    after_the_kill = sending.stored()
    sending.send()
    return Round(took, is_acknowledged, after_the_kill, sending.stored())


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
