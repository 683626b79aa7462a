"""The settings come from the environment, and say clearly what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "register.example.org, www.example.org"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(name: str, **environment: str) -> str:
    show = f"from django.conf import settings; print(settings.{name})"
    run = manage("shell", "--no-imports", "-c", show, **environment)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("missing", PRODUCTION)
@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_setting_stops_the_start_with_a_sentence(missing, empty):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    if empty:
        environment[missing] = ""
    run = manage("check", **environment)
    assert run.returncode == 1
    assert run.stderr.startswith(f"Kanalregister cannot start. {missing} is not set")
    assert "Traceback" not in run.stderr


def test_debug_alone_is_enough():
    assert setting("DATABASES['default']['ENGINE']", DEBUG="true").endswith("sqlite3")


def test_hosts_are_stripped_and_the_first_is_the_sites_address():
    assert setting("ALLOWED_HOSTS", **PRODUCTION) == "['register.example.org', 'www.example.org']"
    assert setting("SITE_URL", **PRODUCTION) == "https://register.example.org"


def test_a_database_address_names_a_postgresql():
    url = "postgres://me:secret@db.example.org:5433/register"
    assert setting("DATABASES['default']['PORT']", DATABASE_URL=url, **PRODUCTION) == "5433"


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"DEBUG": "true"}, "True"),
        ({"DEBUG": "true", "EMAIL_URL": "smtp://127.0.0.1:25"}, "False"),
        (PRODUCTION, "False"),
    ],
)
def test_mails_are_shown_only_in_a_trial_without_a_mail_server(environment, shown):
    assert setting("MAIL_IS_SHOWN", **environment) == shown


def test_cookies_are_bound_to_the_host_in_production():
    assert setting("SESSION_COOKIE_NAME", **PRODUCTION).startswith("__Host-")
