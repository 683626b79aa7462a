"""What an audit rule is: one object that says what is wrong, why it matters and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from ...choices import OFFICIAL, Severity, Status
from ...models import Account, Waiver


@dataclass(frozen=True)
class Rule:
    """A gap that an account can have.

    `condition` gives, for a day, which accounts have it; it reads neither clock nor viewer.
    `statuses` are those an account is looked at in. `step` is the page of the account's answers
    where it is mended (see `questionnaire.STEPS`), `mend` the name of another address that takes
    the account's slug. `guidance` is the part of the advice that explains it.
    """

    code: str
    title: Promise
    why: Promise
    remedy: Promise
    severity: Severity
    condition: Callable[[date], Q]
    statuses: tuple[Status, ...] = OFFICIAL
    step: str = ""
    mend: str = ""
    guidance: str = ""

    def holds(self, on: date) -> Q:
        """The account has the gap on this day and no waiver for it."""
        waived = Waiver.objects.filter(
            account=OuterRef("pk"), rule=self.code, ended_at__isnull=True, until__gte=on
        )
        return self.condition(on) & Q(status__in=self.statuses) & ~Q(Exists(waived))

    def found_in(self, accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
        """Those of `accounts` that have it."""
        return accounts.filter(self.holds(on))
