"""How database values become plain ones: strings, numbers, dates, codes; and what codes are called.

What takes a vocabulary is bound to it once and then called for each cell. Names come out in the
language that is active when they are bound.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ..choices import ContactRole
from ..domain import two_factor
from ..domain.vocabulary import Vocabulary
from ..models import Contact

Binder = Callable[[Vocabulary], Callable[..., Any]]
Names = Callable[[Vocabulary], Mapping[str, str]]
Lookup = Callable[[Sequence[int]], Mapping[int, str]]


def names_of(pairs: Iterable[tuple[str, Any]]) -> Names:
    """What each code of a closed list is called; the labels are translated when bound."""
    listed = tuple((str(code), label) for code, label in pairs)
    return lambda words: {code: str(label) for code, label in listed}


def platform_names(words: Vocabulary) -> Mapping[str, str]:
    return {code: platform.name for code, platform in words.platforms.items()}


def audience_names(words: Vocabulary) -> Mapping[str, str]:
    return {code: audience.name for code, audience in words.audiences.items()}


def unit_name(words: Vocabulary) -> Callable[[int], str]:
    return {pk: unit.name for pk, unit in words.units.items()}.__getitem__


def unit_code(words: Vocabulary) -> Callable[[int], str]:
    return {pk: unit.slug for pk, unit in words.units.items()}.__getitem__


def first_of(words: Vocabulary) -> Callable[[str, str], str]:
    return lambda first, second: first or second


def is_set(words: Vocabulary) -> Callable[[Any], bool]:
    return lambda value: value is not None


def local_date(words: Vocabulary) -> Callable[[datetime | None], date | None]:
    """The day a moment fell on here, not in Greenwich."""
    here = timezone.get_current_timezone()
    return lambda moment: None if moment is None else moment.astimezone(here).date()


def or_else(default: str) -> Binder:
    """`default` for an account without the row that would say: nothing noted is not known."""
    return lambda words: lambda value: default if value is None else value


def two_step_today(words: Vocabulary) -> Callable[..., str]:
    """The state that holds today: what was seen too long ago, or lapsed, is not known.

    The import takes "unknown" for nothing said, so a file with it changes nothing.
    """
    offering = {code for code, platform in words.platforms.items() if platform.two_step_methods}
    believed = two_factor.believed_on(timezone.localdate())

    def state(said: str | None, seen_on: date | None, lapsed_on: date | None, platform: str) -> str:
        return believed(said, seen_on, lapsed_on, platform in offering)

    return state


def people_in_role(role: ContactRole) -> Lookup:
    """The names of the contacts in `role`, by the number of their account."""

    def names(accounts: Sequence[int]) -> Mapping[int, str]:
        found: dict[int, list[str]] = defaultdict(list)
        contacts = Contact.objects.filter(account__in=accounts, role=role).order_by("id")
        for account, name in contacts.values_list("account_id", "person__name"):
            found[account].append(name)
        return {account: ", ".join(listed) for account, listed in found.items()}

    return names
