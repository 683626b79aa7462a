"""Finding passwords in free text, so that the register never keeps one.

"Lösenord: hunter2" and "pw = Kx9!" are passwords; "Lösenord: byts varje termin" is a routine. What
follows the word decides: an equals sign, a single word, or a word with figures or signs in it.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_WORD = re.compile(
    r"(?<![^\W\d_])(?:lösenordet|lösenord|losenord|lösen|password|passwd|passphrase|passord|passcode|pwd"
    r"|pw|pass|pin-?(?:kod|code)|pinkod|pin)(?![^\W\d_])"
    r"[ \t]*(?P<sign>=|:|->|→|–|\bär\b|\bis\b)?[ \t]*(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"(?:finns|se|see|hos|i|in|ask|fråga|byts|byt|changed|kept|förvaras|sparas|ligger|via|by|av"
    r"|saknas|ja|nej|yes|no|n/a|-|–|okänt|unknown|ok|none|delas|keepass\w*|bitwarden|1password"
    r"|lastpass|lösenordshanterare\w*|password manager)\b",
    re.IGNORECASE,
)
_FIGURE_OR_SIGN = re.compile(r"(?=\S*[^\W\d_])(?=\S*[\d!#$%&*+?^~§¤@])\S{4,}")

HELP = _(
    "This looks like a password. The register never keeps passwords: take it away here, keep it"
    " in a password manager, and change it, since others may have read this file."
)


def holds_password(text: str) -> bool:
    """Whether a text seems to tell a password."""
    for found in _WORD.finditer(text):
        rest = found["rest"].strip(" \t.,;\"'”“()")
        if not rest:
            continue
        words = rest.split()
        if found["sign"] == "=":
            return True
        if found["sign"] and len(words) == 1 and not _HARMLESS.match(words[0]):
            return True
        if _FIGURE_OR_SIGN.fullmatch(words[0]) and "@" not in words[0][1:]:
            return True
        if found["sign"] and words[0].isdecimal() and len(words[0]) >= 4:
            return True
    return False


def refuse_password(text: str) -> None:
    """A validator: raises ValidationError (code `password`) for a text that tells a password."""
    if text and holds_password(text):
        raise ValidationError(HELP, code="password")
