"""What somebody has to do next, and what they wait for: the first thing on their own page.

`KINDS` is the order of urgency. To add one is to add a function to `SOURCES`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from ..choices import ChangeState, HandOverState, Role, Status
from ..models import Account, Change, HandOver
from .access.viewer import Viewer
from .access.visibility import accounts_for

SHOWN = 50
"""So many of each kind at the most; a page is not a list of everything."""


@dataclass(frozen=True)
class Kind:
    """`waits`: the next step is somebody else's."""

    code: str
    label: Promise
    waits: bool = False


@dataclass(frozen=True)
class Item:
    kind: Kind
    account: Account
    since: datetime
    number: int
    """Of the row it is about: the account's, the change's or the hand-over's."""


HAND_OVER = Kind("hand-over", pgettext_lazy("to do", "Answer: it is to be handed over to you"))
RETURNED = Kind("returned", pgettext_lazy("to do", "Mend and submit again"))
APPROVED = Kind("approved", pgettext_lazy("to do", "Open it and publish"))
CLOSING = Kind("closing", pgettext_lazy("to do", "Archive and close"))
DRAFT = Kind("draft", pgettext_lazy("to do", "Go on with the registration"))
SUBMITTED = Kind("submitted", pgettext_lazy("to do", "Waits for a decision"), waits=True)
CHANGED = Kind("change", pgettext_lazy("to do", "Change waits for a decision"), waits=True)
GIVEN = Kind("given", pgettext_lazy("to do", "Waits for the new owner's answer"), waits=True)

BY_STATUS = {
    Status.RETURNED: RETURNED,
    Status.APPROVED: APPROVED,
    Status.CLOSING: CLOSING,
    Status.DRAFT: DRAFT,
    Status.SUBMITTED: SUBMITTED,
}
KINDS = (HAND_OVER, RETURNED, APPROVED, CLOSING, DRAFT, SUBMITTED, CHANGED, GIVEN)
ORDER = {kind.code: position for position, kind in enumerate(KINDS)}


def items(viewer: Viewer) -> list[Item]:
    """Everything that waits for or because of the viewer, the most urgent and oldest first."""
    if viewer.user_id is None:
        return []
    found = [item for source in SOURCES for item in source(viewer)]
    return sorted(found, key=lambda item: (ORDER[item.kind.code], item.since, item.number))


def own(viewer: Viewer) -> QuerySet[Account]:
    """The accounts that are the viewer's to care for: of their units, or registered by them.

    An admin's own are not the whole register: what they registered themselves, and no more.
    """
    mine = Q(registered_by=viewer.user_id) | Q(submitted_by=viewer.user_id)
    if viewer.units:
        mine |= Q(unit__in=viewer.units)
    return accounts_for(viewer).filter(mine)


def _accounts(viewer: Viewer) -> Iterator[Item]:
    if viewer.role not in (Role.COMMUNICATOR, Role.ADMIN):
        return
    for status, kind in BY_STATUS.items():
        accounts = own(viewer).filter(status=status).select_related("platform", "unit")
        for account in accounts.order_by("updated_at", "pk")[:SHOWN]:
            since = account.submitted_at if status == Status.SUBMITTED else account.updated_at
            yield Item(kind, account, since or account.updated_at, account.pk)


def _hand_overs(viewer: Viewer) -> Iterator[Item]:
    waiting = HandOver.objects.filter(state=HandOverState.WAITING).select_related(
        "account__platform", "account__unit"
    )
    for row in waiting.filter(taker__user=viewer.user_id).order_by("asked_at")[:SHOWN]:
        yield Item(HAND_OVER, row.account, row.asked_at, row.pk)
    for row in waiting.filter(asked_by=viewer.user_id).order_by("asked_at")[:SHOWN]:
        yield Item(GIVEN, row.account, row.asked_at, row.pk)


def _changes(viewer: Viewer) -> Iterator[Item]:
    waiting = Change.objects.filter(state=ChangeState.WAITING, asked_by=viewer.user_id)
    for row in waiting.select_related("account__platform", "account__unit").order_by("asked_at")[
        :SHOWN
    ]:
        yield Item(CHANGED, row.account, row.asked_at, row.pk)


SOURCES: tuple[Callable[[Viewer], Iterator[Item]], ...] = (_accounts, _hand_overs, _changes)
