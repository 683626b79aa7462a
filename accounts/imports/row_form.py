"""The form every row passes: the same checks, column by column, whatever the file looked like.

The form is made once for a file, with a field for each column that is read, and cleans one row
after the other; making a form a row would cost more than everything else together. A fault in
what tells accounts apart, or a password anywhere, refuses the row. Any other fault leaves the
value out and says so: a register should not lose an account over a misspelt date.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..domain.folding import fold
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from ..exports.column import Column, Kind
from ..exports.columns import COLUMNS
from ..models import Account, Routines, Security
from . import values
from .headings import ADDRESS_FIELDS, PARENT_UNIT
from .people import MAIL, read_people
from .words import LANGUAGE_WORDS, METHODS, STATUSES

BY_CODE: Mapping[str, Column] = {column.code: column for column in COLUMNS}
PEOPLE = ("owner", "deputies", "publishers", "manager", "contact")
EMAILS = ("owner_email", "deputy_emails")
WORKED_OUT = ("hijacked", "closed_on", "reviewed_on")
"""Columns of a download that the register works out itself; the import reads past them."""
HARD = frozenset(("url", "handle", "name", "unit", "unit_code", "platform", "status"))
"""Fields whose faults refuse the row."""
EXTRA_MEANINGS: Mapping[str, Mapping[str, str]] = {
    "languages": LANGUAGE_WORDS,
    "status": STATUSES,
    "two_step_method": METHODS,
}
"""What people write beside the names that the register itself gives its codes."""
_MODELS: Mapping[str, type[models.Model]] = {"routines": Routines, "security": Security}


class Partly:
    """A value of which something was left out, and the sentence that says what."""

    __slots__ = ("note", "value")

    def __init__(self, value: Any, note: str) -> None:
        self.value, self.note = value, note


def model_field(column: Column) -> models.Field | None:
    """The field of a model that a column is the plain value of."""
    if len(column.reads) != 1:
        return None
    room, _dots, name = column.reads[0].rpartition("__")
    return _MODELS.get(room, Account)._meta.get_field(name)  # type: ignore[return-value]


class TextField(forms.CharField):
    """Free text, which never tells a password."""

    default_validators = [refuse_password]


class PlatformField(forms.CharField):
    def clean(self, value: Any) -> Any:
        code = values.platform_code(value) if value else ""
        if code or not value:
            return code
        note = _("The register knows no platform called “%(value)s”, so the address decides.")
        return Partly("", note % {"value": value[:80]})


class DateField(forms.Field):
    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        found = values.date(value)
        if found is None:
            raise ValidationError(
                _("“%(value)s” could not be read as a date, so it was left out. Write 2026-05-03."),
                params={"value": value},
            )
        return found


class NumberField(forms.Field):
    def __init__(self, *, whole: bool, most: int) -> None:
        super().__init__(required=False, validators=[MaxValueValidator(most)])
        self.whole = whole

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        found = values.number(value)
        if found is None or found < 0 or (self.whole and found != int(found)):
            raise ValidationError(
                _("“%(value)s” could not be read as a number, so it was left out."),
                params={"value": value},
            )
        return int(found) if self.whole else round(found, 1)


class MeaningField(forms.Field):
    """One of a closed list, in any of the words the list goes by."""

    def __init__(self, meanings: Mapping[str, Any]) -> None:
        super().__init__(required=False)
        self.meanings = meanings

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        folded = fold(value)
        if folded in self.meanings:
            return self.meanings[folded]
        answer = values.yes_no(value)
        if answer is not None and answer in self.meanings.values():
            return answer
        raise ValidationError(
            _("“%(value)s” is none of the answers the register knows, so it was left out."),
            params={"value": value},
        )


class StatusField(MeaningField):
    """A status; one that cannot be read refuses the row, for it may say that nobody may see it."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as fault:
            raise ValidationError(
                _("“%(value)s” is no status the register knows. Leave it empty for one in use."),
                params={"value": value},
            ) from fault


class ListField(forms.Field):
    """Several of a closed list; what is not in it is left out and named."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        super().__init__(required=False)
        self.meanings = meanings

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        codes, unknown = values.listed(value, self.meanings)
        if not unknown:
            return tuple(codes)
        note = _("The register does not list “%(value)s”, so it was left out.") % {
            "value": ", ".join(unknown)
        }
        return Partly(tuple(codes) or None, note)


class TwoStepField(forms.Field):
    def __init__(self, meanings: Mapping[str, str]) -> None:
        super().__init__(required=False)
        self.meanings = meanings

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        state = self.meanings.get(fold(value))
        found = (state, "") if state else values.two_step(value)
        if found is None:
            raise ValidationError(
                _("“%(value)s” does not say whether two-step is on. Write yes, no or don't know."),
                params={"value": value},
            )
        return found


class PeopleField(TextField):
    def to_python(self, value: Any) -> Any:
        return read_people(super().to_python(value) or "")

    def run_validators(self, value: Any) -> None:
        for someone in value:
            super().run_validators(someone.name)


class EmailsField(forms.CharField):
    """All e-mail addresses in a cell; other text in it is left out and named."""

    def clean(self, value: Any) -> Any:
        found = [address.lower() for address in MAIL.findall(value or "")]
        good = [address for address in found if _is_email(address)]
        if value and len(good) < max(1, value.count("@")):
            note = _("“%(value)s” is not an e-mail address, so it was left out.") % {"value": value}
            return Partly(good, note)
        return good


def _is_email(address: str) -> bool:
    try:
        forms.EmailField.default_validators[0](address)
    except ValidationError:
        return False
    return len(address) <= 254


class RowForm(forms.Form):
    """Cleans row after row. `notes` are the soft faults of the row cleaned last."""

    def __init__(self, codes: Iterable[str], words: Vocabulary) -> None:
        super().__init__(data={})
        for code in codes:
            self.fields[code] = field_for(code, words)
        self.notes: list[tuple[str, str]] = []

    def check(self, data: Mapping[str, str]) -> dict[str, Any]:
        """The cleaned values of one row, by code. `errors` then holds what refuses it."""
        self.data = data
        self.notes = []
        self.full_clean()
        for code, faults in list(self.errors.items()):
            if code in HARD or self.tells_password(code):
                continue
            self.notes.extend((code, str(message)) for message in faults)
            del self.errors[code]
        for code, value in self.cleaned_data.items():
            if isinstance(value, Partly):
                self.cleaned_data[code] = value.value
                self.notes.append((code, value.note))
        return self.cleaned_data

    def tells_password(self, code: str) -> bool:
        """Whether a password was found in the field, on the row cleaned last."""
        return self.has_error(code, "password")


def field_for(code: str, words: Vocabulary) -> forms.Field:
    """The field that cleans the cells of a column."""
    if code == "platform":
        return PlatformField(required=False)
    if code in PEOPLE:
        return PeopleField(required=False)
    if code in EMAILS:
        return EmailsField(required=False)
    if code in ADDRESS_FIELDS:
        return forms.CharField(required=False, max_length=2_000)
    if code in (PARENT_UNIT, "unit", "unit_code"):
        return forms.CharField(required=False, max_length=400)
    return _field_of_kind(BY_CODE[code], words)


def _field_of_kind(column: Column, words: Vocabulary) -> forms.Field:
    stored = model_field(column)
    longest = getattr(stored, "max_length", None)
    meanings = {**EXTRA_MEANINGS.get(column.code, {}), **column.meanings(words)}
    if column.code == "two_step":
        return TwoStepField(meanings)
    if column.kind == Kind.CODES:
        return ListField(meanings)
    if column.kind in (Kind.CHOICE, Kind.YES_NO):
        return (StatusField if column.code == "status" else MeaningField)(meanings)
    if column.kind == Kind.DATE:
        return DateField(required=False)
    if column.kind == Kind.NUMBER:
        whole = isinstance(stored, models.IntegerField)
        return NumberField(whole=whole, most=32_000 if whole else 168)
    if column.kind == Kind.EMAIL:
        return forms.EmailField(required=False, max_length=254)
    if column.kind == Kind.URL:
        field = forms.URLField(required=False, max_length=longest, assume_scheme="https")
        field.validators = [
            URLValidator(schemes=["http", "https"]),
            MaxLengthValidator(longest or 500),
        ]
        return field
    return TextField(required=False, max_length=longest)
