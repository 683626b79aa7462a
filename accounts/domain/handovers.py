"""Handing an account over to a new owner, who has to accept it.

The taker gets a link by mail. Accepting changes the owner at once when an admin asked for it (the
asking is the decision); what a communicator or the owner asked for then waits for a decision, as
every change of identity does. One hand-over waits per account; asking the same again is the same
hand-over, asking for somebody else replaces it.
"""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..choices import ContactRole, HandOverState, Role, Status
from ..exceptions import LinkRefused, NotAllowed, Overtaken, RegisterError
from ..models import Account, HandOver, Person, User
from . import changes, handover_letters, history, links, listing, people
from .access.actions import Action, may
from .access.viewer import viewer_of

PURPOSE = "hand-over"
STATUSES = (Status.PUBLISHED, Status.CLOSING)
"""Before it is published an account's owner is an answer of its registration."""


@dataclass(frozen=True)
class Asked:
    hand_over: HandOver
    is_new: bool


def owner_of(account: Account) -> Person | None:
    contact = account.contacts.filter(role=ContactRole.OWNER).select_related("person").first()
    return contact.person if contact else None


def waiting_for(account: Account) -> HandOver | None:
    """The hand-over of this account that the taker has not answered yet."""
    waiting = HandOver.objects.filter(account=account, state=HandOverState.WAITING)
    return waiting.select_related("account", "taker", "giver", "asked_by").first()


def check(account: Account, by: User) -> None:
    """Raises NotAllowed, or Overtaken when the account is not one that can be handed over."""
    if not may(viewer_of(by), Action.HAND_OVER, account):
        raise NotAllowed(_("You may look at this account but not hand it over."))
    if account.status not in STATUSES:
        raise Overtaken(
            _("An account that is “%(status)s” cannot be handed over.")
            % {"status": account.get_status_display()}
        )


@transaction.atomic
def ask(*, account: Account, name: str, email: str, message: str = "", by: User) -> Asked:
    """Ask somebody to take the account over, and mail them the link.

    Raises NotAllowed, Overtaken, and RegisterError for a taker who has left or owns it already.
    """
    locked = _lock(account.pk)
    check(locked, by)
    taker = people.person_for(name=name, email=email, by=by, unit=locked.unit)
    giver = owner_of(locked)
    if giver == taker:
        raise RegisterError(_("%(name)s owns this account already.") % {"name": taker.name})
    before = waiting_for(locked)
    if before is not None and (before.taker_id, before.message) == (taker.pk, message.strip()):
        return Asked(before, is_new=False)
    if before is not None:
        _settle(before, HandOverState.WITHDRAWN, by)
        handover_letters.tell_withdrawn(before)
    hand_over = HandOver.objects.create(
        account=locked,
        giver=giver,
        taker=taker,
        message=message.strip(),
        asked_at=timezone.now(),
        asked_by=by,
    )
    history.record(
        action="hand-over-asked",
        by=by,
        subject=hand_over,
        account=locked,
        changes={"owner": [giver.pk if giver else None, taker.pk]},
    )
    handover_letters.tell_taker(hand_over, token_of(hand_over))
    return Asked(hand_over, is_new=True)


@transaction.atomic
def withdraw(*, hand_over: HandOver, by: User) -> None:
    """Take the question back. Raises NotAllowed, Overtaken when it has been answered."""
    account = _lock(hand_over.account_id)
    if not may(viewer_of(by), Action.HAND_OVER, account):
        raise NotAllowed(_("You may look at this account but not hand it over."))
    found = HandOver.objects.get(pk=hand_over.pk)
    if found.state != HandOverState.WAITING:
        raise Overtaken(said(found))
    _settle(found, HandOverState.WITHDRAWN, by)
    handover_letters.tell_withdrawn(found)


def drop(hand_over: HandOver, *, by: User) -> None:
    """Withdraw without asking who may: what it was about is gone. The caller has the lock."""
    _settle(hand_over, HandOverState.WITHDRAWN, by)
    handover_letters.tell_withdrawn(hand_over)


def token_of(hand_over: HandOver) -> str:
    return links.sign(PURPOSE, hand_over.nonce)


def opened(token: str) -> HandOver:
    """The hand-over a link is for, answered or not. Raises LinkRefused."""
    nonce = links.read(PURPOSE, token)
    found = HandOver.objects.filter(nonce=nonce).select_related(
        "account__unit", "account__platform", "taker", "giver", "asked_by"
    )
    hand_over = found.first()
    if hand_over is None:
        raise LinkRefused(_("This link was replaced by a newer one. Use the latest mail."))
    return hand_over


def said(hand_over: HandOver) -> str:
    """One sentence on where a hand-over stands."""
    return {
        HandOverState.WAITING: _("This hand-over waits for an answer."),
        HandOverState.ACCEPTED: _("This hand-over has been accepted."),
        HandOverState.REFUSED: _("This hand-over has been refused."),
        HandOverState.WITHDRAWN: _("This hand-over was withdrawn. Nothing is asked of you."),
    }[HandOverState(hand_over.state)]


def takes_effect_at_once(hand_over: HandOver) -> bool:
    """Whether accepting changes the owner, or asks for a decision.

    An admin's asking is a decision, unless the admin would be the new owner.
    """
    asker = hand_over.asked_by
    if asker is None or hand_over.taker.user_id == asker.pk:
        return False
    return asker.role == Role.ADMIN and asker.is_active


@transaction.atomic
def answer(*, nonce: uuid.UUID, accepts: bool, comment: str = "") -> HandOver:
    """Accept or refuse, as the one who holds the link.

    Raises LinkRefused, and Overtaken when it was answered before or the account has moved on.
    """
    number = HandOver.objects.filter(nonce=nonce).values_list("account", flat=True).first()
    if number is None:
        raise LinkRefused(_("This link was replaced by a newer one. Use the latest mail."))
    account = _lock(number)
    hand_over = HandOver.objects.select_related("taker", "giver", "asked_by").get(nonce=nonce)
    hand_over.account = account
    if hand_over.state != HandOverState.WAITING:
        raise Overtaken(said(hand_over))
    by = _actor(hand_over)
    hand_over.comment = comment.strip()
    if not accepts:
        _settle(hand_over, HandOverState.REFUSED, by)
        handover_letters.tell_answer(hand_over, waits=False)
        return hand_over
    _check_still_true(hand_over)
    _settle(hand_over, HandOverState.ACCEPTED, by)
    at_once = takes_effect_at_once(hand_over)
    if at_once:
        _give(hand_over)
    else:
        assert hand_over.asked_by is not None  # noqa: S101 - `_check_still_true` looked
        changes.ask(
            account=account,
            after={"owner": hand_over.taker_id},
            by=hand_over.asked_by,
            why=_why(hand_over),
        )
    handover_letters.tell_answer(hand_over, waits=not at_once)
    return hand_over


def _lock(number: int) -> Account:
    return Account.objects.select_for_update(of=("self",)).select_related("unit").get(pk=number)


def _check_still_true(hand_over: HandOver) -> None:
    """Raises Overtaken when account, owner, taker or asker are not what they were."""
    account, asker = hand_over.account, hand_over.asked_by
    if account.status not in STATUSES:
        raise Overtaken(_("The account has been closed. It cannot be taken over any more."))
    owner = owner_of(account)
    if (owner.pk if owner else None) != hand_over.giver_id:
        raise Overtaken(_("The account has got another owner in the meantime."))
    if hand_over.taker.left_on is not None:
        raise Overtaken(_("The register says that you have left the university."))
    if asker is None or not may(viewer_of(asker), Action.HAND_OVER, account):
        raise Overtaken(
            _("The one who asked you may not hand the account over any more. Ask for a new link.")
        )


def _actor(hand_over: HandOver) -> User:
    """Whom the history names: the taker where they sign in, else the register itself."""
    return hand_over.taker.user or people.system_user()


def _settle(hand_over: HandOver, state: HandOverState, by: User) -> None:
    hand_over.state = state
    hand_over.answered_at = timezone.now()
    hand_over.save()
    history.record(
        action=f"hand-over-{state.value}",
        by=by,
        subject=hand_over,
        account=hand_over.account,
        changes={"state": [HandOverState.WAITING.value, state.value]},
    )


def _give(hand_over: HandOver) -> None:
    account = hand_over.account
    deputies = [
        contact.person
        for contact in account.contacts.filter(role=ContactRole.DEPUTY).select_related("person")
        if contact.person_id != hand_over.taker_id
    ]
    told = people.set_contacts(
        account, {ContactRole.OWNER: [hand_over.taker], ContactRole.DEPUTY: deputies}
    )
    account.version += 1
    account.save()
    listing.refresh([account.pk])
    assert hand_over.asked_by is not None  # noqa: S101 - `_check_still_true` looked
    history.record(action="owner-changed", by=hand_over.asked_by, subject=account, changes=told)


def _why(hand_over: HandOver) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Hand-over that the new owner has accepted.")
