import os
import signal
import socket
import subprocess
import sys
import threading
import time
from gzip import compress, decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import groupby

import pytest

from bench.measure import first_view, rounds
from bench.measure.processes import BenchError, cpu_seconds, free_port, servers
from bench.measure.tables import short, spread, table

WORK = "import time\nwhile time.process_time() < {seconds}: pass\ninput()"


@pytest.fixture(autouse=True)
def frozen_clock():
    """Time goes on: it is what is measured."""


@pytest.fixture
def site():
    """A server in this process that answers one page with a style sheet, and counts what it is asked."""
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


def target(site, path):
    return rounds.Target("page", site.server_port, path, lambda: [os.getpid()])


def test_the_time_that_a_child_and_its_own_children_have_worked_is_read():
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {WORK.format(seconds=0.3)!r}])"
    child = started(parent)
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
        f"http.server.HTTPServer(('127.0.0.1', {port}), http.server.BaseHTTPRequestHandler).serve_forever()"
    )

    with servers(None) as running:
        pid = running.start([sys.executable, "-c", program], port, os.environ, tmp_path / "log")
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        grandchild = int((tmp_path / "log").read_text())

    assert running.children[0].returncode == -signal.SIGTERM
    assert pid == running.children[0].pid
    until = time.monotonic() + 5
    while is_running(grandchild) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(grandchild)


def test_a_server_that_does_not_start_says_why(tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('no room')"]

    with servers(None) as running, pytest.raises(BenchError, match="no room"):
        running.start(command, free_port(), os.environ, tmp_path / "log")


def test_pages_and_the_limit_are_measured_in_turns(site):
    limit, page, missing = target(site, "/limit"), target(site, "/page"), target(site, "/missing")

    rounds.measure(
        limit, [page, missing], rounds.Load(None, 0.05, connections=1), 2, lambda words: None
    )

    order = [path for path, _again in groupby(site.asked)]
    assert order == ["/limit", "/page", "/missing", "/limit", "/page", "/limit", "/page", "/limit"]
    assert len(page.rates) == len(page.ratios) == 2
    assert len(limit.rates) == 4
    assert missing.rates == []
    assert "404" in missing.trouble


@pytest.mark.parametrize("has_nginx", [True, False], ids=["nginx where installed", "no nginx"])
def test_the_limit_gives_the_bytes_it_was_given(monkeypatch, has_nginx):
    if not has_nginx:
        monkeypatch.setattr(rounds.shutil, "which", lambda *arguments, **options: None)

    with servers(None) as running, rounds.limit_of(compress(b"a page"), running) as (name, limit):
        status, headers, body = rounds.fetch(limit.port, limit.path)

    assert status == 200
    assert headers["content-type"].startswith("text/html")
    assert decompress(body) == b"a page"
    assert ("nginx is not installed" in name) or has_nginx


def test_a_first_view_is_the_page_and_what_it_names(site):
    requests, size = first_view.first_view(site.server_port, "/")

    assert site.asked == ["/", "/a.css"]
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
    return subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)  # noqa: S603 - our own words


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
