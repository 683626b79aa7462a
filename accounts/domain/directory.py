"""Everybody the register knows, found by half a name and in Swedish order.

A few thousand people are read once per revision and kept in the process: every letter is then
folded as everywhere else in the product (å is a), whatever the database, and a page's address
holds a number and never a name.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy

from ..choices import LIVING
from ..models import AccessHolder, Contact, Person
from . import folding
from .access.viewer import Viewer
from .access.visibility import accounts_for
from .vocabulary import Vocabulary

PAGE_SIZE = 50
STATES = {
    "": pgettext_lazy("people", "Everybody"),
    "left": pgettext_lazy("people", "Has left"),
    "left-holding": pgettext_lazy("people", "Has left and still holds something"),
    "nothing": pgettext_lazy("people", "Holds nothing"),
    "alone": pgettext_lazy("people", "Only contact of an account"),
    "quiet": pgettext_lazy("people", "Has not signed in for a year"),
}


@dataclass(frozen=True)
class Entry:
    """One person in the directory; `words` has a blank before each."""

    key: tuple[str, int]
    words: str
    unit_id: int | None

    @property
    def pk(self) -> int:
        return self.key[1]


@dataclass(frozen=True)
class Directory:
    entries: list[Entry]
    by_pk: dict[int, Entry]


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; `since` is the day before which a user counts as quiet."""

    q: str = ""
    unit: int | None = None
    state: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Found:
    """A page of people, as numbers in order, and how to go on."""

    numbers: list[int]
    count: int
    previous: str = ""
    next: str = ""


_kept: tuple[Vocabulary, Directory] | None = None


def current(words: Vocabulary) -> Directory:
    """The directory at the revision of `words`."""
    global _kept
    if _kept is None or _kept[0] is not words:
        people = Person.objects.filter(erased_at__isnull=True)
        rows = people.values_list("pk", "name", "email", "unit_id")
        entries = sorted(
            (
                Entry(
                    key=(folding.order_key(name), pk),
                    words=f" {folding.fold(name)} {folding.fold(email)}",
                    unit_id=unit,
                )
                for pk, name, email, unit in rows
            ),
            key=lambda entry: entry.key,
        )
        _kept = (words, Directory(entries, {entry.pk: entry for entry in entries}))
    return _kept[1]


def find(viewer: Viewer, asked: Asked, page: str, words: Vocabulary) -> Found:
    """The page of people that `page` names (`after.17`, `before.17`); unreadable is the first."""
    directory = current(words)
    allowed = _numbers(viewer, asked, words)
    wanted = folding.fold(asked.q).split()
    hits = [
        entry
        for entry in directory.entries
        if (allowed is None or entry.pk in allowed)
        and all(f" {word}" in entry.words for word in wanted)
    ]
    begin, end = _window(hits, page, directory)
    return Found(
        numbers=[entry.pk for entry in hits[begin:end]],
        count=len(hits),
        previous=f"before.{hits[begin].pk}" if 0 < begin < len(hits) else "",
        next=f"after.{hits[end - 1].pk}" if end < len(hits) else "",
    )


def _window(hits: list[Entry], page: str, directory: Directory) -> tuple[int, int]:
    direction, _dot, number = page.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    at = directory.by_pk.get(int(number)) if is_number else None
    if at is None or direction not in ("after", "before"):
        return 0, min(PAGE_SIZE, len(hits))
    keys = [entry.key for entry in hits]
    if direction == "after":
        begin = bisect_right(keys, at.key)
        return begin, min(begin + PAGE_SIZE, len(hits))
    end = bisect_left(keys, at.key)
    begin = max(0, end - PAGE_SIZE)
    return begin, min(begin + PAGE_SIZE, len(hits))


def _numbers(viewer: Viewer, asked: Asked, words: Vocabulary) -> Collection[int] | None:
    """Whom the viewer may see and the filters leave; None for no limit at all."""
    people = people_for(viewer)
    limited = not viewer.sees_everything
    if asked.unit is not None:
        limited = True
        branch = words.branch([asked.unit])
        there = Q(account__unit__in=branch, account__status__in=LIVING)
        people = people.filter(
            Q(unit__in=branch)
            | Exists(Contact.objects.filter(there, person=OuterRef("pk")))
            | Exists(AccessHolder.objects.filter(there, person=OuterRef("pk")))
        )
    if asked.state:
        limited = True
        people = _in_state(people, asked)
    return set(people.values_list("pk", flat=True)) if limited else None


def people_for(viewer: Viewer) -> QuerySet[Person]:
    """The people who exist for this viewer: all, or the contacts of the own units' accounts."""
    if viewer.sees_everything:
        return Person.objects.all()
    if not viewer.units:
        return Person.objects.none()
    own = accounts_for(viewer).filter(unit__in=viewer.units)
    return Person.objects.filter(
        Exists(Contact.objects.filter(person=OuterRef("pk"), account__in=own))
    )


def _in_state(people: QuerySet[Person], asked: Asked) -> QuerySet[Person]:
    held = Contact.objects.filter(person=OuterRef("pk"), account__status__in=LIVING)
    access = AccessHolder.objects.filter(person=OuterRef("pk"), account__status__in=LIVING)
    match asked.state:
        case "left":
            return people.filter(left_on__isnull=False)
        case "left-holding":
            return people.filter(Exists(held) | Exists(access), left_on__isnull=False)
        case "nothing":
            return people.filter(~Exists(held), ~Exists(access))
        case "alone":
            others = Contact.objects.filter(account=OuterRef("account")).exclude(
                person=OuterRef("person")
            )
            return people.filter(Exists(held.filter(~Exists(others))))
        case "quiet":
            return people.filter(
                Q(user__last_seen_at__date__lt=asked.since)
                | Q(user__last_seen_at__isnull=True, user__created_at__date__lt=asked.since),
                user__is_active=True,
                left_on__isnull=True,
            )
    return people
