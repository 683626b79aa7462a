"""Changes of an account's identity: its address, its unit, its owner. They wait for a decision.

What is published stays as it is until an admin who had no part in asking has decided. One change
waits per account: whoever asks for more while one waits puts it together with what waits already,
and the earlier one is withdrawn in the same breath. A row never changes what it asks for, so who
decides on a row decides on what that row said.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ChangeState, ContactRole, Status
from ..exceptions import NotAllowed, NotReady, Overtaken, RegisterError
from ..models import Account, Change, Person, Unit, User
from ..platforms import Identified, identify
from . import addresses, change_letters, change_words, history, listing, people
from .access.actions import Action, may, require
from .access.viewer import Viewer, viewer_of

CHANGEABLE = (Status.APPROVED, Status.PUBLISHED, Status.CLOSING)
"""The statuses in which an identity has been decided on, and a change of it waits."""
ADDRESS = ("platform", "handle", "key", "url")
"""An address is always asked for whole."""


def identity_of(account: Account) -> dict[str, Any]:
    """The account's identity as changes write it; people and units by number."""
    owner = account.contacts.filter(role=ContactRole.OWNER).values_list("person", flat=True).first()
    return {
        "platform": account.platform_id,
        "handle": account.handle,
        "key": account.identity_key or "",
        "url": account.url,
        "unit": account.unit_id,
        "owner": owner,
    }


def waiting() -> QuerySet[Change]:
    """The changes that wait for a decision, oldest first; those of accounts that ended are gone."""
    return (
        Change.objects.filter(state=ChangeState.WAITING, account__status__in=CHANGEABLE)
        .select_related("account__platform", "account__unit", "asked_by")
        .order_by("asked_at", "id")
    )


def waiting_for(account: Account) -> Change | None:
    return waiting().filter(account=account).first()


def age(change: Change) -> timedelta:
    """How long it has waited."""
    return timezone.now() - change.asked_at


def askers(change: Change) -> frozenset[int]:
    """Everyone who had a part in asking: of this change, and of those it was put together with.

    Whoever would become the owner is one of them.
    """
    earlier = {
        row.settled_at: row
        for row in Change.objects.filter(account=change.account_id, state=ChangeState.WITHDRAWN)
    }
    owner = Person.objects.filter(pk=change.after.get("owner") or 0).first()
    found: set[int | None] = {owner.user_id if owner else None}
    row: Change | None = change
    while row is not None:
        found.add(row.asked_by_id)
        # Put together: withdrawn at the very moment that the later one was asked for.
        row = earlier.pop(row.asked_at) if row.asked_at in earlier else None
    return frozenset(pk for pk in found if pk is not None)


def newer(change: Change) -> Change | None:
    """The one that a withdrawn change was put together with."""
    if change.state != ChangeState.WITHDRAWN or change.settled_at is None:
        return None
    return Change.objects.filter(account=change.account_id, asked_at=change.settled_at).first()


def may_decide(viewer: Viewer, change: Change) -> bool:
    """Whether the viewer may decide, and had no part in asking."""
    return may(viewer, Action.DECIDE, change.account) and viewer.user_id not in askers(change)


@transaction.atomic
def ask(*, account: Account, after: Mapping[str, Any], by: User, why: str = "") -> Change:
    """Ask for another `url` (an address as text), `unit` or `owner` (numbers); any of them.

    What waits already for the account is put together with it; asking for what is published takes
    that field out of what waits. The same question twice is one. Raises NotAllowed, Overtaken when
    the account has ended, AddressTaken, RegisterError for what cannot be read or changes nothing.
    """
    viewer = viewer_of(by)
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require(viewer, Action.HAND_OVER if set(after) == {"owner"} else Action.EDIT, found)
    if found.status not in CHANGEABLE:
        raise _ended(found)
    earlier = Change.objects.filter(account=found, state=ChangeState.WAITING).first()
    now, kept = identity_of(found), earlier.after if earlier else {}
    wanted = {**kept, **_read(found, after, viewer)}
    wanted = {name: wanted[name] for name in now if name in wanted}
    if not _differs(wanted, now, ADDRESS):
        wanted = {name: value for name, value in wanted.items() if name not in ADDRESS}
    for name in ("unit", "owner"):
        if not _differs(wanted, now, (name,)):
            wanted.pop(name, None)
    if earlier and wanted == earlier.after and (why == earlier.why or earlier.asked_by != by):
        return earlier
    if not wanted and earlier is None:
        raise RegisterError(_("Nothing here is different from what the register has."))
    moment = timezone.now()
    if earlier:
        _settle(earlier, ChangeState.WITHDRAWN, by, moment)
    if not wanted:
        assert earlier is not None  # noqa: S101 - looked at above
        history.record(action="change-withdrawn", by=by, subject=earlier, account=found)
        return earlier
    change = Change.objects.create(
        account=found,
        before={name: now[name] for name in wanted},
        after=wanted,
        why=why.strip(),
        asked_at=moment,
        asked_by=by,
    )
    history.record(
        action="change-asked",
        by=by,
        subject=change,
        account=found,
        changes=history.difference(change.before, change.after),
        reason=change.why,
    )
    change_letters.tell_admins(change, but=askers(change))
    return change


def _read(account: Account, after: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """What was asked for, looked through, as it is kept."""
    unknown = set(after) - {"url", "unit", "owner"}
    if unknown:
        raise TypeError(f"not a part of an identity: {', '.join(sorted(unknown))}")
    read: dict[str, Any] = {}
    if "url" in after:
        read |= _read_address(account, after["url"], viewer)
    if "unit" in after:
        if not Unit.objects.filter(pk=after["unit"]).exists():
            raise RegisterError(_("This unit is not in the register any more."))
        read["unit"] = after["unit"]
    if "owner" in after:
        person = Person.objects.filter(pk=after["owner"], erased_at__isnull=True).first()
        if person is None or person.left_on is not None:
            raise RegisterError(_("The new owner has left the university. Choose somebody else."))
        read["owner"] = person.pk
    return read


def _read_address(account: Account, text: str, viewer: Viewer) -> dict[str, Any]:
    identified = identify_for(account, text)
    holder = addresses.holder_of(identified, viewer, but=account)
    if holder is not None:
        raise addresses.taken(holder)
    return {
        "platform": identified.platform,
        "handle": identified.handle,
        "key": identified.key,
        "url": identified.url,
    }


def identify_for(account: Account, text: str) -> Identified:
    """The account's new address; raises RegisterError, saying why it cannot be one."""
    identified = identify(text)
    if not identified.valid:
        identified = identify(text, account.platform_id)
    if not identified.valid:
        raise RegisterError(str(identified.reason))
    if identified.platform != account.platform_id:
        raise RegisterError(
            _("This address is on another platform, so it is another account. Register it anew.")
        )
    if identified.personal:
        raise RegisterError(
            _("This is a person's own profile. Give the address of the university's account.")
        )
    return identified


def _differs(wanted: Mapping[str, Any], now: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(name in wanted and wanted[name] != now[name] for name in names)


@transaction.atomic
def withdraw(*, change: Change, by: User) -> Change:
    """Take a change back: anyone may who may change the account. Raises Overtaken, NotAllowed."""
    found = _lock(change)
    require(viewer_of(by), Action.EDIT, found.account)
    _still_waiting(found)
    _settle(found, ChangeState.WITHDRAWN, by, timezone.now())
    history.record(action="change-withdrawn", by=by, subject=found, account=found.account)
    return found


@transaction.atomic
def approve(*, change: Change, by: User, reason: str = "") -> Change:
    """Let it take effect, whole or not at all.

    The account's former handle stays behind; a former owner leaves that role and keeps any other,
    and a deputy who becomes the owner is no deputy any more.
    Raises NotAllowed, Overtaken when it was settled or the account is not as it was when somebody
    asked, AddressTaken when the address has got another holder since.
    """
    found = _lock(change)
    account = found.account
    _check(found, by)
    different = moved_on(found)
    if different:
        raise Overtaken(
            _(
                "The account has changed since somebody asked for this: %(what)s. Decline it, or"
                " have it asked for again."
            )
            % {"what": ", ".join(change_words.labels(different))}
        )
    old_unit = account.unit
    old_owner = Person.objects.filter(contacts__account=account, contacts__role="owner").first()
    before, after = history.snapshot(account), found.after
    if "key" in after:
        addresses.put_in(account, _identified(after))
    if "unit" in after:
        account.unit = Unit.objects.get(pk=after["unit"])
    account.version += 1
    addresses.save(account, viewer=viewer_of(by))
    told = history.difference(before, history.snapshot(account))
    if "owner" in after:
        told |= people.set_contacts(account, _roles(account, after["owner"]))
    _settle(found, ChangeState.APPROVED, by, timezone.now(), reason)
    listing.refresh([account.pk])
    history.record(
        action="change-approved", by=by, subject=account, changes=told, reason=found.reason
    )
    change_letters.tell_decision(found, old_unit=old_unit, old_owner=old_owner, but=by)
    return found


@transaction.atomic
def decline(*, change: Change, by: User, reason: str) -> Change:
    """Leave the account as it is, and say why. Raises NotAllowed, Overtaken, NotReady."""
    found = _lock(change)
    _check(found, by)
    if not reason.strip():
        raise NotReady([_("Say why, so that the one who asked knows what to do.")])
    _settle(found, ChangeState.DECLINED, by, timezone.now(), reason)
    history.record(
        action="change-declined",
        by=by,
        subject=found,
        account=found.account,
        reason=found.reason,
    )
    change_letters.tell_decision(found, old_unit=found.account.unit, old_owner=None, but=by)
    return found


def moved_on(change: Change) -> list[str]:
    """The fields in which the account is no longer as it was when the change was asked for."""
    now = identity_of(change.account)
    return [name for name, value in change.before.items() if now[name] != value]


def _roles(account: Account, owner: int) -> dict[ContactRole, Sequence[Person]]:
    """The roles as they become: nobody is the owner and the owner's deputy."""
    deputies = Person.objects.filter(contacts__account=account, contacts__role=ContactRole.DEPUTY)
    return {
        ContactRole.OWNER: [Person.objects.get(pk=owner)],
        ContactRole.DEPUTY: list(deputies.exclude(pk=owner).order_by("contacts__pk")),
    }


def _lock(change: Change) -> Change:
    """The change as it is now, with its account locked first, as every other writer does."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=change.account_id)
    found = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
    found.account = account
    return found


def _check(change: Change, by: User) -> None:
    require(viewer_of(by), Action.DECIDE, change.account)
    _still_waiting(change)
    if by.pk in askers(change):
        raise NotAllowed(_("You asked for this change. Somebody else has to decide on it."))


def _still_waiting(change: Change) -> None:
    if change.state != ChangeState.WAITING:
        by = change.settled_by
        raise Overtaken(
            _("Somebody was here before you: %(name)s settled this change (%(state)s).")
            % {"name": by.name if by else "–", "state": change.get_state_display().lower()}
        )
    if change.account.status not in CHANGEABLE:
        raise _ended(change.account)


def _ended(account: Account) -> Overtaken:
    return Overtaken(
        _("The account is now “%(status)s”, so its identity cannot be changed this way.")
        % {"status": account.get_status_display()}
    )


def _settle(change: Change, state: ChangeState, by: User, at: Any, reason: str = "") -> None:
    change.state, change.settled_at, change.settled_by = state, at, by
    change.reason = reason.strip()
    change.save()


def _identified(after: Mapping[str, Any]) -> Identified:
    """The address as it was read when somebody asked for it."""
    read = identify(after["url"], after["platform"])
    return Identified(
        input=after["url"],
        platform=after["platform"],
        handle=after["handle"],
        url=after["url"],
        valid=True,
        key=after["key"],
        permanent_id=read.permanent_id if read.valid else "",
    )
