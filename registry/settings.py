"""Settings, all from the environment; `.env` beside manage.py is read when it is there.

With only DEBUG=true everything runs on SQLite. Without DEBUG a missing SECRET_KEY or host stops
the start with a sentence that says what to set. An empty variable counts as unset.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from . import sign_in_settings

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)
for name in [name for name, value in os.environ.items() if value == ""]:
    del os.environ[name]
env = environ.Env(interpolate=False)

DEBUG = env.bool("DEBUG", default=False)


def required(name: str, why: str) -> str:
    """The variable's value; without DEBUG the start stops when it is missing."""
    if name in os.environ:
        return env.str(name)
    raise ImproperlyConfigured(
        f"{name} is not set: {why} (For trying things out on your own machine: DEBUG=true.)"
    )


if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="only-for-development-" + "0" * 40)
    ALLOWED_HOSTS = [
        host.strip()
        for host in env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    ]
else:
    SECRET_KEY = required("SECRET_KEY", "it signs sessions and links; use 50 random characters.")
    ALLOWED_HOSTS = [
        host.strip()
        for host in required(
            "ALLOWED_HOSTS", "the names this site answers to, separated by commas."
        ).split(",")
        if host.strip()
    ]
# Keys that were in use before: what they signed and encrypted can still be read
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = env.str(
    "SITE_URL",
    default="http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
).rstrip("/")
INSTITUTION_NAMES = {
    "sv": env.str("INSTITUTION_NAME_SV", default="Lunds universitet"),
    "en": env.str("INSTITUTION_NAME_EN", default="Lund University"),
}
INSTITUTION_DOMAINS = [
    domain.strip().lower()
    # The people of the demo are on the second one, which nobody can own.
    for domain in env.list(
        "INSTITUTION_DOMAINS", default=["lu.se", "lund.example"] if DEBUG else ["lu.se"]
    )
]
REVIEW_MONTHS = env.int("REVIEW_MONTHS", default=6)
TWO_STEP_MONTHS = env.int("TWO_STEP_MONTHS", default=6)

INSTALLED_APPS = [
    "accounts",
    "registry.apps.RegistryConfig",
    "registry.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "tree_queries",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "registry.page_cache.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "registry.mfa.SecondFactorMiddleware",
    "registry.middleware.LastSeenMiddleware",
    "registry.middleware.NoStoreMiddleware",
    "registry.errors.NotFoundMiddleware",
]
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
ASGI_APPLICATION = "registry.asgi.application"
FORM_RENDERER = "registry.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.context.frame",
            ],
        },
    },
]

# Database: SQLite embedded unless DATABASE_URL names a PostgreSQL
DATABASES = {
    "default": env.db_url(
        "DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'register.sqlite3'}"
    )
}
database = DATABASES["default"]
database["ATOMIC_REQUESTS"] = False
if database["ENGINE"] == "django.db.backends.sqlite3":
    if database["NAME"] != ":memory:":
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16384;"
        ),
    }
    database["CONN_MAX_AGE"] = None
else:
    database["CONN_HEALTH_CHECKS"] = True
    if env.bool("DATABASE_POOL", default=not DEBUG):
        database.setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 8, "timeout": 10}
    else:
        database["CONN_MAX_AGE"] = 60
# Limits on sign-in have to hold across processes: without DEBUG the cache is a table, made by
# migrate, unless CACHE_URL names something faster.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="locmemcache://" if DEBUG else "dbcache://cache")
}
if CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
    CACHES["default"].setdefault("OPTIONS", {})["MAX_ENTRIES"] = 100_000
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "TIMEOUT": 24 * 3600,
    "OPTIONS": {"MAX_ENTRIES": 300},
}

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 4 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:mine"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0 if DEBUG else 1)
ACCOUNT_ADAPTER = "registry.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "accounts:home"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = sign_in_settings.RATE_LIMITS
ACCOUNT_FORMS = {
    "login": "registry.sign_in_forms.LoginForm",
    "change_password": "registry.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "registry.sign_in_forms.ReauthenticateForm",
    "reset_password": "registry.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "registry.sign_in_forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "registry.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "registry.sign_in_forms.AuthenticateForm",
    "reauthenticate": "registry.sign_in_forms.ReauthenticateCodeForm",
    "activate_totp": "registry.sign_in_forms.ActivateTOTPForm",
    "add_webauthn": "registry.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "registry.sign_in_forms.EditPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "registry.identities.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC = sign_in_settings.oidc(env)
SAML = sign_in_settings.saml(env)

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "registry" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Stockholm")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "registry.static_files.Storage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Mail
MAIL_IS_SHOWN = DEBUG and "EMAIL_URL" not in os.environ
"""Nobody gets mail from a trial: it is shown at /demo/mailbox/ instead."""
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"kanalregister@{INSTITUTION_DOMAINS[0]}"
)

# Protection
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = 0 if DEBUG else 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_NAME = "sessionid" if DEBUG else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Link checks connect to public addresses only. A test names its own server here, as
# ("127.0.0.1", 8123); never from the environment.
LINK_CHECK_OPENINGS: frozenset[tuple[str, int]] = frozenset()

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
