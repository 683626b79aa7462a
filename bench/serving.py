"""Starts gunicorn for a while, always in the same way, and looks at its memory."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .client import Connection

ROOT = Path(__file__).resolve().parent.parent
SHAPE = ("--workers", "2", "--threads", "3", "--preload")
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


class ServingError(RuntimeError):
    """A server did not start; the text carries its own words."""


def environment(**more: str) -> dict[str, str]:
    """What a served process sees: nothing of the developer's own variables."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | more


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen

    def workers(self) -> list[int]:
        return _children(self.process.pid)

    def peak_memory(self) -> float | None:
        """Megabytes that the hungriest worker has held at once; None where /proc does not say."""
        peaks = [_status(pid, "VmHWM") for pid in self.workers()]
        return max((peak for peak in peaks if peak is not None), default=None)

    @contextlib.contextmanager
    def helpers_watched(self) -> Iterator[list[float]]:
        """Collects the memory of processes that workers start: those are gone when asked later."""
        seen: list[float] = []
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.01):
                helpers = [child for pid in self.workers() for child in _children(pid)]
                held = [_status(pid, "VmHWM") or 0.0 for pid in helpers]
                if held:
                    seen.append(sum(held))

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield seen
        finally:
            done.set()
            thread.join()

    def processor_seconds(self) -> float:
        """What the workers' threads have computed so far, without what they waited for."""
        found = 0
        for pid in self.workers():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with contextlib.suppress(OSError):
                    found += int(task.read_text().split()[0])
        return found / 1e9


def _children(pid: int) -> list[int]:
    """The processes that this one's threads have started."""
    found: list[int] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, tasks.read_text().split())
    return found


def _status(pid: int, name: str) -> float | None:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(application: str, env: dict[str, str], home: Path, ready: str) -> Iterator[Server]:
    """`application` under gunicorn on a free port of 127.0.0.1 until the block ends."""
    port = free_port()
    log = home / f"gunicorn-{port}.log"
    command = [sys.executable, "-m", "gunicorn", *SHAPE, "--bind", f"127.0.0.1:{port}"]
    command += ["--keep-alive", "30", "--no-control-socket", "--log-level", "warning", application]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, ready, log)
        yield Server(port, process)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen, port: int, ready: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, EOFError, RuntimeError), Connection(port) as connection:
            if connection.get(ready).status == 200:
                return
        time.sleep(0.05)
    raise ServingError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _stop(process: subprocess.Popen) -> None:
    """Asks nicely, then takes the whole group of processes away."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
