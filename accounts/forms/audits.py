"""The forms of the audits: filters of a list, what somebody saw of an account's two-step."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..choices import TwoStep
from ..domain import two_factor
from ..domain.vocabulary import Vocabulary
from ..models import Platform
from .matrix import options_of
from .one_of import OneOfField


class FindingsForm(forms.Form):
    """Unit (with all below it) and platform; a value that means nothing counts as none."""

    unit = OneOfField(label=_("Unit"), required=False)
    platform = OneOfField(label=_("Platform"), required=False)

    def __init__(self, data: Any, *, words: Vocabulary, language: str | None) -> None:
        super().__init__(data)
        offered = options_of(words, (), language)
        for name in self.fields:
            self.fields[name].offer(offered[name])  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name) or ""


class ConfirmForm(forms.Form):
    """What was seen: a method that is on, off, or what else the platform allows."""

    seen = forms.ChoiceField(
        label=_("What you saw"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you saw in the platform’s settings.")},
    )
    seen_on = forms.DateField(
        label=_("Seen on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = []
        for state in two_factor.states_of(platform):
            if state == TwoStep.ON:
                choices += [
                    (
                        f"on {method.value}",
                        _("On, by %(method)s") % {"method": method.label.lower()},
                    )
                    for method in two_factor.methods_of(platform)
                ]
            else:
                choices.append((state.value, state.label))
        self.fields["seen"].choices = choices  # type: ignore[attr-defined]

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > localdate():
            raise forms.ValidationError(_("The day is still to come. Write the day you looked."))
        return day

    @property
    def state(self) -> str:
        return str(self.cleaned_data["seen"]).partition(" ")[0]

    @property
    def method(self) -> str:
        return str(self.cleaned_data["seen"]).partition(" ")[2]
