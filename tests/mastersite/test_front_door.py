from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.makers import make_whole_programme


@pytest.mark.parametrize(
    ("header", "language"),
    [
        pytest.param("", "da", id="nothing said"),
        pytest.param("da", "da", id="Danish"),
        pytest.param("en", "en", id="English"),
        pytest.param("en-GB,en;q=0.9,da;q=0.8", "en", id="British English first"),
        pytest.param("da-DK,da;q=0.9,en;q=0.8", "da", id="Danish first"),
        pytest.param("de,en;q=0.5", "en", id="English second"),
        pytest.param("de", "da", id="German"),
        pytest.param("sv,nb;q=0.8", "da", id="other Nordic languages"),
        pytest.param("en;q=0.3,da;q=0.7", "da", id="by weight"),
        pytest.param("*", "da", id="any"),
        pytest.param("\x00;;,=q", "da", id="nonsense"),
        pytest.param("en" * 5000, "da", id="ten thousand letters"),
    ],
)
def test_the_front_door_leads_to_the_readers_language(client, header, language):
    response = client.get("/", headers={"accept-language": header} if header else {})

    assert (response.status_code, response.url) == (302, f"/{language}/")
    assert "Accept-Language" in response.headers["Vary"]
    assert "Cookie" not in response.headers["Vary"]
    assert not response.cookies


def test_the_front_door_asks_no_cookie(client, settings):
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})

    assert client.get("/").url == "/da/"


@pytest.mark.parametrize("path", ["/was", "/was/"])
@pytest.mark.parametrize(
    ("statement", "leads_to"),
    [
        pytest.param(
            "https://was.digst.dk/master", "https://was.digst.dk/master", id="to the authority"
        ),
        pytest.param("", "/da/tilgaengelighed/", id="to our own page while there is none"),
    ],
)
def test_was_leads_to_the_accessibility_statement(client, settings, path, statement, leads_to):
    settings.WAS_URL = statement

    response = client.get(path)

    assert (response.status_code, response.url) == (302, leads_to)


@pytest.mark.django_db
def test_our_own_statement_is_there(client):
    make_whole_programme()

    assert client.get("/was", follow=True).status_code == 200
    assert reverse("catalogue:accessibility") == "/da/tilgaengelighed/"


def test_robots_may_read_all_but_the_administration(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == ["User-agent: *", "Disallow: /admin/"]


@pytest.mark.parametrize(
    ("email", "contact"),
    [("security@example.org", "mailto:security@example.org"), ("", "http://127.0.0.1:8000/da/")],
)
def test_security_txt_tells_whom_to_write_to_and_is_renewed_by_itself(
    client, settings, frozen_clock, email, contact
):
    settings.CONTACT_EMAIL = email

    for moment in (
        datetime(2026, 11, 25, 9, tzinfo=UTC),
        datetime(2031, 12, 31, 23, 59, tzinfo=UTC),
    ):
        frozen_clock.move_to(moment)
        response = client.get("/.well-known/security.txt")
        told = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
        expires = datetime.fromisoformat(told["Expires"])

        assert response.headers["Content-Type"].startswith("text/plain")
        assert told["Contact"] == contact
        assert told["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
        assert told["Preferred-Languages"] == "da, en"
        assert timedelta(days=90) < expires - moment < timedelta(days=365)


def test_health_says_ok_and_is_never_kept(client):
    response = client.get("/health")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/", "/was", "/robots.txt", "/health", "/.well-known/security.txt"]
)
def test_the_front_door_takes_nothing(client, path):
    assert client.post(path).status_code == 405
