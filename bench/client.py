"""A small HTTP/1.1 client on keep-alive sockets, so cheap that the server is what is measured."""

import itertools
import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

TIMEOUT = 300
END_OF_HEAD = b"\r\n\r\n"
END_OF_CHUNKS = b"\r\n0\r\n\r\n"

Paths = Callable[[], str]
"""Gives the address of the next request; a fixed one, or one that no cache has seen."""


class ClientError(RuntimeError):
    """The server answered something else than expected, or nothing."""


@dataclass(frozen=True)
class Answer:
    """`first` and `total` are seconds until the first and the last byte."""

    status: int
    head: bytes
    size: int
    first: float
    total: float

    def header(self, name: str) -> str:
        for line in self.head.decode("latin-1").split("\r\n")[1:]:
            key, _colon, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return ""


class Connection:
    """One connection, opened when first needed and again when the server closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def get(self, path: str, etag: str = "") -> Answer:
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: sv\r\n{condition}\r\n"
        ).encode("latin-1")
        fresh = self.socket is None
        try:
            return self._ask(request)
        except (BrokenPipeError, ConnectionResetError, EOFError):
            self.close()
            if fresh:
                raise ClientError(f"No answer to {path}") from None
            return self._ask(request)

    def _ask(self, request: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        begun = time.perf_counter()
        self.socket.sendall(request)
        received = self._receive()
        first = time.perf_counter() - begun
        while END_OF_HEAD not in received:
            received += self._receive()
        head, _end, body = received.partition(END_OF_HEAD)
        lowered = head.lower()
        status = int(head.split(b" ", 2)[1])
        if status == 304:
            size = 0
        elif b"\r\ntransfer-encoding: chunked" in lowered:
            size = self._chunks(b"\r\n" + body)
        elif b"\r\ncontent-length:" in lowered:
            wanted = int(lowered.split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
            size = len(body)
            while size < wanted:
                size += len(self._receive())
        else:
            raise ClientError("An answer without a length")
        total = time.perf_counter() - begun
        if b"\r\nconnection: close" in lowered:
            self.close()
        return Answer(status, head, size, first, total)

    def _chunks(self, received: bytes) -> int:
        """Reads on to the last chunk; the size is that of the body as sent, chunk marks too."""
        size = len(received)
        tail = received[-len(END_OF_CHUNKS) :]
        while tail != END_OF_CHUNKS:
            more = self._receive()
            size += len(more)
            tail = (tail + more[-len(END_OF_CHUNKS) :])[-len(END_OF_CHUNKS) :]
        return size

    def _receive(self) -> bytes:
        assert self.socket is not None
        received = self.socket.recv(262_144)
        if not received:
            raise EOFError
        return received


@dataclass(frozen=True)
class Target:
    """What is asked for: a server's port, addresses, the status that is right."""

    port: int
    paths: Paths
    status: int = 200
    etag: str = ""

    def ask(self, connection: Connection) -> float:
        path = self.paths()
        answer = connection.get(path, self.etag)
        if answer.status != self.status:
            raise ClientError(f"{path} answered {answer.status}, not {self.status}")
        return answer.total


def fixed(path: str) -> Paths:
    return lambda: path


_counter = itertools.count(1)


def unseen(path: str) -> Paths:
    """The address with a value that the view ignores and the page cache's key does not."""
    joint = "&" if "?" in path else "?"
    return lambda: f"{path}{joint}n={next(_counter)}"


def warm_up(target: Target, connections: int = 6) -> None:
    """Requests on several connections at once, so that every worker has seen the page."""
    faults: list[Exception] = []

    def work() -> None:
        try:
            with Connection(target.port) as connection:
                for _turn in range(2):
                    target.ask(connection)
        except (ClientError, OSError, EOFError) as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise ClientError(str(faults[0]))


def latencies(target: Target, seconds: float, at_least: int = 3) -> list[float]:
    """Seconds of requests one after the other, on two connections in turn."""
    taken: list[float] = []
    with Connection(target.port) as first, Connection(target.port) as second:
        turns = itertools.cycle((first, second))
        end = time.perf_counter() + seconds
        while len(taken) < at_least or time.perf_counter() < end:
            taken.append(target.ask(next(turns)))
    return taken


def latency(target: Target, seconds: float) -> float:
    return statistics.median(latencies(target, seconds))


def throughput(target: Target, seconds: float, connections: int = 5) -> float:
    """Requests a second over several connections at once."""
    start = threading.Barrier(connections + 1)
    counts = [0] * connections
    faults: list[Exception] = []

    def work(number: int) -> None:
        try:
            with Connection(target.port) as connection:
                target.ask(connection)
                start.wait()
                while time.perf_counter() < end:
                    target.ask(connection)
                    counts[number] += 1
        except (ClientError, OSError, EOFError, threading.BrokenBarrierError) as fault:
            faults.append(fault)
            start.abort()

    end = time.perf_counter() + 60  # moved as soon as everybody is ready
    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    try:
        start.wait(timeout=60)
    except threading.BrokenBarrierError:
        faults.append(ClientError("The connections were not ready in time"))
    begun = time.perf_counter()
    end = begun + seconds
    for thread in threads:
        thread.join()
    if faults:
        raise ClientError(str(faults[0]))
    return sum(counts) / (time.perf_counter() - begun)
