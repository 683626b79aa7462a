"""The databases that are measured: one for every engine and size, made anew and thrown away."""

import contextlib
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import psycopg

from tests import postgres

from .serving import ROOT, environment

ENGINES = ("sqlite", "postgres")
AS_INSTALLED = {
    "autovacuum": "on",
    "effective_cache_size": "2GB",
    "full_page_writes": "on",
    "jit": "on",
    "shared_buffers": "512MB",
}
"""Settings of the throw-away cluster that reads could notice: as a server would have them."""


@dataclass(frozen=True)
class Ground:
    """A database with so many accounts, and the environment that leads a process to it."""

    engine: str
    size: int
    env: dict[str, str]
    loading: float = 0.0


class GroundError(RuntimeError):
    """A command of the product failed; the text carries its own words."""


def manage(*arguments: str, env: dict[str, str], timeout: float = 3600) -> str:
    """What `manage.py` printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    if done.returncode:
        words = (done.stderr or done.stdout)[-2000:]
        raise GroundError(f"manage.py {' '.join(arguments)} failed:\n{words}")
    return done.stdout


def base_environment(home: Path) -> dict[str, str]:
    """Production's environment, as far as it is the same for every database."""
    return environment(
        ALLOWED_HOSTS="127.0.0.1",
        BENCH_STATIC_ROOT=str(home / "static"),
        DATABASE_URL="sqlite://:memory:",
        DEBUG="false",
        DJANGO_SETTINGS_MODULE="bench.settings",
        EMAIL_URL="dummymail://",
        LOG_LEVEL="ERROR",
        SECRET_KEY=secrets.token_urlsafe(50),
        SECURE_SSL_REDIRECT="false",
        TIME_ZONE="Europe/Stockholm",
    )


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """A throw-away PostgreSQL; gives the beginning of its databases' addresses."""
    binaries = postgres.find_binaries()
    if binaries is None:
        raise GroundError(f"No PostgreSQL {postgres.OLDEST} or newer is installed.")
    with (
        mock.patch.dict(postgres.FASTER_THAN_SAFE, AS_INSTALLED),
        postgres.running_cluster(binaries) as address,
    ):
        yield address.rpartition("/")[0]


def prepare(engine: str, size: int, home: Path, env: dict[str, str], cluster_at: str) -> Ground:
    """An empty database with its tables."""
    name = f"bench_{size}_{secrets.token_hex(3)}"
    if engine == "sqlite":
        address = f"sqlite:///{home / name}.sqlite3"
    else:
        host = cluster_at.partition("@/")[2]
        with psycopg.connect(
            host=host, user=postgres.SUPERUSER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        address = f"{cluster_at}/{name}"
    env = env | {"DATABASE_URL": address}
    manage("migrate", "--verbosity", "0", env=env)
    return Ground(engine, size, env)


def existing(engine: str, address: str, env: dict[str, str]) -> Ground:
    """A register that is there already; it is only read."""
    env = env | {"DATABASE_URL": address}
    code = (
        "import django; django.setup()\n"
        "from accounts.models import Account\n"
        "print(Account.objects.count())\n"
    )
    counted = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return Ground(engine, int(counted.stdout), env)


def load(ground: Ground) -> Ground:
    """The ground with its accounts in, and the planner told about them."""
    begun = time.monotonic()
    manage(
        *("seed_demo", "--accounts", str(ground.size), "--i-know-this-is-a-demo"), env=ground.env
    )
    taken = time.monotonic() - begun
    settle(ground)
    return Ground(ground.engine, ground.size, ground.env, taken)


def settle(ground: Ground) -> None:
    """What autovacuum would have done by the time readers come."""
    code = (
        "import django; django.setup()\n"
        "from django.db import connection as c\n"
        "with c.cursor() as cursor:\n"
        "    cursor.execute('VACUUM ANALYZE' if c.vendor == 'postgresql' else 'ANALYZE')\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=ground.env, check=True)


def forget(ground: Ground) -> None:
    """Takes a SQLite file away again; PostgreSQL's go with their cluster."""
    if ground.engine == "sqlite":
        path = ground.env["DATABASE_URL"].removeprefix("sqlite:///")
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(path + suffix)
