"""Users and persons: who acts when no human does, who answers for what, who is nearest to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ContactRole, Role
from ..exceptions import RegisterError
from ..models import Account, Contact, Person, Unit, User
from ..models.units import top_unit
from . import history, listing
from .vocabulary import Vocabulary

__all__ = [
    "SYSTEM_EMAIL",
    "communicators_for",
    "decide_for_oneself",
    "person_for",
    "person_of",
    "set_contacts",
    "system_user",
    "top_unit",
]

SYSTEM_EMAIL = "system@kanalregister.invalid"


def system_user() -> User:
    """The user that commands and timed jobs act as; nobody can sign in as it."""
    user = User.objects.filter(email=SYSTEM_EMAIL).first()
    if user is None:
        user = User.objects.create_user(
            SYSTEM_EMAIL,
            name="Kanalregister",
            role=Role.ADMIN,
            unit=top_unit(),
            is_active=False,
        )
    return user


@dataclass(frozen=True)
class Nearest:
    """The communicators to turn to, and the unit that they communicate for."""

    unit: Unit
    users: list[User]


def communicators_for(unit_id: int, words: Vocabulary) -> Nearest | None:
    """The nearest communicators: of the unit, else of the first unit above that has any."""
    line = [unit_id, *(unit.pk for unit in words.ancestors(unit_id))]
    found: dict[int, list[User]] = {}
    through = Unit.communicators.through.objects.filter(unit__in=line, user__is_active=True)
    for link in through.select_related("user").order_by("user__name", "user_id"):
        found.setdefault(link.unit_id, []).append(link.user)
    nearest = next((pk for pk in line if pk in found), None)
    return Nearest(words.units[nearest], found[nearest]) if nearest is not None else None


def person_of(user: User) -> Person:
    """The person behind a user, made when there is none yet.

    A person with the user's e-mail address who is no other user's is taken to be the same.
    """
    person = Person.objects.filter(user=user).first()
    if person is None:
        person = Person.objects.filter(email__iexact=user.email, user__isnull=True).first()
        if person is None:
            person = Person(name=user.name, email=user.email, unit=user.unit)
        person.user = user
        person.language = user.language
        person.save()
        history.record(action="tied-to-user", by=user, subject=person)
    return person


def person_for(
    *, name: str, email: str, by: User, phone: str = "", unit: Unit | None = None
) -> Person:
    """The person with this e-mail address, made when there is none yet.

    A known person keeps the name that is on record. Raises RegisterError for somebody who has
    left, and where neither name nor address is known.
    """
    email = email.strip().lower()
    known = Person.objects.filter(email__iexact=email).first() if email else None
    if known is not None:
        if known.left_on is not None:
            raise RegisterError(_("%(name)s has left the university.") % {"name": known.name})
        return known
    if not name.strip():
        raise RegisterError(_("Nobody with this e-mail address is known. Add a name."))
    user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
    person = Person(
        name=user.name if user else name.strip(),
        email=email,
        phone=phone.strip(),
        unit=unit,
        user=user if user and not Person.objects.filter(user=user).exists() else None,
    )
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        # Somebody named the same new person in the same moment.
        found = Person.objects.filter(email__iexact=email).first()
        if not email or found is None:
            raise
        return found
    # A person's name and addresses stay out of the history: it outlives them.
    history.record(action="added", by=by, subject=person)
    return person


@transaction.atomic
def decide_for_oneself(*, by: User, agrees: bool, language: str) -> Person:
    """What somebody says about themself: whether their name is public, and the language of mails.

    Raises RegisterError where the identity is protected: it is never public.
    """
    person = person_of(by)
    if agrees and person.is_protected:
        raise RegisterError(_("Your identity is protected. It is never shown to anyone."))
    before = history.snapshot(person)
    if agrees != person.name_is_public:
        person.agreed_to_public_name_at = timezone.now() if agrees else None
    person.language = by.language = language
    person.save()
    by.save(update_fields=["language"])
    changes = history.difference(before, history.snapshot(person))
    if changes:
        listing.refresh(person.contacts.values_list("account", flat=True).distinct())
        history.record(action="changed", by=by, subject=person, changes=changes)
    return person


def set_contacts(account: Account, wanted: dict[ContactRole, Sequence[Person]]) -> dict[str, list]:
    """Give the account exactly these people in these roles; roles left out stay as they are.

    Returns what became different, as `{role: [numbers before, numbers after]}`, for the caller's
    history. The caller holds the transaction and refreshes the lists.
    """
    changes: dict[str, list] = {}
    for role, people in wanted.items():
        before = list(_numbers(account, role))
        after = list(dict.fromkeys(person.pk for person in people))
        if before == after:
            continue
        changes[role.value] = [before, after]
        account.contacts.filter(role=role).exclude(person__in=after).delete()
        Contact.objects.bulk_create(
            Contact(account=account, person_id=pk, role=role) for pk in after if pk not in before
        )
    return changes


def _numbers(account: Account, role: ContactRole) -> Iterable[int]:
    return account.contacts.filter(role=role).order_by("pk").values_list("person", flat=True)
