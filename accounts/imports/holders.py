"""Who holds the address that a row names, or held it: nobody's trust is ever handed on.

A former handle and a closed account refuse the row; a registration that was declined or withdrawn
does not stand in the way of a later one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..choices import ENDED, LIVING, Status
from ..models import Account, Contact, Handle
from .cleaning import Draft
from .differences import Present, people_in
from .reasons import Fault

Key = tuple[str, str]


def key_of(draft: Draft) -> Key:
    """What tells the account that a row names from all others."""
    found = draft.found
    return (found.platform or "", found.key) if found else ("", "")


def holder(
    draft: Draft,
    handles: Sequence[Handle],
    presents: Mapping[int, Present],
    asked: Present | None,
) -> Present | None:
    """The account that holds the address, None when the address is free. Raises Fault.

    `handles` are all that ever were this address; `asked` is the account whose id the row gives.
    """
    if asked and all(handle.account_id != asked.account.pk for handle in handles):
        sentence = _(
            "The register's id belongs to %(account)s, which has another address. Change an address"
            " on the account's own page."
        )
        raise Fault("other-address", sentence % {"account": asked.account.name}, "slug")
    status = draft.values.get("status")
    if asked and asked.account.status in ENDED and status == asked.account.status:
        return asked
    for handle in handles:
        present = presents[handle.account_id]
        if present.account.status in LIVING and handle.held_until is None:
            return present
    for handle in handles:
        present = presents[handle.account_id]
        account = present.account
        if account.status == Status.CLOSED:
            if status == Status.CLOSED and handle.key == account.identity_key:
                return present
            raise _closed(account, handle)
        if account.status in LIVING:
            raise _renamed(account, handle)
    return None


def _closed(account: Account, handle: Handle) -> Fault:
    sentence = _(
        "%(account)s was closed on %(date)s. A closed account is never taken in again by an import."
    )
    facts = {"account": account.name, "date": _day(account.closed_on or handle.held_until)}
    return Fault("closed", sentence % facts, "url")


def _renamed(account: Account, handle: Handle) -> Fault:
    sentence = _(
        "%(account)s was called %(handle)s until %(date)s and is now %(now)s. Write its present"
        " address."
    )
    facts = {"account": account.name, "handle": handle.handle, "now": account.handle}
    return Fault("former-handle", sentence % {**facts, "date": _day(handle.held_until)}, "url")


def _day(day: dt.date | None) -> str:
    return date_format(day) if day else ""


def handles_with(keys: Iterable[Key]) -> dict[Key, list[Handle]]:
    """Every handle that ever had one of the keys."""
    by_platform: dict[str, list[str]] = defaultdict(list)
    for platform, key in keys:
        by_platform[platform].append(key)
    found: dict[Key, list[Handle]] = defaultdict(list)
    for platform, wanted in by_platform.items():
        for handle in Handle.objects.filter(platform_id=platform, key__in=wanted):
            found[platform, handle.key].append(handle)
    return found


def presents_of(numbers: Iterable[int], slugs: Iterable[str]) -> dict[int, Present]:
    """What the register holds of accounts, in three queries however many they are."""
    accounts = Account.objects.select_related("routines", "security").defer(
        "search_public", "search_internal"
    )
    found = {account.pk: account for account in accounts.filter(pk__in=list(numbers))}
    if asked := list(slugs):
        found |= {account.pk: account for account in accounts.filter(slug__in=asked)}
    contacts: dict[int, list[Contact]] = defaultdict(list)
    answering = Contact.objects.filter(account__in=found).select_related("person")
    for contact in answering.order_by("pk"):
        contacts[contact.account_id].append(contact)
    return {
        number: Present(account, people_in(contacts[number]), tuple(account.audience_codes))
        for number, account in found.items()
    }
