"""What is decided about an account before its details are: the hand-shaped ones and the drawn.

A situation is a gap or an event that an account shows, such as `no-deputy` or `two-step-off`.
Hand-shaped accounts have exactly the situations they name; the others have theirs drawn.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from ..choices import Status
from .organisation import DATA, Subject


@dataclass(frozen=True)
class Concept:
    """What an account is for; the texts are by language."""

    key: str
    weight: int
    platforms: tuple[str, ...]
    audiences: tuple[str, ...]
    words: tuple[str, ...]
    names: dict[str, list[str]]
    purposes: dict[str, list[str]]
    goals: dict[str, list[str]]
    content: dict[str, list[str]]
    campaign: float = 0.0
    """How often there is an end from the start."""


@dataclass(frozen=True)
class Sketch:
    platform: str
    handle: str
    """Empty while there is no address yet."""
    unit: str
    concept: str
    name: str
    languages: tuple[str, ...]
    status: Status
    situations: frozenset[str]
    subject: Subject
    former: tuple[str, ...] = ()
    project: str = ""
    year: int = 0
    is_university_wide: bool = False

    @property
    def language(self) -> str:
        """The language its texts are in."""
        return "sv" if "sv" in self.languages else "en"


@cache
def concepts() -> dict[str, Concept]:
    with (DATA / "concepts.toml").open("rb") as file:
        read = tomllib.load(file)
    return {
        key: Concept(
            key=key,
            weight=given["weight"],
            platforms=tuple(given["platforms"].split()),
            audiences=tuple(given["audiences"].split()),
            words=tuple(given["words"]),
            **{
                what: {language: given[f"{what}_{language}"] for language in ("sv", "en")}
                for what in ("names", "purposes", "goals", "content")
            },
            campaign=given.get("campaign", 0.0),
        )
        for key, given in read.items()
    }


@cache
def phrases() -> dict[str, Any]:
    with (DATA / "phrases.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def shaped() -> tuple[Sketch, ...]:
    """The accounts every demo begins with: all platforms, all statuses, every gap."""
    with (DATA / "shaped.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return tuple(
        Sketch(
            platform=row["platform"],
            handle=row["handle"],
            unit=row["unit"],
            concept=row["concept"],
            name=row["name"],
            languages=tuple(row["languages"].split()),
            status=Status(row["status"]),
            situations=frozenset(row["situations"].split()),
            former=tuple(row["former"].split()),
            subject=Subject(row["unit"], row["subject_sv"], row["subject_en"], ""),
            project=row["name"] if row["concept"] == "project" else "",
            is_university_wide=row["unit"] == "lu",
        )
        for row in rows
    )


STATUSES = (
    (Status.PUBLISHED, 920),
    (Status.CLOSED, 28),
    (Status.CLOSING, 10),
    (Status.DRAFT, 14),
    (Status.SUBMITTED, 8),
    (Status.RETURNED, 5),
    (Status.APPROVED, 5),
    (Status.DECLINED, 5),
    (Status.WITHDRAWN, 5),
)
"""How many of a thousand."""

TWO_STEP = (
    ("two-step-app", 42),
    ("two-step-text", 18),
    ("two-step-key", 4),
    ("two-step-prompt", 4),
    ("two-step-email", 3),
    ("two-step-off", 9),
    ("two-step-unknown", 20),
)
"""How many of a hundred."""

CHANCES = (
    ("two-step-expired", 0.15),
    ("no-deputy", 0.14),
    ("no-owner", 0.015),
    ("owner-left", 0.03),
    ("no-purpose", 0.05),
    ("no-goals", 0.17),
    ("no-audience", 0.08),
    ("not-evaluated", 0.35),
    ("no-hours", 0.25),
    ("no-mailbox", 0.3),
    ("no-routines", 0.12),
    ("no-archive", 0.22),
    ("comments-closed", 0.04),
    ("review-overdue", 0.16),
    ("never-reviewed", 0.12),
    ("profile-bad", 0.2),
    ("no-profile-check", 0.25),
    ("private-recovery", 0.12),
    ("access-old", 0.4),
    ("agency", 0.03),
    ("no-web-page", 0.3),
    ("renamed", 0.04),
    ("removed", 0.01),
    ("impersonated", 0.004),
    ("restricted", 0.004),
    ("hijacked", 0.003),
    ("compromised", 0.0005),
)


def draw_situations(rng: Random) -> frozenset[str]:
    """What is wrong, or merely told, about an account nobody shaped."""
    drawn = {situation for situation, chance in CHANCES if rng.random() < chance}
    drawn.add(rng.choices(*zip(*TWO_STEP, strict=True))[0])
    if "compromised" in drawn:
        drawn.add("hijacked")
    return frozenset(drawn)


def draw_status(rng: Random) -> Status:
    return rng.choices(*zip(*STATUSES, strict=True))[0]
