"""Counting every rule of every account in one walk through the table.

The database answers with whole numbers in which each bit is a rule; counting the bits is left to
Python, which adds the same number for all rules at once: each rule has a lane of its own in one
long number. Grouping and counting in the database took twice as long on SQLite.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from ...choices import OFFICIAL, Status
from ...models import Account
from .base import Look, Rule

IN_A_NUMBER = 30
"""So many rules fit into a whole number of either engine."""
IN_A_STEP = 10
"""So many bits are moved to their lanes by one look-up in a table."""
STEP = (1 << IN_A_STEP) - 1
LANE = 24
"""Bits of a lane: sixteen million accounts of one unit on one platform."""
Cell = tuple[int, str]
"""A unit's number and a platform's code."""


@dataclass(frozen=True)
class Tally:
    """How many accounts of each unit and platform were looked at, and have each rule's gap."""

    looked_at: dict[Cell, int]
    found: dict[str, dict[Cell, int]]


def bits(conditions: Sequence[Q]) -> Combinable:
    """A number whose n-th bit says whether the n-th condition holds."""
    return sum(
        (
            Case(When(condition, then=1 << place), default=0, output_field=IntegerField())
            for place, condition in enumerate(conditions)
        ),
        Value(0),
    )


def places(number: int) -> Iterator[int]:
    """Which bits are set."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def numbers(rules: Sequence[Rule], conditions: Iterable[Q]) -> dict[str, Combinable]:
    """The numbers for an annotation, as many as it takes."""
    listed = list(conditions)
    return {
        f"gaps_{start}": bits(listed[start : start + IN_A_NUMBER])
        for start in range(0, len(rules), IN_A_NUMBER)
    }


def tally(rules: Sequence[Rule], look: Look) -> Tally:
    """Waivers are left to the caller: they are few."""
    statuses = {status for rule in rules for status in rule.statuses} | set(OFFICIAL)
    columns = numbers(rules, (rule.condition(look) for rule in rules))
    rows = (
        Account.objects.order_by()
        .filter(status__in=statuses)
        .annotate(**columns)
        .values_list("unit_id", "platform_id", "status", *columns)
    )
    lanes = _Lanes(rules)
    for unit, platform, status, *found in rows.iterator(chunk_size=2000):
        lanes.add((unit, platform), status, found)
    return lanes.result()


class _Lanes:
    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.cells: dict[Cell, int] = {}
        self.first = len(rules) * LANE
        self.counted = {
            status: 1 << self.first if status in OFFICIAL else 0 for status in Status.values
        }
        self.masks = {
            status: [
                sum(
                    1 << place
                    for place, rule in enumerate(rules[start : start + IN_A_NUMBER])
                    if status in rule.statuses
                )
                for start in range(0, len(rules), IN_A_NUMBER)
            ]
            for status in Status.values
        }
        self.steps = [
            [(shift, _moved(start + shift)) for shift in range(0, IN_A_NUMBER, IN_A_STEP)]
            for start in range(0, len(rules), IN_A_NUMBER)
        ]

    def add(self, cell: Cell, status: str, found: Sequence[int]) -> None:
        number = self.counted[status]
        for gaps, mask, steps in zip(found, self.masks[status], self.steps, strict=True):
            if gaps := gaps & mask:
                for shift, moved in steps:
                    number += moved[gaps >> shift & STEP]
        self.cells[cell] = self.cells.get(cell, 0) + number

    def result(self) -> Tally:
        lane = (1 << LANE) - 1
        found: dict[str, dict[Cell, int]] = {rule.code: {} for rule in self.rules}
        looked_at = {}
        for cell, number in self.cells.items():
            looked_at[cell] = number >> self.first
            for place, rule in enumerate(self.rules):
                if count := (number >> place * LANE) & lane:
                    found[rule.code][cell] = count
        return Tally(looked_at, found)


def _moved(start: int) -> list[int]:
    """For every pattern of `IN_A_STEP` bits, the same with each bit at its rule's lane."""
    return [
        sum(1 << (start + place) * LANE for place in places(pattern))
        for pattern in range(1 << IN_A_STEP)
    ]
