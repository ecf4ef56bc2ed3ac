"""The whole suite runs on one ordinary weekday, with plain static files and fast hashing."""

import os

os.environ.setdefault("MASTERSITE_DEMO", "True")

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from mastersite.messages import compile_messages
from tests.speed import keep_managers, load_once, note_pages_alone

compile_messages()

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))

hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
hypothesis_settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption(
        "--pictures",
        action="store_true",
        help="write the pictures of docs/editing.da.md, see `make pictures`",
    )


def pytest_collection_modifyitems(config, items):
    """Mark what asks for a database; on PostgreSQL the suite is what may differ there."""
    for item in items:
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(
            item.fixturenames
        ):
            item.add_marker(pytest.mark.database)
    if is_whole_suite(config) and settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        config.hook.pytest_deselected(items=[item for item in items if not may_differ(item)])
        items[:] = [item for item in items if may_differ(item)]


def is_whole_suite(config):
    return config.args == config.getini("testpaths")


def may_differ(item):
    """Whether a test may have another outcome on another database."""
    return item.get_closest_marker("database") and not item.get_closest_marker("any_database")


def pytest_terminal_summary(terminalreporter, config):
    if is_whole_suite(config):
        terminalreporter.write_line(
            "Not run here: what is in a browser (`make browser`), what kills the site"
            " (`make crashes`) and, on PostgreSQL, what is the same on each database."
        )


@pytest.fixture(scope="session", autouse=True)
def quick_suite(django_test_environment):
    keep_managers()
    note_pages_alone()


@pytest.fixture(autouse=True)
def frozen_clock():
    """Wednesday 25 November 2026, ten in the morning in Copenhagen.

    A test that cares moves it on purpose.
    """
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def danish():
    """Danish before and after each test, so that no test's language reaches another's."""
    translation.activate("da")
    yield
    translation.activate("da")


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test begins as a process does: with nothing of the catalogue in memory."""
    # There are no settings when this file is read.
    from catalogue.admin.checks import kept_reports  # noqa: PLC0415 - see above
    from catalogue.public import index  # noqa: PLC0415 - as above

    index._kept.clear()
    kept_reports._kept.clear()


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "documents", "base_url": None},
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.STATIC_ROOT = tmp_path
    settings.CONTACT_TELEPHONE = ""


@pytest.fixture
def django_assert_num_queries(django_assert_num_queries):
    """As pytest-django's, the kinds of rows being known, which each process looks up once."""
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 - as in nothing_kept

    def counted(*arguments, **options):
        ContentType.objects.get_for_models(*apps.get_models())
        return django_assert_num_queries(*arguments, **options)

    return counted


@pytest.fixture
def real_catalogue(db):
    """The programme of the fixtures, without examples."""
    load_once("real", load_catalogue)


@pytest.fixture
def example_catalogue(db):
    """The programme of the fixtures with its examples."""
    load_once(("examples", timezone.localdate()), load_examples)


def load_catalogue():
    call_command("load_catalogue", verbosity=0)


def load_examples():
    load_catalogue()
    call_command("load_examples", verbosity=0)
