"""What a measured figure is, and the target each one has."""

from dataclasses import dataclass, field
from typing import Any

REFERENCE_HELLO = 0.0004
"""Seconds of the hello view on the machine where the peer was measured."""


def in_hellos(seconds: float) -> float:
    """Seconds on that machine as multiples of its hello: what can be compared with this one."""
    return seconds / REFERENCE_HELLO


NETBOX_LIST = in_hellos(0.117)
NETBOX_SEARCH = {
    "rare": in_hellos(0.937),
    "medium": in_hellos(0.414),
    "common": in_hellos(0.406),
}
NETBOX_CSV_ROW = in_hellos(2.9 / 10_000)
NETBOX_IMPORT_ROW = in_hellos(1 / 85)


@dataclass(frozen=True)
class Bar:
    """The most, or the least, that a figure may be. `unit` stands behind the number."""

    limit: float | None
    unit: str = "×"
    at_least: bool = False

    def holds(self, value: float) -> bool:
        if self.limit is None:
            return True
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        if self.limit is None:
            return "–"
        return f"{'≥' if self.at_least else '≤'} {self.limit:.3g} {self.unit}"


@dataclass(frozen=True)
class Figure:
    """One number of one ground; `value` is None where it could not be measured, `note` says why."""

    name: str
    value: float | None
    bar: Bar
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        return self.value is not None and not self.bar.holds(self.value)
