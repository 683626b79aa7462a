"""The small parts of a workbook, each a reader of a stream of XML that keeps only what is needed.

A reader has `start(name, attributes)`, `end(name)` and `text(characters)`; names come without
their namespace, for writers choose prefixes as they like.
"""

import posixpath
from dataclasses import dataclass
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.escape import unescape

from ..exceptions import FileRefused
from . import limits

CHUNK = 65_536


def feed(source: IO[bytes], reader: Any, budget: int) -> int:
    """Parse `source` into `reader`; returns what is left of the budget of bytes.

    Raises FileRefused for broken XML, for any document type declaration, and past the budget.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    local: dict[str, str] = {}

    def name_of(name: str) -> str:
        short = local.get(name)
        if short is None:
            short = local[name] = name.rpartition(" ")[2]
        return short

    start, end = reader.start, reader.end
    elements = iter(range(limits.ELEMENTS))

    def started(name: str, attributes: dict[str, str]) -> None:
        if next(elements, None) is None:
            raise too_large()
        start(name_of(name), attributes)

    parser.StartElementHandler = started
    parser.EndElementHandler = lambda name: end(name_of(name))
    parser.CharacterDataHandler = reader.text
    try:
        while chunk := source.read(CHUNK):
            budget -= len(chunk)
            if budget < 0:
                raise too_large()
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise broken() from error
    return budget


def broken() -> FileRefused:
    return FileRefused(
        _(
            "The workbook is damaged or incomplete. Open it in Excel, save it again as an Excel"
            " workbook (.xlsx) and try once more."
        )
    )


def too_large() -> FileRefused:
    return FileRefused(
        _(
            "The workbook unpacks to far more than a register of accounts. Copy the rows into a"
            " new workbook and save that."
        )
    )


def _refuse_declaration(*_arguments: object) -> None:
    raise FileRefused(
        _(
            "The workbook holds definitions that no spreadsheet program writes. Copy the rows"
            " into a new workbook and save that."
        )
    )


class Relation(NamedTuple):
    kind: str
    target: str
    path: str


class RelationsReader:
    """What a part points to, by the name it uses for it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, Relation] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = Relation(kind, target, path)

    def end(self, name: str) -> None: ...

    def text(self, characters: str) -> None: ...


class SheetsReader:
    """The sheets of a workbook in order: name, relation, whether hidden; and its calendar."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), relation, hidden))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")

    def end(self, name: str) -> None: ...

    def text(self, characters: str) -> None: ...


class StringsReader:
    """The texts that cells share; phonetic readings beside a text are not part of it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._in_text = not self._phonetic
        elif name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "si":
            self.texts.append(plain_text("".join(self._pieces)))
        elif name == "rPh":
            self._phonetic = False

    def text(self, characters: str) -> None:
        if self._in_text:
            self._pieces.append(characters)


@dataclass
class DatesReader:
    """Which cell styles show a number as a date."""

    def __post_init__(self) -> None:
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._in_cell_styles = False
        self._known: dict[int, bool] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            self._styles.append(_number(attributes.get("numFmtId")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_styles = False

    def text(self, characters: str) -> None: ...

    def is_date(self, style: str | None) -> bool:
        number = _number(style)
        if number not in self._known:
            code = self._styles[number] if 0 <= number < len(self._styles) else 0
            written = self._formats.get(code) or BUILTIN_FORMATS.get(code) or ""
            self._known[number] = is_date_format(written)
        return self._known[number]


def plain_text(text: str) -> str:
    """The text of a string as the workbook means it: `_x000D_` is how it writes a control."""
    return unescape(text) if "_x" in text else text


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
