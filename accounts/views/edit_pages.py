"""What the pages of editing say: each answer in words, and what met when two people wrote."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..domain import comparing, editing
from ..domain.answer_values import names_of_people, now_of
from ..domain.editing import Meeting
from ..forms.answers import name_of
from ..forms.editing import PartForm
from ..models import Account, Event, User

LATEST_EVENTS = 100
SHOWN = 240
CHOICE = "choose_"


def part_rows(account: Account, form: PartForm) -> list[tuple[str, str]]:
    """What a part of the account holds, for the overview; what it does not hold is left out."""
    now = now_of(account, form.names)
    people = names_of_people(now.values(), [contact.person for contact in account.contacts.all()])
    rows = [
        (str(form.fields[name_of(name)].label), in_words(form, name, value, people))
        for name, value in now.items()
    ]
    return [(label, Truncator(text).chars(SHOWN)) for label, text in rows if text]


def in_words(form: PartForm, name: str, value: Any, people: Mapping[str, str]) -> str:
    """A comparable value as a reader says it; nothing as an empty text."""
    field = form.fields[name_of(name)]
    if value in ("", [], None):
        return ""
    if name.startswith("contacts."):
        return ", ".join(people.get(key, key) for key in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        labels: dict[str, str] = {str(code): str(label) for code, label in offered}
        codes: list[str] = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(code, code) for code in codes)
    if isinstance(field, forms.DateField | forms.BooleanField):
        return date_format(date.fromisoformat(value))
    return str(value)


def meeting_rows(
    form: PartForm, conflict: editing.Conflict, typed: Iterable[Any]
) -> list[dict[str, Any]]:
    """Each field that two people changed, in all its versions, with the choice between them."""
    versions = [value for m in conflict.meetings for value in (m.seen, m.now, m.typed)]
    named = [one for value in typed if isinstance(value, list) for one in value]
    people = names_of_people(versions, [one for one in named if hasattr(one, "email")])
    latest = latest_changes(conflict.account, [m.name for m in conflict.meetings])
    return [_row(form, m, people, latest.get(m.name, "")) for m in conflict.meetings]


def _row(form: PartForm, met: Meeting, people: Mapping[str, str], by: str) -> dict[str, Any]:
    seen, now, typed = (
        in_words(form, met.name, value, people) for value in (met.seen, met.now, met.typed)
    )
    base = seen if met.is_seen_known else now
    sides = [
        {"label": _("It is now"), "note": by, "pieces": comparing.by_words(base, now)[1]},
    ]
    if met.is_seen_known:
        whole = comparing.by_words(seen, seen)[0]
        sides.insert(0, {"label": _("When you opened the form"), "pieces": whole})
    if not met.is_seen_known or met.typed != met.seen:
        mine = comparing.by_words(base, typed)[1]
        sides.append({"label": _("You wrote"), "pieces": mine})
        labels = (_("Take what I wrote"), _("Keep what is there now"))
    else:
        labels = (_("Put back what was there before"), _("Keep what is there now"))
    name = name_of(met.name)
    return {
        "label": form.fields[name].label,
        "name": name,
        "sides": sides,
        "choice": f"{CHOICE}{name}",
        "options": [
            {"value": "mine", "label": labels[0], "checked": met.is_mine},
            {"value": "now", "label": labels[1], "checked": not met.is_mine},
        ],
    }


def latest_changes(account: Account, names: Iterable[str]) -> dict[str, str]:
    """By whom and when each field was changed last, as far back as the latest events tell."""
    wanted = {name: name.split(".")[1] for name in names}
    events = list(Event.objects.filter(account_id=account.pk)[:LATEST_EVENTS])
    found = {
        name: event
        for name, column in wanted.items()
        if (event := next((e for e in events if column in e.changes), None)) is not None
    }
    users = User.objects.in_bulk({event.by_id for event in found.values()})
    return {
        name: f"{users.get(event.by_id) or '–'}, {moment(event.at)}"
        for name, event in found.items()
    }


def moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def kept(form: PartForm, data: Mapping[str, str]) -> set[str]:
    """The fields for which "keep what is there now" was chosen."""
    return {name for name in form.names if data.get(f"{CHOICE}{name_of(name)}") == "now"}


def carried(data: Any) -> list[tuple[str, str]]:
    """What was sent, to be sent again with the choice."""
    return [
        (name, value)
        for name, values in data.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "seen") and not name.startswith(CHOICE)
    ]
