"""Somebody leaves: what they hold is passed on in one action, and access is taken away.

The admin says for every role on every account who takes it over (`succession` proposes somebody).
Nothing is left behind by accident: an account that would be without an owner has to be left open
explicitly. `erasing` takes the personal data away afterwards.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..choices import LIVING, ChangeState, ContactRole, HandOverState, Role
from ..exceptions import NotAllowed, Overtaken, RegisterError
from ..models import (
    AccessHolder,
    Account,
    Change,
    Contact,
    Event,
    HandOver,
    Person,
    Review,
    Unit,
    User,
)
from . import changes, handovers, history, lapses, links, listing, notices, people
from .access.actions import Action, may
from .access.viewer import viewer_of
from .letters import Letter
from .succession import NewPerson, Successor

ACCESS_TO_REMOVE = "access-to-be-removed"
"""The event that says: somebody still has to take this access away on the platform."""


@transaction.atomic
def leave(
    *, person: Person, successors: Mapping[int, Successor], by: User, on: date | None = None
) -> Person:
    """Pass on every role, take access and sign-in away, and note that the person has left.

    `successors` says by contact who takes it over; None leaves the role to nobody. Raises
    NotAllowed, and Overtaken when the person has left or holds other roles than were shown.
    """
    _require(by)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _check_can_leave(locked, by)
    held = list(
        Contact.objects.filter(person=locked, account__status__in=LIVING).order_by("account_id")
    )
    if {contact.pk for contact in held} != set(successors):
        raise Overtaken(
            _("What %(name)s holds has changed since you looked. Look through it once more.")
            % {"name": locked.name}
        )
    _drop_hand_overs(locked, by)
    given: dict[str, tuple[Person, list[tuple[Account, str]]]] = {}
    for account, contacts in _by_account(held).items():
        for role, taker in _pass_on(account, contacts, successors, by):
            given.setdefault(str(taker.pk), (taker, []))[1].append((account, role))
    _take_access_away(locked, by)
    _take_sign_in_away(locked, by)
    locked.left_on = locked.left_on or on or timezone.localdate()
    locked.save()
    if locked.user is not None:
        lapses.lapse_for_leaver(user=locked.user, on=locked.left_on, by=by)
    history.record(action="left", by=by, subject=locked)
    for taker, roles in given.values():
        _tell(taker, roles, locked, by)
    return locked


def _require(by: User) -> None:
    if not may(viewer_of(by), Action.CARE_FOR_PEOPLE):
        raise NotAllowed(_("Only an admin can do this."))


def has_left(person: Person) -> bool:
    """Whether nothing is left to pass on or take away.

    Somebody whom an import or the administration noted as gone may still hold all they held.
    """
    if person.left_on is None:
        return False
    held = Contact.objects.filter(person=person, account__status__in=LIVING)
    signs_in = person.user is not None and person.user.is_active
    return not (signs_in or held.exists() or AccessHolder.objects.filter(person=person).exists())


def _check_can_leave(person: Person, by: User) -> None:
    if has_left(person):
        raise Overtaken(_("%(name)s has left already.") % {"name": person.name})
    user = person.user
    if user is None or not user.is_active:
        return
    if user == by:
        raise RegisterError(_("You cannot do this for yourself. Ask another admin."))
    admins = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and not admins.exists():
        raise RegisterError(_("Somebody has to be an admin. Make another user one first."))


def _by_account(held: list[Contact]) -> dict[Account, list[Contact]]:
    """The contacts by their accounts, locked in the order of their numbers."""
    numbers = sorted({contact.account_id for contact in held})
    locked = Account.objects.select_for_update(of=("self",)).select_related("unit", "platform")
    accounts = {account.pk: account for account in locked.filter(pk__in=numbers).order_by("pk")}
    found: dict[Account, list[Contact]] = defaultdict(list)
    for contact in held:
        found[accounts[contact.account_id]].append(contact)
    return found


def _pass_on(
    account: Account, contacts: list[Contact], successors: Mapping[int, Successor], by: User
) -> list[tuple[str, Person]]:
    """Give this account's roles to the successors; who got which."""
    given: list[tuple[str, Person]] = []
    wanted: dict[ContactRole, list[Person]] = {}
    for contact in contacts:
        role = ContactRole(contact.role)
        present = account.contacts.filter(role=role).exclude(person=contact.person_id)
        wanted[role] = [other.person for other in present.select_related("person").order_by("pk")]
        taker = _person(successors[contact.pk], account, by)
        if taker is not None and taker not in wanted[role]:
            wanted[role].append(taker)
            given.append((str(role.label), taker))
    owner = next(iter(wanted.get(ContactRole.OWNER, [])), None)
    if owner is not None:
        deputies = wanted.get(ContactRole.DEPUTY) or [
            other.person
            for other in account.contacts.filter(role=ContactRole.DEPUTY)
            .exclude(person=contacts[0].person_id)
            .select_related("person")
            .order_by("pk")
        ]
        wanted[ContactRole.DEPUTY] = [other for other in deputies if other != owner]
        Review.objects.filter(account=account, person=contacts[0].person_id, answer="").update(
            person=owner
        )
    told = people.set_contacts(account, {**wanted})
    account.version += 1
    account.save()
    listing.refresh([account.pk])
    history.record(action="contacts-changed", by=by, subject=account, changes=told)
    return given


def _person(successor: Successor, account: Account, by: User) -> Person | None:
    if isinstance(successor, User):
        return people.person_of(successor)
    if isinstance(successor, NewPerson):
        return people.person_for(
            name=successor.name, email=successor.email, by=by, unit=account.unit
        )
    if successor is not None and successor.left_on is not None:
        raise Overtaken(_("%(name)s has left already.") % {"name": successor.name})
    return successor


def _drop_hand_overs(person: Person, by: User) -> None:
    for hand_over in handovers_waiting(person):
        handovers.drop(hand_over, by=by)
    for change in Change.objects.filter(state=ChangeState.WAITING, after__owner=person.pk):
        changes.withdraw(change=change, by=by)


def handovers_waiting(person: Person) -> list[HandOver]:
    """Hand-overs from or to this person that nobody has answered."""
    waiting = HandOver.objects.filter(state=HandOverState.WAITING).select_related(
        "account__unit", "account__platform", "taker", "giver", "asked_by"
    )
    return [*waiting.filter(giver=person), *waiting.filter(taker=person)]


def _take_access_away(person: Person, by: User) -> None:
    """The rows go; that the access itself still has to go on the platforms stays in the history."""
    rows = list(AccessHolder.objects.filter(person=person))
    living = Account.objects.filter(pk__in=[row.account_id for row in rows], status__in=LIVING)
    events = [
        history.event(action=ACCESS_TO_REMOVE, by=by, subject=person, account=account)
        for account in living
    ]
    AccessHolder.objects.filter(person=person).delete()
    history.record_many(events)


def _take_sign_in_away(person: Person, by: User) -> None:
    user = person.user
    if user is None:
        return
    for unit in Unit.objects.filter(communicators=user):
        left = [pk for pk in unit.communicators.values_list("pk", flat=True) if pk != user.pk]
        unit.communicators.remove(user)
        history.record(
            action="changed",
            by=by,
            subject=unit,
            changes={"communicators": [sorted([*left, user.pk]), sorted(left)]},
        )
    if user.is_active:
        user.is_active = False
        user.save()
        history.record(action="changed", by=by, subject=user, changes={"is_active": [True, False]})


@transaction.atomic
def come_back(*, person: Person, by: User) -> Person:
    """Undo the leaving of somebody whose data has not been erased: what they held stays passed on.

    Their user can sign in again, as staff: rights that went are given anew, by hand.
    """
    _require(by)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.left_on is None or locked.erased_at is not None:
        raise Overtaken(_("This cannot be undone any more."))
    locked.left_on = None
    locked.save()
    if locked.user is not None and not locked.user.is_active:
        before = history.snapshot(locked.user)
        locked.user.is_active, locked.user.role = True, Role.STAFF
        locked.user.save()
        changes = history.difference(before, history.snapshot(locked.user))
        history.record(action="changed", by=by, subject=locked.user, changes=changes)
    history.record(action="came-back", by=by, subject=locked)
    return locked


def access_to_remove(person: Person) -> list[Account]:
    """Where the person's access still has to be taken away, as noted when they left."""
    noted = Event.objects.filter(
        subject="person", subject_id=person.pk, action=ACCESS_TO_REMOVE
    ).values_list("account_id", flat=True)
    accounts = Account.objects.filter(pk__in=list(noted)).select_related("platform", "unit")
    return list(accounts.order_by("platform__name", "sort_name", "pk"))


def _tell(taker: Person, roles: list[tuple[Account, str]], leaver: Person, by: User) -> None:
    """One mail to each who takes something over, with all of it."""

    def write() -> Letter:
        return Letter(
            subject=_("You answer for accounts in the register now"),
            paragraphs=[
                _("%(name)s leaves, and %(admin)s has passed these accounts on to you.")
                % {"name": leaver.name, "admin": by.name},
                _("If that is wrong, answer the one who did it or talk to your communicator."),
            ],
            facts=[(account.name, str(role)) for account, role in roles],
            action=(_("See your accounts"), links.absolute(reverse("accounts:mine"))),
        )

    notices.queue(
        kind="passed-on",
        key=f"passed-on:{leaver.pk}:{timezone.now():%Y%m%d%H%M%S%f}:person:{taker.pk}",
        to=taker,
        write=write,
    )


def neutral_name() -> str:
    """What stands where the name of somebody erased stood, in the language of the register."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Former contact")
