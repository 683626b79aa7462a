"""All of a workbook but its rows: styles, widths, filter, links, print set-up; openpyxl draws it.

The sheet comes in two parts, what stands before the rows and what stands after them, so that the
rows can be written in between as they are read.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .column import Column, Kind

SHEET = "xl/worksheets/sheet1.xml"
WIDE = 40
"""From this many characters a column of text is wrapped."""
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"


@dataclass(frozen=True)
class Frame:
    """A workbook without rows; `styles` are the cell styles of the columns, in their order."""

    head: bytes
    tail: bytes
    parts: Mapping[str, bytes]
    heading_style: int
    styles: tuple[int, ...]
    link_style: int


@dataclass
class Contents:
    """What the frame must know of the rows once they are written: how many, and their links."""

    rows: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    """Where a linked cell is, and where it leads."""


def frame_of(
    columns: Sequence[Column], *, title: str, institution: str, contents: Contents
) -> Frame:
    """The workbook around the rows; before they are read its `tail` and `parts` are not final."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    book.properties.title = f"{title}, {institution}"
    book.properties.creator = institution
    heading = _styled(sheet["A1"], Alignment(vertical="top", wrap_text=True))
    heading.font = Font(bold=True)
    heading.fill = PatternFill("solid", fgColor="E6E6E6")
    linked = _styled(sheet["A2"], Alignment(vertical="top"))
    linked.font = Font(color="0563C1", underline="single")
    styles = []
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(row=3, column=number)
        wrapped = column.kind == Kind.TEXT and column.width >= WIDE
        _styled(cell, Alignment(vertical="top", wrap_text=wrapped))
        if column.kind == Kind.DATE:
            cell.number_format = "yyyy-mm-dd"
        styles.append(cell.style_id)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    ids = heading.style_id, linked.style_id
    for place, address in contents.links:
        sheet[place].hyperlink = address
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{contents.rows + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = parts.pop(SHEET)
    return Frame(
        head=whole[: whole.index(_OPEN) + len(_OPEN)],
        tail=whole[whole.index(_CLOSE) :],
        parts=parts,
        heading_style=ids[0],
        styles=tuple(styles),
        link_style=ids[1],
    )


def _styled(cell: Cell, alignment: Alignment) -> Cell:
    cell.alignment = alignment
    return cell
