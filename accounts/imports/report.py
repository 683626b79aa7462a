"""The report of an import: one JSON line per row of the sheet."""

import json
from collections.abc import Iterator

from .plan import Plan, PlannedRow


def lines(plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        yield json.dumps(line(row), ensure_ascii=False)


def line(row: PlannedRow) -> dict[str, object]:
    """`sheet` is there when the file has several; `codes` are the reasons for programs."""
    told: dict[str, object] = {
        "row": row.number,
        "outcome": row.outcome.value,
        "account": row.account,
        "reasons": [str(reason) for reason in row.reasons],
        "codes": [reason.code for reason in row.reasons],
    }
    return told | ({"sheet": row.sheet} if row.sheet else {})
