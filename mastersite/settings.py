"""The site's settings: one file, from the environment alone, closed by default.

Every variable begins with MASTERSITE_. With MASTERSITE_DEMO=True (as `make run` and the tests
have it) each has a default that suits one machine; otherwise a value that is missing or wrong
stops the start with one sentence.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from mastersite.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment("MASTERSITE_")
DEMO = env.is_demo = env.boolean("DEMO", default=False)
VAR = Path(env.text("VAR", default=str(BASE_DIR / "var")))

# --- Security: what has no default in production --------------------------------------------------

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", demo_file=VAR / "secret_key")
SITE_URL = env.site_url("SITE_URL", demo="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.names("HOSTS", demo=["127.0.0.1", "localhost", "[::1]"])
HTTPS = not DEMO or SITE_URL.startswith("https://")

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
# How many proxies to believe when they name the visitor's network in
# X-Forwarded-For; none unless said.
TRUSTED_PROXIES = env.count("TRUSTED_PROXIES", default=0)
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A __Host- cookie is bound to this host and to https; a demo on plain http cannot use the prefix.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
# Longer than anybody may stay signed in: the site ends a session itself, and then
# still knows whose form it was.
SESSION_COOKIE_AGE = 3 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_ENGINE = "catalogue.models.sessions"
STAFF_IDLE_MINUTES = env.count("STAFF_IDLE_MINUTES", default=60, least=1, most=24 * 60)
STAFF_SESSION_HOURS = env.count("STAFF_SESSION_HOURS", default=10, least=1, most=24)
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "mastersite.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}

AUTHENTICATION_BACKENDS = [
    "catalogue.staff.rights.PasswordBackend",
    "catalogue.staff.rights.RoleBackend",
    "admissions.desk.rights.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- The site -------------------------------------------------------------------------------------

SITE_NAME = {
    "da": env.text("SITE_NAME_DA", default="Masteruddannelser"),
    "en": env.text("SITE_NAME_EN", default="Master programmes"),
}
CONTACT_EMAIL = env.text("CONTACT_EMAIL", demo="")
CONTACT_TELEPHONE = env.text("CONTACT_TELEPHONE", demo="")
DATA_PROTECTION_OFFICER = env.text("DATA_PROTECTION_OFFICER", demo="")
DATA_CONTROLLER = env.text("DATA_CONTROLLER", demo="")
WAS_URL = env.text("WAS_URL", demo="")
ACCESSIBILITY_REVIEWED_ON = env.day("ACCESSIBILITY_REVIEWED_ON", demo="")
# How apps for codes name the site beside the user's name.
OTP_TOTP_ISSUER = SITE_NAME["da"]
# Whether exports hold examples, marked as such; only a demo wants that.
EXPORT_EXAMPLES = env.boolean("EXPORT_EXAMPLES", default=DEMO)
# Where complaints over a decision are sent; without it nothing can be refused.
COMPLAINTS_TO = env.text("COMPLAINTS_TO", default="", demo="klage@mastersite.example")
# Months that a closed case is kept after it ended and its course or intake began.
KEPT_MONTHS = env.count("KEPT_MONTHS", default=6, least=1, most=60)
# Where the cases are filed and archived; until that is settled the timer erases no case.
CASES_FILED_IN = env.text("CASES_FILED_IN", default="", demo="demo")
TAKES_APPLICATIONS = env.boolean("TAKES_APPLICATIONS", default=DEMO)
MAINTENANCE_UNTIL = env.moment("MAINTENANCE_UNTIL", default="")

# --- Django ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "catalogue",
    "admissions",
    "crispy_forms",
    "csp",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    # After the apps whose pages in the admin it takes away.
    "mastersite.apps.MastersiteConfig",
    "mastersite.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mastersite.middleware.more_security_headers",
    "mastersite.middleware.maintenance",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mastersite.middleware.PathLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "catalogue.staff.session_limits.staff_session_limits",
    "mastersite.middleware.log_refusals",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mastersite.urls"
WSGI_APPLICATION = "mastersite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "mastersite.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mastersite.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("site",)
CRISPY_TEMPLATE_PACK = "site"
CRISPY_FAIL_SILENTLY = False

# --- Database -------------------------------------------------------------------------------------

DATABASE_URL = env.database_url("DATABASE_URL", demo=f"sqlite:///{VAR / 'db.sqlite3'}")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these several workers meet "database is locked": readers beside one
    # writer, the lock taken at BEGIN.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            ),
        }
    )
else:
    # A query that hangs must not take a thread with it; a migration may take its time.
    patience = "0" if "migrate" in sys.argv[1:2] else "10000"
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {"connect_timeout": 3, "options": f"-c statement_timeout={patience}"}
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Danish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
FORMAT_MODULE_PATH = ["mastersite.formats"]

# The form of a programme posts some hundred fields; beyond the limit
# Django drops all that was typed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Files ----------------------------------------------------------------------------------------

DOCUMENTS = env.text("DOCUMENTS", default=str(VAR / "documents"))
MALWARE_SCANNER = env.text("MALWARE_SCANNER", default="")
if MALWARE_SCANNER:
    env.socket_address("MALWARE_SCANNER", MALWARE_SCANNER)

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What applicants send: read by the site's own user alone, and below no address.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DOCUMENTS,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
FILE_UPLOAD_HANDLERS = [
    "mastersite.upload_handler.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Mail -----------------------------------------------------------------------------------------

EMAIL_URL = env.text("EMAIL_URL", demo="")
MAIL_FROM = env.text("MAIL_FROM", demo="Demo <demo@mastersite.example>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    mail = env.mail_server(EMAIL_URL)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail["host"], mail["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail["user"], mail["password"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = mail["tls"], mail["ssl"]
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"

# --- Logging --------------------------------------------------------------------------------------
# Method, path and a reference; never a name, a mail address or a visitor's network address.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(levelname)s %(name)s %(message)s",
            # In UTC and saying so; `asctime` would be Copenhagen's time, which
            # one night a year stands twice.
            "timestamp": True,
        }
    },
    "filters": {"no_keys": {"()": "mastersite.logs.WithoutKeys"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["no_keys"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "mastersite": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
SITE_HOST = urlsplit(SITE_URL).netloc
