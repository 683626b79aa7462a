"""What a row changes about an account that is already there. A blank cell changes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from ..choices import ContactRole, TwoStep
from ..domain.intake import Change
from ..exports.columns import COLUMNS
from ..models import Account, Person, Unit
from .contacts import Roles
from .headings import ADDRESS_FIELDS, PARENT_UNIT
from .row_form import EMAILS, PEOPLE, WORKED_OUT, model_field
from .table import tidy

_SPECIAL = frozenset(
    (*ADDRESS_FIELDS, *EMAILS, *PEOPLE, *WORKED_OUT, PARENT_UNIT, "platform", "unit", "unit_code")
) | frozenset(("owner_phone", "target_audience", "status", "two_step", "two_step_method"))


@dataclass(frozen=True)
class Plain:
    """A column that is written to one field: `room` is "" for the account itself."""

    code: str
    room: str
    name: str
    longest: int | None


def _plain_columns() -> Iterator[Plain]:
    for column in COLUMNS:
        stored = model_field(column) if column.code not in _SPECIAL else None
        if stored is not None:
            room = column.reads[0].rpartition("__")[0]
            yield Plain(column.code, room, stored.name, getattr(stored, "max_length", None))


PLAIN: tuple[Plain, ...] = tuple(_plain_columns())


@dataclass(slots=True)
class Present:
    """What the register holds of an account now."""

    account: Account
    contacts: dict[ContactRole, list[Person]] = field(default_factory=dict)
    audiences: tuple[str, ...] = ()


def told(values: Mapping[str, Any], room: str) -> dict[str, Any]:
    """The plain values that a row tells, by the name of their field."""
    return {
        plain.name: values[plain.code]
        for plain in PLAIN
        if plain.room == room and values.get(plain.code) not in (None, "", ())
    }


def security_told(values: Mapping[str, Any], today: Callable[[], Any]) -> dict[str, Any]:
    """What a row tells of the account's protection; "don't know" tells nothing."""
    result = told(values, "security")
    state, method = values.get("two_step") or ("", "")
    method = values.get("two_step_method") or method
    seen_on = result.pop("two_step_seen_on", None)
    if state and state != TwoStep.UNKNOWN:
        result["two_step"] = state
        if method and state == TwoStep.ON:
            result["two_step_method"] = method
        result["two_step_seen_on"] = seen_on or today()
    return {name: value for name, value in result.items() if value != "unknown"}


def change_of(
    present: Present,
    values: Mapping[str, Any],
    *,
    unit: Unit | None,
    roles: Roles,
    mailbox: str,
    today: Callable[[], Any],
) -> Change:
    """The change a row makes; empty (false) when everything is as the row says."""
    account = present.account
    change = Change(account.pk, account.version)
    change.values = _different(account, told(values, ""))
    change.values.pop("permanent_id" if account.permanent_id else "", None)
    if mailbox and mailbox != account.function_mailbox:
        change.values["function_mailbox"] = mailbox
    if unit is not None and unit.pk != account.unit_id:
        change.unit = unit
    change.contacts = {
        role: people
        for role, people in roles.items()
        if {id(p) if p.pk is None else p.pk for p in people}
        != {person.pk for person in present.contacts.get(role, ())}
    }
    audiences = values.get("target_audience")
    if audiences and set(audiences) != set(present.audiences):
        change.audiences = tuple(audiences)
    change.routines = _different(beside(account, "routines"), told(values, "routines"))
    change.security = _security(account, values, today)
    return change


def _security(
    account: Account, values: Mapping[str, Any], today: Callable[[], Any]
) -> dict[str, Any]:
    row = beside(account, "security")
    told_now = security_told(values, today)
    stated = ("two_step", "two_step_method")
    same = all(name not in told_now or getattr(row, name, "") == told_now[name] for name in stated)
    if same and not values.get("two_step_seen_on"):
        # Saying again what is known is no new statement; only a date makes it one.
        told_now.pop("two_step_seen_on", None)
    changes = _different(row, told_now)
    if "two_step" in changes and changes["two_step"] != TwoStep.ON:
        changes["two_step_method"] = ""
    if row is not None and changes.keys() & {*stated, "two_step_seen_on"}:
        # A new statement holds again, whatever the one before lapsed for.
        changes |= _different(row, {"two_step_lapsed_on": None, "two_step_lapsed_why": ""})
    return changes


def beside(account: Account, name: str) -> Any:
    try:
        return getattr(account, name)
    except ObjectDoesNotExist:
        return None


def _different(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if row is None or not same(getattr(row, name), value)
    }


def same(before: Any, after: Any) -> bool:
    """Whether a cell says what is stored, as far as a cell can say it."""
    if isinstance(before, str):
        return before == after or tidy(before) == after
    if isinstance(before, tuple):
        return set(before) == set(after)
    if isinstance(before, Decimal) or isinstance(after, Decimal):
        return before is not None and Decimal(before) == Decimal(after)
    return bool(before == after)


def people_in(contacts: Sequence[Any]) -> dict[ContactRole, list[Person]]:
    """The contacts of one account, by role."""
    result: dict[ContactRole, list[Person]] = {}
    for contact in contacts:
        result.setdefault(ContactRole(contact.role), []).append(contact.person)
    return result
