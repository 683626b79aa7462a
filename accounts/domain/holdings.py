"""What a person holds: accounts by role, access, units, a sign-in, things that wait for them.

A communicator sees of each person what concerns accounts of the own units, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from ..choices import LIVING, ContactRole, HandOverState
from ..models import (
    AccessHolder,
    Account,
    Change,
    Contact,
    Decision,
    Event,
    HandOver,
    Incident,
    ManagerApproval,
    Notice,
    Person,
    Review,
    SavedView,
    TwoStepConfirmation,
    Unit,
    User,
)
from . import outbox
from .access.viewer import Viewer
from .access.visibility import accounts_for

MAILS_SHOWN = 20


@dataclass(frozen=True)
class Holdings:
    """`contacts` and `access` are of living accounts; `ended` are contacts of the others."""

    contacts: dict[ContactRole, list[Contact]]
    access: list[AccessHolder]
    ended: list[Contact] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)
    approvals: list[ManagerApproval] = field(default_factory=list)
    mails: list[Notice] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is held that somebody else would have to take over."""
        return not (any(self.contacts.values()) or self.access or self.units)


def of(person: Person, viewer: Viewer) -> Holdings:
    """What this person holds, as the viewer may see it; as many queries for one account as many."""
    held = _of_accounts(person, _accounts(viewer))
    if not viewer.sees_everything:
        return held
    return replace(
        held,
        units=list(Unit.objects.filter(communicators=person.user_id)) if person.user_id else [],
        hand_overs=list(waiting_hand_overs(person)),
        approvals=list(
            ManagerApproval.objects.filter(person=person, answer="").select_related("account")
        ),
        mails=list(mails_of(person)[:MAILS_SHOWN]),
    )


def own(person: Person, viewer: Viewer) -> Holdings:
    """What somebody holds, for themself: of the accounts they see, whatever their role."""
    return _of_accounts(person, accounts_for(viewer))


def _of_accounts(person: Person, accounts: QuerySet[Account]) -> Holdings:
    contacts: dict[ContactRole, list[Contact]] = {role: [] for role in ContactRole}
    ended = []
    for contact in _contacts(person, accounts):
        if contact.account.status in LIVING:
            contacts[ContactRole(contact.role)].append(contact)
        else:
            ended.append(contact)
    access = (
        AccessHolder.objects.filter(person=person, account__in=accounts, account__status__in=LIVING)
        .select_related("account__unit", "account__platform")
        .order_by("account__sort_name", "account_id")
    )
    return Holdings(contacts, list(access), ended)


def _accounts(viewer: Viewer) -> QuerySet[Account]:
    seen = accounts_for(viewer)
    return seen if viewer.sees_everything else seen.filter(unit__in=viewer.units)


def _contacts(person: Person, accounts: QuerySet[Account]) -> QuerySet[Contact]:
    return (
        Contact.objects.filter(person=person, account__in=accounts)
        .select_related("account__unit", "account__platform")
        .order_by("account__sort_name", "account_id", "id")
    )


def waiting_hand_overs(person: Person) -> QuerySet[HandOver]:
    return HandOver.objects.filter(
        Q(taker=person) | Q(giver=person), state=HandOverState.WAITING
    ).select_related("account", "taker", "giver", "asked_by")


def mails_of(person: Person) -> QuerySet[Notice]:
    """Mails to this person, under either of their guises."""
    to = Q(person=person)
    if person.user_id is not None:
        to |= Q(user=person.user_id)
    return Notice.objects.filter(to)


@dataclass(frozen=True)
class Tally:
    """How many living accounts somebody is a contact of, by role, and has access to."""

    accounts: int = 0
    roles: dict[str, int] = field(default_factory=dict)
    access: int = 0


def counts(people: Iterable[int], viewer: Viewer) -> dict[int, Tally]:
    """For each of these people; three queries however many."""
    numbers = list(people)
    seen = Q(person__in=numbers, account__status__in=LIVING)
    if not viewer.sees_everything:
        seen &= Q(account__unit__in=viewer.units)
    roles: dict[int, dict[str, int]] = defaultdict(dict)
    by_role = Contact.objects.filter(seen).values("person", "role").annotate(n=Count("account"))
    for row in by_role.order_by():
        roles[row["person"]][row["role"]] = row["n"]
    accounts = _tally(Contact.objects.filter(seen))
    access = _tally(AccessHolder.objects.filter(seen))
    return {pk: Tally(accounts.get(pk, 0), roles.get(pk, {}), access.get(pk, 0)) for pk in numbers}


def _tally(rows: QuerySet) -> dict[int, int]:
    counted = rows.values("person").annotate(n=Count("account", distinct=True)).order_by()
    return {row["person"]: row["n"] for row in counted}


def extract(person: Person | None, user: User | None, viewer: Viewer) -> dict[str, Any]:
    """Everything the register keeps about somebody, as plain data, as the law lets them ask for.

    Accounts that do not exist for the viewer are left out.
    """
    seen = accounts_for(viewer)
    told: dict[str, Any] = {"person": None, "user": None}
    if person is not None:
        told["person"] = _columns(person)
        told["contact_for"] = [
            {"role": contact.role, **_account(contact.account)}
            for contact in Contact.objects.filter(person=person, account__in=seen).select_related(
                "account"
            )
        ]
        told["access_to"] = [
            {"two_step_of_their_own": row.two_step, **_account(row.account)}
            for row in AccessHolder.objects.filter(person=person, account__in=seen).select_related(
                "account"
            )
        ]
        told["hand_overs"] = [
            _columns(row) for row in HandOver.objects.filter(Q(taker=person) | Q(giver=person))
        ]
        told["asked_as_manager"] = [
            _columns(row) for row in ManagerApproval.objects.filter(person=person)
        ]
        told["asked_to_review"] = [_columns(row) for row in Review.objects.filter(person=person)]
        told["mails"] = [_mail(notice) for notice in mails_of(person)]
    if user is not None:
        told["user"] = _columns(user)
        told["communicates_for"] = [unit.name for unit in Unit.objects.filter(communicators=user)]
        told["saved_views"] = [_columns(row) for row in SavedView.objects.filter(user=user)]
        if person is None:
            told["mails"] = [_mail(notice) for notice in Notice.objects.filter(user=user)]
        told["did"] = {
            "events": [
                {
                    "at": e.at.isoformat(),
                    "action": e.action,
                    "subject": f"{e.subject} {e.subject_id}",
                }
                for e in Event.objects.filter(by_id=user.pk)
            ],
            "decisions": _numbers(Decision.objects.filter(decided_by=user)),
            "two_step_confirmations": _numbers(
                TwoStepConfirmation.objects.filter(confirmed_by=user)
            ),
            "incidents_reported": _numbers(Incident.objects.filter(opened_by=user)),
            "changes_asked_for": _numbers(Change.objects.filter(asked_by=user)),
        }
    return told


def _columns(row: Any) -> dict[str, Any]:
    """Every column but the secrets, as JSON keeps it."""
    return {
        column.name: None
        if value is None
        else value
        if isinstance(value, bool | int)
        else str(value)
        for column in row._meta.concrete_fields
        if column.name not in ("password", "nonce")
        for value in [column.value_from_object(row)]
    }


def _account(account: Account) -> dict[str, Any]:
    return {"account": account.slug, "name": account.name, "status": account.status}


def _mail(notice: Notice) -> dict[str, Any]:
    """Without what opens something by itself: the one who reads the extract may be another."""
    text = "" if notice.kind in outbox.SECRET_KINDS else outbox.without_keys(notice.text)
    return {
        "to": notice.email,
        "written_at": notice.created_at.isoformat(),
        "sent_at": notice.sent_at.isoformat() if notice.sent_at else None,
        "subject": notice.subject,
        "text": text,
    }


def _numbers(rows: QuerySet) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
