import os
import runpy
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "correct-horse-battery-staple-0123456789-abcdefghij-klmnopq"
PRODUCTION = {
    "SECRET_KEY": SECRET,
    "SITE_URL": "https://master.example.org",
    "HOSTS": "master.example.org, www.master.example.org",
    "DATABASE_URL": "postgres://site:secret@127.0.0.1:5432/site",
    "EMAIL_URL": "smtp+tls://user:p%40ss@mail.example.org:587",
    "MAIL_FROM": "Master programmes <master@example.org>",
    "CONTACT_EMAIL": "master@example.org",
    "CONTACT_TELEPHONE": "+45 12 34 56 78",
    "DATA_PROTECTION_OFFICER": "dpo@example.org",
    "DATA_CONTROLLER": "Example University",
    "WAS_URL": "https://was.digst.dk/master-example-org",
    "ACCESSIBILITY_REVIEWED_ON": "2026-11-22",
}


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read the settings file in an environment of these variables alone."""

    def read_settings(**variables):
        for name in [name for name in os.environ if name.startswith("MASTERSITE_")]:
            monkeypatch.delenv(name)
        for name, value in {"VAR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(f"MASTERSITE_{name}", value)
        return runpy.run_path(str(ROOT / "mastersite" / "settings.py"))

    return read_settings


def run(*command, **variables):
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MASTERSITE_", "DJANGO_"))
    }
    environment |= {f"MASTERSITE_{name}": value for name, value in variables.items()}
    return subprocess.run(  # noqa: S603 - our own command in a child
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_production_environment_is_closed(read):
    settings = read(**PRODUCTION)

    assert settings["DEBUG"] is False
    assert settings["DEMO"] is False
    assert settings["SECRET_KEY"] == SECRET
    assert settings["ALLOWED_HOSTS"] == ["master.example.org", "www.master.example.org"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://master.example.org"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert settings["MAINTENANCE_UNTIL"] is None
    assert settings["ACCESSIBILITY_REVIEWED_ON"] == date(2026, 11, 22)
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert settings[f"{name}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{name}_COOKIE_SECURE"] is True
        assert settings.get(f"{name}_COOKIE_HTTPONLY", True) is True


def test_a_production_database_and_mail_server_are_those_of_the_addresses(read):
    settings = read(**PRODUCTION)

    database = settings["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("127.0.0.1", 5432, "site")
    assert (database["USER"], database["PASSWORD"]) == ("site", "secret")
    assert settings["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("user", "p@ss")
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (True, False)


def test_sqlite_has_one_writer_beside_its_readers(read):
    options = read(**{**PRODUCTION, "DATABASE_URL": "sqlite:////tmp/site.sqlite3"})["DATABASES"][
        "default"
    ]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]


def test_a_demo_needs_nothing_and_keeps_its_secret(read, tmp_path):
    first, second = read(DEMO="True"), read(DEMO="True")

    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "secret_key").read_text()
    assert len(first["SECRET_KEY"]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert first["DEBUG"] is False
    assert first["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert first["SECURE_SSL_REDIRECT"] is False
    assert first["SESSION_COOKIE_NAME"] == "sessionid"
    assert first["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert first["ACCESSIBILITY_REVIEWED_ON"] is None


def test_a_demo_behind_https_is_as_closed_as_production(read):
    settings = read(DEMO="True", SITE_URL="https://demo.example.org")

    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-sessionid"


@pytest.mark.parametrize("name", PRODUCTION)
@pytest.mark.parametrize("empty", [False, True], ids=["missing", "empty"])
def test_what_is_required_and_missing_stops_the_start_with_its_name(read, name, empty):
    variables = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(SystemExit) as stopped:
        read(**variables, **({name: ""} if empty else {}))

    assert str(stopped.value) == f"MASTERSITE_{name} is missing; .env.example says what it holds."


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        pytest.param("DEMO", "yes", "the word True or False", id="demo: yes"),
        pytest.param("DEMO", "1", "the word True or False", id="demo: 1"),
        pytest.param("DEMO", "true", "the word True or False", id="demo: small letters"),
        pytest.param("DEBUG", "", "the word True or False", id="debug: empty"),
        pytest.param("SECRET_KEY", "short", "at least 50 random characters", id="a short secret"),
        pytest.param(
            "SECRET_KEY", "x" * 80, "at least 50 random characters", id="a secret of one letter"
        ),
        pytest.param("SITE_URL", "http://master.example.org", "https://", id="a site without TLS"),
        pytest.param("SITE_URL", "master.example.org", "https://", id="a site without a scheme"),
        pytest.param(
            "SITE_URL", "https://master.example.org/da/", "without a path", id="a site with a path"
        ),
        pytest.param(
            "SITE_URL", "https://master.example.org?x=1", "without a path", id="a site with a query"
        ),
        pytest.param(
            "SITE_URL",
            "https://[master",
            "cannot be read|can be read",
            id="a site that is no address",
        ),
        pytest.param(
            "SITE_URL", "ftp://master.example.org", "https://", id="a site of another scheme"
        ),
        pytest.param("HOSTS", "*", "name the hosts", id="any host"),
        pytest.param("HOSTS", "master.example.org,*", "name the hosts", id="any host beside one"),
        pytest.param("HOSTS", " , ", "name the hosts", id="no host"),
        pytest.param("DATABASE_URL", "mysql://u:p@h/d", "postgres://", id="another database"),
        pytest.param("DATABASE_URL", "/var/db.sqlite3", "sqlite:///", id="a path for a database"),
        pytest.param(
            "DATABASE_URL", "postgres://u:p#w@h:5432/d", "%23", id="a password with a sign"
        ),
        pytest.param(
            "DATABASE_URL", "postgres://u:p@h:port/d", "can be read", id="a port that is a word"
        ),
        pytest.param("EMAIL_URL", "mail.example.org", "smtp", id="a mail server without a scheme"),
        pytest.param("EMAIL_URL", "smtp://", "smtp", id="no mail server"),
        pytest.param(
            "EMAIL_URL", "smtp+tls://u:p@h:port", "can be read", id="a mail port that is a word"
        ),
        pytest.param(
            "ACCESSIBILITY_REVIEWED_ON", "22/11/2026", "2026-11-22", id="a day in another order"
        ),
        pytest.param(
            "ACCESSIBILITY_REVIEWED_ON", "2026-02-30", "2026-11-22", id="a day that does not exist"
        ),
        pytest.param("MAINTENANCE_UNTIL", "soon", "2026-11-22T22:30", id="a moment in words"),
        pytest.param("TRUSTED_PROXIES", "one", "number", id="a number in words"),
        pytest.param("TRUSTED_PROXIES", "-1", "number", id="a number below nought"),
        pytest.param("STAFF_IDLE_MINUTES", "0", "from 1 to 1440", id="no minute"),
        pytest.param("STAFF_IDLE_MINUTES", "1441", "from 1 to 1440", id="more than a day"),
        pytest.param("STAFF_SESSION_HOURS", "25", "from 1 to 24", id="more hours than a day has"),
        pytest.param("STAFF_SESSION_HOURS", "9" * 9, "from 1 to 24", id="very many hours"),
    ],
)
def test_what_is_wrong_stops_the_start_with_one_sentence(read, name, value, words):
    with pytest.raises(
        SystemExit, match=rf"^MASTERSITE_{name} [^\n]*({words})[^\n]*\.$"
    ) as stopped:
        read(**{**PRODUCTION, name: value})

    assert value not in str(stopped.value) or len(value) < 20


def test_the_sentence_does_not_tell_the_secret(read):
    with pytest.raises(SystemExit) as stopped:
        read(**{**PRODUCTION, "DATABASE_URL": "postgres://u:hunter2@h:port/d"})

    assert "hunter2" not in str(stopped.value)


def test_a_secret_may_stand_in_a_file(read, tmp_path):
    (tmp_path / "key").write_text(f"{SECRET}\n")
    variables = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    assert read(**variables, SECRET_KEY_FILE=str(tmp_path / "key"))["SECRET_KEY"] == SECRET
    with pytest.raises(
        SystemExit, match=r"^MASTERSITE_SECRET_KEY_FILE names a file that cannot be read"
    ):
        read(**variables, SECRET_KEY_FILE=str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        pytest.param(
            "2026-11-22T22:30",
            datetime(2026, 11, 22, 22, 30, tzinfo=ZoneInfo("Europe/Copenhagen")),
            id="Danish",
        ),
        pytest.param(
            "2026-11-22T22:30+00:00",
            datetime(2026, 11, 22, 22, 30, tzinfo=ZoneInfo("UTC")),
            id="with a zone",
        ),
    ],
)
def test_maintenance_ends_at_a_moment_in_copenhagen(read, value, moment):
    assert read(**PRODUCTION, MAINTENANCE_UNTIL=value)["MAINTENANCE_UNTIL"] == moment


@pytest.mark.parametrize(
    ("scheme", "port", "tls", "ssl"),
    [("smtp", 25, False, False), ("smtp+tls", 587, True, False), ("smtp+ssl", 465, False, True)],
)
def test_the_scheme_of_the_mail_server_says_how_it_is_encrypted(read, scheme, port, tls, ssl):
    settings = read(**{**PRODUCTION, "EMAIL_URL": f"{scheme}://mail.example.org"})

    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (
        port,
        tls,
        ssl,
    )
    assert settings["EMAIL_HOST_USER"] == ""


def test_a_missing_variable_ends_the_command_with_the_sentence_and_no_traceback(tmp_path):
    variables = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    stopped = run("manage.py", "check", VAR=str(tmp_path), **variables)

    assert stopped.returncode == 1
    assert stopped.stderr == "MASTERSITE_SECRET_KEY is missing; .env.example says what it holds.\n"
    assert stopped.stdout == ""


def test_the_deployment_checks_are_silent_in_production(tmp_path):
    reviewed = date(2026, 11, 22).isoformat()
    today = run(
        "-c", "import datetime; print(datetime.date.today())"
    ).stdout.strip()  # the child's clock is real

    checked = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        VAR=str(tmp_path),
        **{**PRODUCTION, "ACCESSIBILITY_REVIEWED_ON": max(reviewed, today)},
    )

    assert checked.stderr == ""
    assert checked.returncode == 0
    assert checked.stdout == "System check identified no issues (0 silenced).\n"


def test_the_deployment_checks_are_loud_about_a_demo_an_old_statement_and_debug(tmp_path):
    checked = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        VAR=str(tmp_path),
        DEMO="True",
        DEBUG="True",
        ACCESSIBILITY_REVIEWED_ON="2020-01-01",
    )

    assert checked.returncode == 1
    for told in (
        "mastersite.W001",
        "mastersite.W002",
        "security.W018",
        "security.W004",
        "security.W008",
    ):
        assert told in checked.stderr


def test_a_server_needs_to_know_no_more_than_the_name_of_the_application(tmp_path):
    serving = "from mastersite.wsgi import application; print(type(application).__name__)"

    served = run("-c", serving, DEMO="True", VAR=str(tmp_path))

    assert (served.returncode, served.stdout.strip()) == (0, "WSGIHandler"), served.stderr
