"""A real OpenID Connect provider on this machine, and what it is made to get wrong."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

IGNORED = ("ignore:authlib.jose module is deprecated", "ignore:get_jwt_config")
"""Filters for tests with the provider in their process: a library of its warns of its future."""


class Server:
    """The running provider: knows people, lets them sign in, can be told to lie."""

    def __init__(self, address: str) -> None:
        self.address = address

    def knows(self, subject: str, **claims: Any) -> None:
        """Somebody with these claims; `email_verified` unless told otherwise."""
        said = {"email_verified": True, "name": "Anna Alm"} | claims
        answer = requests.put(f"{self.address}/users/{subject}", json=said, timeout=5)
        assert answer.status_code == 204

    def sign_in(self, address: str, subject: str) -> str:
        """What a person's browser does there; returns the path it is sent back to."""
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"

    def deny(self, address: str) -> str:
        """Somebody who says no there. This provider forgets the state, which others send."""
        answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}&state={asked(address)['state']}"


@contextmanager
def running() -> Iterator[Server]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a library of the provider's warns of its own future
        import oidc_provider_mock

        with oidc_provider_mock.run_server_in_thread() as server:
            yield Server(f"http://localhost:{server.server_port}")


def asked(address: str) -> dict[str, str]:
    """The parameters of a question to the provider."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
