"""Spreadsheets as people keep them, and as somebody who means harm would make them."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def csv_file(rows: Sequence[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(*sheets: Sequence[Sequence[Any]], **changes: Any) -> bytes:
    """A workbook; `change` is called with its first sheet before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Blad{number}")
        for row in rows:
            sheet.append(list(row))
    if change := changes.get("change"):
        change(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_xml(data: str, after: str = "") -> str:
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{data}</sheetData>{after}</worksheet>'


def raw_xlsx(sheet: str | bytes, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A workbook written part by part, as no spreadsheet program would."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = {
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument"'
                ' Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>'
                '<sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet"'
                ' Target="worksheets/sheet1.xml"/></Relationships>'
            ),
            "xl/worksheets/sheet1.xml": sheet,
            **(parts or {}),
        }
        for name, part in listed.items():
            archive.writestr(name, part)
    return content.getvalue()


def text_cells(*texts: str, row: int = 1) -> str:
    """A row of inline texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{row}">{cells}</row>'
