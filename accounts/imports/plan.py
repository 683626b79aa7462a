"""What an import would do, row by row: the plan that is shown first and carried out afterwards."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import pgettext_lazy

from ..domain.intake import Intake
from ..models import Unit
from .reasons import Reason
from .table import Row
from .tables import Table


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("import outcome", "New")
    UPDATED = "updated", pgettext_lazy("import outcome", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("import outcome", "Unchanged")
    REFUSED = "refused", pgettext_lazy("import outcome", "Refused")
    DUPLICATE = "duplicate", pgettext_lazy("import outcome", "Duplicate")
    SKIPPED = "skipped", pgettext_lazy("import outcome", "Skipped")


SUMMARY = {
    Outcome.ACCEPTED: "accepted",
    Outcome.UPDATED: "updated",
    Outcome.UNCHANGED: "unchanged",
    Outcome.REFUSED: "refused",
    Outcome.DUPLICATE: "duplicates",
    Outcome.SKIPPED: "skipped",
}


@dataclass(frozen=True)
class Options:
    """What the person decided: `default_unit` for rows that name none (None refuses them),
    `create_under` for units that are missing (None refuses their rows)."""

    default_unit: Unit | None = None
    create_under: Unit | None = None
    replace: bool = False


@dataclass(slots=True)
class PlannedRow:
    """What happens to one row. `changes` are (column code, before, after) as plain text."""

    sheet: str
    number: int
    outcome: Outcome
    row: Row
    reasons: list[Reason] = field(default_factory=list)
    account: str | None = None
    title: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """`retired` are the slugs and names of accounts that a replacing import would close."""

    rows: list[PlannedRow]
    tables: list[Table]
    mapping: dict[str, str]
    intake: Intake
    living: int = 0
    retired: list[tuple[str, str]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome, by its code."""
        found = Counter(row.outcome.value for row in self.rows)
        return {code: found.get(code, 0) for code in Outcome.values}

    @property
    def summary(self) -> str:
        """The one line that `import_accounts` prints."""
        counts = self.counts
        return " ".join(f"{word}={counts[outcome.value]}" for outcome, word in SUMMARY.items())

    @property
    def fingerprint(self) -> str:
        """What has to be the same for a plan to be the one that somebody agreed to."""
        outcomes = [(row.outcome.value, row.account) for row in self.rows]
        versions = [(change.account_id, change.version) for change in self.intake.changes]
        told = json.dumps([outcomes, versions, self.intake.retired])
        return hashlib.sha256(told.encode()).hexdigest()
