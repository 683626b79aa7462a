"""The matrix page's filters as a form; the downloads and the API read the address through it.

A value that means nothing is set aside and named in `ignored`; the rest of the question stands.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import LANGUAGES, Status
from ..domain.access.viewer import Viewer
from ..domain.search.criteria import ALL_STATUSES, SORTS, Criteria, statuses_for
from ..domain.vocabulary import Vocabulary
from .widgets import LeanSelect

INDENT = "\u2003"


class MatrixForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    platform = forms.ChoiceField(label=_("Platform"), required=False, widget=LeanSelect)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=LeanSelect)
    audience = forms.ChoiceField(label=_("Target audience"), required=False, widget=LeanSelect)
    language = forms.ChoiceField(label=_("Language"), required=False, widget=LeanSelect)
    status = forms.ChoiceField(label=_("Status"), required=False, widget=LeanSelect)
    sort = forms.ChoiceField(label=_("Order"), required=False, widget=LeanSelect)

    def __init__(self, data, *, viewer: Viewer, words: Vocabulary) -> None:
        super().__init__(data)
        self.fields["platform"].choices = [
            ("", _("All platforms")),
            *((code, platform.name) for code, platform in words.platforms.items()),
        ]
        self.fields["unit"].choices = [
            ("", _("All units")),
            *((unit.slug, f"{INDENT * depth}{unit.name}") for unit, depth in words.walk()),
        ]
        self.fields["audience"].choices = [
            ("", _("All audiences")),
            *((code, audience.name) for code, audience in words.audiences.items()),
        ]
        self.fields["language"].choices = [("", _("All languages")), *LANGUAGES.items()]
        self.fields["status"].choices = [
            ("", _("Official today")),
            *((code, Status(code).label) for code in statuses_for(viewer)),
            (ALL_STATUSES, _("Every status")),
        ]
        self.fields["sort"].choices = [
            ("", _("Best hit, then name")),
            *((code, sort.label) for code, sort in SORTS.items()),
        ]

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].replace("\x00", " ").split())

    def criteria(self) -> Criteria:
        """What is asked, without the values that mean nothing."""
        self.is_valid()
        return Criteria(**{name: self.cleaned_data.get(name) or "" for name in self.fields})

    @property
    def ignored(self) -> list[str]:
        """The labels of the filters whose value means nothing."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]
