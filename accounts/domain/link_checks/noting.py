"""Writing down what a look showed, and when to look again.

An account is gone after failing on three different days of the university's own calendar, and not
before; an unknown answer neither adds to them nor takes away. What was renamed or gone stays so
until something else is seen. History is written when an account becomes renamed or gone, or stops
being so: that a platform asked to sign in this week is no news.
"""

import zlib
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from ...choices import OFFICIAL, LinkState
from ...models import Account, LinkCheck
from ...models.link_checks import DAYS_UNTIL_GONE
from .. import history
from ..people import system_user
from .addresses import host_of
from .looking import PASSING, Outcome, Seen

INTERVAL = timedelta(days=7)
FIRST_RETRY = timedelta(hours=1)
MOST_TRIES = 100
_EARLIEST_HOUR, _HOURS = 6, 12
_TROUBLE = frozenset({LinkState.RENAMED, LinkState.GONE})


def note(*, claimed: LinkCheck, seen: Seen, at: datetime) -> LinkCheck | None:
    """Write down what a worker saw under its claim; None when it does not count any more.

    It does not when the account's address has changed meanwhile, when the account is not official
    any more, or when the claim has run out and another worker looks.
    """
    with transaction.atomic():
        account = (
            Account.objects.select_for_update(of=("self",)).filter(pk=claimed.account_id).first()
        )
        check = LinkCheck.objects.filter(pk=claimed.pk, claimed_until=claimed.claimed_until).first()
        if account is None or check is None:
            return None
        if account.status not in OFFICIAL or not account.url:
            check.delete()
            return None
        if account.url != check.url or account.url != claimed.url:
            point_at(check, account.url, at)
            check.save()
            return None
        before = history.snapshot(check)
        put_down(check, seen, at)
        check.claimed_until = None
        check.save()
        _tell(check, account, before)
        return check


def point_at(check: LinkCheck, url: str, now: datetime) -> None:
    """Begin anew with another address, in memory."""
    check.url, check.host = url, host_of(url)
    check.state, check.detail, check.moved_to = LinkState.UNKNOWN, "", ""
    check.checked_at = check.found_at = check.failed_on = check.claimed_until = None
    check.failed_days = check.tries = 0
    check.next_at = now


def put_down(check: LinkCheck, seen: Seen, at: datetime) -> None:
    """What the check says after this look, in memory."""
    check.checked_at, check.detail = at, seen.detail
    check.tries = min(check.tries + 1, MOST_TRIES) if seen.outcome == Outcome.UNKNOWN else 0
    if seen.outcome in (Outcome.FOUND, Outcome.RENAMED):
        is_found = seen.outcome == Outcome.FOUND
        check.state = LinkState.FOUND if is_found else LinkState.RENAMED
        check.found_at = at if is_found else check.found_at
        check.moved_to = seen.moved_to
        check.failed_days, check.failed_on = 0, None
    elif seen.outcome == Outcome.FAILING:
        _count_failure(check, at)
    elif check.state not in _TROUBLE:
        check.state = LinkState.UNKNOWN
    check.next_at = next_look(check, seen, at)


def _count_failure(check: LinkCheck, at: datetime) -> None:
    today = timezone.localdate(at)
    if check.failed_on is None or today > check.failed_on:
        check.failed_days, check.failed_on = check.failed_days + 1, today
    if check.failed_days >= DAYS_UNTIL_GONE:
        check.state, check.moved_to = LinkState.GONE, ""
    elif check.state not in _TROUBLE:
        check.state = LinkState.UNKNOWN


def next_look(check: LinkCheck, seen: Seen, at: datetime) -> datetime:
    """In a week; the next day while days of failure are counted; sooner what may pass soon."""
    if seen.outcome == Outcome.FAILING and check.failed_days < DAYS_UNTIL_GONE:
        return _next_day(check.account_id, at)
    if seen.outcome == Outcome.UNKNOWN and seen.detail in PASSING:
        wait = min(FIRST_RETRY * 2 ** min(check.tries - 1, 10), INTERVAL)
        return at + max(wait, seen.wait or timedelta())
    return at + INTERVAL + _share(check.account_id) * timedelta(days=1) - timedelta(hours=12)


def _share(account_id: int) -> float:
    """A number from 0 to 1 that is the account's own, so that looks do not come in a heap."""
    return zlib.crc32(str(account_id).encode()) / 2**32


def _next_day(account_id: int, at: datetime) -> datetime:
    """A moment of the next local day, at an hour that every day has exactly once."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    minutes = int(_share(account_id) * _HOURS * 60)
    hour = time(_EARLIEST_HOUR + minutes // 60, minutes % 60)
    return timezone.make_aware(datetime.combine(tomorrow, hour))


def _tell(check: LinkCheck, account: Account, before: dict) -> None:
    is_news = (before["state"], before["moved_to"]) != (check.state, check.moved_to)
    if not is_news or not _TROUBLE & {before["state"], check.state}:
        return
    changes = history.difference(before, history.snapshot(check))
    history.record(
        action="link-checked",
        by=system_user(),
        subject=check,
        account=account,
        changes={name: changes[name] for name in ("state", "moved_to") if name in changes},
    )
