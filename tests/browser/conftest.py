"""The system's Chromium before the live site, with the real catalogue and its examples."""

import os

# Playwright leaves an event loop in the thread, which Django takes for a view being asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import shutil
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.utils import timezone
from playwright.sync_api import sync_playwright

from catalogue.models import University
from tests.admin_pages import make_staff
from tests.browser.pages import Words
from tests.browser.steps import sign_in
from tests.conftest import NOW, load_examples
from tests.speed import load_once

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
# Nothing of Chromium's own may go out on the net, and a container has
# neither sandbox nor graphics card.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LONGEST = {"test_building_a_programme", "test_applying", "test_journeys"}
PATIENCE = 10_000
PASSWORD = "three words and a number 7"
PICTURES = project.BASE_DIR / "docs" / "pictures"


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.any_database)
    # The longest first, so that no worker is left alone with one at the end.
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database in a file: in memory, the live site's threads would meet a locked table."""
    database = project.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.sqlite3"
        )


@pytest.fixture(scope="session", autouse=True)
def static_root(tmp_path_factory):
    """The live site finds static files where they are written.

    WhiteNoise wants its own folder to be there.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "STATIC_ROOT", tmp_path_factory.mktemp("static"))
        yield


@pytest.fixture(autouse=True)
def frozen_clock():
    """The suite's day and hour, but going on: a browser waits for time to pass."""
    with time_machine.travel(NOW, tick=True) as clock:
        yield clock


@pytest.fixture
def site(live_server, settings):
    """The address of the live site, with the real catalogue and its examples."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    load_once(("examples", timezone.localdate()), load_examples)
    return live_server.url


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.fail(
            "The tests in a browser need Chromium (on Debian and Ubuntu: apt install chromium).",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, site):
    """Opens a page in a browser that has never been here.

    All are closed before the database is emptied.
    """
    contexts = []

    def opened(**options):
        context = browser.new_context(
            **{"base_url": site, "viewport": {"width": 1280, "height": 900}, **options}
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture(params=["da", "en"])
def language(request):
    """Each test that asks for it is done in both languages."""
    return request.param


@pytest.fixture
def words(language):
    return Words(language)


@pytest.fixture
def new_desk(new_page, words):
    """Opens the admin's first page in a browser of its own, somebody with a role being signed in.

    The role is "coordinator", "auditor", or the university that an editor keeps.
    """

    def opened(role):
        name = role.slug if isinstance(role, University) else role
        make_staff(role, username=name, password=PASSWORD)
        page = new_page(locale=words.locale)
        sign_in(page, words, name, PASSWORD)
        return page

    return opened


@pytest.fixture
def desk(new_desk):
    """The admin's first page, a coordinator being signed in."""
    return new_desk("coordinator")


@pytest.fixture
def picture(request):
    """Takes a picture of a part of a page for the editors' guide; without `--pictures`, none."""

    def taken(part, name):
        if request.config.getoption("pictures"):
            part.screenshot(
                path=PICTURES / f"editing-{name}.png", animations="disabled", caret="hide"
            )

    return taken


@pytest.fixture
def mailbox(settings, tmp_path):
    """The folder that letters are written to."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH
