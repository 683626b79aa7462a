"""Unit × platform: where the university is, where it is twice, where it is not.

Counts official accounts only, so the picture is the same for everybody. A row is a unit with all
below it; opening a row shows the units one step down. Counts are read once per revision.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from ..choices import OFFICIAL
from ..models import Account, Platform, Unit
from .vocabulary import Vocabulary

LEVELS = (1, 2, 5, 10)
"""From how many accounts a cell takes the next darker tint."""


@dataclass(frozen=True)
class Row:
    """A unit's accounts per platform. `is_itself`: without what lies below the unit."""

    unit: Unit
    counts: Counter
    is_itself: bool = False
    has_children: bool = False

    @property
    def total(self) -> int:
        return self.counts.total()


@dataclass(frozen=True)
class Coverage:
    unit: Unit | None
    platforms: list[Platform]
    rows: list[Row]
    totals: Counter


_kept: tuple[str, dict[int, Counter]] = ("", {})


def counts_by_unit(words: Vocabulary) -> dict[int, Counter]:
    """Official accounts per unit and platform, without roll-up."""
    global _kept
    if _kept[0] != words.revision:
        counts: dict[int, Counter] = {}
        grouped = Account.objects.order_by().filter(status__in=OFFICIAL)
        for unit, platform, number in grouped.values_list("unit", "platform").annotate(Count("pk")):
            counts.setdefault(unit, Counter())[platform] = number
        _kept = (words.revision, counts)
    return _kept[1]


def rolled_up(words: Vocabulary, pk: int) -> Counter:
    """Official accounts per platform of a unit and all below it."""
    counts = counts_by_unit(words)
    total: Counter = Counter()
    for number in words.branches.get(pk, ()):
        total.update(counts.get(number, {}))
    return total


def table(words: Vocabulary, unit: Unit | None = None) -> Coverage:
    """The picture below `unit`; without one, below the top of the tree."""
    tops = words.children.get(None, [])
    if unit is None and len(tops) == 1:
        unit = tops[0]
    below = words.children.get(unit.pk, []) if unit else tops
    own = counts_by_unit(words).get(unit.pk, Counter()) if unit else Counter()
    rows = [Row(unit, own, is_itself=True)] if unit and (own or not below) else []
    rows += [
        Row(child, rolled_up(words, child.pk), has_children=bool(words.children.get(child.pk)))
        for child in below
    ]
    totals: Counter = Counter()
    for row in rows:
        totals.update(row.counts)
    return Coverage(
        unit=unit,
        platforms=[platform for code, platform in words.platforms.items() if totals[code]],
        rows=rows,
        totals=totals,
    )


def level(count: int) -> int:
    """The tint of a cell, 0 (none) to 4."""
    return sum(count >= least for least in LEVELS)


def everywhere(words: Vocabulary) -> Counter:
    """Official accounts per platform, the whole register."""
    total: Counter = Counter()
    for counts in counts_by_unit(words).values():
        total.update(counts)
    return total
