"""What a file is once it has been read: sheets of rows of text, whatever it was written in.

Everything is text as a person would read it; a date is `2014-05-03` and a number has no `.0`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NO_LINKS: Mapping[int, str] = MappingProxyType({})
INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"
_ENDS = INVISIBLE + " \t\n\r\f\v\xa0"
_BLANKS = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2007": " ", "\x0b": "\n", "\x0c": "\n"})
FORMULA_STARTS = frozenset("=+-@\t\r＝＋－＠")
_HYPERLINK = re.compile(
    r'=?\s*HYPERL(?:INK|ÄNK)\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)\s*',
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """One row: its number in the sheet (from 1), its cells, and where linked cells lead."""

    number: int
    cells: list[str]
    links: Mapping[int, str] = field(default_factory=lambda: NO_LINKS)

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


@dataclass(slots=True)
class Sheet:
    """`groups` are headings that span several columns: (row, first column, last column)."""

    name: str
    rows: list[Row]
    groups: list[tuple[int, int, int]] = field(default_factory=list)


def tidy(text: str) -> str:
    """The text as meant: composed letters, plain blanks and line breaks, nothing at its ends."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_BLANKS)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip(_ENDS)


def without_apostrophe(text: str) -> str:
    """Takes off the apostrophe that a download puts before what looks like a formula."""
    if text.startswith("'") and len(text) > 1 and (text[1] in FORMULA_STARTS or text[1] == "'"):
        return text[1:]
    return text


def hyperlink(formula: str) -> tuple[str, str] | None:
    """The text and the address of `=HYPERLINK("address";"text")`; None for anything else."""
    found = _HYPERLINK.fullmatch(formula)
    if found is None:
        return None
    address = found[1].replace('""', '"')
    return (found[2] or "").replace('""', '"') or address, address


def without_blank_end(cells: list[str]) -> list[str]:
    """The row without the empty cells after its last filled one."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end] if end < len(cells) else cells
