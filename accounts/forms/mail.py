"""Looking for the mails to one address. It is posted: an address has no place in an address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindMailForm(forms.Form):
    email = forms.EmailField(
        label=_("Recipient's e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
