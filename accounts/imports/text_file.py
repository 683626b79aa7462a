"""Reading text tables: which encoding, which delimiter, and no more of it than the limits allow.

The encoding is the byte order mark's, else UTF-16 by its zero bytes, else UTF-8 when it is valid,
else Windows-1252 (which Latin-1 files are read as too). The delimiter is the one that gives the
most headings the register knows, then the most even rows.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ..exceptions import FileRefused
from . import limits
from .headings import known_headings
from .table import NO_LINKS, Row, Sheet, hyperlink, tidy, without_apostrophe, without_blank_end

DELIMITERS = (";", ",", "\t", "|")
SAMPLE_ROWS = 60
SAMPLE_CHARACTERS = 100_000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = frozenset(map(chr, (*range(9), *range(14, 32), 127)))


def read(content: bytes) -> Sheet:
    """The table as one sheet. Raises FileRefused."""
    encoding = encoding_of(content)
    sample = io.TextIOWrapper(io.BytesIO(content), encoding, newline="").read(SAMPLE_CHARACTERS)
    if not _CONTROL.isdisjoint(sample):
        raise _not_a_table()
    delimiter, skipped_lines = delimiter_of(sample)
    try:
        rows = list(_rows(content, encoding, delimiter, skipped_lines))
    except (csv.Error, UnicodeDecodeError) as error:
        raise _not_a_table() from error
    while rows and rows[-1].is_blank:
        rows.pop()
    return Sheet(name="", rows=rows)


def encoding_of(content: bytes) -> str:
    """The name of the encoding that the text is written in."""
    for mark, name in MARKS:
        if content.startswith(mark):
            if not name:
                raise _not_a_table()
            return name
    start = content[:2000]
    if b"\x00" in start:
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if odd > len(start) // 4 and even == 0:
            return "utf-16-le"
        if even > len(start) // 4 and odd == 0:
            return "utf-16-be"
    if b"\x00" in content:
        raise _not_a_table()
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start_at in range(0, len(content), 65536):
            decoder.decode(content[start_at : start_at + 65536])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252, so a text that has them is Latin-1.
        undefined = any(bytes([code]) in content for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        return "latin-1" if undefined else "cp1252"
    return "utf-8"


def delimiter_of(sample: str) -> tuple[str, int]:
    """The delimiter, and how many lines before the table only name it (Excel's `sep=;`)."""
    first = sample.split("\n", 1)[0].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    best = (-1, -1.0, ";")
    for delimiter in DELIMITERS:
        try:
            rows = _sample_rows(sample, delimiter)
        except csv.Error:
            continue
        known = max((known_headings(row) for row in rows), default=0)
        widths = Counter(len(row) for row in rows if any(row))
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        even = often / max(1, sum(widths.values())) if width > 1 else 0.0
        if (known, even) > best[:2]:
            best = (known, even, delimiter)
    return best[2], 0


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
        rows.append(row[: limits.COLUMNS])
        if len(rows) == SAMPLE_ROWS:
            break
    return rows


def _rows(content: bytes, encoding: str, delimiter: str, skipped_lines: int) -> Iterator[Row]:
    source = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    for _number in range(skipped_lines):
        source.readline()
    pending = [0]
    filled = 0
    reader = csv.reader(_lines(source, pending), delimiter=delimiter)
    for number, raw in enumerate(reader, 1 + skipped_lines):
        pending[0] = 0
        if number > limits.ROWS + 1000:
            raise too_many_rows()
        cells, links = _cells(raw)
        filled += len(cells)
        if len(cells) > limits.COLUMNS:
            raise too_many_columns()
        if filled > limits.CELLS:
            raise too_many_cells()
        yield Row(number, cells, links)


def _lines(source: io.TextIOWrapper, pending: list[int]) -> Iterator[str]:
    """The file's lines; refuses what would make one row grow without end."""
    while line := source.readline(limits.LINE_CHARACTERS):
        pending[0] += 1
        if len(line) == limits.LINE_CHARACTERS or pending[0] > limits.LINES_IN_A_ROW:
            raise FileRefused(
                _(
                    "A row of the file never seems to end, perhaps because a quotation mark is"
                    " missing. Open the file in Excel and save it as an Excel workbook (.xlsx)."
                )
            )
        yield line


def _cells(raw: list[str]) -> tuple[list[str], Mapping[int, str]]:
    cells = without_blank_end(raw)
    links: dict[int, str] = {}
    for column, text in enumerate(cells):
        if not text:
            continue
        if text[0] == "'":
            text = without_apostrophe(text)
        elif text[0] == "=" and (found := hyperlink(text)):
            text, links[column] = found
        cells[column] = tidy(text)
    return without_blank_end(cells), links or NO_LINKS


def too_many_rows() -> FileRefused:
    return FileRefused(
        _("The file has more than %(rows)d rows. Divide it into several files.")
        % {"rows": limits.ROWS}
    )


def too_many_columns() -> FileRefused:
    return FileRefused(
        _(
            "The file has more than %(columns)d columns. Remove those that do not describe the"
            " accounts."
        )
        % {"columns": limits.COLUMNS}
    )


def too_many_cells() -> FileRefused:
    return FileRefused(
        _("The file has more than %(cells)d filled cells. Divide it into several files.")
        % {"cells": limits.CELLS}
    )


def _not_a_table() -> FileRefused:
    return FileRefused(
        _(
            "The file could not be read as a table. Save it as an Excel workbook (.xlsx), or as"
            " CSV in UTF-8."
        )
    )
