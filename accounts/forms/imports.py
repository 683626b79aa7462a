"""The forms of the import: choosing a file, saying what its columns hold, agreeing to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..domain.vocabulary import Vocabulary
from ..exceptions import FileRefused
from ..exports.columns import COLUMNS
from ..imports import reading
from ..imports.headings import ADDRESS_FIELDS, EXTRA_LABELS
from ..imports.row_form import WORKED_OUT
from ..models import Unit

ACCEPT = ".csv,.tsv,.txt,.xlsx,text/csv"


class UploadForm(forms.Form):
    """The file to import. Only its size is judged here; reading it says the rest."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose the file with your accounts."),
            "empty": _("The file is empty. Choose the file with your accounts."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            reading.check_size(file.size)
        except FileRefused as refused:
            raise ValidationError(str(refused), code="refused") from refused
        return file


class ChoicesForm(forms.Form):
    """What each column holds, and what to do with rows and accounts that the file leaves open."""

    default_unit = forms.TypedChoiceField(
        label=_("Unit of rows that name none"),
        required=False,
        empty_value=None,
        help_text=_("Without a choice, a new account whose row names no unit is refused."),
    )
    creates_units = forms.BooleanField(
        label=_("Make units that the register lacks"),
        required=False,
        help_text=_(
            "They are put under the university, or under the unit that the row says they are part"
            " of. Otherwise their rows are refused, with the nearest name as a suggestion."
        ),
    )
    replaces = forms.BooleanField(
        label=_("This file is the whole register"),
        required=False,
        help_text=_(
            "Published accounts that the file leaves out are then marked as closing. They are"
            " closed when their last archiving is recorded."
        ),
    )

    def __init__(
        self, *args: Any, mapping: Mapping[str, str], words: Vocabulary, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.headings = list(mapping)
        units: list[tuple[str, str]] = [("", str(_("None: refuse such rows")))]
        units += [(str(unit.pk), f"{'– ' * depth}{unit.name}") for unit, depth in words.walk()]
        self.fields["default_unit"].choices = units  # type: ignore[attr-defined]
        choices = list(field_choices())
        for number, heading in enumerate(self.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=mapping[heading]
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[f"column_{number}"] for number in range(len(self.headings))]

    @property
    def options(self) -> list[forms.BoundField]:
        return [self["default_unit"], self["creates_units"], self["replaces"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first: dict[str, str] = {}
        for number, heading in enumerate(self.headings):
            code = cleaned.get(f"column_{number}") or ""
            if code in first:
                self.add_error(
                    f"column_{number}",
                    ValidationError(
                        _("“%(other)s” holds this already. Choose something else, or skip one."),
                        params={"other": first[code]},
                    ),
                )
            elif code:
                first[code] = heading
        if not any(code in first for code in ADDRESS_FIELDS):
            raise ValidationError(_("Say which column holds the accounts' addresses."))
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        """What every heading stands for, after cleaning."""
        return {
            heading: self.cleaned_data.get(f"column_{number}") or ""
            for number, heading in enumerate(self.headings)
        }

    @property
    def unit(self) -> Unit | None:
        chosen = self.cleaned_data.get("default_unit")
        return self.words.units.get(int(chosen)) if chosen else None


def field_choices() -> Iterator[tuple[str, Any]]:
    """Everything a column may hold, in the order of the matrix."""
    yield "", _("Skip this column")
    for column in COLUMNS:
        if column.code not in WORKED_OUT:
            yield column.code, column.label
    yield from EXTRA_LABELS.items()


class ConfirmForm(forms.Form):
    """Agreeing to retire much of the register takes typing how much."""

    retire = forms.IntegerField(label=_("How many accounts are to be closed?"), required=False)

    def __init__(self, *args: Any, retired: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.retired = retired
        self.fields["retire"].help_text = ngettext_lazy(
            "Type %(count)d if you mean it.", "Type %(count)d if you mean it.", retired
        ) % {"count": retired}

    def clean_retire(self) -> int | None:
        told = self.cleaned_data.get("retire")
        if told != self.retired:
            raise ValidationError(
                _("Type the number of accounts that would be closed: %(count)d."),
                params={"count": self.retired},
            )
        return told
