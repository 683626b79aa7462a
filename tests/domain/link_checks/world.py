"""A small internet for link checks: names, public addresses, and one loopback server behind them.

`World` answers look-ups of names and takes the connections that the guard lets through: whatever
public address is dialled, the server answers, and every dialled address is written down. What the
guard does is untouched; an address that it lets through wrongly is in `dialled`.
"""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import httpcore2
import pytest

from accounts.domain.link_checks import guard

PUBLIC = "93.184.215.14"
REAL_LOOK_UP = socket.getaddrinfo
"""The system's own, from before the tests forbid the network; only ever asked about numbers."""


class World:
    """`pages` maps "host/path" to how it is answered; `names` maps names to their addresses.

    An answer is a status, a status with headers, or one with a body too; or a word for a server
    that misbehaves: "hang", "drip", "endless", "bomb", "garbage", "cut".
    """

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.names: dict[str, list[str] | Iterator[list[str]]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.dialled: list[tuple[str, int]] = []
        self.sent = 0
        self.port = 0
        self.over = threading.Event()
        self.on_dial = lambda: None

    def resolve(self, host: str, port: int) -> list[str]:
        if host in self.names:
            addresses = self.names[host]
            return addresses if isinstance(addresses, list) else next(addresses)
        try:
            found = REAL_LOOK_UP(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except socket.gaierror:
            return [PUBLIC]
        return [str(place[0]) for *_, place in found]

    def dial(
        self, address: IPv4Address | IPv6Address, port: int, timeout: float
    ) -> httpcore2.NetworkStream:
        self.dialled.append((str(address), port))
        self.on_dial()
        return httpcore2.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout)

    def page_for(self, host: str, path: str) -> Any:
        return self.pages.get(f"{host}{path}", self.pages.get(host, 404))


class Handler(BaseHTTPRequestHandler):
    world: World

    def do_GET(self) -> None:
        world, host = self.world, self.headers["Host"]
        world.asked.append(f"{host}{self.path}")
        world.headers.append(dict(self.headers))
        page = world.page_for(host, self.path)
        if isinstance(page, str):
            getattr(self, page)()
            return
        parts: tuple[Any, ...] = page if isinstance(page, tuple) else (page,)
        status, headers, body = (*parts, *({}, b"")[len(parts) - 1 :])
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang(self) -> None:
        self.world.over.wait(10)

    def drip(self) -> None:
        """An answer whose headers never end, a piece at a time."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            if self.world.over.wait(0.02):
                return
            try:
                self.wfile.write(f"X-{number}: a\r\n".encode())
            except OSError:
                return

    def endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not self.world.over.is_set():
            try:
                self.wfile.write(b"a" * 16384)
            except OSError:
                return
            self.world.sent += 16384

    def bomb(self) -> None:
        body = gzip.compress(b"\0" * 50_000_000)
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
        )
        self.wfile.write(body)

    def garbage(self) -> None:
        self.wfile.write(b"\x00\xff not http at all\r\n\r\n")

    def cut(self) -> None:
        """The connection ends before there is an answer."""

    def log_message(self, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """A visitor that hangs up early is what many of these tests are about."""


@contextmanager
def serving(world: World) -> Iterator[None]:
    handler = type("WorldHandler", (Handler,), {"world": world})
    server = Server(("127.0.0.1", 0), handler)
    world.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        world.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World()
    monkeypatch.setattr(guard, "resolve", made.resolve)
    monkeypatch.setattr(guard, "dial", made.dial)
    with serving(made):
        yield made
