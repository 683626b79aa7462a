"""A change of identity in words, for pages and mails: what becomes what, in the active language."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Change, Person
from . import vocabulary


@dataclass(frozen=True)
class Line:
    """One part of the identity; nothing is an empty text."""

    name: str
    label: str
    before: str
    after: str


def label_of(name: str) -> str:
    """What a part of the identity is called on the page."""
    return {
        "platform": _("Platform"),
        "handle": _("Handle"),
        "key": _("Handle"),
        "url": _("Address"),
        "unit": _("Unit"),
        "owner": _("Owner"),
    }[name]


def labels(names: list[str]) -> list[str]:
    """The parts as a reader knows them, each once."""
    return list(dict.fromkeys(label_of(name) for name in names))


def parts_of(change: Change) -> list[str]:
    """Which parts change, in a word each; asks the database nothing."""
    return [label_of(name) for name in ("url", "unit", "owner") if _changes(change, name)]


def lines(change: Change) -> list[Line]:
    """A line for every part that changes. People are asked for at once, whatever their number."""
    people = Person.objects.in_bulk(
        [values["owner"] for values in (change.before, change.after) if values.get("owner")]
    )
    units = vocabulary.current().units
    in_words: dict[str, Callable[[object], str]] = {
        "handle": str,
        "url": str,
        "unit": lambda pk: units[pk].name if pk in units else _("a unit that is gone"),
        "owner": lambda pk: people[pk].name if pk in people else _("somebody who is gone"),
    }
    return [
        Line(
            name,
            label_of(name),
            *(
                say(values[name]) if values[name] else ""
                for values in (change.before, change.after)
            ),
        )
        for name, say in in_words.items()
        if _changes(change, name)
    ]


def facts(change: Change) -> list[tuple[str, str]]:
    """The same for a mail."""
    return [
        (
            line.label,
            _("%(before)s becomes %(after)s") % {"before": line.before, "after": line.after}
            if line.before
            else line.after,
        )
        for line in lines(change)
    ]


def _changes(change: Change, name: str) -> bool:
    return name in change.after and change.after[name] != change.before.get(name)
