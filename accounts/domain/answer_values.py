"""Answers of the questionnaire as plain values that can be compared, signed and said in words.

Two answers are the same exactly when their comparable values are equal: a person is an e-mail
address (or a name, for one without), audiences and languages have no order, lines end alike.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from ..choices import Answer
from ..models import Account, Audience, Person
from .answers import Named
from .questionnaire import value_of

UNSAID = {
    "profile": Answer.UNKNOWN.value,
    "security.recovery_address_is_ours": Answer.UNKNOWN.value,
    "security.recovery_phone_is_ours": Answer.UNKNOWN.value,
}
"""What stands for no answer where there is no row yet."""


def now_of(account: Account, names: Iterable[str]) -> dict[str, Any]:
    """What the account says in these fields."""
    return {name: comparable(name, value_of(account, name)) for name in names}


def comparable(name: str, value: Any) -> Any:
    """The plain value of a field, whether it was read or typed."""
    match value:
        case None:
            return UNSAID.get(name, UNSAID.get(name.split(".")[0], ""))
        case bool() | int():
            return value
        case str():
            return value.replace("\r\n", "\n").strip()
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return localdate(value).isoformat()
        case date():
            return value.isoformat()
        case list() | tuple():
            return sorted({_one(item) for item in value})
    raise TypeError(f"{name}: {type(value).__name__} has no plain value")


def _one(item: Any) -> str:
    match item:
        case Audience():
            return item.code
        case Person() | Named():
            return (item.email or " ".join(item.name.split())).casefold()
        case _:
            return str(item)


def names_of_people(values: Iterable[Any], people: Iterable[Person | Named]) -> Mapping[str, str]:
    """How the people in comparable values are called, for those who are known by an address."""
    wanted = {key for value in values if isinstance(value, list) for key in value}
    called = {_one(one): _called(one) for one in people}
    unknown = [key for key in wanted if "@" in key and key not in called]
    known = Person.objects.filter(email__in=unknown)
    return {**called, **{_one(person): _called(person) for person in known}}


def _called(one: Person | Named) -> str:
    return f"{one.name} ({one.email})" if one.name and one.email else one.name or one.email
