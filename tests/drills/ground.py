"""What every drill stands on: a fresh PostgreSQL with the register's tables, and a verdict.

`with ground("name") as ground` starts and migrates; models are imported inside the block, since
Django has its database only then.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Ground:
    name: str
    environment: dict[str, str]
    began: float = field(default_factory=time.perf_counter)
    broken: list[str] = field(default_factory=list)

    def holds(self, claim: str, is_true: bool) -> None:
        """Note and say whether a claim holds."""
        print(f"  {'holds' if is_true else 'BROKEN'}: {claim}", flush=True)
        if not is_true:
            self.broken.append(claim)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """A process of the product's own, such as `work`, on the same database."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=os.environ | self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextlib.contextmanager
def ground(name: str, **environment: str) -> Iterator[Ground]:
    """Raises SystemExit(1) at the end when a claim was broken."""
    binaries = postgres.find_binaries()
    if binaries is None:
        raise SystemExit(f"{name}: no PostgreSQL server binaries on this machine")
    with postgres.running_cluster(binaries) as address:
        given = {
            "DATABASE_URL": address,
            "DATABASE_POOL": "false",
            "DEBUG": "true",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "registry.settings",
            **environment,
        }
        os.environ.update(given)
        _make_database(address)
        print(f"{name}, on PostgreSQL", flush=True)
        drill = Ground(name, given)
        yield drill
        _leave_database()
    seconds = time.perf_counter() - drill.began
    print(f"  {len(drill.broken)} claims broken, {seconds:.1f} s", flush=True)
    if drill.broken:
        raise SystemExit(1)


def _make_database(address: str) -> None:
    import django
    import psycopg

    home = address.removeprefix("postgres://postgres@/").rpartition("/")[0]
    with psycopg.connect(host=f"/{home.lstrip('/')}", user="postgres", autocommit=True) as session:
        session.execute("CREATE DATABASE register")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _leave_database() -> None:
    from django.db import connections

    connections.close_all()


def wait_until(happened: Callable[[], bool], seconds: float = 120) -> bool:
    """Ask again and again; False when it has not happened in time."""
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
