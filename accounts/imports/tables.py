"""Where the accounts stand in a file: which sheets, under which headings, in which columns.

A sheet counts when a row of headings is found in it, or a column that is mostly addresses. The
guess of what each column holds looks at the headings first and then at the cells, since "Konto"
and "Kanal" mean a name in one sheet and an address in the next. The person may change it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..exceptions import FileRefused
from . import limits
from .headings import ADDRESS_FIELDS, asks_for_secrets, exact, known_headings, likely, unique
from .table import Row, Sheet
from .text_file import too_many_columns, too_many_rows
from .values import platform_code

LOOKED_THROUGH = 60
"""How far down the headings may stand."""
SAMPLE = 200
_ADDRESS = re.compile(
    r"\s*(?:https?:\s*/|www\.|[\w-]+(?:\.[\w-]+)+/\S|@[\w.-]+@[\w-]+\.\w)", re.IGNORECASE
)


@dataclass(slots=True)
class Table:
    """One sheet's accounts: `headings` are unique within it, `rows` stand below them."""

    sheet: str
    headings: list[str]
    rows: list[Row]
    header: list[str]

    def column(self, number: int) -> Iterator[tuple[str, str]]:
        """The filled cells of a column in the first rows, each with where it leads."""
        for row in self.rows[:SAMPLE]:
            if number < len(row.cells) and row.cells[number]:
                yield row.cells[number], row.links.get(number, "")

    def share(self, number: int, claim: Callable[[str, str], bool]) -> float:
        """How large a part of a column's cells the claim holds for."""
        cells = list(self.column(number))
        return sum(claim(text, link) for text, link in cells) / len(cells) if cells else 0.0


def is_address(text: str, link: str = "") -> bool:
    return (bool(link) and not link.startswith("mailto:")) or _ADDRESS.match(text) is not None


def find(sheets: Sequence[Sheet]) -> list[Table]:
    """The tables of accounts in the file. Raises FileRefused when there is none, or a column of
    passwords."""
    found = [table for sheet in sheets if (table := _table(sheet))]
    with_addresses = [table for table in found if _names_accounts(table)]
    tables = with_addresses or found
    if not tables:
        raise FileRefused(
            _(
                "No row of headings was found in the file. Give the columns headings such as"
                " Platform, Address and Unit, or start from the template."
            )
        )
    if sum(len(table.rows) for table in tables) > limits.ROWS:
        raise too_many_rows()
    if any(len(table.headings) > limits.COLUMNS for table in tables):
        raise too_many_columns()
    for table in tables:
        _refuse_secrets(table)
    return tables


def _table(sheet: Sheet) -> Table | None:
    best, most = None, 0
    for place, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        known = known_headings(row.cells)
        if known > most:
            best, most = place, known
    if best is not None and (most > 1 or _is_address_heading(sheet.rows[best])):
        header = sheet.rows[best]
        cells = _with_groups(sheet, best)
        return _cut(sheet, cells, header.cells, best + 1)
    for place, row in enumerate(sheet.rows[:LOOKED_THROUGH]):
        if any(is_address(text, row.links.get(n, "")) for n, text in enumerate(row.cells)):
            above = sheet.rows[place - 1].cells if place else []
            width = max(len(above), len(row.cells))
            return _cut(sheet, above + [""] * (width - len(above)), above, place)
    return None


def _cut(sheet: Sheet, headings: list[str], header: list[str], start: int) -> Table:
    rows = sheet.rows[start:]
    width = max([len(headings), *(len(row.cells) for row in rows)])
    return Table(
        sheet=sheet.name,
        headings=unique(headings + [""] * (width - len(headings))),
        rows=rows,
        header=header,
    )


def _is_address_heading(row: Row) -> bool:
    return any(exact(text) in ADDRESS_FIELDS for text in row.cells)


def _with_groups(sheet: Sheet, place: int) -> list[str]:
    """The headings, with the group's heading before those it makes clearer ("Kontakt | E-post")."""
    cells = list(sheet.rows[place].cells)
    above = sheet.rows[place - 1] if place else None
    if above is None:
        return cells
    for number, first, last in sheet.groups:
        if number != above.number or first >= len(above.cells) or last == first:
            continue
        for column in range(first, min(last + 1, len(cells))):
            together = f"{above.cells[first]} {cells[column]}"
            if cells[column] and exact(together):
                cells[column] = together
    return cells


def _names_accounts(table: Table) -> bool:
    guessed = guess(table).values()
    return "url" in guessed or "handle" in guessed or "slug" in guessed


def _refuse_secrets(table: Table) -> None:
    for number, heading in enumerate(table.headings):
        if asks_for_secrets(heading) and any(table.column(number)):
            raise FileRefused(
                _(
                    "The column “%(heading)s” seems to hold passwords. The register never keeps"
                    " passwords, and a spreadsheet is not safe for them either: move them to a"
                    " password manager, take the column away and try again."
                )
                % {"heading": heading}
            )


def guess(table: Table) -> dict[str, str]:
    """What each column holds, by its heading: the code of a field, or "" for none."""
    taken: dict[str, int] = {}
    certain = [exact(heading) or "" for heading in table.headings]
    near = [likely(heading) or "" for heading in table.headings]
    # A column that says outright what it holds goes before one that is judged by its cells.
    for codes, is_judged in ((certain, False), (certain, True), (near, False), (near, True)):
        for number, code in enumerate(codes):
            meant = _by_content(table, number, code)
            is_free = meant not in taken and number not in taken.values()
            if meant and is_free and (meant != code) == is_judged:
                taken[meant] = number
    _find_addresses(table, taken)
    by_number = {number: code for code, number in taken.items()}
    return {heading: by_number.get(number, "") for number, heading in enumerate(table.headings)}


def _by_content(table: Table, number: int, code: str) -> str:
    """What a heading with several meanings means here."""
    if code not in ("platform", "url") or not any(table.column(number)):
        return code
    if code == "platform":
        if table.share(number, lambda text, link: bool(platform_code(text))) >= 0.5:
            return code
        return "url" if table.share(number, is_address) >= 0.5 else "name"
    if code == "url" and table.share(number, lambda text, link: " " in text and not link) >= 0.5:
        return "name"
    return code


def _find_addresses(table: Table, taken: dict[str, int]) -> None:
    """Give `url` to the column with most addresses when no heading said which it is."""
    present = taken.get("url")
    if present is not None and (
        table.share(present, is_address) > 0 or "platform" in taken or not table.rows
    ):
        return
    best, most = None, 0.5
    for number in range(len(table.headings)):
        share = table.share(number, is_address)
        if share >= most and number not in (taken.get("web_page"), taken.get("house_rules_url")):
            best, most = number, share + 0.01
    if best is not None:
        for code in [code for code, number in taken.items() if number == best]:
            if code != "platform":
                del taken[code]
        taken["url"] = best
