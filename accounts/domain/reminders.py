"""Reminders: what runs once a day by the clock, and tells each once.

`JOBS` is all of it; `manage.py send_reminders` runs them. A mail's key names the thing, the round
and the reader, so that ten runs, or two schedulers at once, write one mail. A run that comes late
writes the latest round only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import ContactRole, Status
from ..models import Account, Person, User
from . import links, notices, queue, readiness, tidings
from .access.actions import Action, may
from .access.viewer import viewer_of
from .access.visibility import FieldClass, classes_for
from .letters import Letter

TO_BE_OPENED_AFTER = (14, 30, 60)
"""Days after approval at which the one who registered is asked how it goes."""
WAITS_LONG = 7
"""Days after which those who decide are reminded, once a week."""
NAMED = 10


@dataclass(frozen=True)
class Job:
    """One kind of reminder; `run` takes the moment and says how many mails it wrote."""

    code: str
    run: Callable[[datetime], int]


def run(now: datetime) -> dict[str, int]:
    """Run every job; how many mails each wrote.

    A job that fails keeps no other from running: what went wrong is raised at the end.
    """
    written: dict[str, int] = {}
    failed: list[Exception] = []
    for job in JOBS:
        try:
            written[job.code] = job.run(now)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("Not every reminder could be written.", failed)
    return written


def remind_of_opening(now: datetime) -> int:
    """Accounts that were approved and are not published, after 14, 30 and 60 days."""
    before = now - timedelta(days=TO_BE_OPENED_AFTER[0])
    found = (
        Account.objects.filter(status=Status.APPROVED, approved_at__lte=before)
        .select_related("platform", "unit", "registered_by", "submitted_by", "security")
        .prefetch_related("contacts__person__user")
        .order_by("pk")
    )
    return sum(_remind_of_opening(account, now) for account in found)


@transaction.atomic
def _remind_of_opening(account: Account, now: datetime) -> int:
    approved_on = localdate(account.approved_at)
    days = (localdate(now) - approved_on).days
    # Calendar days may count one more or less than the moments compared above.
    due = [after for after in TO_BE_OPENED_AFTER if after <= days]
    if not due:
        return 0
    written = 0
    for to in _who_opens(account):
        kind = "user" if isinstance(to, User) else "person"
        user = to if isinstance(to, User) else to.user
        opens = may(viewer_of(user), Action.PUBLISH, account)
        notice = notices.queue(
            kind="opening-reminder",
            key=f"opening:{account.pk}:{approved_on}:{due[-1]}:{kind}:{to.pk}",
            to=to,
            write=partial(_opening_letter, account, days, opens),
            account=account,
            reason=_("You get this mail because you registered the account or own it."),
        )
        written += notice is not None
    return written


def _who_opens(account: Account) -> list[User | Person]:
    """The one who registered it and its owner, where they may see what is not published."""
    users = [
        user
        for user in (account.registered_by or account.submitted_by,)
        if user and FieldClass.WORKFLOW in classes_for(viewer_of(user), account)
    ]
    owners = [c.person for c in account.contacts.all() if c.role == ContactRole.OWNER]
    return [*users, *tidings.unlike(owners, users)]


def _opening_letter(account: Account, days: int, opens: bool) -> Letter:
    """With a link for those who may tick the list off."""
    names = {"name": account.name, "platform": account.platform.name, "days": days}
    return Letter(
        subject=_("Not published yet: %(name)s") % names,
        paragraphs=[
            _("The account on %(platform)s was approved %(days)d days ago. This is left to do:")
            % names,
            *readiness.missing_after_approval(account),
        ],
        action=(_("See the list and tick it off"), tidings.address_of("opening", account))
        if opens
        else None,
        afterwards=[
            _("If it is not going to happen, withdraw it: then nobody waits for it.")
            if opens
            else _("The communicator of %(unit)s ticks it off in the register.")
            % {"unit": account.unit.name}
        ],
    )


def remind_of_waiting(now: datetime) -> int:
    """Submissions that have waited for more than a week, to those who decide, once a week."""
    late = list(
        Account.objects.filter(
            status=Status.SUBMITTED, submitted_at__lt=now - timedelta(days=WAITS_LONG)
        )
        .select_related("platform")
        .order_by("submitted_at", "pk")
    )
    return sum(_remind_of_waiting(admin, late, now) for admin in tidings.admins()) if late else 0


def _remind_of_waiting(admin: User, late: list[Account], now: datetime) -> int:
    """Nobody is reminded of what somebody else has to decide."""
    theirs = [a for a in late if admin.pk not in (a.submitted_by_id, a.registered_by_id)]
    if not theirs:
        return 0
    week = localdate(now).isocalendar()
    notice = notices.queue(
        kind="queue-reminder",
        key=f"queue:{week.year}-{week.week}:user:{admin.pk}",
        to=admin,
        write=lambda: _queue_letter(theirs, now),
        reason=_("You get this mail because you decide on registrations."),
    )
    return int(notice is not None)


def _queue_letter(late: list[Account], now: datetime) -> Letter:
    count = ngettext(
        "%(count)d registration has waited for more than a week",
        "%(count)d registrations have waited for more than a week",
        len(late),
    ) % {"count": len(late)}
    return Letter(
        subject=count,
        paragraphs=[_("The oldest first:")],
        facts=[
            (
                f"{account.name} ({account.platform.name})",
                queue.age_in_words(account.submitted_at or now, now),
            )
            for account in late[:NAMED]
        ],
        action=(_("Open the queue"), links.absolute(reverse("accounts:queue"))),
    )


JOBS: list[Job] = [
    Job("opening", remind_of_opening),
    Job("queue", remind_of_waiting),
]
