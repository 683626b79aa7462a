"""What every test lives under: the engine of the run, no network, a clean process.

`pytest --engine postgres` runs the same tests again as a child process on a throw-away cluster,
so that the cluster outlives every worker and is gone afterwards however the tests ended.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation

from tests import postgres
from tests.fixtures import (  # noqa: F401 - pytest finds them here
    cast,
    fresh_ground,
    history_can_be_emptied,
)
from tests.signing_in import force_login

IN_CI = os.environ.get("CI", "").lower() not in {"", "0", "false"}
BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=["sqlite", "postgres"],
        default="sqlite",
        help="the database to run on; postgres starts a throw-away cluster (default: sqlite)",
    )


def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Carries a run for PostgreSQL out in a child that knows the address of its cluster."""
    if config.option.engine != "postgres" or os.environ.get("TEST_DATABASE_URL"):
        return None
    binaries = postgres.find_binaries()
    if binaries is None:
        return _report_missing_postgres()
    signal.signal(signal.SIGTERM, _leave)
    with postgres.running_cluster(binaries) as address:
        tests = subprocess.Popen(
            [sys.executable, "-m", "pytest", *map(str, config.invocation_params.args)],
            cwd=config.invocation_params.dir,
            env=os.environ | {"TEST_DATABASE_URL": address},
        )
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the child, which sums up
        try:
            return tests.wait()
        finally:
            if tests.poll() is None:
                tests.terminate()
                tests.wait()


def _leave(*_: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def _report_missing_postgres() -> int:
    text = (
        f"NOT TESTED ON POSTGRESQL: no server binaries (>= {postgres.OLDEST}) on this machine.\n"
        "Install them (Debian: apt install postgresql) to run what CI runs."
    )
    rule = "!" * 80
    print(f"\n{rule}\n{text}\n{rule}", file=sys.stderr)
    return pytest.ExitCode.USAGE_ERROR if IN_CI else pytest.ExitCode.OK


def pytest_report_header() -> str:
    return f"engine: {connection.vendor}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the browser tests, and runs them last: Playwright's event loop stays once started."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class NetworkUsedError(BaseException):
    """A test reached for the network. No `except Exception` in the code under test may hide it."""


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Lets sockets connect to this machine only."""
    real_connect = socket.socket.connect
    real_connect_ex = socket.socket.connect_ex
    real_getaddrinfo = socket.getaddrinfo

    def guard(host: object) -> None:
        if isinstance(host, bytes):
            host = host.decode()
        local = {None, "", "localhost", "testserver", "::1", "0.0.0.0", "::"}  # noqa: S104
        if host not in local and not str(host).startswith("127."):
            raise NetworkUsedError(f"a test tried to reach {host}")

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            guard(address[0])
        return real_connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        if self.family != socket.AF_UNIX:
            guard(address[0])
        return real_connect_ex(self, address)

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        guard(host)
        return real_getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def both_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` stands for a whole sign-in unless a test says `factors=["password"]`."""
    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture(autouse=True)
def clean_process() -> Iterator[None]:
    """No test sees what another one cached or the language another one spoke."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    yield
    translation.deactivate()
