"""Files the import gives back: the refused rows with why, to be mended and sent again; a template.

Text that looks like a formula is guarded here as in every download; reading takes the guard off.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ..exports.guard import guarded, legal
from .headings import EXTRA_LABELS, is_reason, likely, reason_heading
from .row_form import BY_CODE
from .uploads import StoredPlan

TEMPLATE = (
    *("platform", "url", "name", "unit", "languages", "purpose", "goals", "target_audience"),
    *("owner", "owner_email", "owner_phone", "deputies", "deputy_emails", "function_mailbox"),
    *("opened_on", "two_step", "two_step_method", "notes"),
)
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Rows = Iterable[Sequence[str]]


def refused(plan: StoredPlan) -> Iterator[list[str]]:
    """The headings and every refused row under its own headings, with the reason at the end."""
    sheets = plan.data["headings"]
    listed = (heading for headings in sheets.values() for heading in headings)
    headings = [heading for heading in dict.fromkeys(listed) if not is_reason(heading)]
    mapping = plan.data["mapping"]
    yield [*(as_understood(heading, mapping) for heading in headings), reason_heading()]
    for row in plan.with_outcome("refused"):
        cells = dict(zip(sheets[row["sheet"]], row["cells"], strict=False))
        yield [*(cells.get(heading, "") for heading in headings), " ".join(row["reasons"])]


def as_understood(heading: str, mapping: Mapping[str, str]) -> str:
    """The heading; ours where a person had to say what it means, who then need not say it again."""
    code = mapping.get(heading)
    if not code or likely(heading) == code:
        return heading
    return str(EXTRA_LABELS[code] if code in EXTRA_LABELS else BY_CODE[code].label)


def template() -> Iterator[list[str]]:
    yield [str(BY_CODE[code].label) for code in TEMPLATE]


def as_file(rows: Rows, kind: str) -> bytes:
    return _xlsx(rows) if kind == "xlsx" else _csv(rows)


def _csv(rows: Rows) -> bytes:
    """With a byte order mark and the delimiter that Excel expects in the reader's language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if get_language() == "sv" else ",")
    writer.writerows([guarded(legal(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: Rows) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Accounts"))
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=legal(text))
            cell.data_type = "s"  # never a formula, whatever it begins with
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
