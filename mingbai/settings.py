"""All settings, read from the environment. Defaults are the embedded demonstration.

Each variable stands in docs/reference/settings.md, and a test says so.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from mingbai.lib.keyring import KeyRing


def text(name: str, default: str) -> str:
    """The variable, or what the file named by `<name>_FILE` holds, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise SystemExit(f"{name} must be a whole number, not {value!r}")
    return int(value)


def flag(name: str, default: bool = False) -> bool:
    """1 for yes, 0 for no."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise SystemExit(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


PACKAGE = Path(__file__).resolve().parent
DATA = Path(text("MINGBAI_DATA", "data")).resolve()
KEYS = Path(text("MINGBAI_KEYS", str(DATA / "keys"))).resolve()
LEDGER = Path(text("MINGBAI_LEDGER", str(DATA / "ledger"))).resolve()
SIGNER = Path(text("MINGBAI_SIGNER", str(DATA / "signer"))).resolve()

KNOWN_DOORS = ("public", "desk", "api")
DOORS = tuple(text("MINGBAI_DOORS", ",".join(KNOWN_DOORS)).split(","))
if not set(DOORS) <= set(KNOWN_DOORS):
    raise SystemExit(f"MINGBAI_DOORS must name some of {', '.join(KNOWN_DOORS)}")
HTTPS = flag("MINGBAI_HTTPS")
TICK_SECONDS = number("MINGBAI_TICK_SECONDS", 600)
WORKER_SECONDS = number("MINGBAI_WORKER_SECONDS", 5)

DEBUG = False
# The table of host names decides which place a request meets; others are refused.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False


def database(url: str, pool: int) -> dict[str, Any]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "mingbai.places.sqlite",
            "NAME": unquote(parts.path.removeprefix("/")),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
            # Opening reads the whole schema, which costs more than many a page asks.
            "CONN_MAX_AGE": 60,
        }
    if parts.scheme != "postgresql":
        raise SystemExit("MINGBAI_DATABASE must begin with sqlite: or postgresql:")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


DATABASES = {
    "default": database(
        text("MINGBAI_DATABASE", f"sqlite:///{DATA / 'mingbai.sqlite3'}"),
        number("MINGBAI_POOL", 0),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_ROLES = {
    "app": text("MINGBAI_ROLE_APP", "mingbai_app"),
    "sequencer": text("MINGBAI_ROLE_SEQUENCER", "mingbai_sequencer"),
    "inspection": text("MINGBAI_ROLE_INSPECTION", "mingbai_inspection"),
    "backup": text("MINGBAI_ROLE_BACKUP", "mingbai_backup"),
}

# Without a key ring there is no secret, and Django refuses to sign anything.
HAS_KEYS = (KEYS / "root.key").exists()
SECRET_KEY = KeyRing.open(KEYS).secret("django").hex() if HAS_KEYS else ""

INSTALLED_APPS = [
    "mingbai.ui",
    "mingbai.ledger",
    "mingbai.places",
    "mingbai.accounts",
    "mingbai.powers",
    "mingbai.channels",
    "mingbai.letters",
    "mingbai.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "mingbai.web.door.DoorMiddleware",
    "mingbai.web.access.AccessMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "mingbai.urls"
WSGI_APPLICATION = "mingbai.wsgi.application"
FORM_RENDERER = "mingbai.ui.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / door / "templates" for door in ("public", "desk")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "mingbai.web.context.site",
                "mingbai.web.desk.pages.frame",
            ],
        },
    }
]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Culling a small cache would forget failed sign-ins and spent codes.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31536000 if HTTPS else 60
SILENCED_SYSTEM_CHECKS = [
    # Logins are unique within their place, and our backend looks there.
    "auth.W004",
]

# Signing in ---------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
# Behind nginx every request comes from its address; it names the client's.
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP" if HTTPS else None
ACCOUNT_ADAPTER = "mingbai.web.desk.adapters.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/sign-in/"
MFA_ADAPTER = "mingbai.web.desk.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody has one
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "Mingbai"

SESSION_ENGINE = "mingbai.accounts.sessions"
SESSION_COOKIE_NAME = "__Secure-desk" if HTTPS else "desk"
SESSION_COOKIE_PATH = "/desk/"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Secure-desk-form" if HTTPS else "desk-form"
CSRF_COOKIE_PATH = "/desk/"
CSRF_FAILURE_VIEW = "mingbai.web.desk.stale_form.csrf_failure"
CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# What a browser is told ----------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT: list[str] = []
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Words and days ------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mingbai.lib.logs.NumbersOnly"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
    },
    "root": {"handlers": ["stderr"], "level": text("MINGBAI_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
