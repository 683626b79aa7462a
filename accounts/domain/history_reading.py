"""Reading the history: which events a viewer sees, filtered, and each of them told in words.

Whoever sees an account's workflow sees its history; events and fields of the security class only
come with that class. A page costs two queries, however many events stand on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..choices import ContactRole, Role
from ..models import Account, Event, ProfileCheck, Routines, Security, User
from . import history_words, pages
from .access.visibility import FieldClass
from .history import IGNORED
from .history_values import (
    LONG,
    Names,
    Part,
    compared,
    in_words,
    kind_of,
    label_of,
    label_of_subject,
)
from .vocabulary import Vocabulary

SECURITY_SUBJECTS = frozenset(
    {"security", "twostepconfirmation", "incident", "accessholder", "profilecheck"}
)
SECURITY_MODELS = (Security, ProfileCheck)
SECURITY_FIELDS = frozenset(
    {"notes", "compromised_at", "compromised_by"}
    | {f.name for model in SECURITY_MODELS for f in model._meta.concrete_fields}
) - {"id", "account"}
OTHER = "other"


@dataclass(frozen=True)
class Filters:
    group: str = ""
    field: str = ""
    by: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Line:
    """One field: before and after in words, or a long text in `parts`; `kept` is False for what
    the history does not keep."""

    label: str
    before: str = ""
    after: str = ""
    parts: Sequence[Part] = ()
    kept: bool = True


@dataclass(frozen=True)
class Told:
    """One event in words. `about` names the account or whatever else it is about."""

    at: datetime
    by: str
    by_id: int
    sentence: str
    group: str
    reason: str
    lines: Sequence[Line]
    about: str = ""
    about_slug: str = ""


@dataclass(frozen=True)
class History:
    events: Sequence[Told]
    newer: str = ""
    older: str = ""


def read(
    *,
    classes: frozenset[FieldClass],
    words: Vocabulary,
    account: Account | None = None,
    filters: Filters = Filters(),
    token: str = "",
) -> History:
    """A page of an account's history, or of everything; the caller has asked who may see it."""
    found = pages.page(_filtered(_visible(classes, account), filters), moment="at", token=token)
    names = Names(words)
    names.want(found.rows)
    names.read()
    told = [_told(event, names, classes, account) for event in found.rows]
    return History(told, newer=found.newer, older=found.older)


def authors(account: Account | None = None, asked: int | None = None) -> list[tuple[int, str]]:
    """Those who can be filtered by, with their names: who changed the account; of everything,
    those who may change anything, and whoever was asked for."""
    users = User.objects.all()
    if account is not None:
        users = users.filter(pk__in=Event.objects.filter(account_id=account.pk).values("by_id"))
    else:
        users = users.filter(Q(role__in=(Role.COMMUNICATOR, Role.ADMIN)) | Q(pk=asked))
    return list(users.order_by("name", "pk").values_list("pk", "name")[:1000])


def fields_for(classes: frozenset[FieldClass]) -> list[tuple[str, str]]:
    """The fields of an account that can be filtered by, with their labels, in order."""
    names = {
        f.name: ""
        for model in (Account, Routines, *SECURITY_MODELS)
        for f in model._meta.concrete_fields
        if f.name not in IGNORED and f.name != "account"
    } | dict.fromkeys([*ContactRole.values, "audiences"], "")
    offered = [
        (name, label_of("account", name))
        for name in names
        if name not in SECURITY_FIELDS or FieldClass.SECURITY in classes
    ]
    return sorted(offered, key=lambda pair: pair[1].casefold())


def _visible(classes: frozenset[FieldClass], account: Account | None) -> QuerySet[Event]:
    events = Event.objects.all()
    if account is not None:
        events = events.filter(account_id=account.pk)
    if FieldClass.SECURITY in classes:
        return events
    hidden = history_words.actions_of(history_words.SECURITY)
    return events.exclude(Q(subject__in=SECURITY_SUBJECTS) | Q(action__in=hidden))


def _filtered(events: QuerySet[Event], filters: Filters) -> QuerySet[Event]:
    if filters.group == OTHER:
        events = events.exclude(action__in=history_words.ACTIONS)
    elif filters.group:
        events = events.filter(action__in=history_words.actions_of(filters.group))
    if filters.field:
        spellings = [filters.field]
        places = ("account", "routines", "security", "profile", "contacts")
        spellings += [f"{where}.{filters.field}" for where in places]
        events = events.filter(changes__has_any_keys=spellings)
    if filters.by is not None:
        events = events.filter(by_id=filters.by)
    if filters.since:
        events = events.filter(at__gte=_midnight(filters.since))
    if filters.until:
        events = events.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return events


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _told(
    event: Event, names: Names, classes: frozenset[FieldClass], account: Account | None
) -> Told:
    known = history_words.ACTIONS.get(event.action)
    about, slug = _about(event, names) if account is None else ("", "")
    return Told(
        at=event.at,
        by=names.of("user", event.by_id),
        by_id=event.by_id,
        sentence=history_words.sentence(event.action),
        group=known.group if known else OTHER,
        reason=event.reason,
        lines=_lines(event, names, classes),
        about=about,
        about_slug=slug,
    )


def _about(event: Event, names: Names) -> tuple[str, str]:
    """The account where there is one, else what else it is about, with its number."""
    if event.account_id:
        known = names.found.get(("account", event.account_id))
        return names.of("account", event.account_id), known.slug if known else ""
    if event.subject in ("user", "person"):
        return names.of(event.subject, event.subject_id), ""
    if event.subject == "unit":
        return names.of("unit", event.subject_id), ""
    return f"{label_of_subject(event.subject)} {event.subject_id}", ""


def _lines(event: Event, names: Names, classes: frozenset[FieldClass]) -> list[Line]:
    lines = []
    for name, pair in event.changes.items():
        is_security = name.rpartition(".")[2] in SECURITY_FIELDS
        if is_security and FieldClass.SECURITY not in classes:
            continue
        if not isinstance(pair, list) or len(pair) != 2:
            continue
        line = _line(event.subject, name, pair[0], pair[1], names)
        if line is not None:
            lines.append(line)
    return lines


def _line(subject: str, name: str, old: Any, new: Any, names: Names) -> Line | None:
    label = label_of(subject, name)
    if old is None and new is None:
        return Line(label, kept=False)
    before, after = (in_words(subject, name, value, names) for value in (old, new))
    if before == after:
        return None
    is_text = isinstance(old, str) and isinstance(new, str) and not kind_of(subject, name)
    if is_text and before and after and max(len(before), len(after)) >= LONG:
        return Line(label, parts=compared(before, after))
    return Line(label, before, after)
