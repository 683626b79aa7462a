"""The settings a test run works with: the product's own, in an environment that is always the same.

A developer's variables and `.env` do not reach the tests. The database is a SQLite file of this
process, or the PostgreSQL that TEST_DATABASE_URL names (`pytest --engine postgres` starts one).
"""

import os
import tempfile
from pathlib import Path

from scripts import messages

messages.compile_catalogues()  # before anything can ask for a translation

# A file, not memory: then every thread of the live server has a connection of its own, as in
# production. In a memory file system where there is one, since nothing has to survive.
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
DIRECTORY = SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else Path(tempfile.gettempdir())
DATABASE = DIRECTORY / f"register-{os.getpid()}.sqlite3"

os.environ.update(
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    CACHE_URL="locmemcache://",
    DATABASE_POOL="false",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{DATABASE}",
    DEBUG="true",
    DEFAULT_FROM_EMAIL="kanalregister@lu.se",
    EMAIL_URL="memorymail://",
    INSTITUTION_DOMAINS="lu.se",
    INSTITUTION_NAME_EN="Lund University",
    INSTITUTION_NAME_SV="Lunds universitet",
    LOG_LEVEL="WARNING",
    OIDC_ISSUER="",
    REVIEW_MONTHS="6",
    SAML_IDP_METADATA="",
    SAML_METADATA_URL="",
    SECRET_KEY="only-for-tests-" + "0" * 40,
    SECRET_KEY_FALLBACKS="",
    SECURE_SSL_REDIRECT="false",
    SITE_URL="http://testserver",
    TIME_ZONE="Europe/Stockholm",
    TRUSTED_PROXIES="0",
    TWO_STEP_MONTHS="6",
)

from registry.settings import *  # noqa: E402
from registry.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # reads static/ as it is; nothing has been collected

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASE.with_suffix(".test"))}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
        ),
    }
