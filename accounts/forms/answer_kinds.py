"""The kinds of fields that the questionnaire asks with: texts, days, choices, people.

Each gives a `Maker`: what is asked does not depend on the account, what is offered may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, URLValidator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..choices import ContactRole
from ..domain.access.viewer import Viewer
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from ..models import Account
from .people import PeopleField

LONG_TEXT = 4000
LANGUAGES_IN_SIGHT = 2
DAY = "%Y-%m-%d"


@dataclass(frozen=True)
class Ground:
    """What fields are made for: an account, whoever fills them in, the vocabulary.

    `guesses`: whether an empty draft is offered a first answer, which counts when it is saved.
    """

    account: Account
    viewer: Viewer
    words: Vocabulary
    guesses: bool = True


Maker = Callable[[Ground], forms.Field]


class FewFirst(forms.CheckboxSelectMultiple):
    """Tick boxes of which the first few and the ticked ones are in sight."""

    template_name = "mine/register/_few_first.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _g, group, _n in context["widget"]["optgroups"] for option in group]
        context["in_sight"] = [
            option
            for number, option in enumerate(options)
            if number < LANGUAGES_IN_SIGHT or option["selected"]
        ]
        context["more"] = [option for option in options if option not in context["in_sight"]]
        return context


class HoursField(forms.DecimalField):
    """Takes "1,5" and "1.5" in either language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class TextField(forms.CharField):
    """Lines end as they are stored: a browser sends them otherwise, which is no change."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


def short(label: Any, help_text: Any = "", longest: int = 200) -> Maker:
    return lambda ground: forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        validators=[refuse_password],
    )


def long(label: Any, help_text: Any = "", rows: int = 4) -> Maker:
    return lambda ground: TextField(
        label=label,
        help_text=help_text,
        max_length=LONG_TEXT,
        required=False,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def web(label: Any, help_text: Any = "") -> Maker:
    def make(ground: Ground) -> forms.Field:
        field = forms.URLField(
            label=label,
            help_text=help_text,
            required=False,
            max_length=500,
            assume_scheme="https",
            error_messages={"invalid": _("Write a web address, such as https://www.lu.se/.")},
        )
        field.validators = [
            URLValidator(schemes=["http", "https"], message=field.error_messages["invalid"]),
            MaxLengthValidator(500),
        ]
        return field

    return make


def day(label: Any, help_text: Any = "", *, is_past: bool = False) -> Maker:
    def make(ground: Ground) -> forms.Field:
        today = localdate()
        limit = MaxValueValidator(today, message=_("This day has not come yet."))
        attributes = {"type": "date", **({"max": today.isoformat()} if is_past else {})}
        return forms.DateField(
            label=label,
            help_text=help_text,
            required=False,
            validators=[limit] if is_past else [],
            widget=forms.DateInput(format=DAY, attrs=attributes),
            input_formats=[DAY, "%Y%m%d"],
            error_messages={"invalid": _("Write the date like this: 2026-05-03.")},
        )

    return make


def choice(label: Any, choices: Any, help_text: Any = "", empty: Any = None) -> Maker:
    first = [("", empty)] if empty is not None else []
    return lambda ground: forms.ChoiceField(
        label=label, help_text=help_text, required=False, choices=[*first, *choices.choices]
    )


def tick(label: Any, help_text: Any = "") -> Maker:
    return lambda ground: forms.BooleanField(label=label, help_text=help_text, required=False)


def people(role: ContactRole, label: Any, help_text: Any, most: int, singular: Any = "") -> Maker:
    """`singular` names a row, with its number."""

    def make(ground: Ground) -> forms.Field:
        contacts = sorted(ground.account.contacts.all(), key=lambda contact: contact.pk)
        present = [contact.person for contact in contacts if contact.role == role]
        return PeopleField(
            label=label, help_text=help_text, most=most, singular=str(singular), present=present
        )

    return make
