"""History and the register's revision: what every writer does in the same breath as its write."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from ..models import Account, Event, Revision, User
from . import mentions

IGNORED = frozenset(
    {
        *("password", "last_login"),
        *("id", "slug", "identity_key", "created_at", "updated_at", "version"),
        *("sort_name", "sort_unit", "sort_reviewed", "name_key", "handle_key"),
        *("search_public", "search_internal", "audience_codes", "contact_public"),
        *("owner_name", "owner_email", "owner_phone", "deputy_names", "deputy_emails"),
    }
)
"""Columns that say nothing a reader of the history may or would ask for."""
UNTOLD = frozenset(
    {
        *("email", "phone", "title", "function_mailbox", "agency", "holiday_cover", "notes"),
        *("third_party_tools", "description", "lessons", "message", "comment"),
    }
)
"""Columns in which people stand: the history tells that they changed, never what from or to.

An event is never edited, so whoever is erased must not be in one. What else people type is told
with `mentions.numbered` in place of the names of those we know.
"""


def current_revision() -> str:
    """The token of the register's present revision; one small query.

    Asked before every page, most of which are then answered with "not modified": building the
    query anew each time would be half the cost of that answer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM accounts_revision WHERE id = 1")
        found = cursor.fetchone()
    return found[0] if found else "none"


def move_revision() -> None:
    """Tell every cache that the register changed. Call inside the writing transaction."""
    Revision.objects.update_or_create(
        id=1, defaults={"token": uuid.uuid4().hex, "moved_at": timezone.now()}
    )


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, models.Model):
        return value.pk
    return str(value)


def snapshot(instance: models.Model) -> dict[str, Any]:
    """Every column of `instance` worth remembering, as JSON."""
    return {
        field.name: plain(field.value_from_object(instance))
        for field in instance._meta.concrete_fields
        if field.name not in IGNORED
    }


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list]:
    """`{field: [before, after]}` for every field that is not the same."""
    return {
        name: [before.get(name), after.get(name)]
        for name in after
        if before.get(name) != after.get(name)
    }


def event(
    *,
    action: str,
    by: User,
    subject: models.Model,
    account: Account | None = None,
    changes: Mapping[str, list] | None = None,
    reason: str = "",
) -> Event:
    """An unsaved event, for writers that save many at once with `record_many`.

    The values of `UNTOLD` columns stay out of it.
    """
    if account is None and isinstance(subject, Account):
        account = subject
    return Event(
        at=timezone.now(),
        by_id=by.pk,
        subject=subject._meta.model_name or "",
        subject_id=subject.pk,
        account_id=account.pk if account else None,
        action=action,
        changes={
            name: [None, None] if name in UNTOLD else pair for name, pair in (changes or {}).items()
        },
        reason=reason,
    )


@transaction.atomic
def record(**kwargs: Any) -> Event:
    """Write one event (see `event`) and move the revision."""
    written = event(**kwargs)
    _leave_names_out([written])
    written.save(force_insert=True)
    move_revision()
    return written


@transaction.atomic
def record_many(events: Iterable[Event]) -> None:
    """Write many events at once and move the revision."""
    written = list(events)
    _leave_names_out(written)
    Event.objects.bulk_create(written, batch_size=500)
    move_revision()


def _leave_names_out(events: list[Event]) -> None:
    """People whom the register knows stand in events by their numbers, wherever they are named."""
    texts = [text for written in events for text in _texts(written)]
    if not any(mentions.may_name_somebody(text) for text in texts):
        return
    known = mentions.everybody()
    for written in events:
        written.reason = known.numbered(written.reason)
        written.changes = {
            name: [known.numbered(value) if isinstance(value, str) else value for value in pair]
            for name, pair in written.changes.items()
        }


def _texts(written: Event) -> Iterator[str]:
    yield written.reason
    for pair in written.changes.values():
        yield from (value for value in pair if isinstance(value, str))
