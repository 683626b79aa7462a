"""What stands in the history, in words: labels of fields, names for numbers, texts side by side.

Events hold columns and numbers as the database does. What is gone is said to be gone; a name that
changed is today's.
"""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..choices import LANGUAGES, ContactRole, TwoStepMethod
from ..models import (
    Account,
    Event,
    Incident,
    Person,
    Platform,
    ProfileCheck,
    Routines,
    Security,
    Unit,
    User,
)
from ..models.fields import CodesField
from .vocabulary import Vocabulary

LOOKED_IN = (Account, Routines, Security, ProfileCheck, Incident)
"""Where a field is looked for that the event's own subject does not have."""
BESIDE = {"account": Account, "routines": Routines, "security": Security, "profile": ProfileCheck}
CODES: dict[str, dict[str, Any]] = {
    "languages": LANGUAGES,
    "two_step_methods": dict(TwoStepMethod.choices),
}
NAMED: dict[type[models.Model], str] = {User: "user", Person: "person", Account: "account"}

LONG = 80
"""Texts from this length on are shown as one text with what changed marked in it."""
MOST_WORDS = 400
AROUND = 60


@lru_cache(maxsize=500)
def field_of(subject: str, name: str) -> Any:
    """The model's field behind a name in an event; None for what is no field."""
    where, _dot, bare = name.rpartition(".")
    places = [BESIDE[where]] if where in BESIDE else []
    with contextlib.suppress(LookupError):
        places.append(apps.get_model("accounts", subject))
    for model in (*places, *LOOKED_IN):
        try:
            return model._meta.get_field(bare)
        except FieldDoesNotExist:
            continue
    return None


def label_of(subject: str, name: str) -> str:
    bare = name.rpartition(".")[2]
    if bare in ContactRole.values:
        return str(ContactRole(bare).label)
    found = field_of(subject, name)
    return capfirst(str(found.verbose_name) if found is not None else bare.replace("_", " "))


def label_of_subject(subject: str) -> str:
    try:
        return capfirst(str(apps.get_model("accounts", subject)._meta.verbose_name))
    except LookupError:
        return subject


@dataclass(frozen=True)
class Named:
    name: str
    slug: str = ""
    is_erased: bool = False


@dataclass
class Names:
    """Who and what the numbers in some events mean today; one query for all of them."""

    words: Vocabulary
    wanted: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    found: dict[tuple[str, int], Named] = field(default_factory=dict)

    def want(self, events: Iterable[Event]) -> None:
        for event in events:
            self.wanted["user"].add(event.by_id)
            if event.account_id:
                self.wanted["account"].add(event.account_id)
            if event.subject in NAMED.values():
                self.wanted[event.subject].add(event.subject_id)
            for name, pair in event.changes.items():
                kind = kind_of(event.subject, name)
                if kind:
                    self.wanted[kind].update(n for n in _flat(pair) if isinstance(n, int))

    def read(self) -> None:
        false = Value(False, output_field=BooleanField())
        erased = ExpressionWrapper(Q(erased_at__isnull=False), output_field=BooleanField())
        queries = []
        for model, kind in NAMED.items():
            if self.wanted[kind]:
                slug = models.F("slug") if model is Account else Value("")
                queries.append(
                    model._default_manager.filter(pk__in=self.wanted[kind])
                    .order_by()
                    .annotate(
                        kind_=Value(kind),
                        slug_=slug,
                        gone_=erased if model is Person else false,
                    )
                    .values_list("kind_", "pk", "name", "slug_", "gone_")
                )
        if queries:
            for kind, pk, name, slug, gone in queries[0].union(*queries[1:], all=True):
                self.found[kind, pk] = Named(name, slug, bool(gone))

    def of(self, kind: str, number: int) -> str:
        if kind == "unit":
            unit = self.words.units.get(number)
            return unit.name if unit else _("a unit that is gone (no. %(n)s)") % {"n": number}
        known = self.found.get((kind, number))
        if known is None:
            return _("erased (no. %(n)s)") % {"n": number}
        if known.is_erased:
            return _("erased person (no. %(n)s)") % {"n": number}
        return known.name


def kind_of(subject: str, name: str) -> str:
    """What the numbers in a field are numbers of: `user person account unit`, or nothing."""
    if name.rpartition(".")[2] in ContactRole.values:
        return "person"
    found = field_of(subject, name)
    related = getattr(found, "related_model", None)
    if related is Unit:
        return "unit"
    return NAMED.get(related, "") if isinstance(related, type) else ""


def _flat(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def in_words(subject: str, name: str, value: Any, names: Names) -> str:
    """One value as a reader would say it; nothing for nothing."""
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (in_words(subject, name, one, names) for one in value)))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    kind = kind_of(subject, name)
    if kind and isinstance(value, int):
        return names.of(kind, value)
    found = field_of(subject, name)
    related = getattr(found, "related_model", None)
    if related is Platform:
        return getattr(names.words.platforms.get(value), "name", value)
    if name == "audiences":
        return getattr(names.words.audiences.get(value), "name", str(value))
    if isinstance(found, CodesField):
        return str(CODES.get(found.name, {}).get(value, value))
    if getattr(found, "choices", None):
        return str(dict(found.flatchoices).get(value, value))
    return _plain(found, value)


def _plain(found: Any, value: Any) -> str:
    if isinstance(found, models.DateTimeField):
        moment = _parsed(parse_datetime, value)
        return date_format(_local(moment), "DATETIME_FORMAT") if moment else str(value)
    if isinstance(found, models.DateField):
        day = _parsed(parse_date, str(value)[:10])
        return date_format(day, "DATE_FORMAT") if day else str(value)
    if isinstance(found, models.DecimalField):
        try:
            return number_format(f"{Decimal(str(value)).normalize():f}")
        except InvalidOperation:
            return str(value)
    return str(value)


def _parsed(parse: Any, value: Any) -> Any:
    try:
        return parse(str(value))
    except ValueError:
        return None


def _local(moment: datetime) -> date:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


@dataclass(frozen=True)
class Part:
    """A run of words: `kind` is `same`, `del` or `ins`."""

    kind: str
    text: str


def compared(before: str, after: str) -> list[Part]:
    """Two texts as one, with what was taken away and what was added; long quiet runs cut short.

    By word, and by sentence where the texts are so long that words would take too long.
    """
    pieces = r"\S+\s*|\s+"
    if max(len(before.split()), len(after.split())) > MOST_WORDS:
        pieces = r"[^.!?\n]*(?:[.!?\n]+\s*|$)"
    old, new = re.findall(pieces, before), re.findall(pieces, after)
    matcher = SequenceMatcher(None, [x.strip() for x in old], [x.strip() for x in new], False)
    parts = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(new[k:m])))
            continue
        if old[i:j]:
            parts.append(Part("del", "".join(old[i:j])))
        if new[k:m]:
            parts.append(Part("ins", "".join(new[k:m])))
    return [_shortened(part, n == 0, n == len(parts) - 1) for n, part in enumerate(parts)]


def _shortened(part: Part, is_first: bool, is_last: bool) -> Part:
    text = part.text
    if part.kind != "same" or len(text) <= 3 * AROUND:
        return part
    head = "" if is_first else text[:AROUND].rpartition(" ")[0]
    tail = "" if is_last else text[-AROUND:].partition(" ")[2]
    return Part("same", f"{head} … {tail}")
