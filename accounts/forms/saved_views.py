"""The name of a saved view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..domain.secrets import refuse_password
from ..models import SavedView


class SavedViewForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the view"),
        help_text=_("Only you see it."),
        max_length=SavedView._meta.get_field("name").max_length,
        validators=[refuse_password],
    )
