"""What a column is, how its values read in a language, and how the import reads them back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from ..domain import folding
from ..domain.access.visibility import FieldClass
from ..domain.vocabulary import Vocabulary
from .values import Binder, Lookup, Names


class Kind(StrEnum):
    """What a plain value is. CHOICE is one code, CODES several; the others are what they say."""

    TEXT = "text"
    URL = "url"
    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CODES = "codes"


WORDED = (Kind.TEXT, Kind.URL, Kind.EMAIL, Kind.CHOICE)
"""Kinds whose plain value is a string; nothing noted is the empty one, also where the row that
would say is missing."""


@dataclass(frozen=True)
class Column:
    """One column of the matrix.

    `reads` are the database fields behind it: the one named like the code unless given, none for
    a column with a `lookup`, which finds the values of many accounts in one query of its own.
    `value` makes one plain value of what was read; `names` says what codes are called. `width` is
    in characters, and the share of a printed line for the columns that are on paper too.
    """

    code: str
    label: Promise
    field_class: FieldClass = FieldClass.PUBLIC
    kind: Kind = Kind.TEXT
    reads: tuple[str, ...] = ()
    lookup: Lookup | None = None
    value: Binder | None = None
    names: Names | None = None
    width: int = 20
    is_printed: bool = False

    def __post_init__(self) -> None:
        if not self.reads and self.lookup is None:
            object.__setattr__(self, "reads", (self.code,))

    def plain(self, words: Vocabulary) -> Callable[..., Any] | None:
        """What makes the plain value of the database values, in the active language.

        None when the database value is the plain one already.
        """
        if self.value is not None:
            return self.value(words)
        if self.kind in WORDED and "__" in "".join(self.reads):
            return lambda value: value or ""
        return None

    def text(self, words: Vocabulary) -> Callable[[Any], str]:
        """What makes text of a plain value, in the active language; None is the empty text."""
        if self.kind == Kind.DATE:
            return lambda value: value.isoformat() if value else ""
        if self.kind == Kind.NUMBER:
            mark = formats.get_format("DECIMAL_SEPARATOR")
            return lambda value: "" if value is None else f"{value:g}".replace(".", mark)
        if self.kind == Kind.YES_NO:
            return {None: "", True: gettext("Yes"), False: gettext("No")}.__getitem__
        if self.names is None:
            return lambda value: value or ""
        names = self.names(words)
        if self.kind == Kind.CODES:
            return cache(lambda codes: ", ".join(names.get(code, code) for code in codes or ()))
        return lambda value: names.get(value, value) if value else ""

    def meanings(self, words: Vocabulary) -> dict[str, Any]:
        """What a cell of this column may say, folded, in any language -> its plain value.

        Empty for a column of free text. The cells of a column of CODES say several of these,
        with commas between.
        """
        found: dict[str, Any] = {}
        for _language in every_language():
            if self.kind == Kind.YES_NO:
                found |= {folding.fold(gettext("Yes")): True, folding.fold(gettext("No")): False}
            elif self.names is not None:
                for code, name in self.names(words).items():
                    found[folding.fold(name)] = found[folding.fold(code)] = code
        return found


def every_language() -> Iterator[str]:
    """Each language of the site in turn, active while it is at hand."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield code


def by_heading(columns: Iterable[Column]) -> dict[str, Column]:
    """Every heading a column goes by, folded: its code, its label in each language."""
    found: dict[str, Column] = {}
    for _language in every_language():
        for column in columns:
            found[folding.fold(column.code)] = column
            found[folding.fold(str(column.label))] = column
    return found
