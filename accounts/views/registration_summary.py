"""The answers of a registration in words, as the one who decides reads them."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ..choices import Answer
from ..domain import readiness
from ..domain.access.viewer import Viewer
from ..domain.questionnaire import STEPS
from ..domain.vocabulary import Vocabulary
from ..forms.answers import INFORMED, INFORMED_ON, name_of, step_form
from ..forms.people import PeopleField
from ..models import Account

LEFT_OUT = frozenset({name_of(INFORMED_ON)})
"""Told with the answer before it."""


def sections(account: Account, viewer: Viewer, words: Vocabulary) -> list[dict[str, Any]]:
    """Step by step: what was answered, and what is missing."""
    missing = readiness.missing_steps(account)
    found = []
    for code, step in STEPS.items():
        form = step_form(step, account, viewer, words, guesses=False)
        rows = [
            (bound.label, text)
            for bound in form
            if bound.name not in LEFT_OUT and (text := shown(bound)) and not _says_nothing(bound)
        ]
        found.append(
            {"code": code, "title": step.title, "rows": rows, "missing": missing.get(code, [])}
        )
    return found


def _says_nothing(bound: forms.BoundField) -> bool:
    """Nobody has looked at the profile yet."""
    return bound.name.startswith("profile_") and bound.value() == Answer.UNKNOWN


def shown(bound: forms.BoundField) -> str:
    """What a field of a form holds, in words; nothing for one that says nothing."""
    value, field = bound.value(), bound.field
    if bound.name == name_of(INFORMED):
        return _informed(bound)
    if isinstance(field, PeopleField):
        return _people(value or ())
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else ""
    if isinstance(field, forms.MultipleChoiceField):
        labels = dict(field.choices)  # type: ignore[arg-type]
        return ", ".join(str(labels.get(code, code)) for code in value or ())
    if isinstance(field, forms.ChoiceField):
        return "" if value in ("", None) else str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if bound.name == "account_unit":
        return _unit(bound)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.DecimalField | forms.IntegerField) and value not in (None, ""):
        return number_format(value)
    return str(value if value is not None else "")


def _informed(bound: forms.BoundField) -> str:
    if not bound.value():
        return ""
    day = bound.form[name_of(INFORMED_ON)].value()
    return date_format(day, "DATE_FORMAT") if isinstance(day, date) else _("Yes")


def _people(rows: Any) -> str:
    return ", ".join(
        f"{row['name']} ({row['email']})" if row["name"] and row["email"] else
        row["name"] or row["email"]
        for row in rows
        if row["name"] or row["email"]
    )  # fmt: skip


def _unit(bound: forms.BoundField) -> str:
    form: Any = bound.form
    unit = form.ground.words.unit_by_slug.get(bound.value())
    return unit.name if unit else ""
