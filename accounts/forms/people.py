"""A field for the people in one role: a row of name, e-mail and telephone for each.

Somebody known is named by e-mail address alone; somebody new by name and address. Rows left empty
do not count. The addresses of people already known are offered while typing.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.answers import Named
from ..domain.secrets import refuse_password
from ..models import Person

PARTS = ("name", "email", "phone")
LONGEST = {"name": 150, "email": 254, "phone": 40}
LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
}
KNOWN = "known-people"
"""The id of the page's list of people to choose from."""

Row = dict[str, str]


class PeopleWidget(forms.Widget):
    template_name = "mine/register/_people.html"
    use_fieldset = True

    def __init__(self, most: int, singular: str) -> None:
        super().__init__()
        self.most, self.singular = most, singular

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        return [
            {part: str(data.get(f"{name}_{number}_{part}") or "") for part in PARTS}
            for number in range(self.most)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [row for row in value or () if any(row.values())]
        # One empty row waits in sight; the others where one asks for more.
        in_sight = min(len(rows) + 1 if self.most > 1 else 1, self.most)
        rows += [dict.fromkeys(PARTS, "")] * (self.most - len(rows))
        drawn = [self._row(name, number, row, context) for number, row in enumerate(rows)]
        context |= {"in_sight": drawn[:in_sight], "more": drawn[in_sight:], "known": KNOWN}
        return context

    def _row(self, name: str, number: int, row: Row, context: dict[str, Any]) -> dict[str, Any]:
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        numbered = f"{self.singular} {number + 1}" if self.most > 1 else ""
        return {
            "label": numbered,
            "invalid": context["widget"]["attrs"].get("aria-invalid", ""),
            "parts": [
                {
                    "name": f"{name}_{number}_{part}",
                    # The error summary leads to the first control of a group.
                    "id": f"{base}_{number}" if part == "name" else f"{base}_{number}_{part}",
                    "label": LABELS[part],
                    "value": row[part],
                    "type": {"email": "email", "phone": "tel"}.get(part, "text"),
                    "longest": LONGEST[part],
                    "list": KNOWN if part == "email" else "",
                }
                for part in PARTS
            ],
        }


class PeopleField(forms.Field):
    """Cleans into a list of `Named`; at most `most` of them."""

    def __init__(
        self, *, most: int, singular: str, present: Sequence[Person], **kwargs: Any
    ) -> None:
        self.most, self.present = most, present
        initial = [{"name": p.name, "email": p.email, "phone": p.phone} for p in present]
        super().__init__(
            required=False,
            widget=PeopleWidget(max(most, len(initial)), singular),
            initial=initial,
            **kwargs,
        )

    def to_python(self, value: Any) -> list[Named]:
        rows = ({part: " ".join(row[part].split()) for part in PARTS} for row in value or ())
        found = [
            Named(**{**row, "email": row["email"].lower()}) for row in rows if any(row.values())
        ]
        return list(dict.fromkeys(found))

    def validate(self, value: list[Named]) -> None:
        faults = [fault for one in value for fault in self._faults(one)]
        if faults:
            raise ValidationError(faults)

    def _faults(self, one: Named) -> list[ValidationError]:
        who = one.name or one.email or one.phone
        for part in PARTS:
            text = getattr(one, part)
            if "\x00" in text or len(text) > LONGEST[part]:
                return [_fault(_("%(label)s of %(who)s is too long, or not text."), part, who)]
            try:
                refuse_password(text)
            except ValidationError as fault:
                return [fault]
        if one.email:
            return self._faults_of_address(one.email)
        if any(not person.email and person.name == one.name for person in self.present):
            return []
        sentence = _("Add the e-mail address of %(who)s. Without one nobody can be reached.")
        return [_fault(sentence, "email", who)]

    @staticmethod
    def _faults_of_address(email: str) -> list[ValidationError]:
        try:
            validate_email(email)
        except ValidationError:
            sentence = _("“%(who)s” is not an e-mail address. Write name@example.org.")
            return [_fault(sentence, "email", email)]
        return []


def _fault(text: str, part: str, who: str) -> ValidationError:
    return ValidationError(
        text, params={"label": LABELS[part], "who": who[:80]}, code=f"bad-{part}"
    )


def faults_of_unknown(named: Sequence[Named]) -> list[tuple[Named, str]]:
    """Those who cannot be found by their address alone, or have left; one query for all."""
    addresses = {one.email for one in named if one.email}
    people = Person.objects.annotate(lowered=Lower("email")).filter(lowered__in=addresses)
    known = {person.email.lower(): person for person in people} if addresses else {}
    found = []
    for one in named:
        person = known.get(one.email)
        if person is not None and person.left_on is not None:
            sentence = _("%(name)s has left the university. Name somebody else.")
            found.append((one, sentence % {"name": person.name}))
        elif person is None and one.email and not one.name:
            sentence = _("Nobody with the address %(email)s is known yet. Add a name.")
            found.append((one, sentence % {"email": one.email}))
    return found


def known_people(units: frozenset[int] | None, most: int = 200) -> list[Person]:
    """People to choose from: of these units (None: of all), never one with protected identity."""
    people = Person.objects.filter(left_on__isnull=True, is_protected=False).exclude(email="")
    if units is not None:
        people = people.filter(unit__in=units)
    return list(people.only("name", "email").order_by("name")[:most])
