"""The small tables every page needs whole: units as a tree, platforms, audiences.

They are read once per revision of the register and kept in the process; every writer moves the
revision (`history.move_revision`), so nobody sees yesterday's tree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..models import Audience, Platform, Unit
from . import folding, history


@dataclass(frozen=True, eq=False)
class Vocabulary:
    revision: str
    units: dict[int, Unit]
    platforms: dict[str, Platform]
    audiences: dict[str, Audience]
    children: dict[int | None, list[Unit]] = field(repr=False)

    @cached_property
    def unit_by_slug(self) -> dict[str, Unit]:
        return {unit.slug: unit for unit in self.units.values()}

    @cached_property
    def branches(self) -> dict[int, frozenset[int]]:
        """Every unit's number with the numbers of itself and all below it."""
        found: dict[int, frozenset[int]] = {}
        for unit, _depth in reversed(list(self.walk())):
            below = (found[child.pk] for child in self.children.get(unit.pk, ()))
            found[unit.pk] = frozenset({unit.pk}).union(*below)
        return found

    @cached_property
    def unit_words(self) -> dict[int, str]:
        """What a search for an account's unit may say: its names and those above it, folded.

        The top unit is left out: its name is on every account and would find them all.
        """
        return {
            pk: folding.fold(
                " ".join(
                    f"{unit.name_sv} {unit.name_en} {unit.abbreviation}"
                    for unit in (self.units[pk], *self.ancestors(pk))
                    if unit.parent_id or unit.pk == pk
                )
            )
            for pk in self.units
        }

    def walk(self, top: Unit | None = None) -> Iterator[tuple[Unit, int]]:
        """Depth first in reading order, each unit with its depth."""
        stack = [(unit, 0) for unit in reversed(self.children.get(top.pk if top else None, []))]
        while stack:
            unit, depth = stack.pop()
            yield unit, depth
            stack.extend((child, depth + 1) for child in reversed(self.children.get(unit.pk, [])))

    def branch(self, units: Iterable[int]) -> frozenset[int]:
        """The numbers of `units` and all below them; unknown numbers are left out."""
        return frozenset().union(*(self.branches.get(pk, frozenset()) for pk in units))

    def ancestors(self, pk: int) -> list[Unit]:
        """From the parent up to the top."""
        above: list[Unit] = []
        unit = self.units.get(pk)
        while unit is not None and unit.parent_id in self.units:
            unit = self.units[unit.parent_id]
            above.append(unit)
        return above


_kept: Vocabulary | None = None


def current(revision: str | None = None) -> Vocabulary:
    """The vocabulary of `revision` (read from the database when not given)."""
    global _kept
    revision = revision or history.current_revision()
    if _kept is None or _kept.revision != revision:
        units = {unit.pk: unit for unit in Unit.objects.all()}
        children: dict[int | None, list[Unit]] = {}
        for unit in units.values():
            children.setdefault(unit.parent_id, []).append(unit)
        for siblings in children.values():
            siblings.sort(key=lambda unit: (unit.position, folding.order_key(unit.name_sv)))
        _kept = Vocabulary(
            revision=revision,
            units=units,
            platforms={platform.code: platform for platform in Platform.objects.all()},
            audiences={audience.code: audience for audience in Audience.objects.all()},
            children=children,
        )
    return _kept


def forget() -> None:
    """Drop what is kept (tests that roll back need it)."""
    global _kept
    _kept = None
