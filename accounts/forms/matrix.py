"""The matrix page's filters as a form; the downloads and the API read the address through it.

A value that means nothing is set aside and named in `ignored`; the rest of the question stands.
"""

from typing import Any

from django import forms
from django.http import QueryDict
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

    def __init__(self, data: QueryDict, *, viewer: Viewer, words: Vocabulary) -> None:
        super().__init__(data)
        platforms = [(code, platform.name) for code, platform in words.platforms.items()]
        units = [(unit.slug, f"{INDENT * depth}{unit.name}") for unit, depth in words.walk()]
        audiences = [(code, audience.name) for code, audience in words.audiences.items()]
        statuses = [(code, Status(code).label) for code in statuses_for(viewer)]
        sorts = [(code, sort.label) for code, sort in SORTS.items()]
        self.offer("platform", ("", _("All platforms")), *platforms)
        self.offer("unit", ("", _("All units")), *units)
        self.offer("audience", ("", _("All audiences")), *audiences)
        self.offer("language", ("", _("All languages")), *LANGUAGES.items())
        self.offer(
            "status", ("", _("Official today")), *statuses, (ALL_STATUSES, _("Every status"))
        )
        self.offer("sort", ("", _("Best hit, then name")), *sorts)

    def offer(self, name: str, *choices: tuple[str, Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # they are ChoiceFields

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
