"""Settings, read from the environment. `docs/run/settings.md` explains each; `roundtable doctor` checks them."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from roundtable.config.lines import is_open_line

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent

env = environ.Env()

# The one folder in which database, files and caches live.
ROUNDTABLE_HOME = Path(env.str("ROUNDTABLE_HOME", default=str(Path.cwd() / "var"))).resolve()
ROUNDTABLE_HOME.mkdir(parents=True, exist_ok=True)
for folder in ("files", "cache", "work"):
    (ROUNDTABLE_HOME / folder).mkdir(exist_ok=True)


def _kept_secret() -> str:
    """Make the secret key once and keep it beside the data, readable by the owner alone."""
    place = ROUNDTABLE_HOME / "secret-key"
    if not place.exists():
        made = ROUNDTABLE_HOME / f".secret-key-{os.getpid()}"
        made.write_text(secrets.token_urlsafe(64))
        made.chmod(0o600)
        try:
            os.link(made, place)  # fails when another process was first: then its key is the one
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return place.read_text().strip()


# Master keys lie outside the database, and need not lie beside it either (`docs/run/keys.md`).
ROUNDTABLE_KEYS = Path(env.str("ROUNDTABLE_KEYS", default=str(ROUNDTABLE_HOME / "keys"))).resolve()
DEBUG = env.bool("ROUNDTABLE_DEBUG", default=False)
SECRET_KEY = env.str("ROUNDTABLE_SECRET_KEY", default="") or _kept_secret()
ROUNDTABLE_ADDRESS = env.str("ROUNDTABLE_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
SECURE = ROUNDTABLE_ADDRESS.startswith("https://")
ALLOWED_HOSTS = [
    *env.list("ROUNDTABLE_HOSTS", default=[]),
    ROUNDTABLE_ADDRESS.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0],
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [ROUNDTABLE_ADDRESS]
# The interface's pieces with made-up words: for whoever builds, not where people work.
ROUNDTABLE_GALLERY = env.bool("ROUNDTABLE_GALLERY", default=not SECURE)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials.apps.SimpleAppConfig",
    # the house, from the cellar up
    "roundtable.kernel.base",
    "roundtable.kernel.keys",
    "roundtable.kernel.outside",
    "roundtable.kernel.tasks",
    "roundtable.kernel.files",
    "roundtable.kernel.links",
    "roundtable.kernel.drafts",
    "roundtable.kernel.notices",
    "roundtable.ui",
    "roundtable.ground.trust",
    "roundtable.ground.parties",
    "roundtable.ground.documents",
    "roundtable.records.meetings",
    "roundtable.records.observatory",
    "roundtable.operations.plan",
    "roundtable.portal",
    "roundtable.config",
]

MIDDLEWARE = [
    "roundtable.kernel.base.middleware.instant",
    "roundtable.ground.trust.middleware.walled",
    "roundtable.kernel.base.middleware.guarded",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "roundtable.kernel.base.middleware.unstored",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "roundtable.ground.trust.middleware.bounded",
    "roundtable.ground.trust.middleware.SecondFactor",
    "roundtable.ground.trust.middleware.reader_zone",
    "roundtable.kernel.base.middleware.measured",
    "roundtable.kernel.base.middleware.homeward",
    "roundtable.kernel.base.middleware.ToldErrors",
    "roundtable.ground.trust.middleware.reading_remembered",
]

ROOT_URLCONF = "roundtable.config.urls"
WSGI_APPLICATION = "roundtable.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Trust's own pages come before those of the sign-in library, whose look they replace.
        "DIRS": [PACKAGE / "ui" / "templates", PACKAGE / "ground" / "trust" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roundtable.ui.context.page",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        ),
                    ],
                ),
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "roundtable.ui.templatetags.ui",
                "roundtable.ui.templatetags.markings",
            ],
        },
    },
]

FORM_RENDERER = "roundtable.ui.forms.Renderer"

# Data. SQLite in the home folder, or whatever DATABASE_URL names.
DATABASES: dict[str, Any] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{ROUNDTABLE_HOME / 'roundtable.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged is on the disk, also after a power cut (docs/decisions/0007).
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; "
            # What was deleted or overwritten is zeros in the file, not a rest that a copy of the disk still tells.
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    INSTALLED_APPS.insert(0, "django.contrib.postgres")
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Who the tables belong to: the role that migrates, backs up and restores. The platform itself runs as another one,
# which may read and write rows and change no table.
DATABASE_OWNER: dict[str, Any] = env.db("DATABASE_OWNER_URL") if env.str("DATABASE_OWNER_URL", default="") else {}
for _name, _told in (("DATABASE_URL", DATABASES["default"]), ("DATABASE_OWNER_URL", DATABASE_OWNER)):
    if is_open_line(_told):
        raise ImproperlyConfigured(
            f"Nothing says that the line to the database at {_told['HOST']} is encrypted. "
            f"End {_name} in ?sslmode=verify-full, or in ?sslmode=disable where the line is yours alone."
        )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "roundtable",
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "roundtable",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Files. Static files are ours alone; uploaded ones are never served without a check on their record.
STATIC_URL = "/static/"
STATIC_ROOT = ROUNDTABLE_HOME / "static"
MEDIA_ROOT = ROUNDTABLE_HOME / "files"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
ROUNDTABLE_UPLOAD_MB = env.int("ROUNDTABLE_UPLOAD_MB", default=20)
ROUNDTABLE_SCANNER = env.str("ROUNDTABLE_SCANNER", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# People and sign-in.
AUTH_USER_MODEL = "trust.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "roundtable.ground.trust.adapters.passwords.HardToGuess"},
    {"NAME": "roundtable.ground.trust.adapters.breached.NotBreached"},
]
_breached = env.str("ROUNDTABLE_BREACHED_PASSWORDS", default="")
ROUNDTABLE_BREACHED_PASSWORDS = Path(_breached) if _breached else None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "roundtable.ground.trust.adapters.Accounts"
SOCIALACCOUNT_ADAPTER = "roundtable.ground.trust.adapters.OutsideAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by accepting an invitation that came by mail
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/key,60/m/ip", "login": "60/m/ip"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before the address changes, as before factors and sessions do
ACCOUNT_CHANGE_EMAIL = True  # one address for each account; a new one counts once it is confirmed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
MFA_ADAPTER = "roundtable.ground.trust.adapters.SecondFactors"
MFA_FORMS = {
    "add_webauthn": "roundtable.ground.trust.forms.KeyForm",
    "edit_webauthn": "roundtable.ground.trust.forms.KeyNameForm",
    "authenticate": "roundtable.ground.trust.forms.SecondFactorForm",
    "reauthenticate": "roundtable.ground.trust.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Roundtable"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ONLY = False
OIDC_SERVER = env.str("OIDC_SERVER", default="")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": env.str("OIDC_ID", default="oidc"),
                    "name": env.str("OIDC_NAME", default="Single sign-on"),
                    "client_id": env.str("OIDC_CLIENT_ID", default=""),
                    "secret": env.str("OIDC_CLIENT_SECRET", default=""),
                    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
                },
            ],
        },
    }
    if OIDC_SERVER
    else {}
)
# Which words of an identity service say that it asked for two factors (`amr:mfa`); none by default.
OIDC_SECOND_FACTOR = env.list("OIDC_SECOND_FACTOR", default=[])
ROUNDTABLE_SECOND_FACTOR = env.bool("ROUNDTABLE_SECOND_FACTOR", default=True)

# Sessions and cookies. The __Host- prefix binds a cookie to this host; browsers accept it on https only.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_SECURE = SECURE
THEME_COOKIE_NAME = "__Host-theme" if SECURE else "theme"
MESSAGE_STORAGE = "roundtable.ui.messages.Messages"
# A session ends after so many minutes without a request, and in any case twelve hours after the sign-in.
ROUNDTABLE_IDLE_MINUTES = env.int("ROUNDTABLE_IDLE_MINUTES", default=120)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
BEHIND_PROXY = env.bool("ROUNDTABLE_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Languages and time.
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
EVERY_LANGUAGE = {
    "en": _("English"),
    "ru": _("Russian"),
    "uk": _("Ukrainian"),
    "tr": _("Turkish"),
    "ar": _("Arabic"),
    "fa-af": _("Dari"),
}
LANGUAGES = [(code, EVERY_LANGUAGE[code]) for code in env.list("ROUNDTABLE_LANGUAGES", default=list(EVERY_LANGUAGE))]
LANGUAGE_CODE = env.str("ROUNDTABLE_LANGUAGE", default="en")
STAFF_LANGUAGES = ["en", "ru"]
LOCALE_PATHS = [REPOSITORY / "locale"]
FORMAT_MODULE_PATH = "roundtable.config.formats"

# Background work: kept in the database, done by `roundtable worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Hosts that the platform may call over HTTP; none by default. A leading dot takes in every host below a name.
ROUNDTABLE_OUTGOING = env.list("ROUNDTABLE_OUTGOING", default=[])

# Mail goes out through the one door, kernel.outside.
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_CONFIG: dict[str, Any] = (
    env.email_url_config(EMAIL_URL)
    if EMAIL_URL
    else {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(ROUNDTABLE_HOME / "mail"),
    }
)
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("ROUNDTABLE_MAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("ROUNDTABLE_MAIL_FROM", default="roundtable@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ROUNDTABLE_SECURITY_CONTACT = env.str("ROUNDTABLE_SECURITY_CONTACT", default=f"mailto:{DEFAULT_FROM_EMAIL}")

TEST_RUNNER = "django.test.runner.DiscoverRunner"
TESTING = "pytest" in sys.modules
if TESTING:  # tests need no collected files: what a page names is looked up where it was written
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "roundtable.kernel.base.logs.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ROUNDTABLE_LOG", default="WARNING")},
    # What happens at the doors is always written: signing in, and what was refused.
    "loggers": {"roundtable.security": {"level": "INFO"}},
}
