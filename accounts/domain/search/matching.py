"""Which accounts answer a question.

Words are looked for in one folded column. Three letters or more are found anywhere in a word, by
the trigram index of the engine; two letters find the beginning of a word (a blank and two letters
are a trigram too); a single letter finds the beginning of a name or handle, by an ordinary index.
"""

from django.db import connections
from django.db.models import Q, QuerySet

from ...models import Account
from ...models.search_index import TABLE
from ..access.viewer import Viewer
from ..access.visibility import FieldClass, accounts_for, classes_everywhere
from ..vocabulary import Vocabulary, current
from .criteria import Criteria

LAST = "\U0010ffff"


def filtered(viewer: Viewer, criteria: Criteria, words: Vocabulary) -> QuerySet[Account]:
    """The visible accounts within the criteria's filters, words not yet asked for, unordered."""
    accounts = accounts_for(viewer).order_by()
    accounts = accounts.filter(status__in=criteria.statuses)
    if criteria.platform:
        accounts = accounts.filter(platform_id=criteria.platform)
    if criteria.unit:
        unit = words.unit_by_slug.get(criteria.unit)
        accounts = accounts.filter(unit__in=words.branch([unit.pk] if unit else []))
    if criteria.audience:
        accounts = accounts.filter(audience_codes__contains=f" {criteria.audience} ")
    if criteria.language:
        accounts = accounts.filter(languages__contains=f" {criteria.language} ")
    return accounts


def column_for(viewer: Viewer) -> str:
    """The column of words this viewer's searches read."""
    internal = FieldClass.CONTACT in classes_everywhere(viewer)
    return "search_internal" if internal else "search_public"


def with_prefix(field: str, text: str) -> Q:
    """`field` begins with `text`, as a range that an ordinary index answers on both engines."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})


def _needle(term: str) -> str:
    return term if len(term) > 2 else f" {term}"


def by_index(accounts: QuerySet[Account], terms: tuple[str, ...], column: str) -> QuerySet[Account]:
    """`accounts` with every term, found through the engine's trigram index."""
    if all(len(term) == 1 for term in terms):
        for term in terms:
            accounts = accounts.filter(
                with_prefix("name_key", term) | with_prefix("handle_key", term)
            )
        return accounts
    if connections[accounts.db].vendor == "sqlite":
        indexed = [_needle(term) for term in terms if len(term) > 1]
        phrases = " AND ".join(f'"{needle}"' for needle in indexed)
        # A join and not "IN (SELECT …)": SQLite then stops at the limit instead of listing first
        # every hit of a common word.
        accounts = accounts.extra(  # noqa: S610 - the text is ours, the words are a parameter
            tables=[TABLE],
            where=[f"{TABLE}.rowid = accounts_account.id", f"{TABLE} MATCH %s"],
            params=[f"{column} : ({phrases})"],
        )
        terms = tuple(term for term in terms if len(term) == 1)
    return by_row(accounts, terms, column)


def by_row(accounts: QuerySet[Account], terms: tuple[str, ...], column: str) -> QuerySet[Account]:
    """`accounts` with every term, each row looked at: for an order that many answer."""
    for term in terms:
        accounts = accounts.filter(**{f"{column}__contains": _needle(term)})
    return accounts


def everything(
    viewer: Viewer, criteria: Criteria, words: Vocabulary | None = None
) -> QuerySet[Account]:
    """Every account that answers, in the criteria's order: for downloads."""
    accounts = filtered(viewer, criteria, words or current())
    if criteria.q:
        if not criteria.terms:
            return accounts.none()
        accounts = by_index(accounts, criteria.terms, column_for(viewer))
    return accounts.order_by(*criteria.order.order_by)
