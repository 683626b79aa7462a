"""Who a row names: persons with their e-mail and phone, and which addresses are nobody's own.

A cell may hold several: `Anna Andersson <anna@example.org>; Bo Bok, bo@example.org`. "Andersson,
Anna" is one person. An address such as info@ or biologi@ belongs to a function; one such as
anna.andersson@ tells its owner's name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..domain.folding import fold
from .words import MAILBOXES

MAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"'.]+")
_PHONE = re.compile(r"(?:tel(?:efon)?\.?:?\s*)?\+?\d[\d\s()/–-]{5,}\d", re.IGNORECASE)
_BETWEEN = re.compile(r"[;\n|&+]|\s/\s|\s(?:och|and|samt)\s", re.IGNORECASE)
_NOBODY = re.compile(r"(?:vakant|vacant|ingen|nobody|none|okänd|unknown|vet ej|tbd|\?+|[-–—.]+)",
                     re.IGNORECASE)  # fmt: skip
LONGEST_NAME = 150
LONGEST_PHONE = 40


@dataclass(slots=True, frozen=True)
class Someone:
    """A person as a row tells of them; any part may be blank."""

    name: str = ""
    email: str = ""
    phone: str = ""


def read_people(text: str) -> list[Someone]:
    """Everybody a cell names, in order."""
    people: list[Someone] = []
    for part in _BETWEEN.split(text):
        found = [_someone(piece) for piece in _pieces(part)]
        for someone in found:
            if someone == Someone():
                continue
            last = people[-1] if people else None
            if last and not someone.name and not (someone.email and last.email):
                people[-1] = replace(
                    last, email=last.email or someone.email, phone=last.phone or someone.phone
                )
            else:
                people.append(someone)
    return people


def _pieces(part: str) -> list[str]:
    """The text between commas, unless the comma stands between a last and a first name."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) == 2 and not any(" " in piece or "@" in piece for piece in pieces):
        return [f"{pieces[1]} {pieces[0]}"]
    return pieces


def _someone(text: str) -> Someone:
    mail = MAIL.search(text)
    phone = _PHONE.search(text)
    rest = text
    for found in (mail, phone):
        if found:
            rest = rest.replace(found[0], " ")
    name = " ".join(rest.replace("mailto:", " ").translate(_STRIPPED).split()).strip(" -–:.,")
    if _NOBODY.fullmatch(name) or not any(char.isalpha() for char in name):
        name = ""
    return Someone(
        name=name[:LONGEST_NAME],
        email=mail[0].lower().rstrip(".") if mail else "",
        phone=phone[0].strip()[:LONGEST_PHONE] if phone else "",
    )


_STRIPPED = str.maketrans(dict.fromkeys('<>()[]"', " "))


def paired(people: Sequence[Someone], emails: Sequence[str], phone: str = "") -> list[Someone]:
    """The people with the e-mail addresses of another column, by likeness, else in order."""
    result = list(people)
    left = [email for email in emails if all(email != someone.email for someone in result)]
    same_number = len(left) == sum(not someone.email for someone in result)
    for email in list(left):
        place = _owner_of(email, result)
        if place is not None:
            result[place] = replace(result[place], email=email)
            left.remove(email)
    open_places = [place for place, someone in enumerate(result) if not someone.email]
    if same_number or len(open_places) == len(left) == 1:
        for place, email in zip(open_places, list(left), strict=False):
            result[place] = replace(result[place], email=email)
            left.remove(email)
    result.extend(Someone(email=email) for email in left)
    if phone and result and not result[0].phone:
        result[0] = replace(result[0], phone=phone[:LONGEST_PHONE])
    return result


def _owner_of(email: str, people: Sequence[Someone]) -> int | None:
    local = fold(email.partition("@")[0]).split()
    for place, someone in enumerate(people):
        names = fold(someone.name).split()
        if not someone.email and names and len(local) > 1 and set(local) <= set(names):
            return place
    return None


def is_shared(email: str) -> bool:
    """Whether an address, seen alone, belongs to a function and not to one person."""
    return not name_in(email)


def is_mailbox(email: str) -> bool:
    """Whether an address is a function's even beside somebody's name."""
    return fold(email.partition("@")[0]) in MAILBOXES


def name_in(email: str) -> str:
    """The person's name that an address tells: anna.andersson@ -> Anna Andersson; "" for none."""
    parts = re.split(r"[._-]", email.partition("@")[0])
    if len(parts) < 2 or any(not part.isalpha() or fold(part) in MAILBOXES for part in parts):
        return ""
    return " ".join(part.capitalize() for part in parts)
