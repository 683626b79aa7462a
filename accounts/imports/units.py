"""Which unit a row means: by its code, any of its names, or its path; with the unit above it.

Nothing is doubled: a name that the register knows is that unit, whatever the file says it is part
of. Only where several units share the name does the unit above decide. A unit that is not found
is made when the person asked for that, and otherwise the nearest name is suggested.
"""

import re
from collections import defaultdict

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils

from ..choices import UnitKind
from ..domain import slugs
from ..domain.folding import fold
from ..domain.vocabulary import Vocabulary
from ..models import Unit
from .reasons import Fault

_PATH = re.compile(r"\s+[/–—|»›]\s+|\s*[>→\\\n]\s*")
_LIKENESS = 70
LONGEST_NAME = 200


class UnitFinder:
    """Finds units by what a row says; `new` are those it made, each after the one above it."""

    def __init__(self, words: Vocabulary, *, create_under: Unit | None) -> None:
        self.words = words
        self.create_under = create_under
        self.new: list[Unit] = []
        self._made: dict[tuple[int, str], Unit] = {}
        self._slugs = set(words.unit_by_slug)
        self._names: dict[str, list[Unit]] = defaultdict(list)
        self._found: dict[tuple[str, str], tuple[Unit, str]] = {}
        for unit in words.units.values():
            for name in {fold(unit.name_sv), fold(unit.name_en), fold(unit.abbreviation)} - {""}:
                self._names[name].append(unit)

    def find(self, text: str, code: str, parent: str) -> tuple[Unit, str] | None:
        """The unit and a note about it; None when the row names none. Raises Fault."""
        if code and (unit := self.words.unit_by_slug.get(code.strip().lower())):
            return unit, ""
        if not text and not parent:
            if code:
                raise self._unknown(code, "unit_code")
            return None
        key = (text, parent)
        if key not in self._found:
            made = len(self.new)
            unit, note = self._find(text or parent, parent if text else "")
            self._found[key] = unit, note
            if len(self.new) > made:
                return unit, _("The unit “%(unit)s” is new.") % {"unit": unit.name}
        return self._found[key]

    def _find(self, text: str, parent: str) -> tuple[Unit, str]:
        if unit := self.words.unit_by_slug.get(text.strip().lower()):
            return unit, ""
        folded = fold(text)
        if parent and folded == fold(parent):
            return self._find(text, "")
        found = self._names.get(folded, [])
        above = self._above(parent)
        if len(found) > 1:
            found = self._below(found, above)
        if len(found) == 1:
            return found[0], self._elsewhere(found[0], above)
        if len(found) > 1:
            codes = ", ".join(sorted(unit.slug for unit in found))
            raise Fault(
                "unit-ambiguous",
                _("Several units are called “%(unit)s”. Write one of their codes: %(codes)s.")
                % {"unit": text, "codes": codes},
                "unit",
            )
        path = [part for part in _PATH.split(text) if part]
        if len(path) > 1:
            return self._find(path[-1], " / ".join(path[:-1]))
        if self.create_under is None:
            raise self._unknown(text, "unit")
        above_new = self._find(parent, "")[0] if parent else self.create_under
        return self._make(text, above_new), ""

    def _above(self, parent: str) -> Unit | None:
        """The unit that the row says is above, if the register already knows it."""
        found = self._names.get(fold(parent), []) if parent else []
        if not found and parent:
            path = [part for part in _PATH.split(parent) if part]
            found = self._names.get(fold(path[-1]), []) if path else []
        return found[0] if len(found) == 1 else None

    def _below(self, units: list[Unit], above: Unit | None) -> list[Unit]:
        if above is None or above.pk is None:
            return units
        branch = self.words.branches.get(above.pk, frozenset())
        return [unit for unit in units if unit.pk in branch] or units

    def _elsewhere(self, unit: Unit, above: Unit | None) -> str:
        if above is None or above.pk is None or unit.pk is None:
            return ""
        if unit.pk in self.words.branches.get(above.pk, frozenset()):
            return ""
        return _("The register has %(unit)s in another place than under %(parent)s.") % {
            "unit": unit.name,
            "parent": above.name,
        }

    def _make(self, name: str, parent: Unit) -> Unit:
        key = (id(parent) if parent.pk is None else parent.pk, fold(name))
        if key not in self._made:
            if len(name) > LONGEST_NAME:
                raise Fault("unit-name", _("The unit's name is too long."), "unit")
            slug = slugs.for_unit(name, self._slugs)
            self._slugs.add(slug)
            unit = Unit(name_sv=name, slug=slug, parent=parent, kind=UnitKind.OTHER)
            self._made[key] = unit
            self.new.append(unit)
        return self._made[key]

    def _unknown(self, text: str, field: str) -> Fault:
        names = {n: u for u in self.words.units.values() for n in (u.name_sv, u.name_en) if n}
        best = process.extractOne(
            text,
            names.keys(),
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=_LIKENESS,
        )
        if best is None:
            sentence = _(
                "There is no unit called “%(unit)s” in the register. Write the unit's name as the"
                " register has it."
            )
        else:
            sentence = _(
                "There is no unit called “%(unit)s” in the register. Did you mean “%(near)s”?"
            )
        return Fault(
            "unit-unknown",
            sentence % {"unit": text[:100], "near": best[0] if best else ""},
            field,
        )
