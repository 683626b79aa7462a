"""An account's two-step authentication: dated statements by named users."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from ..choices import TwoStep, TwoStepMethod
from ..models import Account, Security, TwoStepConfirmation, User
from . import history


@transaction.atomic
def confirm(
    *,
    account: Account,
    state: TwoStep | str,
    by: User,
    method: TwoStepMethod | str = "",
    seen_on: date | None = None,
) -> Security:
    """Note that `by` saw the account's two-step in this state; today unless told another day."""
    day = seen_on or timezone.localdate()
    method = method if state == TwoStep.ON else ""
    # A lock on the account serves for the row that may not be there yet.
    Account.objects.select_for_update(of=("self",)).filter(pk=account.pk).first()
    security = Security.objects.filter(account=account).first() or Security(account=account)
    before = history.snapshot(security) if security.pk else {}
    security.two_step, security.two_step_method = state, method
    security.two_step_seen_on = None if state == TwoStep.UNKNOWN else day
    security.save()
    if state != TwoStep.UNKNOWN:
        TwoStepConfirmation.objects.create(
            account=account,
            state=state,
            method=method,
            seen_on=day,
            confirmed_at=timezone.now(),
            confirmed_by=by,
        )
    history.record(
        action="two-step-confirmed",
        by=by,
        subject=security,
        account=account,
        changes=history.difference(before, history.snapshot(security)),
    )
    return security
