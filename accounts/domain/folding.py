"""How text is folded for finding and ordered for reading; pure, the same on every engine.

Finding: å, ä and a are one letter, case and punctuation do not count. Ordering: Swedish, so that
å ä ö come after z, digits before letters.
"""

import unicodedata

_SPECIAL = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
_SWEDISH = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})

_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()}
"""Most text needs nothing more than this, and gets it a dozen times faster."""


def fold(text: str) -> str:
    """Lower-case, without diacritics or punctuation, words parted by one blank."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    letters = letters.translate(_SPECIAL)
    return " ".join("".join(char if char.isalnum() else " " for char in letters).split())


def squeeze(text: str) -> str:
    """Folded and without blanks: how a handle is compared in a search."""
    return fold(text).replace(" ", "")


def order_key(text: str) -> str:
    """A key that sorts byte by byte as a Swedish reader expects, at most 120 characters."""
    composed = unicodedata.normalize("NFC", text.casefold()).translate(_SWEDISH)
    decomposed = unicodedata.normalize("NFKD", composed)
    kept = "".join(
        char if char.isalnum() or char in "{|}" else " "
        for char in decomposed
        if not unicodedata.combining(char)
    )
    return " ".join(kept.split())[:120]
