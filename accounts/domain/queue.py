"""The queue: everything that waits for a decision, oldest first.

What waits comes from `SOURCES`; registrations are the first. A source says which of its rows wait,
since when, and for which account, and draws a page of them. One more is one object more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from ..choices import Status
from ..models import Account, Platform, Unit
from . import change_words, changes, questionnaire
from .access.actions import Action, may
from .access.viewer import Viewer
from .vocabulary import Vocabulary

ON_A_PAGE = 25
COUNTED = 99
"""The navigation counts no further."""
OLD, VERY_OLD = 7, 14
"""Days after which a row that waits is shown as late."""


@dataclass(frozen=True)
class Row:
    """One thing that waits. `answered` of the eight questions, where it has to do with them."""

    kind: str
    title: str
    url: str
    unit: Unit
    platform: Platform
    at: datetime
    by: str
    note: str
    answered: int | None = None


@dataclass(frozen=True)
class Source:
    """One kind of things that wait.

    `waiting` gives all of them; `at` is the field that says since when, `account` the way from a
    row to its account, as a prefix (`""` or `account__`). `rows` draws those with the given
    numbers, as pairs of number and row, with as many queries for one as for many.
    """

    code: str
    label: Promise
    waiting: Callable[[], QuerySet]
    at: str
    account: str
    rows: Callable[[list[int]], Iterable[tuple[int, Row]]]

    def found(self, units: frozenset[int] | None, platform: str) -> QuerySet:
        found = self.waiting()
        if units is not None:
            found = found.filter(**{f"{self.account}unit__in": units})
        if platform:
            found = found.filter(**{f"{self.account}platform__code": platform})
        return found


def _submitted() -> QuerySet[Account]:
    return Account.objects.filter(status=Status.SUBMITTED)


def _registrations(numbers: list[int]) -> Iterable[tuple[int, Row]]:
    found = (
        Account.objects.filter(pk__in=numbers)
        .select_related("unit", "platform", "submitted_by", "routines")
        .prefetch_related("contacts__person", "audiences")
    )
    for account in found:
        yield (
            account.pk,
            Row(
                kind=str(REGISTRATIONS.label),
                title=account.name,
                url=reverse("accounts:decision", args=[account.slug]),
                unit=account.unit,
                platform=account.platform,
                at=account.submitted_at or account.created_at,
                by=account.submitted_by.name if account.submitted_by else "",
                note=_("Not opened yet") if account.is_planned else _("Exists already"),
                answered=questionnaire.answered(account),
            ),
        )


REGISTRATIONS = Source(
    "registration",
    gettext_lazy("Registration"),
    waiting=_submitted,
    at="submitted_at",
    account="",
    rows=_registrations,
)


def _changes(numbers: list[int]) -> Iterable[tuple[int, Row]]:
    for change in changes.waiting().filter(pk__in=numbers):
        account = change.account
        yield (
            change.pk,
            Row(
                kind=str(CHANGES.label),
                title=account.name,
                url=reverse("accounts:change", args=[change.pk]),
                unit=account.unit,
                platform=account.platform,
                at=change.asked_at,
                by=change.asked_by.name if change.asked_by else "",
                note=", ".join(change_words.parts_of(change)),
            ),
        )


CHANGES = Source(
    "change",
    pgettext_lazy("waits for a decision", "Change"),
    waiting=changes.waiting,
    at="asked_at",
    account="account__",
    rows=_changes,
)
SOURCES: list[Source] = [REGISTRATIONS, CHANGES]


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    count: int
    number: int
    pages: int


def page(
    viewer: Viewer,
    words: Vocabulary,
    *,
    unit: str = "",
    platform: str = "",
    number: int = 1,
) -> Page:
    """A page of what waits, in a unit and all below it and on a platform where those are given."""
    if not may(viewer, Action.READ_QUEUE):
        return Page([], 0, 1, 1)
    chosen = words.unit_by_slug.get(unit)
    units = words.branch([chosen.pk]) if chosen else None
    every = [
        source.found(units, platform)
        .order_by()
        .annotate(
            queue_at=F(source.at),
            queue_source=Value(source.code, output_field=CharField()),
            queue_pk=F("pk"),
        )
        .values_list("queue_at", "queue_source", "queue_pk")
        for source in SOURCES
    ]
    whole = every[0].union(*every[1:], all=True) if len(every) > 1 else every[0]
    count = whole.count()
    pages = max(1, -(-count // ON_A_PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * ON_A_PAGE
    wanted = list(whole.order_by("queue_at", "queue_source", "queue_pk")[start : start + ON_A_PAGE])
    drawn = {
        (source.code, pk): row
        for source in SOURCES
        if (numbers := [pk for _at, code, pk in wanted if code == source.code])
        for pk, row in source.rows(numbers)
    }
    rows = [drawn[code, pk] for _at, code, pk in wanted if (code, pk) in drawn]
    return Page(rows, count, number, pages)


def waiting(viewer: Viewer) -> int:
    """How many things wait, for the navigation: none for those who may not read the queue.

    Counts no further than `COUNTED` and one.
    """
    if not may(viewer, Action.READ_QUEUE):
        return 0
    first, *others = (source.waiting().order_by().values_list("pk") for source in SOURCES)
    return first.union(*others, all=True)[: COUNTED + 1].count()


def age(at: datetime, today: datetime | None = None) -> int:
    """Whole days by the calendar."""
    return (localdate(today or now()) - localdate(at)).days


def age_in_words(at: datetime, today: datetime | None = None) -> str:
    days = age(at, today)
    if days <= 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
