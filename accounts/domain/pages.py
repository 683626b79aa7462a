"""Pages by key of what is ordered by a moment, newest first: mails, events.

The address of a page carries the moment and the number of the row it goes on from, so the
hundredth page costs what the first does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple

from .search.paging import KeyAfter, KeyBefore

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class KeyPage(Generic[Row]):
    """`newer` and `older` name the pages beside this one; empty where there is none."""

    rows: Sequence[Row]
    newer: str = ""
    older: str = ""


def page(rows: QuerySet[Row], *, moment: str, token: str = "", size: int = PAGE_SIZE) -> KeyPage:
    """The page that `token` names; anything unreadable is the first. One query."""
    direction, key = _read(token)
    back = direction == "newer"
    ordered = rows.order_by(moment, "id") if back else rows.order_by(f"-{moment}", "-id")
    if key:
        lookup = KeyAfter if back else KeyBefore
        ordered = ordered.filter(lookup(Tuple(F(moment), F("id")), key))
    found: list[Any] = list(ordered[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    has_newer = more if back else bool(key)
    has_older = bool(found) and (back or more)
    return KeyPage(
        found,
        newer=_token("newer", found[0], moment) if has_newer and found else "",
        older=_token("older", found[-1], moment) if has_older else "",
    )


def _token(direction: str, row: Any, moment: str) -> str:
    microseconds = (getattr(row, moment) - EPOCH) // timedelta(microseconds=1)
    return f"{direction}-{microseconds}-{row.pk}"


def _read(token: str) -> tuple[str, tuple[datetime, int] | None]:
    direction, _dash, rest = token[:60].partition("-")
    moment, _dash, number = rest.partition("-")
    digits = moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()
    if direction not in ("newer", "older") or not digits:
        return "", None
    microseconds, pk = int(moment), int(number)
    if microseconds > (LAST - EPOCH) // timedelta(microseconds=1) or pk >= 2**63:
        return "", None
    return direction, (EPOCH + timedelta(microseconds=microseconds), pk)
