"""Text that a spreadsheet must not take for more than text.

A cell that begins like a formula gets an apostrophe before it in a CSV, which the import takes off
again; so does text that would otherwise lose an apostrophe of its own there. A workbook says of
every cell that it is text, and needs none.
"""

import re
from collections.abc import Sequence

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
# What XML 1.0 cannot carry, and no reader of a table expects.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_SUSPICIOUS = FORMULA_STARTS | {"'"}
"""How text begins that may need an apostrophe; after an apostrophe, what makes the import take
that off."""


def guarded(text: str | None) -> str:
    """The text for a cell of a CSV; None is an empty one."""
    if not text:
        return ""
    if text[0] in FORMULA_STARTS or (text[0] == "'" and text[1:2] in _SUSPICIOUS):
        return f"'{text}"
    return text


def all_guarded(texts: Sequence[str | None]) -> list[str]:
    """Every text of a column guarded; hardly any needs more than a look at its first letter."""
    return [text if text and text[0] not in _SUSPICIOUS else guarded(text) for text in texts]


def legal(text: str) -> str:
    """The text without control characters and halves of characters."""
    return _ILLEGAL.sub("", text)
