"""The forms of a hand-over: whom to ask, and the answer of the one who was asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..domain.secrets import refuse_password
from ..models import Person

OTHER = "other"
LONGEST = 2000


class HandOverForm(forms.Form):
    """`known` are people to pick from; anybody else is named by e-mail address."""

    taker = forms.ChoiceField(label=_("New owner"), widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Where the question is sent to."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("Somebody the register knows keeps the name that is on record."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        label=_("Message to the new owner"),
        max_length=LONGEST,
        required=False,
        validators=[refuse_password],
        help_text=_("Why you ask, and until when you would like an answer. Never a password."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, known: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(person.pk): person for person in known if person.email}
        choices = [(pk, f"{person.name}, {person.email}") for pk, person in self.known.items()]
        self.fields["taker"].choices = [*choices, (OTHER, _("Somebody else"))]  # type: ignore[attr-defined]
        if not choices:
            self.fields["taker"].initial = OTHER
            self.fields["taker"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person = self.known.get(cleaned.get("taker", ""))
        if person is not None:
            cleaned["email"], cleaned["name"] = person.email, person.name
        elif (
            cleaned.get("taker") == OTHER
            and not cleaned.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", ValidationError(_("Say where to send the question.")))
        return cleaned


class AnswerForm(forms.Form):
    """The buttons carry `answer`."""

    answer = forms.ChoiceField(
        choices=[("accept", _("Accept")), ("refuse", _("Refuse"))], widget=forms.HiddenInput
    )
    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST,
        required=False,
        validators=[refuse_password],
        help_text=_("Goes to those who asked you. You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
