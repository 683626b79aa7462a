"""Where a link check may connect to: public addresses, ports 80 and 443, and nothing else.

An account's address is typed by people and leads through redirects that strangers choose, so it
must never steer a request at the university's own network. Names prove nothing: one that resolves
to a public address now can resolve to 127.0.0.1 a moment later. So the check is made where the
connection is made, on the very address that is connected to; there is no second look-up. The name
stays what the server is asked for and what its certificate has to say.

The whole visit has one `Deadline`: a server that drips a byte at a time does not outlast it.
"""

import queue
import socket
import threading
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore2
import httpx2
from django.conf import settings

SCHEMES = frozenset({"http", "https"})
PORTS = frozenset({80, 443})
LONGEST_URL = 2000
MOST_ADDRESSES = 4
"""So many of a name's addresses are tried."""

# What `is_global` believes to be public, and is not or has no platform behind it.
_NEVER_4 = tuple(
    map(
        IPv4Network,
        (
            "168.63.129.16/32",  # a cloud's own services, seen from inside it
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # 6to4 relays
            "224.0.0.0/4",  # multicast
        ),
    )
)
# Everything public begins with 001. Addresses that wrap an older one lead wherever that one does.
_ALLOWED_6 = IPv6Network("2000::/3")
_NEVER_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, Teredo and ORCHID among them
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4
            "3fff::/20",  # documentation
        ),
    )
)
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})

_NO_SUCH_NAME = frozenset(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name)
)

Address = IPv4Address | IPv6Address


class Refused(Exception):
    """Link checks do not go there."""


class NoSuchName(Exception):
    """The domain name system knows no such name."""


class Deadline:
    """The moment when a visit has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds left, `most` at the most. Raises httpcore2.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("The visit took too long.")
        return left if most is None else min(left, most)


def is_public(address: Address) -> bool:
    """Whether an address is one that the whole world can reach, and one machine's."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _NEVER_4)
    if address not in _ALLOWED_6 or any(address in network for network in _NEVER_6):
        return False
    wraps = (int(address) >> 32) & 0xFFFFFFFF in _ISATAP
    return address.is_global and not wraps


def may_connect(address: Address, port: int) -> bool:
    """Whether link checks connect to this address and port."""
    if (str(address), port) in settings.LINK_CHECK_OPENINGS:
        return True
    return port in PORTS and is_public(address)


def checked_url(text: str) -> httpx2.URL:
    """The address in `text`, when its form allows to be asked. Raises Refused."""
    if len(text) > LONGEST_URL:
        raise Refused
    try:
        url = httpx2.URL(text)
        port = port_of(url)
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise Refused from error
    if url.scheme not in SCHEMES or not url.host or url.userinfo:
        raise Refused
    openings = {opening for _address, opening in settings.LINK_CHECK_OPENINGS}
    if port not in PORTS | openings:
        raise Refused
    return url


def port_of(url: httpx2.URL) -> int:
    """The port an address means; a written nought is not "none"."""
    if url.port is not None:
        return url.port
    return 443 if url.scheme == "https" else 80


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name as the system knows them; however a number is written, too."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def dial(address: Address, port: int, timeout: float) -> httpcore2.NetworkStream:
    """Connect to an address that was checked."""
    return httpcore2.SyncBackend().connect_tcp(str(address), port, timeout)


class GuardedBackend(httpcore2.NetworkBackend):
    """Makes the connections of one visit, each to an address that it has checked."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        allowed = [address for address in self._addresses(host, port) if may_connect(address, port)]
        if not allowed:
            raise Refused
        problem: Exception = httpcore2.ConnectError("No address answers.")
        for address in allowed[:MOST_ADDRESSES]:
            try:
                stream = dial(address, port, self._deadline.left(timeout))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, self._deadline)
        raise problem

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        raise Refused

    def _addresses(self, host: str, port: int) -> list[Address]:
        """The name's addresses; looked up beside, since the system's look-up knows no deadline."""
        answers: queue.SimpleQueue[list[str] | BaseException] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(resolve(host, port))
            except BaseException as error:
                answers.put(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline.left())
        except queue.Empty:
            raise httpcore2.ConnectTimeout("The name was not resolved in time.") from None
        if isinstance(answer, socket.gaierror) and answer.errno in _NO_SUCH_NAME:
            raise NoSuchName from answer
        if isinstance(answer, OSError | UnicodeError):
            raise httpcore2.ConnectError("The name was not resolved.") from answer
        if isinstance(answer, BaseException):
            raise answer
        return [ip_address(text) for text in answer]


class _TimedStream(httpcore2.NetworkStream):
    """A connection whose every step ends with the visit's deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
