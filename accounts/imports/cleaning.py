"""What each row says, before the register is asked: which account, which values, which faults.

No row is lost in silence: every one becomes a draft with its cleaned values, or is refused with
what has to be mended, or is skipped because it is no account (blank, the headings again, a total).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..domain.folding import fold
from ..domain.vocabulary import Vocabulary
from ..platforms import Identified, identify
from . import values
from .headings import ADDRESS_FIELDS
from .people import MAIL
from .reasons import Fault, Reason
from .row_form import PEOPLE, WORKED_OUT, RowForm
from .table import Row, tidy
from .tables import Table, is_address
from .words import NOTHING

_TOTAL = re.compile(
    r"\W*(?:del|total|sub)?(?:summa|totalt?|sum|antal|count|inalles)\b", re.IGNORECASE
)
_LINKED = ("url", "platform", "handle", "name")
HIDDEN = "••••"


@dataclass(slots=True)
class Draft:
    """A row on its way. `found` is the account it names; `fault` refuses it, `skip` is why it is
    no account."""

    table: Table
    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    found: Identified | None = None
    fault: Reason | None = None
    skip: Reason | None = None
    notes: list[Reason] = field(default_factory=list)


class Cleaner:
    """Cleans the rows of one table; `mapping` says which field each heading stands for."""

    def __init__(self, table: Table, mapping: Mapping[str, str], words: Vocabulary) -> None:
        self.table = table
        self.words = words
        self.fields = {
            code: number
            for number, heading in enumerate(table.headings)
            if (code := mapping.get(heading, "")) and code not in WORKED_OUT
        }
        self.form = RowForm(self.fields, words)
        self.headings = [fold(text) for text in table.header]

    def drafts(self) -> Iterator[Draft]:
        for row in self.table.rows:
            yield self.draft(row)

    def draft(self, row: Row) -> Draft:
        draft = Draft(self.table, row)
        draft.skip = self._skip(row)
        if draft.skip:
            return draft
        data = self._data(row)
        draft.values = self.form.check(data)
        draft.notes = [self.reason("left-out", str(note), code) for code, note in self.form.notes]
        for code, faults in self.form.errors.items():
            password = self.form.tells_password(code)
            draft.fault = self.reason("password" if password else "invalid", str(faults[0]), code)
            if password:
                self._hide(row, code)
        try:
            # Also for a refused row: a replacing import spares the account it names.
            self._identify(draft, data)
        except Fault as fault:
            draft.fault = draft.fault or self.reason(fault.code, fault.text, fault.field)
        return draft

    def reason(self, code: str, text: str, field: str = "") -> Reason:
        """A reason that names the column of `field` by its heading."""
        number = self.fields.get(field)
        column = self.table.headings[number] if number is not None else ""
        return Reason(code, text, column, field)

    def _skip(self, row: Row) -> Reason | None:
        filled = [number for number, text in enumerate(row.cells) if text]
        if not filled:
            return Reason("blank", _("The row is blank."))
        if len(filled) > 1 and self._is_header(row, filled):
            return Reason("headings", _("The headings again."))
        first = row.cells[filled[0]]
        total = len(first) < 40 and _TOTAL.match(first) is not None
        if total and not any(is_address(row.cells[number]) for number in filled):
            return Reason("total", _("A total, not an account."))
        if len(filled) == 1 and not row.links and not self._may_name(filled[0]):
            return Reason("remark", _("A line of text, not an account."))
        return None

    def _is_header(self, row: Row, filled: list[int]) -> bool:
        header = self.table.header
        if filled[-1] >= len(header) or len(row.cells[filled[0]]) > 60:
            return False
        return all(fold(row.cells[number]) == self.headings[number] for number in filled)

    def _may_name(self, number: int) -> bool:
        """Whether the column is one that tells accounts apart."""
        return any(self.fields.get(code) == number for code in ADDRESS_FIELDS)

    def _data(self, row: Row) -> dict[str, str]:
        """The row's cells by field; what people write for "nothing" is blank."""
        data: dict[str, str] = {}
        cells, links = row.cells, row.links
        width = len(cells)
        for code, number in self.fields.items():
            text = cells[number] if number < width else ""
            if text and len(text) < 8 and text.casefold() in NOTHING:
                text = ""
            if links and number in links:
                text = self._with_link(code, text, links[number])
            if text:
                data[code] = text
        for code in ("handle", "owner_phone", "permanent_id"):
            if code in data:
                data[code] = values.plain_number(data[code])
        if links and "url" not in data:
            numbers = [self.fields[code] for code in _LINKED if code in self.fields]
            found = (links[n] for n in numbers if n in links and not links[n].startswith("mailto:"))
            if address := next(found, ""):
                data["url"] = address
        return data

    @staticmethod
    def _with_link(code: str, text: str, link: str) -> str:
        """What a linked cell says: an address that is written wins over a link left behind it."""
        if link.startswith("mailto:"):
            address = tidy(link.removeprefix("mailto:").partition("?")[0])
            told = code in PEOPLE and not MAIL.search(text)
            return f"{text} <{address}>" if told else text or address
        if code in ("url", "web_page", "house_rules_url") and not is_address(text):
            return link
        return text

    def _identify(self, draft: Draft, data: Mapping[str, str]) -> None:
        """Find which account the row names. Raises Fault."""
        platform = draft.values.get("platform") or ""
        address, handle = data.get("url", ""), data.get("handle", "")
        written, column = (address, "url") if address else (handle, "handle")
        if not written:
            if not draft.values.get("slug"):
                raise Fault("no-address", _("The row has no address of an account."), "url")
            return
        found = identify(written, platform or None)
        if not found.valid and address and handle and platform and found.code == "white-space":
            found, column = identify(handle, platform), "handle"
        if not found.valid:
            # Which platform the cell named no longer matters: the address says it all.
            draft.notes = [note for note in draft.notes if note.field != "platform"]
            raise Fault(found.code, str(found.reason), column)
        if found.personal:
            raise Fault(
                "personal",
                _("This is a person's own profile. The register holds only official accounts."),
                column,
            )
        if found.platform not in self.words.platforms:
            raise Fault("unknown-platform", _("The register does not take in this platform."))
        if address and handle and column == "url":
            other = identify(handle, found.platform)
            if other.valid and other.key != found.key:
                note = _("The handle %(handle)s is another one than the address shows, %(shown)s.")
                text = note % {"handle": handle[:80], "shown": found.handle}
                draft.notes.append(self.reason("handle-differs", text, "handle"))
        draft.found = found

    def _hide(self, row: Row, code: str) -> None:
        """Never show a password again, not even to be mended."""
        number = self.fields[code]
        row.cells[number] = HIDDEN
