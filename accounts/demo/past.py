"""A year of nightly figures: monthly at first, weekly lately, and better from month to month.

What is true today is where they end. Before, more accounts had each gap, the more the longer ago;
which ones follows from the unit and the rule alone, so that a curve falls and does not jump.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from ..models import Snapshot, Unit
from .inserting import insert
from .planted import Ledger

MONTHS = 12
WEEKS = 8
WORSE = 0.34
"""How many of those without a gap had it a year ago."""
MANY = 40
"""From so many accounts on the share is taken instead of a draw for each."""


def store(ledger: Ledger, units: Sequence[Unit]) -> None:
    """Write the figures of every day there are any of."""
    for day in _days(ledger.today):
        insert(Snapshot, list(_figures(ledger, units, day)))


def _days(today: date) -> list[date]:
    monthly = [today - timedelta(days=30 * month) for month in range(3, MONTHS + 1)]
    weekly = [today - timedelta(days=7 * week) for week in range(1, WEEKS + 1)]
    return sorted({*monthly, *weekly})


def _figures(ledger: Ledger, units: Sequence[Unit], day: date) -> Iterator[Snapshot]:
    ago = (ledger.today - day).days / 365
    looked_at = {}
    for unit in units:
        looked_at[unit.pk] = round(ledger.looked_at[unit.pk] * (1 - 0.12 * ago))
        yield Snapshot(on=day, unit_id=unit.pk, rule="", count=looked_at[unit.pk])
    for rule, found in ledger.planted.items():
        for unit in units:
            now = found[unit.pk]
            free = ledger.looked_at[unit.pk] - now
            then = min(now + _more(rule, unit.pk, free, WORSE * ago), looked_at[unit.pk])
            if then > 0:
                yield Snapshot(on=day, unit_id=unit.pk, rule=rule, count=then)


def _more(rule: str, unit: int, free: int, share: float) -> int:
    if free > MANY:
        return round(free * share)
    rng = Random(f"{rule} {unit}")  # noqa: S311 - meant to be foreseeable
    return sum(rng.random() < share for _each in range(free))
