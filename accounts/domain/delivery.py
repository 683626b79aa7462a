"""Handing one mail to the mail server, and what its answer means.

Four answers matter: it is taken; the server takes nothing at all (`ServerOutError`); the
connection broke on the way (`ConnectionLostError`); this mail is refused, for good or for now
(`RefusedError`).
"""

import contextlib
import smtplib
from email.utils import format_datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from ..models import Notice

UNAVAILABLE = 421
PERMANENT = 500


class DeliveryError(Exception):
    """The mail was not taken; `str()` is what the server answered, for the admins' mail page."""


class ServerOutError(DeliveryError):
    """The server takes no mail at present, whosever it is."""


class ConnectionLostError(DeliveryError):
    """The connection broke while the mail was on its way: it may have arrived or not."""


class RefusedError(DeliveryError):
    """The server is well and does not want this mail."""

    def __init__(self, answer: str, *, for_good: bool) -> None:
        super().__init__(answer)
        self.for_good = for_good


def message_for(notice: Notice) -> EmailMultiAlternatives:
    """The mail as it leaves; the same each time, so that a double is known for one."""
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.text,
        to=[notice.email],
        headers={
            "Message-ID": notice.message_id,
            "Date": format_datetime(timezone.localtime(notice.created_at)),
            "Auto-Submitted": "auto-generated",
            "Content-Language": notice.language,
        },
    )
    if notice.html:
        message.attach_alternative(notice.html, "text/html")
    return message


def hand_over(notice: Notice, connection: Any) -> None:
    """Give one mail to the server, over a connection that stays open for the next one.

    Raises ServerOutError, ConnectionLostError or RefusedError.
    """
    try:
        connection.open()
    except OSError as error:  # everything smtplib raises is one
        raise ServerOutError(_answer(error)) from error
    message = message_for(notice)
    message.connection = connection
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _meaning(code, answer) from error
    except smtplib.SMTPSenderRefused as error:
        # It is us whom the server does not want: no mail would fare better.
        raise ServerOutError(_answer(error)) from error
    except smtplib.SMTPResponseException as error:
        raise _meaning(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise RefusedError(_answer(error), for_good=True) from error
    except OSError as error:
        raise ConnectionLostError(_answer(error)) from error
    except ValueError as error:  # an address or a header that is none
        raise RefusedError(type(error).__name__, for_good=True) from error


def close(connection: Any) -> None:
    """Leave, politely where the server still listens."""
    with contextlib.suppress(OSError):
        connection.close()


def _meaning(code: int, answer: bytes | str) -> DeliveryError:
    text = f"{code} {_text(answer)}"
    if code == UNAVAILABLE:
        return ConnectionLostError(text)
    return RefusedError(text, for_good=code >= PERMANENT)


def _answer(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.replace("\x00", " ").split())
