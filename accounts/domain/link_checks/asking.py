"""Somebody wants to know now: the address becomes the next one, and a worker looks at it.

No request to anywhere is made here, so a page that asks never waits for another server.
"""

from datetime import timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from ...exceptions import RegisterError
from ...models import Account, LinkCheck
from .checking import prepare

JUST_NOW = timedelta(minutes=10)


class Asked(StrEnum):
    ASKED = "asked"
    ALREADY = "already"
    """It is due, or a worker looks at it right now."""
    JUST_NOW = "just-now"
    """It was looked at a moment ago; once more would show the same."""


def ask_soon(*, account: Account, although_just_now: bool = False) -> Asked:
    """Put the account's address first. Raises RegisterError for one that is not checked at all.

    History says nothing of it: nothing of the account has changed.
    """
    if not account.is_official or not account.url:
        raise RegisterError(_("Only published accounts with an address are looked at."))
    prepare(account)
    now = timezone.now()
    mine = LinkCheck.objects.filter(account=account)
    if not although_just_now and mine.filter(checked_at__gt=now - JUST_NOW).exists():
        return Asked.JUST_NOW
    # One statement: of two clicks only one asks.
    return Asked.ASKED if mine.filter(next_at__gt=now).update(next_at=now) else Asked.ALREADY
