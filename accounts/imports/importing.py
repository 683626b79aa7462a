"""The import from end to end: read, guess, plan, brake, carry out. What command and pages call.

Reading and cleaning ask the database nothing; the plan is made again inside the transaction that
carries it out, so that what was agreed to is what is written, or nothing is.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import ngettext

from ..domain import intake, vocabulary
from ..exceptions import BrakePulled
from ..models import User
from . import reading, tables
from .cleaning import Cleaner, Draft
from .plan import Options, Plan
from .planning import clean, guessed, plan
from .tables import Table

BRAKE = 10
"""Per cent of the published accounts that a replacing import retires without being asked twice."""


@dataclass(slots=True)
class Prepared:
    """A file that has been read and cleaned: all that can be done before asking the register."""

    tables: list[Table]
    mapping: dict[str, str]
    drafts: Sequence[tuple[Cleaner, Draft]]


def prepare(content: bytes, mapping: Mapping[str, str] | None = None) -> Prepared:
    """Read a file; `mapping` is what a person chose for headings. Raises FileRefused."""
    found = tables.find(reading.read(content))
    chosen = {**guessed(found), **(mapping or {})}
    return Prepared(found, chosen, clean(found, chosen, vocabulary.current()))


def planned(prepared: Prepared, options: Options) -> Plan:
    """What the import would do to the register as it is now."""
    return plan(
        prepared.tables, prepared.mapping, vocabulary.current(), options, drafts=prepared.drafts
    )


def is_too_much(retired: int, living: int) -> bool:
    return retired * 100 > living * BRAKE


def check_brake(found: Plan) -> None:
    """Raise BrakePulled when a replacing import would retire too much of the register."""
    retired = len(found.retired)
    if is_too_much(retired, found.living):
        raise BrakePulled(
            ngettext(
                "The file leaves out %(count)d of %(all)d published accounts, which is more than"
                " %(percent)d per cent. Nothing was imported. Is it really the whole register?",
                "The file leaves out %(count)d of %(all)d published accounts, which is more than"
                " %(percent)d per cent. Nothing was imported. Is it really the whole register?",
                retired,
            )
            % {"count": retired, "all": found.living, "percent": BRAKE}
        )


def steps(
    prepared: Prepared,
    options: Options,
    *,
    by: User,
    agreed: str | None = None,
    force: bool = False,
) -> Generator[tuple[int, int], None, Plan]:
    """Import the file, all of it or nothing; yields how far it has come, returns what was done.

    `agreed` is the fingerprint of the plan that somebody saw. Raises Overtaken when the register
    moved on since, and BrakePulled unless `force`.
    """
    with transaction.atomic():
        found = planned(prepared, options)
        if agreed is not None and found.fingerprint != agreed:
            raise intake.Overtaken
        if not force:
            check_brake(found)
        yield from intake.carry_out(found.intake, by=by)
    return found
