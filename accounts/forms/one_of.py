"""A field that takes one of many codes, drawn fast: a tree of units has hundreds.

The options are drawn once for all (`Options`) and only the chosen one is marked per request.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Options:
    """The codes that are allowed, and their markup in one language."""

    codes: frozenset[str]
    html: str

    @classmethod
    def of(cls, choices: Iterable[tuple[str, Any]]) -> "Options":
        listed = list(choices)
        html = format_html_join("", '<option value="{}">{}</option>', listed)
        return cls(frozenset(code for code, _label in listed), html)

    def with_chosen(self, code: str) -> str:
        marker = f'<option value="{conditional_escape(code)}">'
        return self.html.replace(marker, f"{marker[:-1]} selected>", 1)


class LeanSelect(forms.Select):
    """A select whose options are there already."""

    offered = Options(frozenset(), "")

    def render(
        self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None
    ) -> SafeString:
        options = self.offered.with_chosen(str(value)) if value else self.offered.html
        drawn = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            drawn,
            mark_safe(options),  # noqa: S308 - drawn by format_html above
        )


class OneOfField(forms.CharField):
    widget = LeanSelect

    def offer(self, options: Options) -> None:
        self.widget.offered = options

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and value not in self.widget.offered.codes:
            raise ValidationError(_("This is none of the choices."), code="invalid_choice")
