"""Who could take over what somebody leaves: proposals, the deputy first, then communicators."""

from collections import defaultdict
from dataclasses import dataclass

from ..choices import LIVING, ContactRole
from ..models import Account, Contact, Person, Unit, User
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Proposal:
    """A role somebody leaves on an account; `default` is who would take it over, if anybody."""

    contact: Contact
    candidates: list[Person | User]
    default: Person | User | None

    @property
    def account(self) -> Account:
        return self.contact.account

    @property
    def is_owner(self) -> bool:
        return self.contact.role == ContactRole.OWNER


@dataclass(frozen=True)
class NewPerson:
    """Somebody whom the register may not know yet."""

    email: str
    name: str = ""


Successor = Person | User | NewPerson | None


def proposals(person: Person, words: Vocabulary) -> list[Proposal]:
    """Every role on a living account, with those who could take it over; three queries."""
    held = list(
        Contact.objects.filter(person=person, account__status__in=LIVING)
        .select_related("account__unit", "account__platform")
        .order_by("account__sort_name", "account_id", "id")
    )
    numbers = {contact.account_id for contact in held}
    beside: dict[int, list[Contact]] = defaultdict(list)
    others = Contact.objects.filter(account__in=numbers, person__left_on__isnull=True)
    for contact in others.exclude(person=person).select_related("person"):
        beside[contact.account_id].append(contact)
    nearest = _communicators({contact.account.unit_id for contact in held}, words, person)
    return [
        _proposal(contact, beside[contact.account_id], nearest[contact.account.unit_id])
        for contact in held
    ]


def _proposal(contact: Contact, beside: list[Contact], communicators: list[User]) -> Proposal:
    known: list[Person] = []
    for other in sorted(beside, key=lambda other: (other.role != ContactRole.DEPUTY, other.pk)):
        if other.person not in known:
            known.append(other.person)
    mails = {person.email.casefold() for person in known}
    users = [user for user in communicators if user.email.casefold() not in mails]
    candidates: list[Person | User] = [*known, *users]
    deputies = [other.person for other in beside if other.role == ContactRole.DEPUTY]
    first: list[Person | User] = [*deputies, *users]
    default = first[0] if first else None
    return Proposal(contact, candidates, default if contact.role == ContactRole.OWNER else None)


def _communicators(units: set[int], words: Vocabulary, leaver: Person) -> dict[int, list[User]]:
    """The nearest communicators of each unit once the leaver is gone; one query however many."""
    lines = {pk: [pk, *(unit.pk for unit in words.ancestors(pk))] for pk in units}
    every = {pk for line in lines.values() for pk in line}
    found: dict[int, list[User]] = defaultdict(list)
    through = Unit.communicators.through.objects.exclude(user=leaver.user_id)
    through = through.filter(unit__in=every, user__is_active=True)
    for link in through.select_related("user").order_by("user__name", "user_id"):
        found[link.unit_id].append(link.user)
    return {
        pk: next((found[above] for above in line if above in found), [])
        for pk, line in lines.items()
    }
