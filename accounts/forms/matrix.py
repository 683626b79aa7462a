"""The matrix page's filters as a form; the downloads and the API read the address through it.

A value that means nothing is set aside and named in `ignored`; the rest of the question stands.
"""

from functools import lru_cache

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..choices import LANGUAGES, Status
from ..domain.access.viewer import Viewer
from ..domain.search.criteria import ALL_STATUSES, SORTS, Criteria, statuses_for
from ..domain.vocabulary import Vocabulary
from .one_of import OneOfField, Options

INDENT = "\u2003"


@lru_cache(maxsize=12)
def options_of(
    words: Vocabulary, statuses: tuple[str, ...], language: str | None
) -> dict[str, Options]:
    """The choices of every filter, drawn in the active `language`."""
    platforms = [(code, platform.name) for code, platform in words.platforms.items()]
    units = [(unit.slug, f"{INDENT * depth}{unit.name}") for unit, depth in words.walk()]
    audiences = [(code, audience.name) for code, audience in words.audiences.items()]
    official = [(code, Status(code).label) for code in statuses]
    sorts = [(code, sort.label) for code, sort in SORTS.items()]
    return {
        "platform": Options.of([("", _("All platforms")), *platforms]),
        "unit": Options.of([("", _("All units")), *units]),
        "audience": Options.of([("", _("All audiences")), *audiences]),
        "language": Options.of([("", _("All languages")), *LANGUAGES.items()]),
        "status": Options.of(
            [("", _("Official today")), *official, (ALL_STATUSES, _("Every status"))]
        ),
        "sort": Options.of([("", _("Best hit, then name")), *sorts]),
    }


class MatrixForm(forms.Form):
    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    platform = OneOfField(label=_("Platform"), required=False)
    unit = OneOfField(label=_("Unit"), required=False)
    audience = OneOfField(label=_("Target audience"), required=False)
    language = OneOfField(label=_("Language"), required=False)
    status = OneOfField(label=_("Status"), required=False)
    sort = OneOfField(label=_("Order"), required=False)

    def __init__(self, data: QueryDict, *, viewer: Viewer, words: Vocabulary) -> None:
        super().__init__(data)
        offered = options_of(words, statuses_for(viewer), get_language())
        for name, options in offered.items():
            self.fields[name].offer(options)  # type: ignore[attr-defined]

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
