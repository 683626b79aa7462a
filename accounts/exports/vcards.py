"""Contact cards (vCard 3.0, which every telephone reads) of those who run an account.

A card leaves the site, so nobody with a protected identity is on one, and nobody who has left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import vobject

CONTENT_TYPE = "text/vcard; charset=utf-8"


@dataclass(frozen=True)
class Card:
    """One contact: a person, or the account itself with its shared mailbox."""

    name: str
    organisation: tuple[str, ...] = field(default=())
    email: str = ""
    phone: str = ""
    title: str = ""
    url: str = ""
    note: str = ""
    is_person: bool = True


def serialize(cards: Iterable[Card]) -> bytes:
    """All cards as one file."""
    return "".join(_drawn(card) for card in cards).encode()


def _drawn(card: Card) -> str:
    drawn = vobject.vCard()
    drawn.add("fn").value = _line(card.name)
    drawn.add("n").value = _parts(card)
    if card.organisation:
        drawn.add("org").value = [_line(part) for part in card.organisation]
    if card.email:
        mail = drawn.add("email")
        mail.value, mail.type_param = card.email, ["INTERNET", "WORK"]
    if card.phone:
        phone = drawn.add("tel")
        phone.value, phone.type_param = _line(card.phone), ["WORK", "VOICE"]
    for name in ("title", "url", "note"):
        if getattr(card, name):
            drawn.add(name).value = _line(getattr(card, name))
    return drawn.serialize()


def _parts(card: Card) -> vobject.vcard.Name:
    """Family and given name as telephones sort them: the last word is the family's."""
    name = _line(card.name)
    given, _blank, family = name.rpartition(" ") if card.is_person else ("", "", name)
    return vobject.vcard.Name(family=family, given=given)


def _line(text: str) -> str:
    """One line: what is pasted into a name must not begin another property."""
    return " ".join(text.split())
