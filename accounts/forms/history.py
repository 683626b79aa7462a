"""What of a history to show, as the address says it; what means nothing narrows nothing."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..domain.history_reading import OTHER, Filters
from ..domain.history_words import GROUPS


class DayInput(forms.DateInput):
    input_type = "date"


class HistoryForm(forms.Form):
    group = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=[("", _("Everything")), *GROUPS.items(), (OTHER, _("Other"))],
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    by = forms.TypedChoiceField(label=_("By whom"), required=False, coerce=int, empty_value=None)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput(format="%Y-%m-%d"))
    until = forms.DateField(label=_("To day"), required=False, widget=DayInput(format="%Y-%m-%d"))

    def __init__(
        self,
        data: QueryDict,
        *,
        fields: list[tuple[str, str]],
        authors: list[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        self.fields["field"].choices = [("", _("All fields")), *fields]  # type: ignore[attr-defined]
        self.fields["by"].choices = [("", _("Everybody")), *authors]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        self.is_valid()
        given: dict[str, Any] = {
            name: value for name in self.fields if (value := self.cleaned_data.get(name))
        }
        return Filters(**given)

    def chips(self) -> list[tuple[str, str]]:
        """Name and wording of every filter in force."""
        said = []
        for name in self.fields:
            value = self.cleaned_data.get(name)
            if not value:
                continue
            choices = dict(getattr(self.fields[name], "choices", ()))
            text = choices.get(value, choices.get(str(value), self.data.get(name, "")))
            said.append((name, f"{self.fields[name].label}: {text}"))
        return said

    @property
    def ignored(self) -> list[str]:
        """The labels of the filters whose value means nothing."""
        return [str(self.fields[name].label) for name in self.errors]
