"""One request: who we say we are, how little we ask for, how much of the answer is read.

On httpcore and not on a client above it: there are no cookies, no proxies from the environment, no
followed redirects and no unpacking of bodies here that would have to be switched off.
"""

from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext

import httpcore2
import httpx2
from django.conf import settings

from .guard import Deadline, GuardedBackend, port_of

MOST_BYTES = 64 * 1024
STEP_SECONDS = 10.0
"""The longest wait for a connection, and for each piece of the answer."""


@dataclass(frozen=True)
class Answer:
    """A server's answer; `headers` in lower case, `body` the beginning of it, never unpacked."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@cache
def ssl_context() -> SSLContext:
    """Made once: reading the certificates takes longer than many a request."""
    return httpx2.create_ssl_context(trust_env=False)


def headers_for(url: httpx2.URL) -> list[tuple[bytes | str, bytes | str]]:
    # GET and not HEAD: platforms answer HEAD with whatever. A small range keeps it cheap.
    site = settings.SITE_URL.encode("ascii", "ignore").decode()
    return [
        ("Host", url.netloc),
        ("User-Agent", f"Kanalregister/1.0 (link check; +{site}/)"),
        ("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"),
        ("Accept-Encoding", "identity"),
        ("Accept-Language", "sv,en;q=0.8"),
        ("Range", f"bytes=0-{MOST_BYTES - 1}"),
        ("Connection", "close"),
    ]


def fetch(url: httpx2.URL, deadline: Deadline) -> Answer:
    """Ask for one address, once. Raises Refused, NoSuchName and httpcore2's exceptions."""
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), STEP_SECONDS)
    target = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=port_of(url), target=url.raw_path
    )
    with (
        httpcore2.ConnectionPool(
            ssl_context=ssl_context(),
            max_keepalive_connections=0,
            network_backend=GuardedBackend(deadline),
        ) as pool,
        pool.stream(
            "GET",
            target,
            headers=headers_for(url),
            extensions={"timeout": timeouts},
        ) as response,
    ):
        headers: dict[str, str] = {}
        for name, value in response.headers:
            headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
        return Answer(response.status, headers, _beginning(response))


def _beginning(response: httpcore2.Response) -> bytes:
    body = b""
    if response.status in (200, 206):
        for piece in response.iter_stream():
            body += piece
            if len(body) >= MOST_BYTES:
                break
    return body[:MOST_BYTES]
