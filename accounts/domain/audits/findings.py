"""What the rules find, for whom it is no secret: accounts, counts by unit, one account's gaps."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet, Value

from ...models import Account, Waiver
from .. import todo
from ..access.viewer import Viewer
from ..vocabulary import Vocabulary
from . import RULES
from .base import Look, Rule
from .tally import IN_A_NUMBER, Cell, numbers, places, tally

ALL = ""
"""Stands for the accounts that were looked at, in the place of a rule's code."""
OWN_AT_MOST = 500
"""So many of somebody's own accounts are gone through for the list of what to do."""


def audited_by(viewer: Viewer) -> QuerySet[Account]:
    """The accounts whose findings this viewer may know: all, the own units', or none."""
    if viewer.sees_everything:
        return Account.objects.all()
    if viewer.units:
        return Account.objects.filter(unit__in=viewer.units)
    return Account.objects.none()


def found(
    viewer: Viewer,
    rule: Rule,
    on: date,
    *,
    units: Collection[int] | None = None,
    platform: str = "",
) -> QuerySet[Account]:
    """The accounts that this rule finds, in the order of lists; of these units, this platform."""
    accounts = audited_by(viewer)
    if units is not None:
        accounts = accounts.filter(unit__in=units)
    if platform:
        accounts = accounts.filter(platform__code=platform)
    return rule.found_in(accounts, on).order_by("sort_name", "id")


@dataclass(frozen=True)
class Counts:
    """How many accounts each rule found in each unit (the unit's own only) on each platform."""

    cells: dict[str, dict[Cell, int]]

    @cached_property
    def by_unit(self) -> dict[str, Counter[int]]:
        return {rule: self._along(rule, 0) for rule in self.cells}

    @cached_property
    def by_platform(self) -> dict[str, Counter[str]]:
        return {rule: self._along(rule, 1) for rule in self.cells}

    def _along(self, rule: str, side: int) -> Counter:
        counted: Counter = Counter()
        for cell, number in self.cells[rule].items():
            counted[cell[side]] += number
        return counted

    def total(self, rule: str, units: Iterable[int] | None = None) -> int:
        """Of a rule's code (or `ALL`), everywhere or in these units."""
        counted = self.by_unit.get(rule, Counter())
        if units is None:
            return counted.total()
        return sum(counted[unit] for unit in units)

    def within(self, units: Collection[int]) -> "Counts":
        """The same of these units only."""
        return Counts(
            {
                rule: {cell: number for cell, number in cells.items() if cell[0] in units}
                for rule, cells in self.cells.items()
            }
        )

    def seen_by(self, viewer: Viewer) -> "Counts":
        """What the viewer may know of it."""
        return self if viewer.sees_everything else self.within(viewer.units)


def counts(on: date) -> Counts:
    """Everything counted at once, in a number of statements that no register changes.

    Waivers are few, so what they excuse is counted from their side and taken off. For the overview
    ask `figures`, which keeps the answer.
    """
    counted = tally(list(RULES.values()), Look(on, at_everything=True))
    for code, cell, number in _excused(on):
        counted.found[code][cell] -= number
    return Counts({ALL: counted.looked_at, **counted.found})


def _excused(on: date) -> Iterator[tuple[str, Cell, int]]:
    """Rule, unit with platform, and number of the findings that a waiver excuses today."""
    look = Look(on)
    waivers = Waiver.objects.filter(ended_at__isnull=True, until__gte=on)
    codes = set(waivers.order_by().values_list("rule", flat=True).distinct()) & set(RULES)
    parts = [
        Account.objects.filter(
            RULES[code].condition(look),
            pk__in=RULES[code].waivers(look).values("account"),
            status__in=RULES[code].statuses,
        )
        .order_by()
        .values("unit_id", "platform_id")
        .annotate(code=Value(code), number=Count("pk"))
        .values_list("code", "unit_id", "platform_id", "number")
        for code in sorted(codes)
    ]
    if parts:
        rows: Any = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
        for code, unit, platform, number in rows:
            yield code, (unit, platform), number


def of_accounts(accounts: Sequence[Account], on: date) -> dict[int, list[Rule]]:
    """What each of these accounts lacks, the gravest first, in one statement.

    The accounts are ones whose findings the viewer may know.
    """
    rules = list(RULES.values())
    look = Look(on)
    columns = numbers(rules, (rule.holds(look) for rule in rules))
    rows = Account.objects.filter(pk__in=[account.pk for account in accounts]).annotate(**columns)
    result: dict[int, list[Rule]] = {}
    for pk, *gaps in rows.order_by().values_list("pk", *columns):
        hit = [
            rules[at * IN_A_NUMBER + place]
            for at, bits in enumerate(gaps)
            for place in places(bits)
        ]
        result[pk] = sorted(hit, key=lambda rule: -rule.severity)
    return result


def of_account(viewer: Viewer, account: Account, on: date) -> list[Rule]:
    """What this account lacks, the gravest first; nothing for whom it is a secret."""
    if not (viewer.sees_everything or viewer.owns(account.unit_id)):
        return []
    return of_accounts([account], on).get(account.pk, [])


@dataclass(frozen=True)
class Task:
    """One gap to mend, with all of the viewer's own accounts that have it."""

    rule: Rule
    accounts: list[Account]


def tasks(viewer: Viewer, on: date) -> list[Task]:
    """What the viewer has to mend on their own accounts: the gravest first, then the commonest."""
    own = todo.own(viewer).filter(pk__in=audited_by(viewer).values("pk"))
    accounts = list(
        own.select_related("platform", "unit").order_by("sort_name", "pk")[:OWN_AT_MOST]
    )
    lacking = of_accounts(accounts, on) if accounts else {}
    by_rule: dict[str, list[Account]] = {}
    for account in accounts:
        for rule in lacking.get(account.pk, ()):
            by_rule.setdefault(rule.code, []).append(account)
    made = [Task(RULES[code], with_it) for code, with_it in by_rule.items()]
    return sorted(made, key=lambda task: (-task.rule.severity, -len(task.accounts), task.rule.code))


def rolled_up(counts: Counts, rule: str, words: Vocabulary, unit: int) -> int:
    """A unit's number with everything below it."""
    return counts.total(rule, words.branches.get(unit, frozenset({unit})))
