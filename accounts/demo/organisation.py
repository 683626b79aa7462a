"""The organisation tree of the demo: Lund University's faculties, departments and centres.

A large demo grows further units below the departments, out of the subjects that they teach.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..choices import UnitKind

DATA = Path(__file__).parent / "data"
DOMAIN = "lund.example"
UNIVERSITY = "lu"
QUIET = "odeum"
"""A unit that never gets an account, for the communicator who has none."""


class UnitSketch(NamedTuple):
    """A unit before it is stored; handles are built from `key`."""

    key: str
    parent: str
    kind: str
    name_sv: str
    name_en: str
    abbreviation: str


class Subject(NamedTuple):
    """What a unit teaches and studies; handles are built from `key`."""

    unit: str
    sv: str
    en: str
    key: str


WITHOUT_ARTICLE = (
    "Campus",
    "External",
    "Graduate",
    "Human Resources",
    "Inter Arts",
    "LDC",
    "Lund University",
    "MAX IV",
    "Odeum",
    "Research Services",
    "Student Affairs",
    "Vattenhallen",
)
"""How English names of units begin that are not preceded by "the"."""

GROWN = (
    (UnitKind.DEPARTMENT, "Avdelningen för {sv}", "Division of {en}", "div"),
    (UnitKind.CENTRE, "Forskningscentrum för {sv}", "Research Centre for {en}", "centre"),
    (UnitKind.OTHER, "Forskarskolan i {sv}", "Research School in {en}", "school"),
    (UnitKind.OTHER, "Laboratoriet för {sv}", "Laboratory for {en}", "lab"),
)
REAL_UNITS_ARE_ENOUGH_FOR = 1000
ACCOUNTS_FOR_ONE_MORE_UNIT = 90
MOST_GROWN = 398


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@cache
def real_units() -> tuple[UnitSketch, ...]:
    """Every unit of Lund's below the university, what is above before what is below."""
    return tuple(UnitSketch(**row) for row in _rows("units.csv"))


@cache
def subjects() -> tuple[Subject, ...]:
    return tuple(Subject(**row) for row in _rows("subjects.csv"))


def units_for(accounts: int) -> list[UnitSketch]:
    """The units of a register with so many accounts: 92 in a small one, 490 in a large one."""
    more = max(0, accounts - REAL_UNITS_ARE_ENOUGH_FOR) // ACCOUNTS_FOR_ONE_MORE_UNIT
    grown = [
        UnitSketch(
            f"{subject.key}{ending}",
            subject.unit,
            kind,
            name_sv.format(sv=subject.sv),
            name_en.format(en=subject.en),
            "",
        )
        for kind, name_sv, name_en, ending in GROWN
        for subject in subjects()
    ]
    return [*real_units(), *grown[: min(more, MOST_GROWN)]]


def web_page(key: str) -> str:
    host = "www" if key == UNIVERSITY else f"www.{key}"
    return f"https://{host}.{DOMAIN}/"


def with_article(name_en: str) -> str:
    """`the Department of Biology`, but `MAX IV Laboratory`."""
    return name_en if name_en.startswith(WITHOUT_ARTICLE) else f"the {name_en}"
