import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from gzip import compress, decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby

import pytest

from bench.measure import limit as limits
from bench.measure.first_view import first_view
from bench.measure.load import Browser, Load
from bench.measure.processes import BenchError, cpu_seconds, free_port, server
from bench.measure.tables import short, spread, table
from bench.measure.turns import Work, take_turns

WORK = "import time\nwhile time.process_time() < {seconds}: pass\ninput()"


@pytest.fixture(autouse=True)
def frozen_clock():
    """Time goes on: it is what is measured."""


@pytest.fixture
def site():
    """A server in this process with a page and a style sheet, which notes what it is asked."""
    asked = []

    class Site(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append(self.path)
            page = b'<link rel="stylesheet" href="/a.css"><img src="data:,x"><a href="/b">'
            body = b"p{}" if self.path == "/a.css" else page
            self.send_response(404 if self.path == "/missing" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.asked = asked
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def page_of(site, path):
    load = Load(None, 0.05)
    return Work("page", lambda: load.rate(site.server_port, path, lambda: [os.getpid()]))


def test_the_time_that_a_child_and_its_own_children_have_worked_is_read():
    work = WORK.format(seconds=0.3)
    child = started(f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {work!r}])")
    before, until = cpu_seconds([child.pid]), time.monotonic() + 20
    while cpu_seconds([child.pid]) < before + 0.3 and time.monotonic() < until:
        time.sleep(0.05)
    worked = cpu_seconds([child.pid]) - before
    child.communicate(b"\n", timeout=20)

    assert 0.3 <= worked < 2


def test_a_process_that_has_ended_has_no_time():
    child = started("")
    child.communicate(timeout=20)

    assert cpu_seconds([child.pid]) == 0


def test_a_server_is_started_and_ended_with_what_it_started(tmp_path):
    port = free_port()
    program = (
        "import http.server, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "handler = http.server.BaseHTTPRequestHandler\n"
        f"http.server.HTTPServer(('127.0.0.1', {port}), handler).serve_forever()"
    )
    command, log = [sys.executable, "-c", program], tmp_path / "log"

    with server(command, port, os.environ, log, None) as pid:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        grandchild = int(log.read_text())
        assert is_running(pid)
        assert is_running(grandchild)

    until = time.monotonic() + 5
    while is_running(grandchild) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(pid)
    assert not is_running(grandchild)


def test_a_server_that_does_not_start_says_why(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no room')"]

    with (
        pytest.raises(BenchError, match="no room"),
        server(command, free_port(), os.environ, tmp_path / "log", None),
    ):
        pass


def test_pages_and_the_limit_are_measured_in_turns(site):
    limit, page, missing = (
        page_of(site, "/limit"),
        page_of(site, "/page"),
        page_of(site, "/missing"),
    )

    take_turns(limit, [page, missing], 2)

    order = [path for path, _again in groupby(site.asked)]
    assert order == ["/limit", "/page", "/missing", "/limit", "/page", "/limit", "/page", "/limit"]
    assert len(page.rates) == len(page.ratios) == 2
    assert len(limit.rates) == 3
    assert missing.rates == []
    assert "404" in missing.trouble


def test_a_page_of_a_server_that_has_ended_is_not_measured():
    page = Work("page", lambda: Load(None, 0.05).rate(free_port(), "/", lambda: [os.getpid()]))

    page.measure()

    assert page.words().startswith("not measured: no answer: ")


def test_a_limit_that_cannot_be_measured_ends_the_measuring(site):
    with pytest.raises(BenchError, match=r"The limit could not be measured: .* × 404"):
        take_turns(page_of(site, "/missing"), [page_of(site, "/page")], 1)


@pytest.mark.parametrize("has_nginx", [True, False], ids=["nginx where installed", "no nginx"])
def test_the_limit_gives_the_bytes_it_was_given(monkeypatch, has_nginx):
    if not has_nginx:
        monkeypatch.setattr(limits.shutil, "which", lambda *arguments, **options: None)

    with (
        limits.limit_of(compress(b"a page"), None) as (name, port, _pid),
        closing(Browser(port)) as browser,
    ):
        status, headers, body = browser.fetch(limits.PATH)

    found = {name.lower(): value for name, value in headers}
    assert status == 200
    assert found["content-type"].startswith("text/html")
    assert decompress(body) == b"a page"
    assert ("nginx is not installed" in name) or has_nginx


def test_a_first_view_is_the_page_and_what_it_names(site):
    requests, size = first_view(site.server_port, "/")

    # The page is asked for once more, to be read.
    assert site.asked == ["/", "/", "/a.css"]
    assert requests == 2
    assert 72 < size < 600


def test_tables_line_up():
    assert table(["page", "figure"], [["front", "1"], ["all courses", "1,000"]]).splitlines() == [
        "| page        | figure |",
        "|-------------|-------:|",
        "| front       |      1 |",
        "| all courses |  1,000 |",
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.00004321, "0.000043"), (12345, "12,000"), (0, "0"), (1.5, "1.5")],
    ids=str,
)
def test_figures_have_so_many_digits_and_no_exponent(value, words):
    assert short(value) == words


def test_a_spread_is_the_median_with_the_least_and_the_most():
    assert spread([3, 1, 2]) == "2 (1–3)"
    assert spread([]) == "–"


def started(program):
    command = [sys.executable, "-c", program]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own words


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
