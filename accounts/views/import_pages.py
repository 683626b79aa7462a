"""What the import's preview shows: counts that filter, one page of rows, unread columns."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..imports.headings import EXTRA_LABELS
from ..imports.plan import Outcome
from ..imports.row_form import BY_CODE
from ..imports.uploads import StoredPlan
from ..models import Upload
from .helpers import address_with

PAGE = 50
PILLS = {
    "accepted": "good",
    "updated": "info",
    "unchanged": "",
    "refused": "bad",
    "duplicate": "warn",
    "skipped": "",
}
MOST_NAMED = 20


def preview_context(
    path: str, query: QueryDict, upload: Upload, plan: StoredPlan
) -> dict[str, Any]:
    """Everything on the page that does not come from a form."""
    outcome = query.get("outcome", "")
    if outcome not in (*Outcome.values, "noted"):
        outcome = ""
    found = plan.with_outcome(outcome)
    pages = max(1, -(-len(found) // PAGE))
    asked = query.get("page", "")
    page = min(max(int(asked) if asked.isdecimal() and len(asked) < 9 else 1, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    is_applied = upload.state == Upload.State.APPLIED
    return {
        "upload": upload,
        "plan": plan,
        "is_applied": is_applied,
        "is_running": upload.state == Upload.State.RUNNING,
        "counts": _counts(path, query, plan, outcome),
        "outcome": outcome,
        "rows": [_row(row, is_applied) for row in shown],
        "count_text": ngettext("%(count)d row", "%(count)d rows", len(found))
        % {"count": len(found)},
        "has_sheets": any(row["sheet"] for row in shown),
        "pager": _pager(path, query, page, pages),
        "unread": plan.data["unread"],
        "new_units": plan.data["units"],
        "retired": plan.data["retired"],
        "most_named": MOST_NAMED,
    }


def _counts(path: str, query: QueryDict, plan: StoredPlan, chosen: str) -> list[dict[str, Any]]:
    """Every outcome with its number, as a link that shows only those rows."""
    named = [(outcome.value, str(outcome.label)) for outcome in Outcome]
    counts = {**plan.counts, "noted": len(plan.with_outcome("noted"))}
    if counts["noted"]:
        named.append(("noted", _("Taken with a remark")))
    return [
        {
            "label": label,
            "value": counts[code],
            "url": address_with(path, query, outcome=code if code != chosen else None, page=None),
            "is_chosen": code == chosen,
        }
        for code, label in named
    ]


def _row(row: dict[str, Any], is_applied: bool) -> dict[str, Any]:
    outcome = Outcome(row["outcome"])
    exists = is_applied or outcome in (Outcome.UPDATED, Outcome.UNCHANGED)
    return {
        "sheet": row["sheet"],
        "number": row["row"],
        "title": row["title"],
        "url": reverse("accounts:account", args=[row["account"]])
        if exists and row["account"]
        else "",
        "label": outcome.label,
        "pill": PILLS[outcome.value],
        "reasons": row["reasons"],
        "changes": [(label_of(code), before, after) for code, before, after in row["changes"]],
    }


def label_of(code: str) -> str:
    """What a field is called on the page."""
    return str(BY_CODE[code].label if code in BY_CODE else EXTRA_LABELS[code])


def _pager(path: str, query: QueryDict, page: int, pages: int) -> dict[str, str]:
    def url(number: int) -> str:
        return address_with(path, query, page=str(number) if number > 1 else None)

    facts = {"page": page, "pages": pages}
    return {
        "first_url": url(1) if page > 2 else "",
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < pages else "",
        "label": _("Page %(page)d of %(pages)d") % facts,
    }
