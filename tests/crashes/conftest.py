"""The site as processes of its own, on the database of the tests, so that a test can kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as project
from django.db import connection

from bench.measure.processes import HOST, free_port

HERE = Path(__file__).parent
# A machine that has much else to do takes its time, and a server that has ended is not waited for.
START_PATIENCE = 600


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.crashes)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database in a file: no other process can open one that is kept in memory."""
    database = project.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        database.setdefault("TEST", {})["NAME"] = name


@pytest.fixture(autouse=True)
def frozen_clock():
    """Time goes on: the site's own processes have the machine's clock."""


@pytest.fixture
def site(transactional_db, real_catalogue, tmp_path):
    site = Site(tmp_path)
    yield site
    site.kill_server()


class Site:
    """Processes of the site that share the tests' database, and a folder that goes afterwards."""

    def __init__(self, folder):
        self.log = folder / "server.log"
        self.mails = folder / "mail"
        self.port = free_port()
        self.server = None
        # Nothing that the machine's own site is told, such as where mails go, may reach these.
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MASTERSITE_")
        }
        self.environment["MASTERSITE_DEMO"] = "True"
        self.environment["MASTERSITE_VAR"] = str(folder)
        # The links that the tests sign must be good there.
        self.environment["MASTERSITE_SECRET_KEY"] = project.SECRET_KEY
        self.environment["MASTERSITE_DATABASE_URL"] = address_of_the_tests_database()

    def begin(self, *words, output):
        """Begin a command of `manage.py`, in a group of processes that can be killed at once."""
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "manage.py", *words],
            cwd=project.BASE_DIR,
            env=self.environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start_server(self):
        """Start the server, and return once it answers."""
        words = ["runserver", "--noreload", "--skip-checks", f"{HOST}:{self.port}"]
        with self.log.open("a") as log:
            self.server = self.begin(*words, output=log)
        until = time.monotonic() + START_PATIENCE
        while time.monotonic() < until and self.server.poll() is None:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(f"The server does not start: {self.log.read_text()}")

    def kill_server(self):
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None


def address_of_the_tests_database():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(project.DATABASE_URL)._replace(path=f"/{name}"))
