"""A download as an object: what the file is called, what it is, and how its content is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import pgettext


@dataclass(frozen=True)
class Download:
    """`content` starts the file; what it gives may be worked out while it is sent."""

    file_name: str
    content_type: str
    content: Callable[[], Iterable[bytes]]


def file_name(on: date, ending: str) -> str:
    """What a browser saves the file as, in the active language: kanalmatris-2026-05-03.csv."""
    return f"{pgettext('file name', 'channel-matrix')}-{on.isoformat()}.{ending}"
