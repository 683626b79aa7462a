"""Waivers: a finding that is agreed to stay for a while. They end by themselves on their day.

Only an admin agrees to one, with a reason and for at most a year: what cannot be mended has to be
looked at again.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ..exceptions import NotReady, Overtaken
from ..models import Account, User, Waiver
from . import history
from .access.actions import Action, require
from .access.viewer import Viewer, viewer_of
from .audits import Rule
from .audits.findings import audited_by
from .calendar import months_after

LONGEST_MONTHS = 12


def active(viewer: Viewer, on: date) -> QuerySet[Waiver]:
    """The waivers that excuse something on this day, as far as the viewer may know of them."""
    return (
        Waiver.objects.filter(
            ended_at__isnull=True, until__gte=on, account__in=audited_by(viewer).values("pk")
        )
        .select_related("account__platform", "account__unit", "given_by")
        .order_by("until", "pk")
    )


@transaction.atomic
def give(*, account: Account, rule: Rule, reason: str, until: date, by: User) -> Waiver:
    """Let this account have this gap until and including that day.

    Raises NotAllowed, NotReady (no reason, a day gone by or too far off) and Overtaken (the gap is
    mended, or somebody has agreed to it meanwhile). The same click twice is one waiver.
    """
    require(viewer_of(by), Action.WAIVE, account)
    reason = _checked(reason, until)
    found = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    today = timezone.localdate()
    open_one = Waiver.objects.filter(account=found, rule=rule.code, ended_at__isnull=True).first()
    if open_one is not None and open_one.until >= today:
        if (open_one.reason, open_one.until, open_one.given_by_id) == (reason, until, by.pk):
            return open_one
        raise Overtaken(_("There is an exception for this already. Change that one instead."))
    if open_one is not None:
        _end(open_one, by)
    if not rule.found_in(Account.objects.filter(pk=found.pk), today).exists():
        raise Overtaken(_("The account does not have this gap any more."))
    waiver = Waiver(
        account=found,
        rule=rule.code,
        reason=reason,
        until=until,
        given_at=timezone.now(),
        given_by=by,
    )
    try:
        with transaction.atomic():
            waiver.save()
    except IntegrityError as taken:
        raise Overtaken(
            _("There is an exception for this already. Change that one instead.")
        ) from taken
    _tell("waived", waiver, by, {"rule": [None, rule.code], "until": [None, until.isoformat()]})
    return waiver


@transaction.atomic
def extend(*, waiver: Waiver, until: date, by: User, reason: str = "") -> Waiver:
    """Move the day it ends, with a new reason where one is given."""
    found = _open(waiver, by)
    text = _checked(reason or found.reason, until)
    changes = history.difference({"until": found.until.isoformat()}, {"until": until.isoformat()})
    if not changes and text == found.reason:
        return found
    found.until, found.reason = until, text
    found.save(update_fields=["until", "reason"])
    _tell("waiver-extended", found, by, changes)
    return found


@transaction.atomic
def end(*, waiver: Waiver, by: User) -> Waiver:
    """End it now: the gap counts again."""
    found = _open(waiver, by)
    _end(found, by)
    return found


def _open(waiver: Waiver, by: User) -> Waiver:
    require(viewer_of(by), Action.WAIVE)
    Account.objects.select_for_update(of=("self",)).get(pk=waiver.account_id)
    found = Waiver.objects.select_related("account").get(pk=waiver.pk)
    if found.ended_at is not None:
        raise Overtaken(_("This exception has ended already."))
    return found


def _end(waiver: Waiver, by: User) -> None:
    waiver.ended_at, waiver.ended_by = timezone.now(), by
    waiver.save(update_fields=["ended_at", "ended_by"])
    _tell("waiver-ended", waiver, by, {})


def _checked(reason: str, until: date) -> str:
    today = timezone.localdate()
    missing = []
    if not reason.strip():
        missing.append(_("Say why this may stay as it is."))
    if until < today:
        missing.append(_("The last day has gone by. Choose today or a day to come."))
    if until > months_after(today, LONGEST_MONTHS):
        missing.append(_("An exception lasts at most a year. Choose an earlier day."))
    if missing:
        raise NotReady(missing)
    return reason.strip()


def _tell(action: str, waiver: Waiver, by: User, changes: dict[str, list]) -> None:
    """The reason stays with the waiver: the history outlives what people write about each other."""
    history.record(action=action, by=by, subject=waiver, account=waiver.account, changes=changes)
