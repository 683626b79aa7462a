"""Are we already here? The accounts on the same platform that a new one should talk to first.

Nearest first: the one that speaks for the whole university, those in the same faculty, those with
the same audiences, those in the same other language. Everybody on a platform shares Swedish, so
that is no neighbourhood. Each account stands once, under its nearest reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..choices import LIVING
from ..models import Account, Unit
from .access.viewer import Viewer
from .access.visibility import accounts_for
from .vocabulary import Vocabulary

MOST = 4
EVERYBODYS = frozenset({"sv"})


@dataclass(frozen=True)
class Neighbour:
    account: Account
    email: str
    """Where to write: the shared mailbox, else the owner."""
    contact: str


@dataclass(frozen=True)
class Group:
    code: str
    title: Promise
    neighbours: Sequence[Neighbour]


@dataclass(frozen=True)
class Place:
    """Where a new account would stand."""

    platform: str
    unit_id: int
    audiences: Sequence[str] = ()
    languages: Sequence[str] = ()
    but: Sequence[int] = ()
    """Accounts that are no neighbours: itself, and those registered together with it."""


def groups_of(place: Place, viewer: Viewer, words: Vocabulary) -> list[Group]:
    """The neighbours a viewer may know of, group by group; groups of nobody are left out."""
    found: set[int] = set(place.but)
    groups = []
    for code, title, wanted in _asked(place, words):
        if wanted is None:
            continue
        listed = _nearest(place, wanted, found, viewer, words)
        found |= {neighbour.account.pk for neighbour in listed}
        if listed:
            groups.append(Group(code, title, listed))
    return groups


def _asked(place: Place, words: Vocabulary) -> list[tuple[str, Promise, Q | None]]:
    foreign = [code for code in place.languages if code not in EVERYBODYS]
    return [
        ("university", _("Speaks for the whole university"), Q(is_university_wide=True)),
        ("branch", _("In the same part of the university"), Q(unit__in=faculty(place, words))),
        ("audience", _("For the same audience"), _any("audience_codes", place.audiences)),
        ("language", _("In the same language"), _any("languages", foreign)),
    ]


def faculty(place: Place, words: Vocabulary) -> frozenset[int]:
    """The unit's whole branch below the university; the unit alone for the university itself."""
    line: list[Unit] = [words.units[place.unit_id], *words.ancestors(place.unit_id)]
    if len(line) == 1:
        return frozenset({place.unit_id})
    return words.branch([line[-2].pk])


def _any(column: str, codes: Sequence[str]) -> Q | None:
    wanted = None
    for code in codes:
        one = Q(**{f"{column}__contains": f" {code} "})
        wanted = one if wanted is None else wanted | one
    return wanted


def _nearest(
    place: Place, wanted: Q, found: set[int], viewer: Viewer, words: Vocabulary
) -> list[Neighbour]:
    nearness = Case(
        When(unit=place.unit_id, then=Value(0)),
        When(unit__in=words.branch([place.unit_id]), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    accounts = (
        accounts_for(viewer)
        .filter(wanted, platform__code=place.platform, status__in=LIVING)
        .exclude(pk__in=found)
        .select_related("platform", "unit")
        .order_by(nearness, "sort_name", "pk")[:MOST]
    )
    return [
        Neighbour(
            account,
            email=account.function_mailbox or account.owner_email,
            contact=account.owner_name,
        )
        for account in accounts
    ]
