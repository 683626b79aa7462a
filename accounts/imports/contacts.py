"""Which persons a row means: by e-mail, else by name within the unit; nobody is ever doubled.

What the register knows of a person stays; blanks are filled in. An address that belongs to a
function becomes the account's shared mailbox.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..choices import ContactRole
from ..domain.folding import fold
from ..models import Person, Unit
from .people import Someone, is_mailbox, is_shared, name_in, paired

Roles = dict[ContactRole, list[Person]]


class PeopleFinder:
    """Finds persons; `new` are those it made, `completed` those whose blanks it filled."""

    def __init__(self) -> None:
        self.new: list[Person] = []
        self.completed: dict[int, Person] = {}
        self._by_email: dict[str, Person] = {}
        self._by_name: dict[tuple[int, str], list[Person]] = defaultdict(list)
        for person in Person.objects.only("name", "email", "phone", "unit", "left_on"):
            self._learn(person, person.unit_id or 0)

    def _learn(self, person: Person, unit: int) -> None:
        if person.email:
            self._by_email[person.email.lower()] = person
        if person.left_on is None:
            self._by_name[unit, fold(person.name)].append(person)

    def knows(self, email: str) -> bool:
        return email in self._by_email

    def find(self, someone: Someone, unit: Unit, near: Iterable[Person] = ()) -> Person:
        """The person meant; `near` are those who already answer for the account."""
        person = self._by_email.get(someone.email) if someone.email else None
        place = unit.pk or id(unit)
        if person is None:
            name = fold(someone.name)
            named = [one for one in near if fold(one.name) == name] or self._by_name[place, name]
            fitting = [p for p in named if not (someone.email and p.email)]
            person = fitting[0] if fitting else None
        if person is None:
            return self._make(someone, unit, place)
        self._complete(person, someone)
        return person

    def _make(self, someone: Someone, unit: Unit, place: int) -> Person:
        person = Person(
            name=someone.name or name_in(someone.email) or someone.email,
            email=someone.email,
            phone=someone.phone,
            unit=unit,
        )
        self.new.append(person)
        self._learn(person, place)
        return person

    def _complete(self, person: Person, someone: Someone) -> None:
        for field in ("email", "phone"):
            told = getattr(someone, field)
            if told and not getattr(person, field):
                setattr(person, field, told)
                if person.pk:
                    self.completed[person.pk] = person
                if field == "email":
                    self._by_email[told] = person


def in_roles(
    cleaned: Mapping[str, Any],
    *,
    unit: Unit,
    finder: PeopleFinder,
    present: Mapping[ContactRole, Sequence[Person]],
    mailbox: str,
) -> tuple[Roles, str]:
    """Who answers for the account in which role, and its shared mailbox, by what the row says.

    A role that the row does not mention is not in the answer. More than one person in charge
    means an owner and deputies beside those there are. `mailbox` is the one the account has.
    """
    near = [person for people in present.values() for person in people]
    shared = cleaned.get("function_mailbox") or ""
    # A download's "Contact" is the owner where the name is public, else the shared mailbox.
    named = [one for one in cleaned.get("contact") or [] if one.email != mailbox or one.name]
    owners: Sequence[Someone] = cleaned.get("owner") or named
    beside = [one for one in named if fold(one.name) not in {fold(o.name) for o in owners}]
    phone = cleaned.get("owner_phone") or ""
    people = [*paired(owners, cleaned.get("owner_email") or [], phone), *beside]
    people, found_mailbox = _without_mailboxes(people, finder, mailbox)
    roles: Roles = {}
    answering = [finder.find(one, unit, near) for one in people]
    if answering:
        roles[ContactRole.OWNER] = answering[:1]
    deputies = paired(cleaned.get("deputies") or [], cleaned.get("deputy_emails") or [])
    deputies, other_mailbox = _without_mailboxes(deputies, finder, mailbox)
    deputising = [finder.find(one, unit, near) for one in deputies]
    if deputising or answering[1:]:
        kept = [] if deputising else list(present.get(ContactRole.DEPUTY, ()))
        roles[ContactRole.DEPUTY] = _once([*kept, *deputising, *answering[1:]], answering[:1])
    for code, role in (("publishers", ContactRole.PUBLISHER), ("manager", ContactRole.MANAGER)):
        if people := [one for one in cleaned.get(code) or [] if one.name]:
            roles[role] = _once([finder.find(one, unit, near) for one in people], [])
    return roles, shared or mailbox or found_mailbox or other_mailbox


def _once(people: Sequence[Person], without: Sequence[Person]) -> list[Person]:
    """Each person once; a stored one may be at hand in more than one copy."""
    taken = {person.pk or id(person) for person in without}
    found = {person.pk or id(person): person for person in people}
    return [person for key, person in found.items() if key not in taken]


def _without_mailboxes(
    people: Sequence[Someone], finder: PeopleFinder, present: str
) -> tuple[list[Someone], str]:
    """The persons among them, and the first address that belongs to a function."""
    persons: list[Someone] = []
    mailbox = ""
    for one in people:
        email = one.email
        shared = bool(email) and not finder.knows(email)
        if one.name:
            shared = shared and is_mailbox(email)
        shared = shared and (bool(one.name) or is_shared(email) or email == present)
        if shared:
            mailbox = mailbox or email
        if one.name or not shared:
            persons.append(Someone(one.name, "" if shared else email, one.phone))
    return [one for one in persons if one.name or one.email], mailbox
