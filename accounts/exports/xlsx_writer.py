"""The matrix as an Excel workbook, written while it is read.

openpyxl draws the workbook's frame; the rows are written straight into its sheet, because openpyxl
takes ten times as long over them and keeps their links in memory. Every text is an inline string:
nothing a cell says is ever a formula. Dates are real dates.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from html import escape
from typing import Any

from openpyxl.utils import get_column_letter

from .column import Column, Kind
from .guard import legal
from .table import Table
from .workbook_frame import SHEET, Contents, Frame, frame_of

LONGEST_TEXT = 32_767
"""What Excel lets a cell hold, in UTF-16; it calls a file with more damaged."""
MOST_LINKS = 20_000
"""Excel takes 65,530 links in a sheet; further addresses are plain text."""
DAY_ZERO = date(1899, 12, 30).toordinal()
COMPRESSION = 3
WEB = ("https://", "http://")
EMPTY: tuple[Any, ...] = ("", ())

Cells = Callable[[Sequence[Any], Sequence[int]], list[str]]


class Outlet(io.RawIOBase):
    """Where the archive is written: keeps the bytes until they are taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def xlsx_content(table: Table, *, title: str, institution: str) -> Iterator[bytes]:
    """The file in pieces, as the rows are read; `title` names the sheet."""
    contents = Contents()
    frame_now = partial(
        frame_of, table.columns, title=title, institution=institution, contents=contents
    )
    frame = frame_now()
    columns = [
        _cells(column, table, get_column_letter(number), style, frame.link_style, contents.links)
        for number, (column, style) in enumerate(zip(table.columns, frame.styles, strict=True), 1)
    ]
    headings = "".join(
        _text_cell(f"{get_column_letter(number)}1", frame.heading_style, str(column.label))
        for number, column in enumerate(table.columns, 1)
    )
    return _pieces(table, frame, headings, columns, contents, frame_now)


def _pieces(
    table: Table,
    frame: Frame,
    headings: str,
    columns: list[Cells],
    contents: Contents,
    frame_now: Callable[[], Frame],
) -> Iterator[bytes]:
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        with archive.open(SHEET, "w") as sheet:
            sheet.write(frame.head)
            sheet.write(f'<row r="1">{headings}</row>'.encode())
            for block in table.blocks():
                first = contents.rows + 2
                contents.rows += len(block[0])
                numbers = range(first, contents.rows + 2)
                cells = [make(values, numbers) for make, values in zip(columns, block, strict=True)]
                rows = (
                    f'<row r="{number}">{"".join(row)}</row>'
                    for number, row in zip(numbers, zip(*cells, strict=True), strict=True)
                )
                sheet.write(legal("".join(rows)).encode())
                yield outlet.take()
            frame = frame_now()
            sheet.write(frame.tail)
        for name, part in frame.parts.items():
            archive.writestr(name, part)
    yield outlet.take()


def _cells(
    column: Column,
    table: Table,
    letter: str,
    style: int,
    link_style: int,
    links: list[tuple[str, str]],
) -> Cells:
    """What makes the cells of a block's column, with nothing for an empty one."""
    text = column.text(table.words)

    def date_cell(value: date, number: int) -> str:
        return _number_cell(f"{letter}{number}", style, value.toordinal() - DAY_ZERO)

    def number_cell(value: Decimal | int, number: int) -> str:
        return _number_cell(f"{letter}{number}", style, value)

    def link_cell(value: str, number: int) -> str:
        place = f"{letter}{number}"
        if len(links) >= MOST_LINKS or not value.startswith(WEB):
            return _text_cell(place, style, value)
        links.append((place, value))
        return _text_cell(place, link_style, value)

    def text_cell(value: Any, number: int) -> str:
        return _text_cell(f"{letter}{number}", style, text(value))

    makers: dict[Kind, Callable[[Any, int], str]] = {
        Kind.DATE: date_cell,
        Kind.NUMBER: number_cell,
        Kind.URL: link_cell,
    }
    make = makers.get(column.kind, text_cell)
    return lambda values, numbers: [
        "" if value is None or value in EMPTY else make(value, number)
        for value, number in zip(values, numbers, strict=True)
    ]


def _text_cell(place: str, style: int, text: str) -> str:
    if len(text) > LONGEST_TEXT // 2:
        text = text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")
    text = escape(text, quote=False)
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _number_cell(place: str, style: int, number: Decimal | int) -> str:
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'
