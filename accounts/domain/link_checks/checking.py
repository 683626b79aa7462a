"""The workers' round: which addresses are due, who takes which, and going on after a kill.

A worker takes the host that has been left alone the longest and there the address that is most
overdue, asks outside of any transaction, and writes the answer down. All that it holds (the host,
the address) is held until a time, so that a killed worker's work is taken up by the next one.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ...choices import OFFICIAL
from ...models import Account, LinkCheck, LinkHost
from . import pacing
from .addresses import host_of
from .looking import Detail, Outcome, Seen, Target, look
from .noting import note, point_at
from .pacing import HOLD, Pause, Turns

logger = logging.getLogger(__name__)

BATCH = 1000
HOSTS_TRIED = 20
LONGEST_REST = timedelta(minutes=2)
"""A round is over when the next address cannot be asked sooner than this."""
STEP = timedelta(seconds=1)
DROPPED = "dropped"
OUTCOMES = (*Outcome, DROPPED)


@dataclass
class Round:
    """What a round did: looks by outcome, how many are gone now, how many are still due."""

    looks: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    due: int = 0

    def figures(self) -> dict[str, int]:
        counted = {str(outcome): self.looks[outcome] for outcome in OUTCOMES}
        return {"looked": self.looks.total(), **counted, "gone": self.gone, "due": self.due}


def run(
    until: datetime | None = None,
    *,
    limit: int | None = None,
    account: Account | None = None,
    pause: Pause = time.sleep,
) -> Round:
    """Look at what is due, until a moment or until nothing more can be asked for a while.

    `limit` is the most looks; with `account` only that one's address is looked at.
    """
    prepare(account)
    done = Round()
    while (until is None or timezone.now() < until) and done.looks.total() != limit:
        turns = Turns(pause)
        claimed = claim(turns, account)
        if claimed is not None:
            _look_at(claimed, turns, done)
        elif not _rest(until, account, pause):
            break
    done.due = due(timezone.now(), account).count()
    return done


def prepare(account: Account | None = None) -> None:
    """Keep the checks in step with the accounts: one for each official one that has an address."""
    now = timezone.now()
    checks, accounts = LinkCheck.objects.all(), Account.objects.all()
    if account is not None:
        checks, accounts = checks.filter(account=account), accounts.filter(pk=account.pk)
    checks.filter(~Q(account__status__in=OFFICIAL) | Q(account__url="")).delete()
    stale = checks.exclude(url=F("account__url")).filter(account__status__in=OFFICIAL)
    for check in stale.select_related("account"):
        point_at(check, check.account.url, now)
        check.save()
    for check in checks.filter(host=""):
        check.host = host_of(check.url)
        check.save(update_fields=["host"])
    hosts = checks.exclude(host__in=LinkHost.objects.values("host"))
    pacing.know(hosts.order_by().values_list("host", flat=True).distinct(), now)
    _make_missing(accounts, now)


def _make_missing(accounts: QuerySet[Account], now: datetime) -> None:
    missing = accounts.filter(status__in=OFFICIAL, link_check__isnull=True).exclude(url="")
    last = 0
    while True:
        part = list(missing.filter(pk__gt=last).order_by("pk").values_list("pk", "url")[:BATCH])
        if not part:
            return
        checks = [
            LinkCheck(account_id=pk, url=url, host=host_of(url), next_at=now) for pk, url in part
        ]
        LinkCheck.objects.bulk_create(checks, ignore_conflicts=True)
        pacing.know((check.host for check in checks), now)
        last = part[-1][0]


def due(now: datetime, account: Account | None = None) -> QuerySet[LinkCheck]:
    """The checks that nobody looks at and whose time has come."""
    checks = LinkCheck.objects.filter(next_at__lte=now, account__status__in=OFFICIAL)
    if account is not None:
        checks = checks.filter(account=account)
    return checks.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))


def claim(turns: Turns, account: Account | None = None) -> LinkCheck | None:
    """Take a host and an address there; None when no host with something due is free."""
    now = timezone.now()
    waiting = due(now, account)
    free = LinkHost.objects.filter(
        Exists(waiting.filter(host=OuterRef("host"))), next_at__lte=now
    ).order_by("next_at", "host")
    for host in free.values_list("host", flat=True)[:HOSTS_TRIED]:
        if not turns.take(host):
            continue
        first = waiting.filter(host=host).select_related("account").order_by("next_at", "id")[:1]
        for check in first:
            until = timezone.now() + HOLD
            mine = LinkCheck.objects.filter(pk=check.pk, claimed_until=check.claimed_until)
            if mine.update(claimed_until=until):
                check.claimed_until = until
                return check
        turns.release()
    return None


def _look_at(claimed: LinkCheck, turns: Turns, done: Round) -> None:
    account = claimed.account
    target = Target(claimed.url, account.platform_id, account.permanent_id)
    seen = Seen(Outcome.UNKNOWN, Detail.ODD)
    try:
        seen = look(target, turns)
    except Exception:
        # One address with an answer that nobody foresaw must not end the round for the others.
        logger.exception("The look at account %s failed", account.pk)
    finally:
        turns.release({seen.host: seen.wait} if seen.wait else None)
    noted = note(claimed=claimed, seen=seen, at=timezone.now())
    done.looks[seen.outcome if noted else DROPPED] += 1
    if noted and noted.state == "gone":
        done.gone += 1


def _rest(until: datetime | None, account: Account | None, pause: Pause) -> bool:
    """Wait until a host can be asked again; False when the round is better ended."""
    now = timezone.now()
    hosts = LinkHost.objects.filter(Exists(due(now, account).filter(host=OuterRef("host"))))
    free_at = hosts.order_by("next_at").values_list("next_at", flat=True).first()
    if free_at is None or free_at > now + LONGEST_REST or (until is not None and free_at > until):
        return False
    # Not all at once: a worker that is done early gives its host back before its hold runs out.
    wait = min(max(free_at - now, timedelta(milliseconds=10)), STEP)
    pause(wait.total_seconds())
    return True
