"""Nightly figures, and how they went: what the trend curves are drawn from.

One set of rows a day, whoever takes it how often. Zeros are left out, but every unit's number of
accounts looked at is kept, so that no finding can be told from no snapshot.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from ..models import Revision, Snapshot, Unit
from .access.viewer import Viewer
from .audits.findings import ALL, Counts, counts


@dataclass(frozen=True)
class Point:
    """On a day so many accounts had the gap, of so many looked at."""

    on: date
    count: int
    of: int


def take(*, on: date | None = None, counted: Counts | None = None) -> int:
    """Keep the day's figures; how many rows were written, none when they are kept already."""
    day = on or timezone.localdate()
    if Snapshot.objects.filter(on=day).exists():
        return 0
    rows = list(_rows(day, counted or counts(day)))
    with transaction.atomic():
        # The revision's row stands for the register: of two schedulers the second one waits here.
        Revision.objects.select_for_update().filter(id=1).first()
        if Snapshot.objects.filter(on=day).exists():
            return 0
        Snapshot.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _rows(day: date, counted: Counts) -> list[Snapshot]:
    units = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    looked_at = counted.by_unit[ALL]
    rows = [Snapshot(on=day, unit_id=unit, rule=ALL, count=looked_at[unit]) for unit in units]
    for rule, by_unit in counted.by_unit.items():
        if rule != ALL:
            rows += [
                Snapshot(on=day, unit_id=unit, rule=rule, count=number)
                for unit, number in sorted(by_unit.items())
                if number
            ]
    return rows


def trend(
    *,
    viewer: Viewer,
    rule: str | Collection[str],
    since: date,
    units: Collection[int] | None = None,
) -> list[Point]:
    """The snapshots of a rule's code (or of several that exclude each other) since a day.

    Oldest first, added up over these units.

    Without `units`, over all that the viewer may know of. Days without a snapshot have no point.
    """
    codes = (rule,) if isinstance(rule, str) else tuple(rule)
    rows = Snapshot.objects.filter(rule__in=(*codes, ALL), on__gte=since)
    if not viewer.sees_everything:
        units = viewer.units if units is None else viewer.units & frozenset(units)
    if units is not None:
        rows = rows.filter(unit__in=units)
    grouped = rows.order_by("on").values("on").annotate(
        found=Sum("count", filter=Q(rule__in=codes), default=0),
        looked_at=Sum("count", filter=Q(rule=ALL)),
    )  # fmt: skip
    return [
        Point(on, found, looked_at)
        for on, found, looked_at in grouped.values_list("on", "found", "looked_at")
        if looked_at is not None
    ]
