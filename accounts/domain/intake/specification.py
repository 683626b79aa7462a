"""What an import asks for, in plain values: accounts to be, changes, units and persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ... import exceptions
from ...choices import ContactRole
from ...models import Person, Unit

Contacts = Mapping[ContactRole, Sequence[Person]]


class Overtaken(exceptions.Overtaken):
    """Somebody changed the register between the look at it and the write."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed the register at the same moment. Nothing was imported; look again.")
        )


@dataclass(slots=True)
class Addition:
    """An account to be. `values` are fields of the account, without its unit."""

    values: dict[str, Any]
    unit: Unit
    contacts: Contacts
    audiences: tuple[str, ...] = ()
    routines: dict[str, Any] = field(default_factory=dict)
    security: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """What becomes different about an account; whatever is left out stays as it is.

    `version` is the one that was looked at. `contacts` names everybody who then has the role.
    """

    account_id: int
    version: int
    values: dict[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    contacts: dict[ContactRole, Sequence[Person]] = field(default_factory=dict)
    audiences: tuple[str, ...] | None = None
    routines: dict[str, Any] = field(default_factory=dict)
    security: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        beside = self.contacts or self.routines or self.security
        return bool(self.values or self.unit or beside or self.audiences is not None)


@dataclass(slots=True)
class Intake:
    """Everything one import does. Persons and units may be new, and then stand in their list."""

    units: list[Unit] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    completed: list[Person] = field(default_factory=list)
    """Known persons whose e-mail or phone was blank and is now filled in."""
    additions: list[Addition] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    """Published accounts that are to be closed, once they are archived."""
