"""What happened to an account of the demo: who asked, who decided, when it was looked at again.

Nobody decides on their own request: a communicator asks, the admin decides.
"""

from datetime import date, datetime, timedelta
from random import Random

from ..choices import (
    PUBLIC,
    DecisionOutcome,
    ReviewAnswer,
    Status,
)
from ..models import Decision, Review, TwoStepConfirmation, User
from . import answers, incidents
from .bundles import Bundle, Deed, World
from .incidents import moment
from .sketches import Sketch, phrases

REVIEW_DAYS = 182
DAYS_SINCE_THE_FIRST = 1100
"""How long the register has been kept; what was open before was registered in its first half."""
DECIDED_AGAINST = {
    Status.RETURNED: DecisionOutcome.RETURNED,
    Status.DECLINED: DecisionOutcome.DECLINED,
}


def tell(bundle: Bundle, sketch: Sketch, world: World, rng: Random, opened: date) -> None:
    """Add the account's life up to its status, and the history of it."""
    account = bundle.account
    by = world.communicators[sketch.unit]
    began = world.today - timedelta(
        days=rng.randint(DAYS_SINCE_THE_FIRST // 2, DAYS_SINCE_THE_FIRST)
    )
    asked = moment(max(opened - timedelta(days=rng.randint(3, 40)), began), rng)
    bundle.deeds.append(Deed("registered", by, asked - timedelta(days=1)))
    if account.status == Status.DRAFT:
        return
    account.manager_informed_at, account.manager_informed_by_id = asked, by.pk
    account.submitted_at, account.submitted_by_id = asked, by.pk
    bundle.deeds.append(Deed("submitted", by, asked))
    if account.status == Status.WITHDRAWN:
        reason = rng.choice(phrases()["words"]["withdrawn"])
        bundle.deeds.append(Deed("withdrawn", by, asked + timedelta(days=2), reason=reason))
        return
    if account.status == Status.SUBMITTED:
        return
    decided = asked + timedelta(days=rng.randint(1, 3), minutes=rng.randint(1, 300))
    reason = _decide(bundle, decided, world.admin, rng)
    if account.status not in PUBLIC:
        bundle.deeds.append(Deed(account.status, world.admin, decided, reason=reason))
        return
    account.published_at, account.published_by_id = decided, world.admin.pk
    bundle.deeds.append(Deed("published", world.admin, decided, reason=reason))
    _lock(bundle, sketch, world, rng)
    _review(bundle, sketch, world, rng, decided)
    incidents.add(bundle, sketch, world, rng)
    for handle in bundle.handles:
        if handle.held_until and handle.handle != account.handle:
            changes = {"handle": [handle.handle, account.handle]}
            bundle.deeds.append(Deed("renamed", by, moment(handle.held_until, rng), changes))
    if account.closed_on:
        reason = rng.choice(phrases()["words"]["closed"])
        at = moment(account.closed_on, rng)
        bundle.deeds.append(Deed("closed", world.admin, at, reason=reason))


def _decide(bundle: Bundle, at: datetime, admin: User, rng: Random) -> str:
    """The decision behind the status, and its reason."""
    outcome = DECIDED_AGAINST.get(Status(bundle.account.status), DecisionOutcome.APPROVED)
    reason = rng.choice(phrases()["words"][outcome.value])
    bundle.decisions.append(
        Decision(
            account_id=bundle.account.pk,
            outcome=outcome,
            reason=reason,
            decided_at=at,
            decided_by_id=admin.pk,
        )
    )
    return reason


def _lock(bundle: Bundle, sketch: Sketch, world: World, rng: Random) -> None:
    """Security as it stands, the statements behind it, and the check of the profile."""
    account, by = bundle.account, world.communicators[sketch.unit]
    platform = world.platforms[sketch.platform]
    secured = answers.security(account, sketch, platform, rng, world.today)
    if "access-old" not in sketch.situations:
        days = rng.randint(5, 170)
        secured.access_reviewed_at = moment(world.today - timedelta(days=days), rng)
        secured.access_reviewed_by_id = by.pk
    bundle.security.append(secured)
    if secured.two_step_seen_on:
        at = moment(secured.two_step_seen_on, rng)
        bundle.confirmations.append(
            TwoStepConfirmation(
                account_id=account.pk,
                state=secured.two_step,
                method=secured.two_step_method,
                seen_on=secured.two_step_seen_on,
                confirmed_at=at,
                confirmed_by_id=by.pk,
            )
        )
    if "no-profile-check" not in sketch.situations:
        check = answers.profile_check(account, sketch, rng)
        check.checked_at = moment(world.today - timedelta(days=rng.randint(5, 500)), rng)
        check.checked_by_id = by.pk
        bundle.checks.append(check)


def _review(bundle: Bundle, sketch: Sketch, world: World, rng: Random, published: datetime) -> None:
    """The last answered review and, when it is due again, the one nobody has answered."""
    account = bundle.account
    if account.status == Status.CLOSED:
        return
    asked = bundle.contacts[0].person_id if bundle.contacts else None
    overdue = "review-overdue" in sketch.situations
    days = rng.randint(REVIEW_DAYS + 10, 500) if overdue else rng.randint(2, REVIEW_DAYS - 10)
    last = world.today - timedelta(days=days)
    if "never-reviewed" in sketch.situations or last <= published.date():
        account.review_due_on = published.date() + timedelta(days=REVIEW_DAYS)
    else:
        by = world.communicators[sketch.unit]
        account.reviewed_at, account.reviewed_by_id = moment(last, rng), by.pk
        account.review_due_on = last + timedelta(days=REVIEW_DAYS)
        answer = ReviewAnswer.CLOSING if account.status == Status.CLOSING else ReviewAnswer.RIGHT
        if answer == ReviewAnswer.RIGHT and rng.random() < 0.15:
            answer = ReviewAnswer.CHANGED
        bundle.reviews.append(
            Review(
                account_id=account.pk,
                due_on=last - timedelta(days=rng.randint(0, 14)),
                person_id=asked,
                answer=answer,
                answered_at=account.reviewed_at,
                answered_by_id=by.pk,
            )
        )
        bundle.deeds.append(Deed("reviewed", by, account.reviewed_at))
    if account.review_due_on <= world.today:
        bundle.reviews.append(
            Review(account_id=account.pk, due_on=account.review_due_on, person_id=asked)
        )
