"""What is passed along while the demo is made: the world that is stored, and rows that are not."""

from dataclasses import dataclass, field
from datetime import date, datetime

from ..models import (
    AccessHolder,
    Account,
    Contact,
    Decision,
    Handle,
    Incident,
    LinkCheck,
    Person,
    Platform,
    ProfileCheck,
    Review,
    Routines,
    Security,
    TwoStepConfirmation,
    Unit,
    User,
    Waiver,
)


@dataclass(frozen=True)
class World:
    """What is stored before the accounts are."""

    now: datetime
    units: dict[str, Unit]
    people: dict[str, list[Person]]
    above: dict[str, str]
    """The key of the unit above each unit."""
    communicators: dict[str, User]
    """Who registers and cares for the accounts of each unit."""
    admin: User
    platforms: dict[str, Platform]

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass
class Deed:
    """Something for the history, told once the account has a number."""

    action: str
    by: User
    at: datetime
    changes: dict[str, list] = field(default_factory=dict)
    reason: str = ""


@dataclass
class Bundle:
    account: Account
    audiences: tuple[str, ...] = ()
    handles: list[Handle] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    access: list[AccessHolder] = field(default_factory=list)
    security: list[Security] = field(default_factory=list)
    confirmations: list[TwoStepConfirmation] = field(default_factory=list)
    routines: list[Routines] = field(default_factory=list)
    checks: list[ProfileCheck] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    link_checks: list[LinkCheck] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
