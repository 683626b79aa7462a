"""What people write in cells, as the values the register keeps.

Each function gives None (or an empty set) for a text it cannot read; what then happens to the row
is decided where the row is cleaned.
"""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from ..choices import TwoStep
from ..domain.folding import fold
from ..platforms.catalogue import PLATFORMS
from . import words

_PARTS = re.compile(r"[,;/|\n+&]|\s(?:och|and|samt|resp\.?)\s", re.IGNORECASE)
_LIST = re.compile(r"[,;\n]")

_DATES = (
    (re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[ T].*)?"), False),
    (re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"), False),
    (re.compile(r"(?P<d>\d{1,2})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.\s]\s*(?P<y>\d{4}|\d{2})"), True),
)
_WORDED = (
    re.compile(
        r"(?:den )?(?P<d>\d{1,2})(?:st|nd|rd|th|:?e|:a)?\.? (?:of )?(?P<m>[a-z]+)\.?,? (?P<y>\d{4})"
    ),
    re.compile(r"(?P<m>[a-z]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)
_FIRST, _LAST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
_SERIALS = range(32_874, 73_051)  # 1990-01-01 to 2100-01-01 as Excel counts days
_NUMBER = re.compile(r"[-+]?\d+(?:[ .,]\d+)*")


def is_nothing(text: str) -> bool:
    return text.casefold() in words.NOTHING


@lru_cache(maxsize=2_000)
def platform_code(text: str) -> str:
    """The platform that a text names, also "Twitter/X" and "Facebook-sida"; "" for none."""
    folded = fold(text[:80])
    if code := _platform(folded):
        return code
    parts = folded.split()
    found = {code for part in parts if (code := _platform(part))}
    return found.pop() if len(found) == 1 and len(parts) <= 4 else ""


def _platform(folded: str) -> str:
    code = words.PLATFORMS.get(folded) or folded.replace(" ", "")
    return code if code in PLATFORMS else ""


def language_codes(text: str) -> tuple[list[str], list[str]]:
    """The codes of the languages a text names, and what in it is no language the register lists."""
    return listed(text, words.LANGUAGE_WORDS)


def listed(text: str, meanings: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The codes that the parts of a text mean, and the parts that mean none."""
    codes: list[str] = []
    unknown: list[str] = []
    for part in filter(None, map(str.strip, _LIST.split(text))):
        found = [meanings.get(fold(part))]
        pieces = [part]
        if found == [None]:
            pieces = [piece for text in _PARTS.split(part) if (piece := text.strip())]
            found = [meanings.get(fold(piece)) for piece in pieces]
        if found == [None] and all(word in meanings for word in fold(part).split()):
            found = [meanings[word] for word in fold(part).split()]
        codes.extend(code for code in found if code)
        unknown.extend(piece for piece, code in zip(pieces, found, strict=False) if not code)
    return list(dict.fromkeys(codes)), unknown


@lru_cache(maxsize=10_000)
def date(text: str) -> dt.date | None:
    """A date in any of the usual spellings, the day before the month as here; only whole dates."""
    text = text.strip().rstrip(".")
    if text.isdecimal() and int(text) in _SERIALS:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    for pattern, day_first in _DATES:
        if found := pattern.fullmatch(text):
            return _date(found["y"], int(found["m"]), int(found["d"]), swap=day_first)
    plain = " ".join(text.casefold().split())
    for pattern in _WORDED:
        found = pattern.fullmatch(plain)
        if found and found["m"] in words.MONTHS:
            return _date(found["y"], words.MONTHS[found["m"]], int(found["d"]), swap=False)
    return None


def _date(year: str, month: int, day: int, *, swap: bool) -> dt.date | None:
    if swap and month > 12 >= day:
        month, day = day, month
    century = 2000 if len(year) == 2 else 0
    try:
        found = dt.date(century + int(year), month, day)
    except ValueError:
        return None
    return found if _FIRST <= found <= _LAST else None


def number(text: str) -> Decimal | None:
    """The one number in a text ("ca 2,5 tim"); None when there is none or more than one."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    plain = found[0].replace(" ", "")
    if "," in plain and "." in plain:
        plain = plain.replace("." if plain.rindex(",") > plain.rindex(".") else ",", "")
    plain = plain.replace(",", ".")
    return Decimal(plain) if plain.count(".") <= 1 else None


def yes_no(text: str) -> bool | None:
    folded = fold(text)
    if folded in words.YES or text.strip() in words.TICKS:
        return True
    return False if folded in words.NO else None


def two_step(text: str) -> tuple[str, str] | None:
    """The state and the method that a text says ("Ja, app"); None when it says neither."""
    folded = fold(text)
    method = two_step_method(text)
    first = folded.partition(" ")[0]
    if folded in words.UNKNOWN or text.strip() == "?":
        return TwoStep.UNKNOWN.value, ""
    if folded in words.NOT_OFFERED:
        return TwoStep.NOT_OFFERED.value, ""
    if not words.YES.isdisjoint(folded.split()) and not words.NO.isdisjoint(folded.split()):
        return None  # "Ja/Nej/Vet ej": the question, which nobody has answered
    if first in words.YES or text.strip() in words.TICKS:
        return TwoStep.ON.value, method
    if first in words.NO:
        return TwoStep.OFF.value, ""
    return (TwoStep.ON.value, method) if method else None


@lru_cache(maxsize=2_000)
def two_step_method(text: str) -> str:
    """The method that one of the text's words names; "" for none."""
    parts = fold(text[:80]).replace("e post", "epost").replace("e mail", "email").split()
    found = (words.METHODS.get(part) for part in parts)
    return next((str(code) for code in found if code), "")


def plain_number(text: str) -> str:
    """Digits that a spreadsheet took for a number: `46462220000.0` -> `46462220000`."""
    return re.sub(r"(?<=\d)[.,]0+$", "", text) if text[:1].isdecimal() else text
