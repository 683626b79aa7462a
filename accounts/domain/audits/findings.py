"""What the rules find, for whom it is no secret: accounts, counts by unit, one account's gaps."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from ...choices import OFFICIAL
from ...models import Account, Waiver
from ..access.viewer import Viewer
from ..vocabulary import Vocabulary
from . import RULES
from .base import Rule

TOGETHER = 20
"""So many rules are counted in one statement."""
ALL = ""
"""Stands for the accounts that were looked at, in the place of a rule's code."""


def audited_by(viewer: Viewer) -> QuerySet[Account]:
    """The accounts whose findings this viewer may know: all, the own units', or none."""
    if viewer.sees_everything:
        return Account.objects.all()
    if viewer.units:
        return Account.objects.filter(unit__in=viewer.units)
    return Account.objects.none()


def found(viewer: Viewer, rule: Rule, on: date) -> QuerySet[Account]:
    """The accounts that this rule finds, in the order of lists."""
    return rule.found_in(audited_by(viewer), on).order_by("sort_name", "id")


@dataclass(frozen=True)
class Counts:
    """How many accounts each rule found in each unit, the unit's own only."""

    by_unit: dict[str, Counter[int]]

    def total(self, rule: str, units: Iterable[int] | None = None) -> int:
        """Of a rule's code (or `ALL`), everywhere or in these units."""
        counted = self.by_unit.get(rule, Counter())
        if units is None:
            return counted.total()
        return sum(counted[unit] for unit in units)


def counts(on: date) -> Counts:
    """Everything counted at once, in a number of statements that no register changes.

    The table is walked once for many rules. Waivers are few, so what they excuse is counted from
    their side and taken off.
    """
    by_unit: dict[str, Counter[int]] = {ALL: Counter()}
    rules = list(RULES.values())
    for start in range(0, len(rules), TOGETHER):
        part = rules[start : start + TOGETHER]
        hits = {
            f"rule_{position}": Count("pk", filter=rule.condition(on) & Q(status__in=rule.statuses))
            for position, rule in enumerate(part)
        }
        everything = Count("pk", filter=Q(status__in=OFFICIAL))
        rows = Account.objects.order_by().values("unit_id").annotate(everything=everything, **hits)
        for unit, total, *numbers in rows.values_list("unit_id", "everything", *hits):
            by_unit[ALL][unit] = total
            for rule, number in zip(part, numbers, strict=True):
                by_unit.setdefault(rule.code, Counter())[unit] = number
    for code, unit, number in _excused(on):
        by_unit[code][unit] -= number
    return Counts(by_unit)


def _excused(on: date) -> Iterator[tuple[str, int, int]]:
    """Rule, unit and number of the findings that a waiver excuses today."""
    waivers = Waiver.objects.filter(ended_at__isnull=True, until__gte=on)
    codes = set(waivers.order_by().values_list("rule", flat=True).distinct()) & set(RULES)
    parts = [
        Account.objects.filter(
            RULES[code].condition(on),
            pk__in=waivers.filter(rule=code).values("account"),
            status__in=RULES[code].statuses,
        )
        .order_by()
        .values("unit_id")
        .annotate(code=Value(code), number=Count("pk"))
        .values_list("code", "unit_id", "number")
        for code in sorted(codes)
    ]
    if parts:
        yield from parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]


def of_accounts(accounts: Sequence[Account], on: date) -> dict[int, list[Rule]]:
    """What each of these accounts lacks, the gravest first, in one statement.

    The accounts are ones whose findings the viewer may know.
    """
    rules = list(RULES.values())
    these = Account.objects.filter(pk__in=[account.pk for account in accounts])
    found_by = {
        f"rule_{position}": Case(
            When(rule.holds(on), then=1),
            default=0,
            output_field=IntegerField(),
        )
        for position, rule in enumerate(rules)
    }
    rows = these.annotate(**found_by)
    result: dict[int, list[Rule]] = {}
    for pk, *hits in rows.values_list("pk", *found_by):
        hit = [rule for rule, is_hit in zip(rules, hits, strict=True) if is_hit]
        result[pk] = sorted(hit, key=lambda rule: -rule.severity)
    return result


def rolled_up(counts: Counts, rule: str, words: Vocabulary, unit: int) -> int:
    """A unit's number with everything below it."""
    return counts.total(rule, words.branches.get(unit, frozenset({unit})))
