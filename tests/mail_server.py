"""A mail server on this machine that takes mail, refuses it, says nothing or dies, as told."""

import asyncio
import contextlib
import email
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as PARSED
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@dataclass
class MailServer:
    """Takes everything unless told otherwise, by recipient.

    `hangs`: never answers; `dies`: breaks off instead of taking the mail; `dies_after`: takes it
    and breaks off before saying so.
    """

    port: int = field(default_factory=free_port)
    received: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    refused_recipients: dict[str, str] = field(default_factory=dict)
    refused_mails: dict[str, str] = field(default_factory=dict)
    refused_sender: str = ""
    hangs: frozenset[str] = frozenset()
    dies: frozenset[str] = frozenset()
    dies_after: frozenset[str] = frozenset()
    on_received: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.received]

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answers

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, *rest: Any) -> str:
        if self.refused_sender:
            return self.refused_sender
        envelope.mail_from = rest[0]
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, *rest: Any) -> str:
        if rest[0] in self.refused_recipients:
            return self.refused_recipients[rest[0]]
        envelope.rcpt_tos.append(rest[0])
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        to = set(envelope.rcpt_tos)
        if to & self.hangs:
            await asyncio.sleep(3600)
        if to & self.dies:
            server.transport.abort()
            return "451 gone"
        if answer := next((self.refused_mails[one] for one in to & self.refused_mails.keys()), ""):
            return answer
        with self.lock:
            self.received.append(email.message_from_bytes(envelope.content, policy=PARSED))
        self.on_received()
        if to & self.dies_after:
            server.transport.abort()
        return "250 OK"

    @contextlib.contextmanager
    def running(self) -> Iterator["MailServer"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    @property
    def settings(self) -> dict[str, Any]:
        """What Django has to know to send through this server."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_TIMEOUT": 5,
        }
