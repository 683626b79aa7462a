"""Which fifty accounts come first, and how to ask for the next fifty.

Pages go by key: the address carries the last row's sort key, so the hundredth page costs what the
first does. Counts stop at a cap and say so. A search with at most `FOUND_CAP` hits is ranked whole,
best hit first; with more, exact and leading hits come first and the rest follow by name.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.lookups import GreaterThan, LessThan

from ...models import Account
from ..access.viewer import Viewer
from ..folding import fold, squeeze
from ..vocabulary import Vocabulary
from . import spelling
from .criteria import DEFAULT_SORT, Criteria, Sort
from .matching import by_index, by_row, column_for, filtered, with_prefix

PAGE_SIZE = 50
LISTED_CAP = 10_000
FOUND_CAP = 1_000
LEADING = 40
ROW_FIELDS = (
    *("slug", "platform", "handle", "url", "name", "unit", "status", "languages", "audience_codes"),
    *("purpose", "goals", "function_mailbox", "compromised_at", "reviewed_at", "handle_key"),
    *("contact_public", "owner_name", "owner_email", "sort_name", "sort_unit", "sort_reviewed"),
)
"""What a row of a list may read; an account has four times as many columns."""
MAX_NUMBERED = 20
"""Plain page numbers reach this far; beyond it pages go by key only."""


@dataclass(frozen=True)
class Page:
    """Some accounts in order, and how to go on. `corrected` holds the words searched instead."""

    accounts: list[Account]
    count: int
    is_capped: bool = False
    previous: str = ""
    next: str = ""
    corrected: str = ""


@dataclass(frozen=True)
class Position:
    """Where a page begins: at the start, after or before a key, or at a rank."""

    direction: str = ""
    key: tuple = field(default=())
    offset: int = 0

    @classmethod
    def read(cls, token: str, sort: Sort) -> "Position":
        """The position a `page=` value names; anything unreadable is the start."""
        if token.isascii() and token.isdigit():
            number = min(max(int(token[:4]), 1), MAX_NUMBERED)
            return cls(offset=(number - 1) * PAGE_SIZE)
        direction, _dot, packed = token.partition(".")
        if direction not in ("after", "before"):
            return cls()
        try:
            padded = packed + "=" * (-len(packed) % 4)
            key = json.loads(base64.urlsafe_b64decode(padded.encode()))
        except (ValueError, binascii.Error, RecursionError):
            return cls()
        expected = [str] * (len(sort.keys) - 1) + [int]
        if not isinstance(key, list) or [type(part) for part in key] != expected:
            return cls()
        if not 0 <= key[-1] < 2**63 or not all(map(_is_storable, key[:-1])):
            return cls()
        return cls(direction=direction, key=tuple(key))

    @staticmethod
    def token(direction: str, account: Account, sort: Sort) -> str:
        key = [getattr(account, name) for name in sort.keys]
        packed = base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode())
        return f"{direction}.{packed.decode().rstrip('=')}"


def _is_storable(text: str) -> bool:
    """Whether a database takes the text: no NUL, no half of a character."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def page(viewer: Viewer, criteria: Criteria, token: str, words: Vocabulary) -> Page:
    """The page of `criteria` that `token` names, as `viewer` may see it."""
    accounts = filtered(viewer, criteria, words).only(*ROW_FIELDS)
    if not criteria.q:
        return _walk(accounts, criteria.order, token, None, LISTED_CAP)
    if not criteria.terms:
        return Page([], 0)
    column = column_for(viewer)
    found = _found(accounts, criteria.terms, column)
    corrected: tuple[str, ...] = ()
    if not found:
        for guess in spelling.corrections(criteria.terms, public_only=viewer.is_public):
            found = _found(accounts, guess, column)
            if found:
                corrected = guess
                break
    answer = _answer(accounts, criteria, corrected or criteria.terms, column, found, token)
    return replace(answer, corrected=" ".join(corrected))


def _answer(
    accounts: QuerySet[Account],
    criteria: Criteria,
    terms: tuple[str, ...],
    column: str,
    found: list[tuple],
    token: str,
) -> Page:
    if len(found) <= FOUND_CAP:
        if not criteria.by_relevance:
            within = accounts.filter(pk__in=[row[0] for row in found])
            return _walk(within, criteria.order, token, len(found), FOUND_CAP)
        return _ranked(accounts, terms, found, token)
    matching = by_row(accounts, terms, column)
    if not criteria.by_relevance:
        return _walk(matching, criteria.order, token, len(found), FOUND_CAP)
    leading = _leading(accounts, terms, column)
    rest = matching.exclude(pk__in=[account.pk for account in leading])
    following = _walk(rest, criteria.order, token, len(found), FOUND_CAP, taken=len(leading))
    if following.previous:
        return following
    return replace(following, accounts=[*leading, *following.accounts])


def _found(accounts: QuerySet[Account], terms: tuple[str, ...], column: str) -> list[tuple]:
    """Number and sort keys of the hits, one more than the cap at most."""
    rows = by_index(accounts, terms, column).values_list(
        "pk", "sort_name", "name_key", "handle_key"
    )
    return list(rows[: FOUND_CAP + 1])


class KeyAfter(TupleGreaterThan):
    """`(a, b) > (x, y)` as SQL has it: one range of the index, wherever the page begins.

    Django takes the comparison apart for SQLite, which then walks the index from its start.
    """

    def get_fallback_sql(self, compiler: Any, connection: Any) -> Any:
        return GreaterThan.as_sql(self, compiler, connection)


class KeyBefore(TupleLessThan):
    """`(a, b) < (x, y)`; see `KeyAfter`."""

    def get_fallback_sql(self, compiler: Any, connection: Any) -> Any:
        return LessThan.as_sql(self, compiler, connection)


class CountOf(Func):
    """How many rows a subquery has, as a column: a count that needs no query of its own."""

    template = "(SELECT COUNT(*) FROM %(expressions)s AS counted)"
    output_field = IntegerField()


def listed(accounts: QuerySet[Account], token: str) -> Page:
    """A page by name of accounts that were chosen elsewhere, as `token` names it."""
    return _walk(accounts.order_by().only(*ROW_FIELDS), DEFAULT_SORT, token, None, LISTED_CAP)


def _walk(
    accounts: QuerySet[Account],
    sort: Sort,
    token: str,
    count: int | None,
    cap: int,
    taken: int = 0,
) -> Page:
    """One page of `accounts` in the order of `sort`, from the position `token` names.

    On the first page `taken` rows stand before them already.
    `count` is None when nobody has counted yet; it is then counted up to one more than `cap`.
    """
    position = Position.read(token, sort)
    back = position.direction == "before"
    ordered = accounts.order_by(*sort.order_by)
    if position.key:
        ascending = sort.descending == back
        lookup = KeyAfter if ascending else KeyBefore
        ordered = ordered.filter(lookup(Tuple(*map(F, sort.keys)), position.key))
    if back:
        ordered = ordered.reverse()
    if count is None:
        counted = accounts.values("pk")[: cap + 1]
        ordered = ordered.annotate(counted=CountOf(Subquery(counted)))
    room = PAGE_SIZE if position.key or position.offset else PAGE_SIZE - taken
    rows: list[Any] = list(ordered[position.offset : position.offset + room + 1])
    if count is None:
        count = rows[0].counted if rows else accounts[: cap + 1].count()
    more = len(rows) > room
    rows = rows[:room]
    if back:
        rows.reverse()
    has_previous = more if back else bool(position.key or position.offset)
    has_next = bool(rows) and (back or more)
    return Page(
        accounts=rows,
        count=min(count, cap),
        is_capped=count > cap,
        previous=Position.token("before", rows[0], sort) if has_previous and rows else "",
        next=Position.token("after", rows[-1], sort) if has_next else "",
    )


def _ranked(accounts: QuerySet[Account], terms: tuple[str, ...], found: list, token: str) -> Page:
    """All hits by rank, then name; pages are plain numbers, there are at most twenty."""
    whole, squeezed = " ".join(terms), "".join(terms)
    ordered = sorted(found, key=lambda row: (_rank(row, terms, whole, squeezed), row[1], row[0]))
    number = min(max(int(token[:4]), 1), MAX_NUMBERED) if token.isascii() and token.isdigit() else 1
    start = (number - 1) * PAGE_SIZE
    wanted = [row[0] for row in ordered[start : start + PAGE_SIZE]]
    rows = accounts.in_bulk(wanted)
    return Page(
        accounts=[rows[pk] for pk in wanted if pk in rows],
        count=len(found),
        previous=str(number - 1) if number > 1 else "",
        next=str(number + 1) if start + PAGE_SIZE < len(found) else "",
    )


def _rank(row: tuple, terms: tuple[str, ...], whole: str, squeezed: str) -> int:
    """How good a hit is: 0 is the very thing, 5 a hit somewhere else than in name or handle."""
    _pk, _sort_name, name, handle = row
    if squeezed in (handle, name.replace(" ", "")):
        return 0
    if name.startswith(whole) or handle.startswith(squeezed):
        return 1
    padded = f" {name} "
    if all(f" {term} " in padded for term in terms):
        return 2
    if all(f" {term}" in padded for term in terms):
        return 3
    if all(term in name or term in handle for term in terms):
        return 4
    return 5


def _leading(accounts: QuerySet[Account], terms: tuple[str, ...], column: str) -> list[Account]:
    """The hits whose name or handle is, or begins with, what was searched; best first."""
    whole, squeezed = fold(" ".join(terms)), squeeze("".join(terms))
    exact = accounts.filter(Q(handle_key=squeezed) | Q(name_key=whole)).order_by("sort_name", "id")
    first = list(by_row(exact, terms, column)[:LEADING])
    prefix = accounts.filter(with_prefix("name_key", whole)).order_by("name_key", "id")
    seen = {account.pk for account in first}
    room = LEADING - len(first)
    return first + [account for account in prefix[:LEADING] if account.pk not in seen][:room]
