"""An account's life: the one place for its status.

`TRANSITIONS` is the whole workflow as data. `available` says what a viewer can do now, `check`
raises what stands in the way, `apply` does it: one transaction that locks the account, looks
again, changes the status, keeps the address's rows true, writes the decision where there is one,
the history and the mails (`tidings`). Whoever calls twice, or second of two, gets `Overtaken`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ..choices import LIVING, DecisionOutcome, Status
from ..exceptions import NotAllowed, NotReady, Overtaken
from ..models import Account, Decision, Handle, User
from . import calendar, history, listing, readiness, tidings
from .access.actions import Action, may, require
from .access.viewer import Viewer, viewer_of


@dataclass(frozen=True)
class Transition:
    """One way from status to status.

    `planned` limits it to accounts that are (True) or are not (False) opened later. `missing`
    lists in words what has to be there first. `outcome` makes it a decision: it is kept as one,
    is never taken by the user who submitted or registered the account, and has a reason unless
    it approves.
    """

    code: str
    label: Promise
    sources: tuple[Status, ...]
    target: Status
    action: Action
    planned: bool | None = None
    outcome: DecisionOutcome | None = None
    missing: Callable[[Account], list[str]] = lambda account: []

    @property
    def needs_reason(self) -> bool:
        return self.outcome in (DecisionOutcome.RETURNED, DecisionOutcome.DECLINED)

    def fits(self, account: Account) -> bool:
        """Whether the account stands where this transition begins."""
        return account.status in self.sources and self.planned in (None, account.is_planned)


def _all(*transitions: Transition) -> dict[str, Transition]:
    return {transition.code: transition for transition in transitions}


TRANSITIONS = _all(
    Transition(
        "submit",
        pgettext_lazy("transition", "Submit"),
        (Status.DRAFT, Status.RETURNED),
        Status.SUBMITTED,
        Action.SUBMIT,
        missing=readiness.missing_for_decision,
    ),
    Transition(
        "withdraw",
        pgettext_lazy("transition", "Withdraw"),
        (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED),
        Status.WITHDRAWN,
        Action.WITHDRAW,
    ),
    Transition(
        "return",
        pgettext_lazy("transition", "Return"),
        (Status.SUBMITTED,),
        Status.RETURNED,
        Action.DECIDE,
        outcome=DecisionOutcome.RETURNED,
    ),
    Transition(
        "decline",
        pgettext_lazy("transition", "Decline"),
        (Status.SUBMITTED,),
        Status.DECLINED,
        Action.DECIDE,
        outcome=DecisionOutcome.DECLINED,
    ),
    Transition(
        "approve-plan",
        pgettext_lazy("transition", "Approve"),
        (Status.SUBMITTED,),
        Status.APPROVED,
        Action.DECIDE,
        planned=True,
        outcome=DecisionOutcome.APPROVED,
    ),
    Transition(
        "approve",
        pgettext_lazy("transition", "Approve and publish"),
        (Status.SUBMITTED,),
        Status.PUBLISHED,
        Action.DECIDE,
        planned=False,
        outcome=DecisionOutcome.APPROVED,
        missing=readiness.missing_for_publication,
    ),
    Transition(
        "publish",
        pgettext_lazy("transition", "Publish"),
        (Status.APPROVED,),
        Status.PUBLISHED,
        Action.PUBLISH,
        missing=readiness.missing_after_approval,
    ),
    Transition(
        "begin-closing",
        pgettext_lazy("transition", "Begin closing"),
        (Status.PUBLISHED,),
        Status.CLOSING,
        Action.CLOSE,
    ),
    Transition(
        "keep-open",
        pgettext_lazy("transition", "Keep open"),
        (Status.CLOSING,),
        Status.PUBLISHED,
        Action.CLOSE,
    ),
    Transition(
        "close",
        pgettext_lazy("transition", "Close"),
        (Status.CLOSING,),
        Status.CLOSED,
        Action.CLOSE,
        missing=readiness.missing_for_closing,
    ),
)


def check(
    viewer: Viewer,
    account: Account,
    transition: Transition,
    *,
    reason: str = "",
    seen: int | None = None,
) -> None:
    """Raises NotAllowed, Overtaken or NotReady when it cannot be done.

    `seen` is the version of the account that the viewer looked at; None takes it as it is.
    """
    require(viewer, transition.action, account)
    if not transition.fits(account):
        raise Overtaken(
            _("This cannot be done any more: the account is now “%(status)s”.")
            % {"status": account.get_status_display()}
        )
    if seen is not None and account.version != seen:
        raise Overtaken(_("The account was changed in the meantime. Look at it again first."))
    if transition.outcome and is_own(viewer, account):
        raise NotAllowed(_("You registered this account. Somebody else has to decide on it."))
    missing = transition.missing(account)
    if missing:
        raise NotReady(missing)
    if transition.needs_reason and not reason.strip():
        raise NotReady([_("Say why, so that the one who registered it knows what to do.")])


def is_own(viewer: Viewer, account: Account) -> bool:
    """Whether the viewer registered or submitted the account, and so may not decide on it."""
    return viewer.user_id is not None and viewer.user_id in (
        account.submitted_by_id,
        account.registered_by_id,
    )


def available(viewer: Viewer, account: Account) -> list[Transition]:
    """What the viewer may do from here, ready or not (`missing` tells)."""
    return [
        transition
        for transition in TRANSITIONS.values()
        if transition.fits(account)
        and may(viewer, transition.action, account)
        and not (transition.outcome and is_own(viewer, account))
    ]


@transaction.atomic
def apply(
    *, account: Account, transition: str, by: User, reason: str = "", seen: int | None = None
) -> Account:
    """Do it, and return the account as it is now.

    Raises NotAllowed, NotReady, and Overtaken when the account has moved on since the caller
    looked (at version `seen`, where that matters).
    """
    wanted, reason = TRANSITIONS[transition], reason.strip()
    # The lock is on the account's own row only: `of` keeps joined tables free on PostgreSQL.
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    check(viewer_of(by), found, wanted, reason=reason, seen=seen)
    before = history.snapshot(found)
    found.status = wanted.target
    _stamp(found, by)
    found.version += 1
    found.save()
    _keep_handles(found)
    listing.refresh([found.pk])
    if wanted.outcome:
        Decision.objects.create(
            account=found,
            outcome=wanted.outcome,
            reason=reason,
            decided_at=timezone.now(),
            decided_by=by,
        )
    event = history.record(
        action=wanted.code,
        by=by,
        subject=found,
        changes=history.difference(before, history.snapshot(found)),
        reason=reason,
    )
    found = Account.objects.select_related("platform", "unit", "submitted_by", "registered_by").get(
        pk=found.pk
    )
    tidings.tell(
        wanted.code, account=found, was=before["status"], by=by, reason=reason, event=event.pk
    )
    return found


def _stamp(account: Account, by: User) -> None:
    """Who and when, for the status the account has just got."""
    now = timezone.now()
    match account.status:
        case Status.SUBMITTED:
            account.submitted_at, account.submitted_by = now, by
        case Status.APPROVED:
            account.approved_at, account.approved_by = now, by
        case Status.PUBLISHED:
            account.closing_at = account.closing_by = None
            if account.published_at is None:
                account.published_at, account.published_by = now, by
                account.is_planned = False
                account.reviewed_at, account.reviewed_by = now, by
                account.review_due_on = calendar.months_after(
                    timezone.localdate(now), settings.REVIEW_MONTHS
                )
        case Status.CLOSING:
            account.closing_at, account.closing_by = now, by
        case Status.CLOSED:
            account.closed_on = timezone.localdate(now)


def _keep_handles(account: Account) -> None:
    """A handle is living exactly while its account is; a closed account gives its own up."""
    is_living = account.status in LIVING
    handles = Handle.objects.filter(account=account)
    handles.exclude(is_living=is_living).update(is_living=is_living)
    if account.status == Status.CLOSED:
        handles.filter(held_until__isnull=True).update(held_until=account.closed_on)
