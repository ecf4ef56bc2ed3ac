import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import path

from mastersite import errors
from mastersite import urls as real_urls
from tests.makers import make_whole_programme
from tests.mastersite.test_middleware import directives, style_hashes
from tests.pages import packed


def fails(request):
    raise RuntimeError("a secret of the house")


def forbids(request):
    raise PermissionDenied


def database_is_away(request):
    raise OperationalError("server closed the connection at 10.0.0.7")


handler403, handler404, handler500 = (
    real_urls.handler403,
    real_urls.handler404,
    real_urls.handler500,
)
urlpatterns = [
    path("da/fejl/", fails),
    path("da/forbudt/", forbids),
    path("en/forbidden/", forbids),
    path("da/database/", database_is_away),
    *real_urls.urlpatterns,
]


@pytest.fixture
def broken(settings):
    """A visitor of a site in which some pages go wrong."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language", "heading"),
    [
        pytest.param("/da/findes-ikke/", "da", "Siden findes ikke", id="Danish"),
        pytest.param("/en/does-not-exist/", "en", "Page not found", id="English"),
        pytest.param("/findes-ikke/", "da", "Siden findes ikke", id="without a language"),
        pytest.param(
            "/da/kurser/findes-ikke/", "da", "Siden findes ikke", id="a course that is not there"
        ),
        pytest.param(
            "/en/programmes/none/", "en", "Page not found", id="a programme that is not there"
        ),
    ],
)
def test_what_is_not_there_is_not_found_in_the_language_of_the_address(
    client, address, language, heading
):
    make_whole_programme()

    response = client.get(address)
    page = response.content.decode()

    assert response.status_code == 404
    assert f'<html lang="{language}">' in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [heading]
    assert f'href="/{language}/{"kurser" if language == "da" else "courses"}/"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language", "heading"),
    [("/da/forbudt/", "da", "Ingen adgang"), ("/en/forbidden/", "en", "No access")],
)
def test_what_is_not_open_says_so(broken, address, language, heading):
    response = broken.get(address)

    assert response.status_code == 403
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode()) == [heading]
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_cookie_says_how_to_send_it_again():
    make_whole_programme()
    visitor = Client(enforce_csrf_checks=True)

    response = visitor.post("/en/keep-me-posted/", {"name": "Anna"})

    assert response.status_code == 403
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode()) == [
        "The form was not sent"
    ]


@pytest.mark.django_db
def test_what_was_written_in_a_form_without_its_cookie_is_shown_to_be_copied():
    make_whole_programme()
    visitor = Client(enforce_csrf_checks=True)
    words = "Det skal bruges i klinikken.\r\n<b>Og</b> i forskningen."

    form = urlencode({"text": words, "version": "3", "stamp": "x" * 60})
    response = visitor.post(
        "/da/ansoeg/ABC/motivation/", form, content_type="application/x-www-form-urlencoded"
    )
    with_a_file = visitor.post("/da/ansoeg/ABC/bilag/", {"text": words})
    password = urlencode({"username": "kim", "password": "three words and a number 7"})
    staff = visitor.post(
        "/admin/login/", password, content_type="application/x-www-form-urlencoded"
    )

    page = response.content.decode()
    assert (response.status_code, response.headers["Cache-Control"]) == (403, "no-store")
    assert page.count("<textarea") == 1
    assert unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1]) == words
    assert (with_a_file.status_code, staff.status_code) == (403, 403)
    assert "<textarea" not in with_a_file.content.decode()
    assert "three words" not in staff.content.decode()


@pytest.mark.parametrize("address", ["/da/fejl/", "/da/database/"])
def test_an_error_of_ours_is_told_in_both_languages_without_the_database(broken, settings, address):
    settings.CONTACT_EMAIL = "site@example.org"

    response = broken.get(address)
    page = response.content.decode()

    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert page.count("<h1") == 1
    assert "Noget gik galt hos os" in page
    assert '<section lang="en"><h2>Something went wrong on our side' in packed(page)
    assert "mailto:site@example.org" in page
    assert "secret" not in page
    assert "10.0.0.7" not in page
    assert "Traceback" not in page


def test_the_page_of_an_error_is_protected_and_has_its_own_style_alone(broken):
    response = broken.get("/da/fejl/")

    assert directives(response)["style-src"].split() == style_hashes(response.content.decode())
    assert directives(response)["default-src"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_reference_on_the_page_stands_in_the_log_with_method_and_path_and_nothing_personal(
    caplog, settings
):
    request = RequestFactory().get(
        "/da/fejl/?email=anna@example.org", headers={"x-forwarded-for": "10.1.2.3"}
    )

    with caplog.at_level("ERROR", logger="mastersite.errors"):
        errors.logger.addHandler(caplog.handler)
        page = errors.server_error(request).content.decode()
        errors.logger.removeHandler(caplog.handler)
    record = caplog.records[0]

    assert record.reference in page
    assert re.fullmatch(r"[0-9A-F]{8}", record.reference)
    assert (record.method, record.path) == ("GET", "/da/fejl/")
    assert "anna" not in json.dumps(record.__dict__, default=str)


def test_the_page_of_an_error_asks_nothing_of_the_database():
    assert errors.server_error(RequestFactory().get("/da/")).status_code == 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"), [("/da/findes-ikke/", 404), ("/en/forbidden/", 403)]
)
def test_error_pages_come_though_the_database_is_away(broken, address, status):
    def away(execute, *rest):
        raise OperationalError

    with connection.execute_wrapper(away):
        response = broken.get(address)

    assert response.status_code == status
    assert response.content.decode().count("<h1") == 1


@pytest.mark.django_db
def test_a_public_page_without_the_database_is_an_error_of_ours(broken):
    def away(execute, *rest):
        raise OperationalError

    with connection.execute_wrapper(away):
        response = broken.get("/da/")

    assert response.status_code == 500
    assert "Noget gik galt hos os" in words(response)
