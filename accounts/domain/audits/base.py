"""What an audit rule is: one object that says what is wrong, why it matters and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from ...choices import OFFICIAL, Severity, Status
from ...models import Account, Waiver


@dataclass(frozen=True)
class Look:
    """The day an account is looked at, and whether all accounts are at once.

    Rows beside the accounts are then gathered once for all of them, instead of being looked up
    for each: many times faster for a count of everything, and slower for a page of a list.
    """

    on: date
    at_everything: bool = False

    def having(self, rows: QuerySet) -> Q:
        """One of `rows`, which point at an account, is the account's."""
        if self.at_everything:
            return Q(pk__in=rows.order_by().values("account"))
        return Q(Exists(rows.filter(account=OuterRef("pk"))))


@dataclass(frozen=True)
class Rule:
    """A gap that an account can have.

    `condition` gives which accounts have it; it reads neither clock nor viewer. `statuses` are
    those an account is looked at in. `step` is the page of the account's answers where it is
    mended (see `questionnaire.STEPS`), `mend` the name of another address that takes the
    account's slug. `guidance` is the part of the advice that explains it.
    """

    code: str
    title: Promise
    why: Promise
    remedy: Promise
    severity: Severity
    condition: Callable[[Look], Q]
    statuses: tuple[Status, ...] = OFFICIAL
    step: str = ""
    mend: str = ""
    guidance: str = ""

    def holds(self, look: Look) -> Q:
        """The account has the gap and no waiver for it."""
        return self.condition(look) & Q(status__in=self.statuses) & ~look.having(self.waivers(look))

    def waivers(self, look: Look) -> QuerySet[Waiver]:
        """What excuses this gap on the day."""
        return Waiver.objects.filter(rule=self.code, ended_at__isnull=True, until__gte=look.on)

    def found_in(self, accounts: QuerySet[Account], on: date) -> QuerySet[Account]:
        """Those of `accounts` that have it."""
        return accounts.filter(self.holds(Look(on)))
