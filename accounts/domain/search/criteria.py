"""What can be asked of the register: filters, half words, an order.

A criterion reads public columns only, so that neither a filter nor an order can be used to guess
what the viewer may not see; half words are looked for in the column the viewer's role allows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...choices import LANGUAGES, OFFICIAL, PUBLIC, Status
from ..access.viewer import Viewer
from ..folding import fold
from ..vocabulary import Vocabulary

ALL_STATUSES = "all"
MAX_TERMS = 8


@dataclass(frozen=True)
class Sort:
    """An order offered to readers; `keys` end in the account's number and have an index."""

    code: str
    keys: tuple[str, ...]
    label: Promise
    descending: bool = False

    @property
    def order_by(self) -> tuple[str, ...]:
        return tuple(f"-{key}" for key in self.keys) if self.descending else self.keys


def _both_ways(
    code: str, keys: tuple[str, ...], label: Promise, label_descending: Promise
) -> Iterator[tuple[str, Sort]]:
    yield code, Sort(code, keys, label)
    yield f"-{code}", Sort(f"-{code}", keys, label_descending, descending=True)


SORTS: dict[str, Sort] = dict(
    [
        *_both_ways(
            "name",
            ("sort_name", "id"),
            gettext_lazy("Name, A to Ö"),
            gettext_lazy("Name, Ö to A"),
        ),
        *_both_ways(
            "unit",
            ("sort_unit", "sort_name", "id"),
            gettext_lazy("Unit, A to Ö"),
            gettext_lazy("Unit, Ö to A"),
        ),
        *_both_ways(
            "platform",
            ("platform_id", "sort_name", "id"),
            gettext_lazy("Platform, A to Z"),
            gettext_lazy("Platform, Z to A"),
        ),
        *_both_ways(
            "reviewed",
            ("sort_reviewed", "sort_name", "id"),
            gettext_lazy("Longest since review"),
            gettext_lazy("Latest reviewed"),
        ),
    ]
)
DEFAULT_SORT = SORTS["name"]


@dataclass(frozen=True)
class Criteria:
    """One question to the register; empty means "no such limit"."""

    q: str = ""
    platform: str = ""
    unit: str = ""
    audience: str = ""
    language: str = ""
    status: str = ""
    sort: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fold(self.q).split()))[:MAX_TERMS]

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses asked for; without a wish those the university stands behind today."""
        if self.status == ALL_STATUSES:
            return tuple(Status.values)
        return (self.status,) if self.status else OFFICIAL

    @property
    def order(self) -> Sort:
        return SORTS.get(self.sort, DEFAULT_SORT)

    @property
    def by_relevance(self) -> bool:
        """Best hit first: somebody searched and did not ask for another order."""
        return bool(self.terms) and self.sort not in SORTS


def statuses_for(viewer: Viewer) -> tuple[str, ...]:
    """The statuses that this viewer may filter by."""
    if viewer.sees_everything or viewer.units:
        return tuple(Status.values)
    return tuple(PUBLIC)


def status_label(status: str) -> str:
    """The filter's name in the active language; empty for the usual one."""
    if status == ALL_STATUSES:
        return _("Every status")
    return str(Status(status).label) if status in Status.values else ""


def describe(criteria: Criteria, words: Vocabulary) -> str:
    """The criteria as one readable line in the active language; empty without any."""
    parts = []
    if criteria.q:
        parts.append(_("search “%(text)s”") % {"text": criteria.q})
    if criteria.platform in words.platforms:
        parts.append(words.platforms[criteria.platform].name)
    if criteria.unit in words.unit_by_slug:
        parts.append(words.unit_by_slug[criteria.unit].name)
    if criteria.audience in words.audiences:
        parts.append(
            _("audience %(name)s") % {"name": words.audiences[criteria.audience].name.lower()}
        )
    if criteria.language in LANGUAGES:
        parts.append(_("language %(name)s") % {"name": str(LANGUAGES[criteria.language]).lower()})
    if criteria.status:
        parts.append(_("status %(name)s") % {"name": status_label(criteria.status).lower()})
    return " · ".join(parts)
