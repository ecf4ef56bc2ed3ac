import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command

from catalogue.admin.checks.fetch import Answer, fetch, is_public
from catalogue.admin.checks.try_links import try_links
from catalogue.models import LinkCheck
from tests.makers import make_course, make_university, make_whole_programme

BEFORE = datetime(2026, 11, 24, 3, tzinfo=UTC)


class Site(BaseHTTPRequestHandler):
    """Answers by the path: /404 with that number, /to?x with a redirect, /no-head only to GET."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/")
        if name.startswith("to?"):
            self.send_response(302)
            self.send_header("Location", name[3:])
        elif name == "round":
            self.send_response(301)
            self.send_header("Location", "/round")
        elif name == "no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 - the name http.server asks for

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/", Answer(200)),
        ("/404", Answer(404)),
        ("/no-head", Answer(200)),
        ("/to?/404", Answer(404)),
        ("/to?/to?/there", Answer(200)),
        ("/round", Answer(error="too many redirects")),
        ("/to?ftp://example.org/", Answer(error="neither http nor https")),
        ("/to?http://name:word@example.org/", Answer(error="no plain host name")),
        ("/ø?å=1", Answer(200)),
    ],
)
def test_an_address_answers(site, path, answer):
    assert fetch(site.url + path, "test", allow_private=True) == answer


def test_nothing_of_our_own_network_is_asked(site):
    assert fetch(f"{site.url}/", "test") == Answer(error="not on the open internet")
    assert fetch(site.url.replace("127.0.0.1", "localhost"), "test") == Answer(
        error="not on the open internet"
    )
    assert fetch("file:///etc/passwd", "test") == Answer(error="neither http nor https")
    assert site.asked == []


def test_nobody_at_home_is_an_error_and_no_crash():
    assert fetch("http://127.0.0.1:9/", "test", allow_private=True).status is None
    assert fetch("http://127.0.0.1:99999/", "test", allow_private=True).error == "ValueError"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:400f::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to be refused, nothing listens
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, public):
    assert is_public(address) is public


@pytest.mark.django_db
def test_links_are_tried_kept_and_forgotten(site):
    programme, (course, other) = make_whole_programme()
    text = (
        f"[well]({site.url}/) [gone]({site.url}/404) [shy]({site.url}/403) "
        f"[ours](/da/) <{site.url}/500>"
    )
    type(course).objects.filter(pk=course.pk).update(content_da=text)
    make_course(is_published=False, content_da=f"[draft]({site.url}/410)")
    make_university(website=f"{site.url}/503")
    LinkCheck.objects.create(address="https://old.example/", status=200, checked_at=BEFORE)
    LinkCheck.objects.create(
        address=f"{site.url}/500", status=500, checked_at=BEFORE, failing_since=BEFORE
    )
    LinkCheck.objects.create(
        address=f"{site.url}/", status=500, checked_at=BEFORE, failing_since=BEFORE
    )

    done = try_links(pause=0, allow_private=True)

    kept = {row.address.removeprefix(site.url): row for row in LinkCheck.objects.all()}
    assert {path: row.status for path, row in kept.items()} == {
        "/": 200,
        "/404": 404,
        "/403": 403,
        "/500": 500,
        "/503": 503,
    }
    assert {path for path, row in kept.items() if row.failing_since} == {"/404", "/500", "/503"}
    assert kept["/500"].failing_since == BEFORE
    assert kept["/404"].failing_since > BEFORE
    assert (done.tried, done.failed, done.left) == (5, 3, 0)
    assert {agent for method, path, agent in site.asked} == {
        "mastersite link check (+http://127.0.0.1:8000)"
    }
    assert programme.pk != other.pk


@pytest.mark.django_db
def test_when_the_time_is_up_the_rest_is_left(site):
    make_university(website=f"{site.url}/")

    done = try_links(pause=0, minutes=0, allow_private=True)

    assert (done.tried, done.left) == (0, 1)
    assert site.asked == []


@pytest.mark.django_db
def test_the_command_tells_what_it_did_and_reaches_no_private_address(site):
    make_university(website=f"{site.url}/")
    told = StringIO()

    call_command("check_links", pause=0, stdout=told)

    assert told.getvalue().strip() == "Links tried: 1, failed: 1, left for the next time: 0"
    assert LinkCheck.objects.get().error == "not on the open internet"
    assert site.asked == []
