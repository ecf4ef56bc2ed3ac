import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.makers import make_whole_programme

POLICY = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "object-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


def style_hashes(page):
    digests = [
        hashlib.sha256(style.encode()).digest()
        for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    ]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/da/", "/en/courses/", "/da/findes-ikke/", "/admin/login/"])
def test_every_page_has_the_headers_that_protect_it(client, path):
    make_whole_programme()

    response = client.get(path)

    assert directives(response) == POLICY
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Server" not in response.headers


@pytest.mark.django_db
def test_behind_https_a_page_is_asked_for_by_https_alone(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63072000, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    plain = client.get("/da/")
    secure = client.get("/da/", headers={"x-forwarded-proto": "https"})

    assert (plain.status_code, plain.url) == (301, "https://testserver/da/")
    assert client.get("/health").status_code == 200
    assert secure.status_code == 200
    assert secure.headers["Strict-Transport-Security"].startswith(
        "max-age=63072000; includeSubDomains"
    )


def test_a_strange_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["master.example.org"]

    assert client.get("/robots.txt", headers={"host": "master.example.org"}).status_code == 200
    assert client.get("/da/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/da/", "/en/courses/", "/admin/", "/findes-ikke/"])
def test_maintenance_answers_every_address_without_the_database(client, settings, path):
    until = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)
    settings.MAINTENANCE_UNTIL = until
    settings.CONTACT_EMAIL = "site@example.org"

    response = client.get(path)
    page = response.content.decode()

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "Wed, 25 Nov 2026 20:30:00 GMT"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Vi er tilbage den 25/11 kl. 21.30" in page
    assert "We will be back on 25/11 at 21:30" in page
    assert "mailto:site@example.org" in page
    assert page.count("<h1") == 1
    assert '<html lang="da">' in page
    assert '<section lang="en">' in page


def test_the_maintenance_page_is_protected_and_has_its_own_style_alone(client, settings):
    settings.MAINTENANCE_UNTIL = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)

    response = client.get("/da/")

    assert directives(response)["style-src"].split() == style_hashes(response.content.decode())
    assert directives(response)["default-src"] == "'none'"
    assert directives(response)["frame-ancestors"] == "'none'"
    for name in (
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
    ):
        assert name in response.headers


@pytest.mark.parametrize(
    ("left", "status"),
    [
        pytest.param(timedelta(seconds=1), 503, id="a second before its end"),
        pytest.param(timedelta(0), 200, id="at its end"),
        pytest.param(timedelta(seconds=-1), 200, id="a second after"),
    ],
)
def test_maintenance_ends_by_itself(client, settings, left, status):
    settings.MAINTENANCE_UNTIL = datetime(2026, 11, 25, 9, 0, tzinfo=UTC) + left

    assert client.get("/robots.txt").status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kurser/", "/courses/", "/xx/", "/DA/"])
def test_an_address_without_a_language_is_not_found_whatever_the_browser_says(
    client, settings, path
):
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})

    response = client.get(path, headers={"accept-language": "en"})

    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("/da", "/da/"), ("/da/kurser", "/da/kurser/"), ("/en/courses?q=x", "/en/courses/?q=x")],
)
def test_a_missing_slash_at_the_end_is_added(client, path, leads_to):
    response = client.get(path)

    assert (response.status_code, response.url) == (301, leads_to)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/da/",
        "/da//evil.example",
        "///evil.example/",
        "/\\evil.example",
        "/da/\\x",
    ],
)
def test_no_address_leads_off_the_site(client, path):
    response = client.get("/", PATH_INFO=path)

    assert response.status_code in (301, 404)
    assert not response.headers.get("Location", "/").startswith(("//", "http", "/\\"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/da/%00/",
        "/da/%FF/",
        "/da/kurser/%F0%9F%A7%AC/",
        "/da/" + "x" * 5000 + "/",
        "/da/kurser/..%2f..%2fetc/",
    ],
)
def test_hostile_addresses_are_not_found(client, path):
    assert client.get(path).status_code == 404
