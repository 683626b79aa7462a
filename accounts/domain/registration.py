"""From an address, or an idea, to a submitted registration.

A draft exists from the first moment, so that nothing typed is lost: `start` makes it,
`change_address` gives it (another) address, `domain.answers` fills it, `submit` hands it in.
Whoever starts twice with the same form gets the same draft: the form carries a token, and accounts
registered together share it. One user's starts wait for each other on the user's own row.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..choices import ENDED, PUBLIC, Status
from ..exceptions import AddressTaken, NotAllowed, NotReady, Overtaken, RegisterError
from ..models import Account, Decision, Handle, Unit, User
from ..platforms import Identified, identify
from . import addresses, answers, history, listing, slugs, workflow
from .access.actions import Action, may_in_unit, require
from .access.viewer import Viewer, viewer_of
from .access.visibility import accounts_for
from .addresses import Holder
from .vocabulary import Vocabulary

OPEN = (Status.DRAFT, Status.RETURNED)
"""While the questions are being answered."""
SHARED_STEPS = ("why", "people", "resources", "routines", "goals")
"""What accounts of one unit that are registered together usually have in common."""
MOST_TOGETHER = 20
TRIES = 5


@dataclass(frozen=True)
class Look:
    """What the register says about an address before anything is made.

    `refusal` is a sentence for an address that cannot be registered; `holder` who has it already;
    `former` an account, closed by now, that had it.
    """

    identified: Identified
    refusal: str = ""
    holder: Holder | None = None
    former: Account | None = None

    @property
    def is_free(self) -> bool:
        return not self.refusal and self.holder is None

    @property
    def taken(self) -> AddressTaken:
        return addresses.taken(self.holder)


def look(text: str, platform: str, viewer: Viewer, but: Account | None = None) -> Look:
    """Which account the text means, and whether it can be registered. Asks no network."""
    identified = identify(text, platform or None)
    if not identified.valid:
        return Look(identified, str(identified.reason))
    if identified.personal:
        return Look(
            identified,
            _(
                "This is a person's own profile. The register holds the university's accounts:"
                " paste the address of a page, a company or a school."
            ),
        )
    holder = addresses.holder_of(identified, viewer, but=but)
    former = None if holder else _former(identified)
    return Look(identified, holder=holder, former=former)


def _former(identified: Identified) -> Account | None:
    """A closed account that had the address: somebody else may have taken it since."""
    held = Handle.objects.filter(
        platform_id=identified.platform or "", key=identified.key, account__status__in=PUBLIC
    )
    found = held.select_related("account__unit", "account__platform").first()
    return found.account if found else None


@transaction.atomic
def start(
    *,
    by: User,
    unit: Unit,
    token: uuid.UUID,
    identified: Identified | None = None,
    platform: str = "",
    name: str = "",
) -> Account:
    """Make the draft of an account that exists (`identified`) or is planned (`platform`, `name`).

    The same token with the same account gives the draft that is there. Raises NotAllowed, and
    AddressTaken when the account is registered already.
    """
    _wait_for_own(by)
    account = Account(
        platform_id=platform,
        name=name.strip(),
        is_planned=identified is None,
        status=Status.DRAFT,
        unit=unit,
        registered_by=by,
        registered_together=token,
    )
    if identified is not None:
        addresses.put_in(account, identified)
        account.name = account.name or readable(identified.handle)
    begun = _begun(account, by)
    if begun is not None:
        return begun
    viewer = viewer_of(by)
    if not may_in_unit(viewer, Action.REGISTER, unit.pk):
        raise NotAllowed(_("You cannot register accounts for this unit."))
    _save_new(account, viewer)
    history.record(
        action="started",
        by=by,
        subject=account,
        changes={
            field: [None, value]
            for field, value in history.snapshot(account).items()
            if field in ("platform", "handle", "url", "name", "unit", "is_planned") and value
        },
    )
    listing.refresh([account.pk])
    account.refresh_from_db()
    return account


def _wait_for_own(by: User) -> None:
    """Let the same user's other window finish first; others are not held up."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _begun(wanted: Account, by: User) -> Account | None:
    """What a first click made of the same form, whatever has become of it since."""
    made = Account.objects.filter(
        registered_together=wanted.registered_together, registered_by=by
    ).exclude(status__in=ENDED)
    if wanted.identity_key:
        made = made.filter(platform_id=wanted.platform_id, identity_key=wanted.identity_key)
    return made.first()


def _save_new(account: Account, viewer: Viewer) -> None:
    """Save under a slug of its own; two that choose the same one at once choose again."""
    base = slugs.for_account(account.platform_id, account.handle, account.name, ())
    for attempt in range(TRIES):
        taken = set(Account.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        account.slug = slugs.for_account(account.platform_id, account.handle, account.name, taken)
        try:
            with transaction.atomic():
                addresses.save(account, viewer=viewer)
            return
        except IntegrityError:
            account.pk = None
            if attempt == TRIES - 1:
                raise


def readable(handle: str) -> str:
    """A first guess at the name: the handle without what only the platform needs."""
    last = handle.rstrip("/").rpartition("/")[2].removeprefix("@").partition("@")[0]
    return (last or handle)[:200]


@transaction.atomic
def change_address(
    *,
    account: Account,
    by: User,
    identified: Identified | None,
    platform: str = "",
    version: int | None = None,
) -> Account:
    """Give the account this address, or say (None) that it is not opened yet, on `platform`.

    While questions are answered; an approved plan gets its address on the list after approval.
    Raises AddressTaken, NotAllowed, Overtaken.
    """
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    viewer = viewer_of(by)
    require(viewer, Action.EDIT, found)
    if found.status not in OPEN:
        raise Overtaken(_("The address cannot be changed here any more."))
    if version is not None and version != found.version:
        raise Overtaken(_("This was changed meanwhile, by somebody else or in another window."))
    before = history.snapshot(found)
    if identified is not None:
        addresses.put_in(found, identified)
    else:
        found.platform_id = platform or found.platform_id
        found.handle = found.url = found.permanent_id = ""
        found.identity_key = None
    found.is_planned = identified is None
    told = history.difference(before, history.snapshot(found))
    if not told:
        return found
    found.version += 1
    addresses.save(found, viewer=viewer)
    history.record(action="address-changed", by=by, subject=found, changes=told)
    listing.refresh([found.pk])
    found.refresh_from_db()
    return found


def together_with(account: Account, viewer: Viewer) -> QuerySet[Account]:
    """The other drafts that were registered in the same go and are still being filled in."""
    if account.registered_together is None:
        return Account.objects.none()
    return (
        accounts_for(viewer)
        .filter(
            registered_together=account.registered_together,
            registered_by=account.registered_by_id,
            status__in=OPEN,
        )
        .exclude(pk=account.pk)
        .select_related("platform")
        .order_by("pk")
    )


@transaction.atomic
def write_together(
    *, account: Account, values: answers.Answers, by: User, version: int | None
) -> tuple[Account, int]:
    """Write answers for the account and for all registered together with it; how many others."""
    others = list(together_with(account, viewer_of(by)))
    written = answers.write(account=account, values=values, by=by, version=version)
    for other in others:
        answers.write(account=other, values=values, by=by)
    return written, len(others)


def submit(*, account: Account, by: User) -> bool:
    """Hand the registration in; False when it was in already. Raises NotReady, NotAllowed."""
    try:
        workflow.apply(account=account, transition="submit", by=by)
    except Overtaken:
        if Account.objects.filter(pk=account.pk, status=Status.SUBMITTED).exists():
            return False
        raise
    return True


@dataclass(frozen=True)
class Outcome:
    """What became of one of several that were handed in at once."""

    account: Account
    missing: Sequence[str] = ()
    refusal: str = ""
    was_in: bool = False


def submit_all(*, accounts: Sequence[Account], by: User) -> list[Outcome]:
    """Hand in each by itself, so that one that lacks something holds up no other."""
    outcomes = []
    for account in accounts:
        try:
            is_new = submit(account=account, by=by)
            outcomes.append(Outcome(account, was_in=not is_new))
        except NotReady as lacking:
            outcomes.append(Outcome(account, missing=lacking.missing))
        except RegisterError as refused:
            outcomes.append(Outcome(account, refusal=str(refused)))
    return outcomes


def drafts_of(viewer: Viewer) -> QuerySet[Account]:
    """Registrations that wait for their own people: begun or returned, last touched first."""
    own = Q(registered_by=viewer.user_id or 0) | Q(unit__in=viewer.units)
    return (
        accounts_for(viewer)
        .filter(own, status__in=OPEN)
        .select_related("platform", "unit")
        .order_by("-updated_at", "-pk")
    )


def last_decision(account: Account) -> Decision | None:
    """Why it came back, for the top of the form."""
    if account.status != Status.RETURNED:
        return None
    return account.decisions.select_related("decided_by").first()


def unit_for(user: User, viewer: Viewer, words: Vocabulary) -> Unit | None:
    """The unit a new account is first put under; None for somebody who may not register."""
    if viewer.owns(user.unit_id):
        return words.units.get(user.unit_id)
    return next((unit for unit, _depth in words.walk() if viewer.owns(unit.pk)), None)
