"""The forms about people: looking for them, and what somebody says about themself."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..choices import LANGUAGES_OF_THE_SITE
from ..domain.directory import STATES
from ..domain.vocabulary import Vocabulary
from .one_of import OneOfField, Options


class PeopleForm(forms.Form):
    """Who is looked for. What means nothing is left out, as in the matrix."""

    q = forms.CharField(
        label=_("Name or e-mail address"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    unit = OneOfField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("Who"), required=False, choices=list(STATES.items()))

    def __init__(self, data: QueryDict, *, words: Vocabulary) -> None:
        super().__init__(data)
        units = [(unit.slug, "– " * depth + unit.name) for unit, depth in words.walk()]
        self.fields["unit"].offer(Options.of([("", _("All units")), *units]))  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].split())


class MeForm(forms.Form):
    """What people decide about themselves."""

    agrees = forms.BooleanField(
        label=_("My name may be shown to anyone on accounts that I own"),
        required=False,
        help_text=_(
            "Only the name: never your e-mail address or telephone number. You can take it back at"
            " any time."
        ),
    )
    language = forms.ChoiceField(label=_("Language of mails to me"), choices=LANGUAGES_OF_THE_SITE)
