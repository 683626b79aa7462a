"""Uploads on their way in: stored when they come, planned for the one who looks, imported once.

The plan is kept compressed beside the file, so that turning its pages costs nothing; it is made
again when the person changes a choice, reads in the other language, or the register moved on.
"""

import datetime as dt
import json
import zlib
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..domain import intake, people
from ..models import Unit, Upload, User
from . import importing
from .headings import is_reason
from .plan import Options, Outcome, Plan, PlannedRow
from .reasons import Reason

KEPT = dt.timedelta(days=7)
STALE = dt.timedelta(minutes=15)
"""After this a running import is taken for dead: its transaction left nothing behind."""
EXAMPLES = 3


@dataclass(frozen=True)
class StoredPlan:
    """A plan as it is kept; `rows` are dictionaries as `_stored_row` makes them."""

    data: dict[str, Any]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.data["rows"]

    @cached_property
    def counts(self) -> dict[str, int]:
        return {outcome.value: self.data["counts"].get(outcome.value, 0) for outcome in Outcome}

    @property
    def writes(self) -> int:
        """How many accounts the import adds, changes or retires."""
        counts = self.counts
        return counts["accepted"] + counts["updated"] + len(self.data["retired"])

    @property
    def needs_confirmation(self) -> bool:
        """Whether so much would be retired that it takes more than a button."""
        return importing.is_too_much(len(self.data["retired"]), self.data["living"])

    def with_outcome(self, outcome: str) -> list[dict[str, Any]]:
        """The rows with this outcome, those with a remark for "noted", else all."""
        if outcome == "noted":
            return [
                row
                for row in self.rows
                if row["reasons"] and row["outcome"] in ("accepted", "updated")
            ]
        return [row for row in self.rows if row["outcome"] == outcome] if outcome else self.rows


def store(content: bytes, file_name: str, *, by: User) -> Upload:
    """Keep a file and what importing it would do. Raises FileRefused, and then keeps nothing."""
    forget_old()
    upload = Upload(
        file_name=file_name[-255:],
        content=content,
        uploaded_at=timezone.now(),
        uploaded_by=by,
    )
    _replan(upload)
    upload.save()
    return upload


def forget_old() -> None:
    """Take away what nobody came back to within a week."""
    Upload.objects.filter(uploaded_at__lt=timezone.now() - KEPT).exclude(
        state=Upload.State.RUNNING
    ).delete()


def decide(
    upload: Upload,
    *,
    mapping: dict[str, str],
    default_unit: Unit | None,
    creates_units: bool,
    replaces: bool,
) -> StoredPlan:
    """Take the person's choices and plan again."""
    upload.mapping = mapping
    upload.default_unit = default_unit
    upload.creates_units = creates_units
    upload.replaces = replaces
    return _replan(upload, save=True)


def plan_of(upload: Upload) -> StoredPlan:
    """What would happen, or happened, in the reader's language while that can still be had."""
    if upload.content is not None and upload.language != get_language():
        return _replan(upload, save=True)
    return _unpacked(upload)


def options_of(upload: Upload) -> Options:
    top = people.top_unit()
    return Options(
        default_unit=upload.default_unit,
        create_under=top if upload.creates_units else None,
        replace=upload.replaces,
    )


def is_stale(upload: Upload) -> bool:
    """Whether an import began so long ago that it must have died."""
    began = upload.started_at
    running = upload.state == Upload.State.RUNNING
    return running and began is not None and began < timezone.now() - STALE


def claim(upload: Upload) -> bool:
    """Whether the import is the caller's to carry out: only one of two clicks gets it."""
    now = timezone.now()
    free = Q(state=Upload.State.PREVIEW) | Q(state=Upload.State.RUNNING, started_at__lt=now - STALE)
    claimed = Upload.objects.filter(free, pk=upload.pk).update(
        state=Upload.State.RUNNING, started_at=now
    )
    return bool(claimed)


def carry_out(
    upload: Upload, *, by: User, force: bool = False
) -> Generator[tuple[int, int], None, None]:
    """Import a claimed upload, step by step; whatever stops it gives the claim back.

    Raises Overtaken when the register moved on: then the new plan is kept, with what is different.
    """
    seen = _unpacked(upload)
    agreed = seen.data["fingerprint"]
    try:
        prepared = importing.prepare(bytes(upload.content or b""), upload.mapping)
        options = options_of(upload)
        with transaction.atomic():
            plan = yield from importing.steps(prepared, options, by=by, agreed=agreed, force=force)
            _finish(upload, plan, by)
    except BaseException as error:
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.PREVIEW, started_at=None)
        if isinstance(error, intake.Overtaken):
            upload.refresh_from_db()
            _replan(upload, save=True, seen=seen)
        raise


def _finish(upload: Upload, plan: Plan, by: User) -> None:
    """The file has done its duty; what became of its rows is kept a while."""
    upload.state = Upload.State.APPLIED
    upload.content = None
    upload.plan = _packed(plan)
    upload.language = get_language() or ""
    upload.applied_at, upload.applied_by = timezone.now(), by
    upload.save()


def _replan(upload: Upload, *, save: bool = False, seen: StoredPlan | None = None) -> StoredPlan:
    prepared = importing.prepare(bytes(upload.content or b""), upload.mapping)
    plan = importing.planned(prepared, options_of(upload))
    if seen is not None:
        _point_out(plan, seen)
    upload.plan = _packed(plan)
    upload.language = get_language() or ""
    if save:
        upload.save()
    return _unpacked(upload)


def _point_out(plan: Plan, seen: StoredPlan) -> None:
    """Say at each row that came out differently what it was when somebody looked."""
    for row, before in zip(plan.rows, seen.rows, strict=False):
        if row.outcome.value != before["outcome"]:
            was = Outcome(before["outcome"]).label
            text = _("This was “%(outcome)s” when you looked; the register has changed since.")
            row.reasons.insert(0, Reason("moved", text % {"outcome": was}))


def _packed(plan: Plan) -> bytes:
    told = {
        "rows": [_stored_row(row) for row in plan.rows],
        "counts": plan.counts,
        "headings": _headings(plan),
        "mapping": plan.mapping,
        "unread": unread_columns(plan),
        "units": [unit.name_sv for unit in plan.intake.units],
        "people": len(plan.intake.people),
        "retired": plan.retired,
        "living": plan.living,
        "fingerprint": plan.fingerprint,
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 3)


def _unpacked(upload: Upload) -> StoredPlan:
    return StoredPlan(json.loads(zlib.decompress(bytes(upload.plan or b""))))


def _stored_row(row: PlannedRow) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.number,
        "outcome": row.outcome.value,
        "account": row.account,
        "title": row.title,
        "reasons": [str(reason) for reason in row.reasons],
        "changes": row.changes,
    }
    if row.outcome == Outcome.REFUSED:
        # Only what has to be mended is kept cell by cell.
        told["cells"] = row.row.cells
    return told


def _headings(plan: Plan) -> dict[str, list[str]]:
    """The headings of every sheet in their order, for writing refused rows back."""
    several = len(plan.tables) > 1
    return {table.sheet if several else "": table.headings for table in plan.tables}


def unread_columns(plan: Plan) -> list[tuple[str, int, list[str]]]:
    """Columns that nothing is read from: heading, filled cells, examples. Never silently lost."""
    found = []
    for table in plan.tables:
        for number, heading in enumerate(table.headings):
            if plan.mapping.get(heading) or is_reason(heading):
                continue
            cells = [row.cells[number] for row in table.rows if number < len(row.cells)]
            filled = [text for text in cells if text]
            if filled:
                examples = list(dict.fromkeys(text[:60] for text in filled))[:EXAMPLES]
                found.append((heading, len(filled), examples))
    return found
