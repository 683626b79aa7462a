"""The columns that lists, searches and downloads read, worked out from the account's relations.

`project` fills them on an account in memory; `refresh` does it for accounts already stored. Every
writer of an account, its contacts, audiences or unit calls one of the two in its transaction.

Public words hold only what anyone may see; internal words add the contacts. Somebody whose identity
is protected is in no list, search or download.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ..choices import PUBLIC, ContactRole
from ..models import Account, Contact, Person, SearchWord, Unit
from . import folding, history, vocabulary

FIELDS = (
    "sort_name",
    "sort_unit",
    "sort_reviewed",
    "name_key",
    "handle_key",
    "search_public",
    "search_internal",
    "audience_codes",
    "contact_public",
    "owner_name",
    "owner_email",
    "owner_phone",
    "deputy_names",
    "deputy_emails",
)
CHUNK = 500
ALSO_CALLED = {"x": "twitter"}
"""What people search for who mean a platform by another name."""


def project(
    account: Account,
    *,
    unit_words: str,
    unit: Unit,
    contacts: Sequence[Contact],
    audience_codes: Iterable[str],
) -> None:
    """Fill `account`'s list columns; nothing is read or saved."""
    people: dict[ContactRole, list[Person]] = {
        role: [c.person for c in contacts if c.role == role and not c.person.is_protected]
        for role in ContactRole
    }
    owner = next(iter(people[ContactRole.OWNER]), None)
    deputies = people[ContactRole.DEPUTY]
    account.sort_name = folding.order_key(account.name)
    account.sort_unit = folding.order_key(unit.name_sv)
    account.sort_reviewed = (
        localdate(account.reviewed_at).isoformat() if account.reviewed_at else ""
    )
    account.name_key = folding.fold(account.name)[:120]
    account.handle_key = folding.squeeze(account.handle)[:120]
    codes: Any = tuple(audience_codes)
    account.audience_codes = codes
    account.contact_public = owner.name if owner and owner.name_is_public else ""
    account.owner_name = owner.name if owner else ""
    account.owner_email = owner.email if owner else ""
    account.owner_phone = owner.phone if owner else ""
    account.deputy_names = ", ".join(person.name for person in deputies)[:500]
    account.deputy_emails = ", ".join(p.email for p in deputies if p.email)[:700]
    public = [
        folding.fold(account.name),
        folding.fold(account.handle),
        folding.squeeze(account.handle),
        folding.fold(f"{account.platform_id} {ALSO_CALLED.get(account.platform_id, '')}"),
        unit_words,
        folding.fold(account.function_mailbox),
        folding.fold(account.contact_public),
    ]
    internal = [
        folding.fold(f"{c.person.name} {c.person.email}")
        for c in contacts
        if not c.person.is_protected
    ]
    account.search_public = _words(public)
    account.search_internal = _words([*public, *internal])


def _words(texts: Iterable[str]) -> str:
    """Every word once, in order, with a blank before and after each."""
    return f" {' '.join(dict.fromkeys(' '.join(texts).split()))} "


@transaction.atomic
def refresh(accounts: Iterable[int]) -> None:
    """Work the list columns out again for the accounts with these numbers."""
    numbers = list(accounts)
    words = vocabulary.current()
    for start in range(0, len(numbers), CHUNK):
        _refresh_chunk(numbers[start : start + CHUNK], words)
    history.move_revision()


def _refresh_chunk(numbers: list[int], words: vocabulary.Vocabulary) -> None:
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(account__in=numbers).select_related("person"):
        contacts[contact.account_id].append(contact)
    audiences: dict[int, list[str]] = defaultdict(list)
    through = Account.audiences.through.objects.filter(account__in=numbers)
    for number, code in through.order_by("audience__position").values_list(
        "account_id", "audience__code"
    ):
        audiences[number].append(code)
    found = list(Account.objects.filter(pk__in=numbers).select_related("unit"))
    for account in found:
        project(
            account,
            unit=account.unit,
            unit_words=words.unit_words.get(account.unit_id, ""),
            contacts=contacts[account.pk],
            audience_codes=audiences[account.pk],
        )
    Account.objects.bulk_update(found, FIELDS, batch_size=100)
    learn(found)


@transaction.atomic
def rebuild() -> int:
    """Work everything out again, and forget words that stand nowhere any more; how many accounts.

    For after a change of how text is folded, and once a night: a word that was public may since
    have become somebody's own.
    """
    SearchWord.objects.all().delete()
    numbers = list(Account.objects.order_by("pk").values_list("pk", flat=True))
    refresh(numbers)
    return len(numbers)


def learn(accounts: Iterable[Account]) -> None:
    """Add the words of `accounts` to those a misspelt search is compared with."""
    words: set[tuple[str, bool]] = set()
    for account in accounts:
        if account.status in PUBLIC:
            words.update((word, True) for word in account.search_public.split() if worth(word))
        words.update((word, False) for word in account.search_internal.split() if worth(word))
    SearchWord.objects.bulk_create(
        (SearchWord(word=word, is_public=is_public) for word, is_public in sorted(words)),
        batch_size=1000,
        ignore_conflicts=True,
    )


def worth(word: str) -> bool:
    """Whether a word can be misspelt recognisably."""
    return 4 <= len(word) <= 40 and not word.isdigit()
