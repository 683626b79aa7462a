"""What is asked when somebody decides on a change of identity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.secrets import refuse_password

LONGEST_REASON = 2000


class ChangeDecisionForm(forms.Form):
    """Approve or decline; the buttons carry `outcome`."""

    outcome = forms.ChoiceField(
        choices=[("approve", _("Approve")), ("decline", _("Decline"))], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Goes to the one who asked. You may leave it empty if you approve."),
        max_length=LONGEST_REASON,
        required=False,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> None:
        super().clean()
        declines = self.cleaned_data.get("outcome") == "decline"
        if declines and "reason" in self.cleaned_data and not self.cleaned_data["reason"]:
            self.add_error("reason", _("Say why, so that the one who asked knows what to do."))
