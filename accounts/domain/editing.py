"""Changing an account that has been decided on, without ever writing over what nobody saw.

A form carries, signed, what its part of the account said when it was opened (`Seen`). Whoever saves
is compared with the account as it is under lock: did anybody change this part meanwhile, nothing is
written and `Conflict` tells each field in all its versions. What stands in other parts is left
alone, so edits of different parts never meet.

Identity (address, unit, owner) is asked for in `domain.changes`; everything else takes effect here
and now, and the account keeps its status.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from ..exceptions import Overtaken
from ..models import Account, Change, Person, User
from . import answers, changes, people
from .answer_values import comparable, now_of
from .answers import Answers, Named
from .questionnaire import QUESTIONS, STEPS, Step

IDENTITY = ("account.unit", "contacts.owner")
PARTS: dict[str, Step] = {
    code: replace(step, fields=tuple(name for name in step.fields if name not in IDENTITY))
    for code, step in STEPS.items()
}
"""The questionnaire's steps without what waits for a decision."""
SALT = "accounts.editing"


def fields_of(part: Step) -> list[str]:
    """Every field of a part, in the order it is asked."""
    asked = [name for code in part.questions for name in QUESTIONS[code].fields]
    return [*asked, *part.fields]


@dataclass(frozen=True)
class Seen:
    """What somebody saw when the form was opened; `values` is None when that is not known."""

    version: int = 0
    values: Mapping[str, Any] | None = None

    def said(self, name: str) -> Any:
        return self.values.get(name) if self.values is not None else None


@dataclass(frozen=True)
class Meeting:
    """One field that somebody else changed meanwhile: seen, now and typed; comparable values.

    `is_mine`: whoever saves wants what was typed; otherwise what is there now stands.
    """

    name: str
    seen: Any
    now: Any
    typed: Any
    is_seen_known: bool
    is_mine: bool


class Conflict(Overtaken):
    """Somebody else changed the same part; `meetings` tells what, and nothing was written."""

    def __init__(self, meetings: list[Meeting], account: Account) -> None:
        super().__init__(_("Somebody else changed the same answers while you were writing."))
        self.meetings = meetings
        self.account = account


def for_editing(pk: int) -> Account:
    """The account with everything that its forms read, in a handful of queries."""
    return (
        Account.objects.select_related("platform", "unit", "routines", "security", "profile_check")
        .prefetch_related("contacts__person", "audiences")
        .get(pk=pk)
    )


def sign(account: Account, part: Step) -> str:
    """What the part says now, for its form to carry."""
    told = {
        "account": account.pk,
        "part": part.code,
        "version": account.version,
        "values": now_of(account, fields_of(part)),
    }
    return signing.dumps(told, salt=SALT, compress=True)


def read_seen(token: str, account: Account, part: Step) -> Seen:
    """What a form carried. A token that is not whole, or not for this form, has seen nothing."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return Seen()
    if (told["account"], told["part"]) != (account.pk, part.code):
        return Seen()
    return Seen(told["version"], told["values"])


def moved(seen: Seen, now: Mapping[str, Any], typed: Mapping[str, Any]) -> list[str]:
    """The fields that are not as the writer saw them, and not as the writer wants them either."""
    if seen.values is None:
        return [name for name in typed if typed[name] != now[name]]
    return [
        name
        for name in now
        if now[name] != seen.said(name) and typed.get(name, seen.said(name)) != now[name]
    ]


@transaction.atomic
def save(
    *, account: Account, part: Step, typed: Answers, seen: Seen, by: User,
    keep: Collection[str] = (),
) -> Account:  # fmt: skip
    """Write what was typed in one part; fields in `keep` stay as they are now.

    Raises Conflict when the part is not as it was seen, Overtaken when the account has ended,
    NotAllowed, RegisterError.
    """
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    found = for_editing(account.pk)
    if found.status not in changes.CHANGEABLE:
        raise Overtaken(
            _("The account is now “%(status)s” and cannot be changed here.")
            % {"status": found.get_status_display()}
        )
    now = now_of(found, fields_of(part))
    wanted = {name: comparable(name, value) for name, value in typed.items() if name not in keep}
    meeting = moved(seen, now, wanted)
    if meeting:
        raise Conflict([_meeting(name, seen, now, typed, keep) for name in meeting], found)
    # People are passed on whole: a telephone number may have been added to one who is known.
    new = {
        name: typed[name]
        for name in wanted
        if name.startswith("contacts.") or wanted[name] != now[name]
    }
    return answers.write(account=found, values=new, by=by, version=found.version)


def _meeting(
    name: str, seen: Seen, now: Mapping[str, Any], typed: Answers, keep: Collection[str]
) -> Meeting:
    said, is_known = seen.said(name), seen.values is not None
    wish = comparable(name, typed[name]) if name in typed else said
    is_mine = name not in keep and (not is_known or wish != said)
    return Meeting(name, said, now[name], wish, is_known, is_mine)


@dataclass(frozen=True)
class Identity:
    """The identity as a form of it was opened: what waited counts as said already."""

    url: str
    unit: int
    owner: int | None
    waiting: int | None

    @property
    def parts(self) -> dict[str, Any]:
        return {"url": self.url, "unit": self.unit, "owner": self.owner}


def identity_seen(account: Account, waiting: Change | None) -> Identity:
    said = {**changes.identity_of(account), **(waiting.after if waiting else {})}
    return Identity(said["url"], said["unit"], said["owner"], waiting.pk if waiting else None)


def sign_identity(account: Account, seen: Identity) -> str:
    told = [account.pk, seen.url, seen.unit, seen.owner, seen.waiting]
    return signing.dumps(told, salt=f"{SALT}.identity")


def read_identity(token: str, account: Account) -> Identity | None:
    try:
        pk, *told = signing.loads(token, salt=f"{SALT}.identity")
    except signing.BadSignature:
        return None
    return Identity(*told) if pk == account.pk else None


@transaction.atomic
def ask_identity(
    *, account: Account, seen: Identity | None, url: str, unit: int, owner: Iterable[Named],
    why: str, by: User,
) -> Change:  # fmt: skip
    """Ask for what differs from what the form said when it was opened.

    Raises Overtaken when the identity, or what waits for it, is not as it was seen; else as
    `changes.ask` does.
    """
    locked = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    waiting = changes.waiting_for(locked)
    now = identity_seen(locked, waiting)
    typed = {"url": url, "unit": unit, "owner": _owner(owner, now.owner, locked, by)}
    after = {name: value for name, value in typed.items() if value != now.parts[name]}
    if waiting and waiting.asked_by == by and not after and waiting.why == why:
        return waiting  # the second click of two
    if seen != now:
        raise Overtaken(
            _(
                "Somebody else changed the identity, or asked for a change of it, meanwhile. What"
                " you wrote is still here. Look at what waits, and send it again."
            )
        )
    return changes.ask(account=locked, after=after, by=by, why=why)


def _owner(named: Iterable[Named], now: int | None, account: Account, by: User) -> int | None:
    """The number of the one named; whoever is named as on record stays the same."""
    one = next(iter(named), None)
    if one is None:
        return now
    present = Person.objects.filter(pk=now).first() if now else None
    if present is not None and not one.email and one.name == present.name:
        return now
    return people.person_for(
        name=one.name, email=one.email, phone=one.phone, by=by, unit=account.unit
    ).pk
