"""What the import says about a row: a code for programs, a sentence for people, the column."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(slots=True, frozen=True)
class Reason:
    """`column` is the heading of the cell in question and `field` what it holds; both are blank
    for the row as a whole."""

    code: str
    text: str
    column: str = ""
    field: str = ""

    def __str__(self) -> str:
        if not self.column:
            return self.text
        return _("Column “%(column)s”: %(text)s") % {"column": self.column, "text": self.text}


class Fault(Exception):
    """Why a row is refused; never leaves the import."""

    def __init__(self, code: str, text: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.text, self.field = code, text, field
