"""A throw-away PostgreSQL for one test run, built from the binaries the machine already has.

The cluster lives in a directory of its own, listens on a Unix socket only, gives up durability
for speed and is removed when the block that asked for it ends, whatever ended it. PostgreSQL
refuses to run as root, so as root its processes run as an unprivileged user.
"""

import contextlib
import ctypes
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

OLDEST = 15
SUPERUSER = "postgres"
INSTALL_DIRECTORIES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
FASTER_THAN_SAFE = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "100",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "wal_level": "minimal",
}


class ClusterError(RuntimeError):
    """The cluster could not be made or did not start; the text carries PostgreSQL's own words."""


def find_binaries() -> Path | None:
    """The directory of the newest installed PostgreSQL server that is new enough, or None."""
    on_path = [Path(directory or ".") for directory in os.get_exec_path()]
    installed = [
        found for pattern in INSTALL_DIRECTORIES for found in Path("/").glob(pattern.lstrip("/"))
    ]
    # What stands on the path may be a link or a wrapper; the server's own directory is wanted.
    directories = {(found / "initdb").resolve().parent for found in [*on_path, *installed]}
    versions = {directory: _version(directory) for directory in directories}
    usable = [directory for directory, version in versions.items() if version >= OLDEST]
    return max(usable, key=lambda directory: versions[directory], default=None)


def _version(directory: Path) -> int:
    server = directory / "postgres"
    if not (server.is_file() and (directory / "initdb").is_file()):
        return 0
    try:
        text = subprocess.run([server, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", text.stdout)
    return int(found[1]) if found else 0


@contextlib.contextmanager
def running_cluster(binaries: Path) -> Iterator[str]:
    """Starts a cluster and gives its address, as DATABASE_URL wants it; takes it away after."""
    # A socket's path has room for about a hundred characters: never in a deep TMPDIR.
    home = Path(tempfile.mkdtemp(prefix="register-pg-", dir="/tmp"))
    identity = _unprivileged(home)
    server: subprocess.Popen[bytes] | None = None
    try:
        _initialise(binaries, home, identity)
        server = _start(binaries, home, identity)
        _wait_until_ready(server, home)
        yield f"postgres://{SUPERUSER}@/{home}/register"
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged(home: Path) -> dict[str, Any]:
    """What to hand to subprocess so that it does not run as root; `home` becomes that user's."""
    if os.geteuid() != 0:
        return {}
    for name in (SUPERUSER, "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(home, account.pw_uid, account.pw_gid)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise ClusterError("PostgreSQL does not run as root, and there is no other user to run it as.")


def _initialise(binaries: Path, home: Path, identity: dict[str, Any]) -> None:
    # One order of letters on every machine where the system knows it; plain C where it does not.
    for locale in ("C.UTF-8", "C"):
        made = subprocess.run(
            [
                binaries / "initdb",
                f"--pgdata={home / 'data'}",
                f"--username={SUPERUSER}",
                f"--locale={locale}",
                "--encoding=UTF8",
                "--auth=trust",
                "--no-sync",
                "--no-instructions",
            ],
            cwd=home,
            env=_environment(),
            capture_output=True,
            text=True,
            **identity,
        )
        if made.returncode == 0:
            return
        shutil.rmtree(home / "data", ignore_errors=True)
    raise ClusterError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _start(binaries: Path, home: Path, identity: dict[str, Any]) -> subprocess.Popen[bytes]:
    settings = FASTER_THAN_SAFE | {"unix_socket_directories": str(home)}
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [
                binaries / "postgres",
                "-D",
                home / "data",
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            cwd=home,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the tests; the cluster is stopped after them
            preexec_fn=_stop_with_parent(),
            **identity,
        )


def _stop_with_parent() -> Callable[[], None] | None:
    """On Linux: the kernel stops the server when the run is killed before it can tidy up."""
    if not sys.platform.startswith("linux"):
        return None
    set_parent_death_signal = 1
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(set_parent_death_signal, signal.SIGQUIT)

    return ask


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C"}


def _wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(home), user=SUPERUSER, dbname="postgres").close()
        except psycopg.OperationalError as error:
            if server.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            log = (home / "log").read_text(errors="replace")
            raise ClusterError(f"PostgreSQL did not start: {error}\n{log}") from error
        return


def _stop(server: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
