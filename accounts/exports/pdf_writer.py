"""The matrix on paper: a tagged PDF in landscape, for meetings and for the file.

A line of paper holds what the matrix is for: account, unit, purpose, goals, audience, contact; and
for those who may see them the owner and the two-step state (`Column.is_printed`). The other columns
are in the other downloads.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from ..choices import Status
from ..exceptions import RegisterError
from .guard import legal
from .table import Converter, Table, converted, each

MOST_ROWS = 2_000
"""Beyond this a PDF takes too long to make and to read; CSV and Excel hold any number."""
LONGEST_TEXT = 600
ACCOUNT_WIDTH = 36
SECONDS = 120
PATIENCE = 10
"""Seconds to wait for another document; a thread that waits longer keeps readers out."""
TYPESETTER = Path(__file__).with_name("typesetter.py")
IN_ACCOUNT = ("name", "platform", "handle", "url", "status", "hijacked")
"""Columns that share the first cell of a line; the last two where there is something to say."""

_LONG_WORD = re.compile(r"\S*[@./_\d]\S*")
_PIECE = re.compile(r"[^@./_-]{1,14}[./_-]?|.")
_BREAK = "\x1f"

# A document takes all of a processor and hundreds of megabytes: one at a time in each process.
_press = threading.BoundedSemaphore(1)


class PressBusy(RegisterError):
    """Other documents are being made; this one can be asked for again in a minute."""


def fits_on_paper(table: Table) -> bool:
    return table.accounts[: MOST_ROWS + 1].count() <= MOST_ROWS


def pdf_content(
    table: Table, *, title: str, institution: str, description: str, on: date
) -> list[bytes]:
    """The document; `table` holds printed columns only, `description` says what was filtered.

    Raises PressBusy.
    """
    rows = list(_rows(table))
    count = ngettext("%(count)s account", "%(count)s accounts", len(rows)) % {"count": len(rows)}
    lines = [f"{institution}, {date_format(on, 'DATE_FORMAT')}", f"{description}: {count}"]
    cells = [column for column in table.columns if column.code not in IN_ACCOUNT]
    data = {
        "title": title,
        "institution": institution,
        "language": (get_language() or "sv")[:2],
        "date": [on.year, on.month, on.day],
        "lines": lines if description else [lines[0], count],
        "page": _("Page %(number)s of %(count)s") % {"number": "{0}", "count": "{1}"},
        "note": _("□ is a letter that this document cannot show; the other downloads have it."),
        "columns": [
            {"label": pgettext("column", "Account"), "width": ACCOUNT_WIDTH},
            *({"label": str(column.label), "width": column.width} for column in cells),
        ],
        "rows": rows,
    }
    return [_set(data)]


def _set(data: dict[str, Any]) -> bytes:
    if not _press.acquire(timeout=PATIENCE):
        raise PressBusy(_("Several PDFs are being made right now. Try again in a minute."))
    try:
        return subprocess.run(  # noqa: S603 - our own program, and what it sets is on its input
            [sys.executable, "-I", str(TYPESETTER)],
            input=json.dumps(data).encode(),
            stdout=subprocess.PIPE,
            timeout=SECONDS,
            check=True,
        ).stdout
    finally:
        _press.release()


def _rows(table: Table) -> Iterator[list]:
    """For each account its name, its handle with the platform, its address, and its other cells."""
    converters: list[Converter | None] = [
        None if column.code in ("status", "hijacked") else each(column.text(table.words))
        for column in table.columns
    ]
    by_code = {column.code: number for number, column in enumerate(table.columns)}
    places = [by_code[code] for code in IN_ACCOUNT]
    others = [number for code, number in by_code.items() if code not in IN_ACCOUNT]
    status_text = table.columns[by_code["status"]].text(table.words)
    warning = str(table.columns[by_code["hijacked"]].label)
    for block in table.blocks():
        for row in zip(*converted(block, converters), strict=True):
            name, platform, handle, address, status, hijacked = (row[place] for place in places)
            said = [f"{platform}: {handle}" if handle else platform]
            said += [status_text(status)] if status != Status.PUBLISHED else []
            said += [warning] if hijacked else []
            cells = [tidy(row[number]) for number in others]
            yield [tidy(name), tidy(". ".join(said)), legal(address), cells]


def tidy(text: str) -> str:
    """The text on one line, cut where it would fill the page, breakable where it must be."""
    text = " ".join(legal(text).split())
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT].rstrip()}…"
    return _LONG_WORD.sub(_breakable, text)


def _breakable(word: re.Match[str]) -> str:
    """An address or a handle in pieces that fit, with a mark where it may be broken."""
    return word[0] if len(word[0]) <= 18 else _BREAK.join(_PIECE.findall(word[0]))
