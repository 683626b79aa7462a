"""The nearest manager's approval by mail: asking, looking at a link, answering, once.

A link opens without sign-in, for whoever holds it, until it is answered, replaced by a newer one,
older than `links.VALID_FOR`, or the registration needs no answer any more. Looking changes
nothing: mail scanners follow every link they meet.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..choices import ENDED, ContactRole, ManagerAnswer, Status
from ..exceptions import LinkRefused, NotReady, Overtaken
from ..models import Account, ManagerApproval, Person, User
from . import history, links, notices
from .access.actions import Action, require
from .access.viewer import viewer_of
from .letters import Letter
from .people import system_user

PURPOSE = "manager"
ASKED_ABOUT = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED)
"""While somebody may still decide against it."""
PATIENCE = timedelta(minutes=2)
"""Asked again sooner than this is a second click and no second mail."""
SIGNED_FOR = timedelta(days=3650)
"""The row says when a link ends, in words of its own; the signature only whether it is ours."""
LONGEST_COMMENT = 1000


class State(StrEnum):
    """What has become of a link."""

    OPEN = "open"
    BROKEN = "broken"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ANSWERED = "answered"
    OVER = "over"


@dataclass(frozen=True)
class Look:
    """A link that was followed; `approval` only where its holder may still see the account."""

    state: State
    approval: ManagerApproval | None = None


def manager_of(account: Account) -> Person | None:
    """The manager named by the account who can get a mail."""
    contacts = account.contacts.filter(role=ContactRole.MANAGER, person__left_on__isnull=True)
    contact = contacts.exclude(person__email="").select_related("person").order_by("pk").first()
    return contact.person if contact else None


def latest(account: Account) -> ManagerApproval | None:
    """The question asked last, answered or not."""
    return account.manager_approvals.select_related("person", "asked_by").first()


@transaction.atomic
def ask(*, account: Account, by: User) -> ManagerApproval:
    """Mail the account's manager a link. A link mailed before means nothing any more.

    Raises NotAllowed, Overtaken when there is nothing left to approve, NotReady without a manager
    who has an e-mail address.
    """
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require(viewer_of(by), Action.EDIT, found)
    if found.status not in ASKED_ABOUT:
        raise Overtaken(
            _("This cannot be done any more: the account is now “%(status)s”.")
            % {"status": found.get_status_display()}
        )
    manager = manager_of(found)
    if manager is None:
        raise NotReady([_("Name the nearest manager with an e-mail address first.")])
    if manager.user_id == by.pk or manager.email.lower() == by.email.lower():
        raise NotReady([_("You cannot approve as your own manager. Name somebody else.")])
    now = timezone.now()
    asked = found.manager_approvals.filter(answer="").first()
    if asked and asked.person_id == manager.pk and now - asked.asked_at < PATIENCE:
        return asked
    if asked is None:
        asked = ManagerApproval(account=found)
    else:
        asked.nonce = ManagerApproval._meta.get_field("nonce").get_default()
    asked.person, asked.asked_at, asked.asked_by = manager, now, by
    asked.save()
    history.record(action="manager-asked", by=by, subject=asked, account=found)
    notices.queue(
        kind="manager-asked",
        key=f"manager-asked:{asked.nonce}",
        to=manager,
        write=lambda: _question(asked),
        account=found,
        reason=_("You get this mail because you are named as the nearest manager."),
    )
    return asked


def _question(asked: ManagerApproval) -> Letter:
    account = asked.account
    names = {"person": asked.asked_by.name if asked.asked_by else "", "name": account.name}
    path = reverse("accounts:manager_answer", args=[links.sign(PURPOSE, asked.nonce)])
    return Letter(
        subject=_("Do you approve this account? %(name)s") % names,
        paragraphs=[
            _("%(person)s wants to register an account in social media and names you as manager.")
            % names,
            _("It takes time to run, all year round. Read what it is for, and say yes or no."),
        ],
        facts=[
            (_("Account"), account.name),
            (_("Platform"), account.platform.name),
            (_("Unit"), account.unit.name),
            (_("Purpose"), account.purpose),
        ],
        action=(_("Read and answer"), links.absolute(path)),
        afterwards=[
            _(
                "No sign-in is needed. The link is yours alone: do not pass it on. It works for"
                " %(days)d days."
            )
            % {"days": links.VALID_FOR.days}
        ],
    )


def look(token: str) -> Look:
    """What a link stands for now. Changes nothing."""
    try:
        nonce = links.read(PURPOSE, token, SIGNED_FOR)
    except LinkRefused:
        return Look(State.BROKEN)
    approval = (
        ManagerApproval.objects.filter(nonce=nonce)
        .select_related(
            "account__platform", "account__unit", "account__routines", "person__user", "asked_by"
        )
        .first()
    )
    if approval is None:
        return Look(State.REPLACED)
    is_old = timezone.now() - approval.asked_at > links.VALID_FOR
    if is_old or approval.person.left_on is not None:
        return Look(State.EXPIRED)
    if approval.account.status in ENDED:
        return Look(State.OVER)
    if approval.answer:
        return Look(State.ANSWERED, approval)
    if approval.account.status not in ASKED_ABOUT:
        return Look(State.OVER)
    if manager_of(approval.account) != approval.person:
        return Look(State.REPLACED)
    return Look(State.OPEN, approval)


@transaction.atomic
def answer(*, token: str, answer: ManagerAnswer, comment: str = "") -> Look:
    """Note the answer of whoever holds the link. Returns the link's state: answered, or why not.

    The same answer twice is one; so is the first of two different ones.
    """
    seen = look(token)
    if seen.approval is None or seen.state != State.OPEN:
        return seen
    # Whoever asks or answers locks the account first; then the link is looked at again.
    account = Account.objects.select_for_update(of=("self",)).get(pk=seen.approval.account_id)
    seen = look(token)
    if seen.approval is None or seen.state != State.OPEN:
        return seen
    approval = seen.approval
    approval.answer, approval.comment = answer, comment.strip()
    approval.answered_at = timezone.now()
    approval.save()
    if answer == ManagerAnswer.APPROVED:
        account.manager_informed_at = approval.answered_at
        account.manager_informed_by = approval.asked_by or system_user()
        account.save(update_fields=["manager_informed_at", "manager_informed_by", "updated_at"])
    manager = approval.person.user
    history.record(
        action="manager-answered",
        by=manager if manager and manager.is_active else system_user(),
        subject=approval,
        account=account,
        changes={"answer": ["", approval.answer]},
    )
    if approval.asked_by:
        notices.queue(
            kind="manager-answered",
            key=f"manager-answered:{approval.pk}",
            to=approval.asked_by,
            write=lambda: _answered(approval),
            account=account,
        )
    return Look(State.ANSWERED, approval)


def _answered(approval: ManagerApproval) -> Letter:
    account = approval.account
    names = {"person": approval.person.name, "name": account.name}
    approves = approval.answer == ManagerAnswer.APPROVED
    return Letter(
        subject=_("%(person)s approves: %(name)s") % names
        if approves
        else _("%(person)s does not approve: %(name)s") % names,
        paragraphs=[
            _("The registration now says that the manager is informed.")
            if approves
            else _("Talk to your manager before you go on.")
        ],
        quote=approval.comment,
        quote_by=approval.person.name if approval.comment else "",
        action=(_("Open the registration"), links.absolute(account.get_absolute_url())),
    )
