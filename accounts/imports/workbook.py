"""Reading Excel workbooks (.xlsx), part by part, and never more of one than the limits allow.

Read by an own small reader and not by openpyxl, whose streaming mode drops hyperlinks and merged
ranges and fills every gap with cells, while its full mode keeps some twenty times the file in
memory. Only the parts needed are unpacked, with every byte counted; a document type declaration,
the only door for entity bombs, refuses the file.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from ..exceptions import FileRefused
from . import limits
from .parts import (
    DatesReader,
    RelationsReader,
    SheetsReader,
    StringsReader,
    broken,
    feed,
    too_large,
)
from .sheet_part import SheetReader
from .table import Row, Sheet

MAIN = "officeDocument"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass
class Package:
    """The unpacked side of a workbook, with what may still be unpacked of it."""

    archive: zipfile.ZipFile
    names: dict[str, zipfile.ZipInfo]
    budget: int = limits.UNPACKED_BYTES

    def open(self, name: str) -> IO[bytes] | None:
        info = self.names.get(name.lower())
        return self.archive.open(info) if info else None

    def read_into(self, name: str, reader: object) -> bool:
        """Feed a part to `reader`; False when there is no such part."""
        source = self.open(name)
        if source is None:
            return False
        with source:
            self.budget = feed(source, reader, self.budget)
        return True


def read(content: bytes) -> list[Sheet]:
    """The visible sheets of the workbook. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(_package(archive))
    except BROKEN as error:
        raise broken() from error


def _package(archive: zipfile.ZipFile) -> Package:
    infos = archive.infolist()
    names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
    _refuse_other_packages(names)
    if len(infos) > limits.PARTS:
        raise too_large()
    for info in infos:
        large = info.file_size > limits.RATIO_FROM
        if large and info.file_size > limits.RATIO * max(1, info.compress_size):
            raise too_large()
    return Package(archive, names)


def _refuse_other_packages(names: dict[str, zipfile.ZipInfo]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefused(
            _(
                "The workbook holds macros, which the register does not take in. Save it as an"
                " Excel workbook without macros (.xlsx)."
            )
        )
    if "xl/workbook.bin" in names:
        kind = "Excel (.xlsb)"
    elif "word/document.xml" in names:
        kind = "Word (.docx)"
    elif "ppt/presentation.xml" in names:
        kind = "PowerPoint (.pptx)"
    elif "content.xml" in names and "mimetype" in names:
        kind = "OpenDocument (.ods)"
    elif "index/document.iwa" in names or "index.zip" in names:
        kind = "Numbers"
    elif "_rels/.rels" in names or "xl/workbook.xml" in names:
        return
    else:
        raise FileRefused(_("This is a packed file. Unpack it and choose the table inside."))
    raise FileRefused(
        _(
            "This file is of the kind %(kind)s. Open it and save the table as an Excel workbook"
            " (.xlsx) or as CSV."
        )
        % {"kind": kind}
    )


def _read(package: Package) -> list[Sheet]:
    main = _target(package, "", MAIN) or "xl/workbook.xml"
    workbook = SheetsReader()
    if not package.read_into(main, workbook):
        raise broken()
    if len(workbook.sheets) > limits.SHEETS:
        raise too_large()
    strings = StringsReader()
    package.read_into(_target(package, main, "sharedStrings") or "xl/sharedstrings.xml", strings)
    dates = DatesReader()
    package.read_into(_target(package, main, "styles") or "xl/styles.xml", dates)
    relations = _relations(package, main)
    cells = limits.CELLS
    sheets = []
    for name, relation, is_hidden in workbook.sheets:
        part = relations.get(relation)
        if is_hidden or part is None or "sheet" not in part.kind:
            continue
        links = {key: item.target for key, item in _relations(package, part.path).items()}
        reader = SheetReader(strings.texts, dates, links, workbook.is_1904, cells)
        if package.read_into(part.path, reader):
            cells -= reader.filled
            sheets.append(Sheet(name, with_blank_rows(reader.rows()), reader.groups))
    if not sheets:
        raise broken()
    return sheets


def with_blank_rows(rows: list[Row]) -> list[Row]:
    """The rows with the blank ones between them; a very long gap is no row of anybody's."""
    result: list[Row] = []
    for row in rows:
        gap = row.number - result[-1].number - 1 if result else 0
        if 0 < gap <= limits.BLANK_GAP:
            result.extend(Row(number, []) for number in range(row.number - gap, row.number))
        result.append(row)
    return result


def _relations(package: Package, part: str) -> dict:
    reader = RelationsReader(posixpath.dirname(part))
    package.read_into(_relations_of(part), reader)
    return reader.found


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(package: Package, part: str, kind: str) -> str | None:
    found = _relations(package, part).values()
    return next((relation.path for relation in found if relation.kind == kind), None)
