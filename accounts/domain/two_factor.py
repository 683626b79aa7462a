"""An account's two-step authentication: dated statements by named users, and whether they hold.

A statement that two-step is on is believed for `TWO_STEP_MONTHS`; then, or when it lapsed before
(`lapses`), nobody knows. That it is off is believed until somebody says otherwise.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ..choices import Lapse, TwoStep, TwoStepMethod
from ..exceptions import RegisterError
from ..models import AccessHolder, Account, Platform, Security, TwoStepConfirmation, User
from . import history
from .calendar import months_after, oldest_within

Stated = Security | AccessHolder


class Doubt(models.TextChoices):
    """Why a state is unknown."""

    NEVER = "never", pgettext_lazy("two-step doubt", "Nobody has said")
    EXPIRED = "expired", pgettext_lazy("two-step doubt", "It was seen too long ago")
    CONFIRMER_LEFT = Lapse.CONFIRMER_LEFT.value, Lapse.CONFIRMER_LEFT.label
    METHOD_DROPPED = Lapse.METHOD_DROPPED.value, Lapse.METHOD_DROPPED.label
    OFFERED_NOW = "offered-now", pgettext_lazy("two-step doubt", "The platform offers it now")


@dataclass(frozen=True)
class Effective:
    """The state on a day. `doubt` says why it is unknown, and is None when it is not.

    `method` and `seen_on` are those of the last statement, also where it holds no longer.
    """

    state: TwoStep
    method: str = ""
    seen_on: date | None = None
    until: date | None = None
    """The last day a statement that two-step is on is believed."""
    doubt: Doubt | None = None


def state_on(stated: Stated | None, on: date, *, is_offered: bool = False) -> Effective:
    """What is known on this day, of an account or of somebody with access to it.

    `is_offered`: the platform offers two-step, so a statement that it does not is out of date.
    """
    if stated is None:
        return Effective(TwoStep.UNKNOWN, doubt=Doubt.NEVER)
    state, seen_on = TwoStep(stated.two_step), stated.two_step_seen_on
    until = last_day(seen_on) if state == TwoStep.ON and seen_on else None
    doubt = None
    if state == TwoStep.UNKNOWN:
        doubt = Doubt.NEVER
    elif state == TwoStep.NOT_OFFERED and is_offered:
        doubt = Doubt.OFFERED_NOW
    elif state == TwoStep.ON:
        doubt = _doubt(stated, until, on)
    return Effective(
        state=TwoStep.UNKNOWN if doubt else state,
        method=stated.two_step_method,
        seen_on=seen_on,
        until=until,
        doubt=doubt,
    )


def _doubt(stated: Stated, until: date | None, on: date) -> Doubt | None:
    if stated.two_step_lapsed_on is not None and stated.two_step_lapsed_on <= on:
        return Doubt(stated.two_step_lapsed_why)
    return Doubt.EXPIRED if until is None or until < on else None


def believed_on(on: date) -> Callable[[str | None, date | None, date | None, bool], str]:
    """`state_on` for many rows of a file: from what was said, when, when it lapsed and whether the
    platform offers two-step, to the state."""
    since = oldest_within(on, settings.TWO_STEP_MONTHS)
    unknown = TwoStep.UNKNOWN.value

    def state(
        said: str | None, seen_on: date | None, lapsed_on: date | None, is_offered: bool
    ) -> str:
        if said == TwoStep.ON:
            has_lapsed = lapsed_on is not None and lapsed_on <= on
            return unknown if has_lapsed or seen_on is None or seen_on < since else said
        if said is None or (said == TwoStep.NOT_OFFERED and is_offered):
            return unknown
        return said

    return state


def last_day(seen_on: date) -> date:
    """Until when what was seen on this day is believed."""
    return months_after(seen_on, settings.TWO_STEP_MONTHS)


def methods_of(platform: Platform) -> list[TwoStepMethod]:
    """The methods that the platform offers, the strongest first."""
    return [method for method in TwoStepMethod if method in platform.two_step_methods]


def states_of(platform: Platform) -> list[TwoStep]:
    """The states that can be confirmed on this platform."""
    offered = [TwoStep.ON, TwoStep.OFF] if platform.two_step_methods else [TwoStep.NOT_OFFERED]
    return [*offered, TwoStep.UNKNOWN]


def confirm(
    *,
    account: Account,
    state: TwoStep | str,
    by: User,
    method: TwoStepMethod | str = "",
    seen_on: date | None = None,
    holders: Iterable[AccessHolder] = (),
) -> Security:
    """Note that `by` saw the account's two-step in this state; today unless told another day.

    With `holders` it is said of these people's own sign-ins, and the account's state stays as it
    is. Raises RegisterError for what the platform does not offer and for a day to come.
    """
    people = [holder.pk for holder in holders]
    if not people:
        said: dict[str, Any] = {"state": state, "by": by, "method": method, "seen_on": seen_on}
        return confirm_many(accounts=[account], **said)[0]
    with transaction.atomic():
        statement = _Statement(state, method, by, seen_on)
        locked = statement.lock([account.pk])
        rows = list(AccessHolder.objects.filter(account=account, pk__in=people).order_by("pk"))
        statement.write(AccessHolder, rows, locked)
    return Security.objects.filter(account=account).first() or Security(account=account)


@transaction.atomic
def confirm_many(
    *,
    accounts: Sequence[Account],
    state: TwoStep | str,
    by: User,
    method: TwoStepMethod | str = "",
    seen_on: date | None = None,
) -> list[Security]:
    """The same of several accounts, in a number of statements that theirs does not change.

    What the same user has already said of the same day is not said twice. One account whose
    platform does not offer the method refuses them all.
    """
    statement = _Statement(state, method, by, seen_on)
    locked = statement.lock([account.pk for account in accounts])
    present = {row.account_id: row for row in Security.objects.filter(account__in=locked)}
    rows = [present.get(number) or Security(account=locked[number]) for number in locked]
    statement.write(Security, rows, locked)
    written = {row.account_id: row for row in Security.objects.filter(account__in=locked)}
    return [written[account.pk] for account in accounts]


class _Statement:
    """One thing that one user says of several accounts or people."""

    def __init__(
        self, state: TwoStep | str, method: TwoStepMethod | str, by: User, seen_on: date | None
    ) -> None:
        self.state = TwoStep(state)
        self.method = method if self.state == TwoStep.ON else ""
        self.by = by
        self.today = timezone.localdate()
        self.day = seen_on or self.today
        if self.day > self.today:
            raise RegisterError(_("The day is still to come. Write the day you looked."))

    def lock(self, numbers: Sequence[int]) -> dict[int, Account]:
        """The accounts, held until the transaction ends: their rows beside may not be there yet."""
        accounts = (
            Account.objects.select_for_update(of=("self",))
            .select_related("platform")
            .filter(pk__in=numbers)
            .order_by("pk")
        )
        found = {account.pk: account for account in accounts}
        for account in found.values():
            self._check(account.platform)
        return found

    def _check(self, platform: Platform) -> None:
        names = {"platform": platform.name, "method": self.method}
        if self.method and self.method not in platform.two_step_methods:
            names["method"] = TwoStepMethod(self.method).label.lower()
            raise RegisterError(
                _("%(platform)s does not offer two-step by %(method)s. Choose another way.") % names
            )
        if self.state == TwoStep.ON and not platform.two_step_methods:
            raise RegisterError(
                _(
                    "%(platform)s offers no two-step as far as the register knows. Ask an admin to"
                    " add the method you use."
                )
                % names
            )
        if self.state == TwoStep.NOT_OFFERED and platform.two_step_methods:
            raise RegisterError(
                _("%(platform)s offers two-step. Say whether it is on or off.") % names
            )

    def write(
        self, kind: type[Stated], rows: Sequence[Stated], accounts: dict[int, Account]
    ) -> None:
        """Change the rows, and add a statement and an event for each that says something new."""
        values = {
            "two_step": self.state.value,
            "two_step_method": str(self.method),
            "two_step_seen_on": None if self.state == TwoStep.UNKNOWN else self.day,
            "two_step_lapsed_on": None,
            "two_step_lapsed_why": "",
        }
        said = self._said(kind, accounts)
        told: list[tuple[Stated, dict[str, list]]] = []
        for row in rows:
            before = history.snapshot(row) if row.pk else {}
            for name, value in values.items():
                setattr(row, name, value)
            changes = history.difference(before, history.snapshot(row))
            if changes or (self.state != TwoStep.UNKNOWN and self._key(kind, row) not in said):
                told.append((row, changes))
        changed = [row for row, _changes in told]
        manager: Any = kind._default_manager
        manager.bulk_create([row for row in changed if row.pk is None], batch_size=500)
        manager.filter(pk__in=[row.pk for row in changed]).update(**values)
        if self.state != TwoStep.UNKNOWN:
            said_now = map(self._confirmation, changed)
            TwoStepConfirmation.objects.bulk_create(said_now, batch_size=500)
        if told:
            history.record_many(
                history.event(
                    action="two-step-confirmed",
                    by=self.by,
                    subject=row,
                    account=accounts[row.account_id],
                    changes=changes,
                )
                for row, changes in told
            )

    def _said(self, kind: type[Stated], accounts: dict[int, Account]) -> set[int]:
        """Of which the newest statement is the very same one."""
        holder = "holder" if kind is AccessHolder else "account"
        newest = TwoStepConfirmation.objects.filter(
            account__in=accounts, holder__isnull=kind is Security
        ).order_by("confirmed_at", "pk")
        latest = {row[0]: row[1:] for row in newest.values_list(
            holder, "state", "method", "seen_on", "confirmed_by"
        )}  # fmt: skip
        same = (self.state.value, str(self.method), self.day, self.by.pk)
        return {number for number, said in latest.items() if said == same}

    @staticmethod
    def _key(kind: type[Stated], row: Stated) -> int | None:
        return row.pk if kind is AccessHolder else row.account_id

    def _confirmation(self, row: Stated) -> TwoStepConfirmation:
        return TwoStepConfirmation(
            account_id=row.account_id,
            holder_id=row.pk if isinstance(row, AccessHolder) else None,
            state=self.state,
            method=self.method,
            seen_on=self.day,
            confirmed_at=timezone.now(),
            confirmed_by=self.by,
        )
