"""Writing what a form of the questionnaire says about one account, drafts and published alike.

`write` takes answers by the questionnaire's names (`account.purpose`, `contacts.owner`) and leaves
alone what is not among them. It is the one place where such answers reach the tables: it locks the
account, looks at the version the writer had before them, writes, tells the history what became
different, and says nothing when nothing did. What is known about an account's security is told
apart, because fewer may read it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ENDED, ContactRole, Status, TwoStep
from ..exceptions import NotAllowed, Overtaken
from ..models import Account, Audience, Person, ProfileCheck, Routines, Security, Unit, User
from . import addresses, history, listing, people, two_factor
from .access.actions import Action, may_in_unit, require
from .access.viewer import viewer_of

Answers = Mapping[str, Any]
TWO_STEP = ("two_step", "two_step_method")


@dataclass(frozen=True)
class Named:
    """Somebody as typed into a form, who may or may not be known already."""

    name: str = ""
    email: str = ""
    phone: str = ""


OPEN = (Status.DRAFT, Status.RETURNED)
IDENTITY = frozenset({"account.unit", "contacts.owner"})
"""What waits for a decision once somebody has decided on the account."""


@transaction.atomic
def write(*, account: Account, values: Answers, by: User, version: int | None = None) -> Account:
    """Write the answers and return the account as it is now.

    With `version`, raises Overtaken when the account has changed since. Raises NotAllowed for
    somebody who may not change it, RegisterError for a person who cannot be named.
    """
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require(viewer_of(by), Action.EDIT, found)
    if found.status in ENDED:
        raise Overtaken(_("This cannot be changed any more: it has ended."))
    if found.status not in OPEN and IDENTITY & set(values):
        raise Overtaken(_("Unit and owner wait for a decision now: ask for a change."))
    if version is not None and version != found.version:
        raise Overtaken(_("This was changed meanwhile, by somebody else or in another window."))
    parts = {where: _part(values, where) for where in ("account", "routines", "security")}
    profile, roles = _part(values, "profile"), _part(values, "contacts")

    told = _write_account(found, parts["account"], by)
    told |= _write_beside(_beside(Routines, found), parts["routines"])
    told |= _write_profile(found, profile, by)
    told |= people.set_contacts(
        found,
        {ContactRole(role): _people(found, role, named, by) for role, named in roles.items()},
    )
    is_told_apart = _write_security(found, parts["security"], by)
    if not told and not is_told_apart:
        return found
    found.version += 1
    addresses.save(found, viewer=viewer_of(by))
    if told:
        history.record(action="changed", by=by, subject=found, changes=told)
    listing.refresh([found.pk])
    found.refresh_from_db()
    return found


def _part(values: Answers, where: str) -> dict[str, Any]:
    prefix = f"{where}."
    return {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if name.startswith(prefix)
    }


def _write_account(account: Account, values: dict[str, Any], by: User) -> dict[str, list]:
    """Everything in the account's own row and its audiences; the row is not saved yet."""
    before = history.snapshot(account)
    told: dict[str, list] = {}
    for name, value in values.items():
        match name:
            case "audiences":
                told |= _write_audiences(account, value)
            case "unit":
                _move(account, value, by)
            case "manager_informed_at":
                _note_manager(account, value, by)
            case _ if getattr(account, name) != value:
                setattr(account, name, value)
    return history.difference(before, history.snapshot(account)) | told


def _write_audiences(account: Account, wanted: Sequence[Audience]) -> dict[str, list]:
    before = list(account.audiences.values_list("code", flat=True))
    after = [audience.code for audience in sorted(wanted, key=lambda a: (a.position, a.name_sv))]
    if before == after:
        return {}
    account.audiences.set(wanted)
    return {"audiences": [before, after]}


def _move(account: Account, unit: Unit, by: User) -> None:
    if not may_in_unit(viewer_of(by), Action.EDIT, unit.pk):
        raise NotAllowed(_("You cannot give the account to a unit that is not yours."))
    account.unit = unit


def _note_manager(account: Account, day: date | None, by: User) -> None:
    """The manager was informed on a day; a day that is noted already keeps its moment and user."""
    noted = account.manager_informed_at
    if (timezone.localdate(noted) if noted else None) == day:
        return
    account.manager_informed_at = _noon(day) if day else None
    account.manager_informed_by = by if day else None


def _noon(day: date) -> datetime:
    """A moment of that day in any of the year's two clocks; now, when it is today."""
    if day == timezone.localdate():
        return timezone.now()
    midnight = datetime.combine(day, datetime.min.time(), timezone.get_current_timezone())
    return midnight + timedelta(hours=12)


def _beside(model: type[models.Model], account: Account) -> Any:
    """The account's row in a table beside it, unsaved where there is none."""
    manager: Any = model._default_manager
    return manager.filter(account=account).first() or model(account=account)


def _write_beside(row: Any, values: dict[str, Any]) -> dict[str, list]:
    before = history.snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    told = history.difference(before, history.snapshot(row))
    if told:
        row.save()
    return told


def _write_profile(account: Account, values: dict[str, Any], by: User) -> dict[str, list]:
    """What somebody saw on the profile; whoever sees something else has checked it."""
    check = _beside(ProfileCheck, account)
    if all(getattr(check, name) == value for name, value in values.items()):
        return {}
    return _write_beside(check, {**values, "checked_at": timezone.now(), "checked_by": by})


def _write_security(account: Account, values: dict[str, Any], by: User) -> bool:
    """Two-step as a dated confirmation, the rest in an event of its own; whether anything was new.

    "Unknown" where nothing was said before is an answer too, and leaves its row.
    """
    row = _beside(Security, account)
    state = values.pop("two_step", "") or (row.two_step if row.pk else "")
    method = values.pop("two_step_method", row.two_step_method) if state == TwoStep.ON else ""
    confirms = bool(state) and (
        row.pk is None or (row.two_step, row.two_step_method) != (state, method)
    )
    if confirms:
        row = two_factor.confirm(account=account, state=state, method=method, by=by)
    told = _write_beside(row, values) if values else {}
    if told:
        history.record(action="changed", by=by, subject=row, account=account, changes=told)
    return confirms or bool(told)


def _people(account: Account, role: str, named: Sequence[Named | Person], by: User) -> list[Person]:
    """The persons behind what was typed, made where nobody knows them yet."""
    present = [c.person for c in account.contacts.select_related("person").order_by("pk")]
    found: list[Person] = []
    for one in named:
        if isinstance(one, Person):
            person = one
        else:
            same = _without_address(one, present)
            person = same or _person_for(one, account.unit, by)
            if person in present:  # nobody gives a stranger a number
                _add_phone(person, one.phone, by)
        if person not in found:
            found.append(person)
    return found


def _person_for(one: Named, unit: Unit, by: User) -> Person:
    def find_or_make() -> Person:
        return people.person_for(name=one.name, email=one.email, phone=one.phone, by=by, unit=unit)

    try:
        with transaction.atomic():
            return find_or_make()
    except IntegrityError:
        # Somebody else has just made the same person.
        return find_or_make()


def _without_address(one: Named, present: Sequence[Person]) -> Person | None:
    """Somebody without an e-mail address stays the same person as long as the name stays."""
    if one.email:
        return None
    wanted = " ".join(one.name.casefold().split())
    return next(
        (p for p in present if not p.email and " ".join(p.name.casefold().split()) == wanted), None
    )


def _add_phone(person: Person, phone: str, by: User) -> None:
    """A number for somebody who had none; one on record is changed on the person's own page."""
    if phone and not person.phone:
        person.phone = phone
        person.save(update_fields=["phone"])
        history.record(action="phone-added", by=by, subject=person)
