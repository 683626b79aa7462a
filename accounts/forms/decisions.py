"""The forms around a decision: deciding, a manager's answer, the list after approval, closing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ..choices import DecisionOutcome, ManagerAnswer, TwoStep, TwoStepMethod
from ..domain.decisions import LONGEST_REASON, REASONS
from ..domain.managers import LONGEST_COMMENT
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from ..models import Platform
from .matrix import options_of
from .one_of import OneOfField

AGAINST = (DecisionOutcome.RETURNED, DecisionOutcome.DECLINED)
LONGEST_PROFILE = 2000


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DecisionForm(forms.Form):
    """Approve, return or decline; `whole_reason` is what the one who registered it will read.

    Ready-made reasons are in the reader's language, which need not be the decider's.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)
    ready = forms.MultipleChoiceField(
        label=_("Ready-made reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("What they will read"),
        required=False,
        max_length=LONGEST_REASON,
        validators=[refuse_password],
        widget=_text(5),
        help_text=_("A reason is needed to return or decline. With an approval it is a note."),
    )
    outcome = forms.ChoiceField(
        choices=DecisionOutcome.choices,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose what you decide.")},
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        with translation.override(language):
            self.ready_texts = {code: str(text) for code, text in REASONS.items()}
        self.fields["ready"].choices = list(self.ready_texts.items())  # type: ignore[attr-defined]
        self.fields["ready"].widget.attrs["lang"] = language

    @property
    def whole_reason(self) -> str:
        """The ticked reasons and the free text; nothing is said twice."""
        text = (self.cleaned_data.get("reason") or "").strip()
        codes = self.cleaned_data.get("ready") or ()
        ticked = [sentence for code, sentence in self.ready_texts.items() if code in codes]
        return "\n\n".join([*(t for t in ticked if t not in text), *([text] if text else [])])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "reason" in self.errors or "outcome" in self.errors:
            return cleaned
        if cleaned["outcome"] in AGAINST and not self.whole_reason:
            self.add_error(
                "reason",
                ValidationError(
                    _("Say why, so that the one who registered it knows what to do."),
                    code="required",
                ),
            )
        return cleaned


class ManagerForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        validators=[refuse_password],
        widget=_text(4),
        help_text=_("Those who registered the account and those who decide on it can read it."),
    )
    answer = forms.ChoiceField(
        choices=ManagerAnswer.choices,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose an answer.")},
    )


class OpenedForm(forms.Form):
    opened_on = forms.DateField(label=_("Opened on"), widget=_day())

    def clean_opened_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["opened_on"])


class TwoStepForm(forms.Form):
    """Which second step is on; a platform that offers none is said to."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [m for m in TwoStepMethod if m in platform.two_step_methods]
        choices = [(m.value, m.label) for m in offered]
        if not offered:
            choices = [(TwoStep.NOT_OFFERED.value, TwoStep.NOT_OFFERED.label)]
        self.fields["method"].choices = choices  # type: ignore[attr-defined]
        self.fields["method"].error_messages["required"] = _("Choose the method that is on.")

    @property
    def state(self) -> TwoStep:
        chosen = self.cleaned_data["method"]
        return TwoStep.NOT_OFFERED if chosen == TwoStep.NOT_OFFERED else TwoStep.ON


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address or handle"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=_("As the browser shows it when you are on the account's page."),
    )


class ProfileForm(forms.Form):
    profile_text = forms.CharField(
        label=_("Profile text"),
        max_length=LONGEST_PROFILE,
        validators=[refuse_password],
        widget=_text(4),
        help_text=_("As it stands on the platform now."),
    )


class ArchivingForm(forms.Form):
    archived_on = forms.DateField(label=_("Last archived on"), widget=_day())
    case_number = forms.CharField(
        label=_("Case number"),
        required=False,
        max_length=60,
        validators=[refuse_password],
        help_text=_("Where the archived posts are registered, if they are."),
    )

    def clean_archived_on(self) -> Any:
        return not_in_the_future(self.cleaned_data["archived_on"])


def not_in_the_future(day: Any) -> Any:
    if day > localdate():
        raise ValidationError(_("This day has not come yet."), code="future")
    return day


class QueueForm(forms.Form):
    """Filters of the queue; a value that means nothing is set aside."""

    unit = OneOfField(label=_("Unit"), required=False)
    platform = OneOfField(label=_("Platform"), required=False)
    page = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, words: Vocabulary) -> None:
        super().__init__(data)
        offered = options_of(words, (), translation.get_language())
        for name in ("unit", "platform"):
            self.fields[name].offer(offered[name])  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) or "" for name in ("unit", "platform")}
        return {**asked, "number": self.cleaned_data.get("page") or 1}
