"""Where people are named in free text: by full name, e-mail address or telephone number.

The history keeps numbers in their place (`numbered`), so that it never has to be rewritten; an
erasure puts a neutral word there (`replaced`). Case and diacritics do not count, nor how a
telephone number is spaced. A name of a single word is only looked for when one person is: "Lund"
is a surname too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..models import Person, User
from . import folding

_WORD = re.compile(r"\w+")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"'“”]+@[\w.-]+\w")
_PHONE = re.compile(r"\+?\d[\d\s()/.-]{5,}\d")


@dataclass(frozen=True)
class Mention:
    """A stretch of a text that names somebody; `who` is "person 17" or "user 4"."""

    start: int
    end: int
    who: str


@dataclass
class Named:
    """The people to look for."""

    names: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)

    def add(
        self, who: str, *, name: str, email: str, phone: str = "", least_words: int = 2
    ) -> None:
        words = tuple(folding.fold(name).split())
        if len(words) >= least_words:
            self.names.setdefault(words[0], []).append((words, who))
        if email:
            self.mails.setdefault(email.casefold(), who)
        if len(_digits(phone)) >= 6:
            self.phones.setdefault(_digits(phone), who)

    def mentions(self, text: str) -> list[Mention]:
        """Every mention, from left to right, none within another."""
        found = sorted(self._all(text), key=lambda m: (m.start, -m.end))
        kept: list[Mention] = []
        for mention in found:
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    def numbered(self, text: str) -> str:
        return self._rewritten(text, lambda mention: f"[{mention.who}]")

    def replaced(self, text: str, word: str) -> str:
        return self._rewritten(text, lambda mention: word)

    def _rewritten(self, text: str, write: Callable[[Mention], str]) -> str:
        parts, done = [], 0
        for mention in self.mentions(text):
            parts += [text[done : mention.start], write(mention)]
            done = mention.end
        return "".join([*parts, text[done:]]) if parts else text

    def _all(self, text: str) -> Iterator[Mention]:
        if self.mails and "@" in text:
            for match in _MAIL.finditer(text):
                who = self.mails.get(match[0].casefold())
                if who is not None:
                    yield Mention(match.start(), match.end(), who)
        if self.phones:
            for match in _PHONE.finditer(text):
                who = self.phones.get(_digits(match[0]))
                if who is not None:
                    yield Mention(match.start(), match.end(), who)
        yield from self._named(text)

    def _named(self, text: str) -> Iterator[Mention]:
        if not self.names:
            return
        spans = [
            (word, match.start(), match.end())
            for match in _WORD.finditer(text)
            for word in folding.fold(match[0]).split()
        ]
        words = [word for word, _start, _end in spans]
        for place, word in enumerate(words):
            for wanted, who in self.names.get(word, ()):
                last = place + len(wanted)
                if tuple(words[place:last]) == wanted:
                    yield Mention(spans[place][1], spans[last - 1][2], who)


def _digits(phone: str) -> str:
    """A number as it is compared: `+46 8 465` and `08-465` are one."""
    digits = re.sub(r"\D", "", phone)
    if phone.strip().startswith("+46"):
        return "0" + digits[2:].removeprefix("0")
    return digits


def may_name_somebody(text: str) -> bool:
    """Whether it is worth asking: two words, an address or a number."""
    return "@" in text or " " in text.strip() or bool(_PHONE.search(text))


def everybody() -> Named:
    """All people and users that the register knows by name; two queries."""
    named = Named()
    people = Person.objects.filter(erased_at__isnull=True)
    for pk, name, email, phone in people.values_list("pk", "name", "email", "phone"):
        named.add(f"person {pk}", name=name, email=email, phone=phone)
    for pk, name, email in User.objects.values_list("pk", "name", "email"):
        named.add(f"user {pk}", name=name, email=email)
    return named


def of(people: Iterable[tuple[str, str, str]]) -> Named:
    """Somebody under one or more `(name, e-mail, phone)`, however short the name."""
    named = Named()
    for name, email, phone in people:
        named.add("", name=name, email=email, phone=phone, least_words=1)
    return named
