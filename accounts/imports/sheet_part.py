"""One sheet of a workbook as rows of text: values, hyperlinks, merged ranges.

A formula counts as the value the workbook saved with it, except `HYPERLINK`, which also says
where it leads. A text that begins with "=" is a text. A value merged over several rows is carried
down; nothing else ever fills an empty cell.
"""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from . import limits
from .parts import DatesReader, plain_text
from .table import Row, hyperlink, tidy
from .text_file import too_many_cells, too_many_columns, too_many_rows

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?(\d{1,9})")
_WIDEST = 16_384
_DEEPEST = 1_048_576


@lru_cache(maxsize=1_000)
def column_of(letters: str) -> int:
    """A column's number from 0: A -> 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class SheetReader:
    """Reads a sheet's XML; `rows()` gives what it held."""

    def __init__(
        self,
        strings: list[str],
        dates: DatesReader,
        links: Mapping[str, str],
        is_1904: bool,
        most_cells: int,
    ) -> None:
        self.filled = 0
        self.groups: list[tuple[int, int, int]] = []
        self._strings = strings
        self._dates = dates
        self._targets = links
        self._epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self._most_cells = most_cells
        self._cells: dict[int, dict[int, str]] = {}
        self._links: dict[tuple[int, int], str] = {}
        self._merged: list[tuple[int, int, int, int]] = []
        self._row = 0
        self._column = -1
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._collecting = False
        self._phonetic = False
        self._value = self._inline = self._formula = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t", "f"):
            self._pieces = []
            self._collecting = not self._phonetic
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = -1
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self._start_merged(attributes.get("ref", ""))
        elif name == "hyperlink":
            self._start_link(attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = column_of(found[1]) if found else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = self._inline = self._formula = ""

    def _start_merged(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if start and end and len(self._merged) < limits.ROWS:
            area = (int(start[2]), int(end[2]), column_of(start[1]), column_of(end[1]))
            self._merged.append(area)
            if area[0] == area[1]:
                self.groups.append((area[0], area[2], area[3]))

    def _start_link(self, attributes: dict[str, str]) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        target = self._targets.get(relation, "")
        found = _REFERENCE.fullmatch(attributes.get("ref", "").partition(":")[0])
        if target and found and attributes.get("location"):
            target = f"{target}#{attributes['location']}"
        if target and found and len(self._links) < limits.CELLS:
            self._links[int(found[2]), column_of(found[1])] = tidy(target)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            self._value, self._collecting = "".join(self._pieces), False
        elif name == "t":
            self._inline, self._collecting = self._inline + "".join(self._pieces), False
        elif name == "f":
            self._formula, self._collecting = "".join(self._pieces), False
        elif name == "rPh":
            self._phonetic = False

    def text(self, characters: str) -> None:
        if self._collecting:
            self._pieces.append(characters)

    def _end_cell(self) -> None:
        text = tidy(self._text())
        link = hyperlink(self._formula or text) if self._formula or text[:1] == "=" else None
        if link:
            text = text if self._formula and text else link[0]
            self._links[self._row, self._column] = tidy(link[1])
        if not text:
            return
        if self._column >= limits.COLUMNS:
            raise too_many_columns()
        self.filled += 1
        if self.filled > self._most_cells:
            raise too_many_cells()
        row = self._cells.get(self._row)
        if row is None:
            if len(self._cells) > limits.ROWS + 1000:
                raise too_many_rows()
            row = self._cells[self._row] = {}
        row[self._column] = text

    def _text(self) -> str:
        value = self._value
        if self._type == "s":
            number = int(value) if value.isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if self._type == "inlineStr":
            return plain_text(self._inline)
        if self._type == "str":
            return plain_text(value)
        if self._type == "e":
            return ""
        if self._type == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if self._type == "d":
            return value.removesuffix("Z").removesuffix("T00:00:00").removesuffix("T00:00:00.000")
        return self._number(value) if value else ""

    def _number(self, value: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if self._style and self._dates.is_date(self._style):
            return self._date(number) or value
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        return repr(number)

    def _date(self, number: float) -> str:
        try:
            moment = from_excel(number, self._epoch)
        except (OverflowError, ValueError):
            return ""
        if isinstance(moment, dt.datetime):
            return moment.date().isoformat()
        return moment.isoformat() if isinstance(moment, dt.time) else ""

    def rows(self) -> list[Row]:
        """The rows that hold anything, in order."""
        self._carry_down()
        rows = []
        for number in sorted(self._cells):
            filled = self._cells[number]
            cells = [""] * (max(filled) + 1)
            for column, text in filled.items():
                cells[column] = text
            rows.append(Row(number, cells))
        by_number = {row.number: row for row in rows}
        for (number, column), target in self._links.items():
            row = by_number.get(number)
            if row is not None and column < len(row.cells):
                row.links = {**row.links, column: target}
        return rows

    def _carry_down(self) -> None:
        steps = 0
        for top, bottom, column, _last in self._merged:
            text = self._cells.get(top, {}).get(column)
            if bottom <= top or not text or column >= _WIDEST or bottom > _DEEPEST:
                continue
            link = self._links.get((top, column))
            for number in range(top + 1, min(bottom, top + limits.ROWS) + 1):
                steps += 1
                if steps > limits.CELLS:
                    raise too_many_cells()
                cells = self._cells.get(number)
                if cells is None or column in cells:
                    continue
                cells[column] = text
                if link:
                    self._links[number, column] = link
