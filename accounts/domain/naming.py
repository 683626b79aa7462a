"""The naming advice as hints: what a name and a profile text should show, and how long they may be.

Pure: nothing here asks the database. Hints never stop anybody; the one who decides reads them too.
The longest texts are the platforms' own limits; where one is not known there is no hint.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .folding import fold

NAME_LENGTHS = {
    "bluesky": 64,
    "facebook": 75,
    "instagram": 64,
    "linkedin": 100,
    "mastodon": 30,
    "threads": 64,
    "tiktok": 30,
    "x": 50,
    "youtube": 100,
}
TEXT_LENGTHS = {
    "bluesky": 256,
    "facebook": 101,
    "instagram": 150,
    "linkedin": 2000,
    "mastodon": 500,
    "pinterest": 500,
    "telegram": 255,
    "threads": 150,
    "tiktok": 80,
    "twitch": 300,
    "x": 160,
    "youtube": 1000,
}
USUAL_NAME_LENGTH = 60

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HARD_TO_READ = re.compile(r"(?:[._-]{2,}|(?:[._-][^._-]+){4,}|\d{5,})")
_AUTHORITY = re.compile(r"myndighet|public authority|government agency|authority", re.IGNORECASE)
_RECORD = re.compile(
    r"allmän(?:na)? handling|offentlig(?:a)? handling|public record|official document"
    r"|principle of public access|offentlighetsprincip",
    re.IGNORECASE,
)
_RULES = re.compile(r"https?://|www\.|\w\.se/|regler|rules|villkor", re.IGNORECASE)


@dataclass(frozen=True)
class Hint:
    """`is_good`: the advice is followed, and a word says so."""

    code: str
    text: str
    is_good: bool = False


@dataclass(frozen=True)
class Profile:
    """What the hints look at. `known_as` are the names of the university and of the unit."""

    platform: str = ""
    platform_name: str = ""
    name: str = ""
    handle: str = ""
    text: str = ""
    institution: Sequence[str] = ()
    unit: Sequence[str] = ()
    people: Sequence[str] = ()


def name_hints(profile: Profile) -> list[Hint]:
    """About the name and the handle, the most important first."""
    found: list[Hint] = []
    name = profile.name.strip()
    if name:
        found += _hints_on_whom(profile)
        found += _hints_on_length(name, profile)
        found += _hints_on_persons(profile)
    if _YEAR.search(name) or _YEAR.search(profile.handle):
        found.append(
            Hint("year", _("A year in the name grows old. Leave it out if the account stays."))
        )
    last = profile.handle.rpartition("/")[2]
    if not profile.handle.startswith(("channel/", "u/")) and _HARD_TO_READ.search(last):
        found.append(
            Hint("handle", _("The handle is hard to read out loud. A shorter one is easier found."))
        )
    return found


def _hints_on_whom(profile: Profile) -> list[Hint]:
    shown = f"{profile.name} {profile.handle}"
    if says_any(shown, [*profile.institution, *abbreviations(profile.institution)]):
        return [Hint("university", _("The name shows the university."), is_good=True)]
    if says_any(shown, profile.unit):
        return [
            Hint(
                "university",
                _("The name shows the unit but not the university. Add “%(short)s” if it fits.")
                % {"short": " / ".join(abbreviations(profile.institution)[:1])},
            )
        ]
    return [
        Hint(
            "university",
            _("The name does not show that %(institution)s is behind. Add it, or “%(short)s”.")
            % {
                "institution": next(iter(profile.institution), ""),
                "short": " / ".join(abbreviations(profile.institution)[:1]),
            },
        )
    ]


def _hints_on_length(name: str, profile: Profile) -> list[Hint]:
    longest = NAME_LENGTHS.get(profile.platform)
    if longest and len(name) > longest:
        return [
            Hint(
                "length",
                _("%(platform)s takes %(longest)d characters in a name; this has %(length)d.")
                % {
                    "platform": profile.platform_name,
                    "longest": longest,
                    "length": len(name),
                },
            )
        ]
    if not longest and len(name) > USUAL_NAME_LENGTH:
        return [Hint("length", _("The name is long. What can be left out?"))]
    return []


def _hints_on_persons(profile: Profile) -> list[Hint]:
    if says_any(profile.name, profile.people):
        return [
            Hint("person", _("The name is a person's. People leave: name the account by its unit."))
        ]
    return []


def text_hints(profile: Profile) -> list[Hint]:
    """About the profile text: who, that it is an authority's and public record, house rules."""
    text = profile.text.strip()
    if not text:
        return [Hint("empty", _("There is no profile text yet. Have one suggested."))]
    names = [*profile.institution, *profile.unit, *abbreviations(profile.institution)]
    found = [
        _said(
            "who",
            says_any(text, names),
            _("It says who is behind."),
            _("It does not say who is behind: name the unit and the university."),
        ),
        _said(
            "record",
            bool(_RECORD.search(text) or _AUTHORITY.search(text)),
            _("It says that this is a public authority's, and what becomes of posts."),
            _("It does not say that posts become public records."),
        ),
        _said(
            "rules",
            bool(_RULES.search(text)),
            _("It leads to the house rules."),
            _("It does not lead to the house rules, or to a page that says more."),
        ),
    ]
    longest = TEXT_LENGTHS.get(profile.platform)
    if longest and len(text) > longest:
        found.insert(
            0,
            Hint(
                "length",
                _("%(platform)s takes %(longest)d characters here; this has %(length)d.")
                % {"platform": profile.platform_name, "longest": longest, "length": len(text)},
            ),
        )
    return found


def _said(code: str, is_said: bool, good: str, bad: str) -> Hint:
    return Hint(code, good if is_said else bad, is_good=is_said)


def abbreviations(names: Iterable[str]) -> list[str]:
    """`LU` for Lunds universitet and Lund University: the initials of names of several words."""
    found = ("".join(word[0] for word in name.split()).upper() for name in names)
    return [short for short in dict.fromkeys(found) if len(short) > 1]


def says_any(text: str, names: Iterable[str]) -> bool:
    """Whether a name stands in the text as whole words; a handle's parts count as words.

    "lu" alone counts in "LU Biologi" and "lu_biologi", not in "blue". A long name also counts
    inside a word: "lunduniversity" holds Lund University.
    """
    words = f" {fold(text)} "
    squeezed = words.replace(" ", "")
    for name in names:
        wanted = fold(name)
        if wanted and f" {wanted} " in words:
            return True
        if len(wanted) > 7 and wanted.replace(" ", "") in squeezed:
            return True
    return False


@dataclass(frozen=True)
class Facts:
    """What a suggested text is made of, in the language it is written in."""

    institution: str
    unit: str
    purpose: str = ""
    rules: str = ""


TEXTS = {
    "sv": {
        "unit": "Officiellt konto för {unit}, {institution}.",
        "university": "{institution}s officiella konto.",
        "record": "Vi är en myndighet: det du skriver här blir allmän handling.",
        "record-short": "Inlägg blir allmän handling.",
        "rules": "Regler: {rules}",
        "removed": "Olagligt innehåll tas bort.",
    },
    "en": {
        "unit": "Official account of {unit}, {institution}.",
        "university": "The official account of {institution}.",
        "record": "We are a public authority: what you write here becomes a public record.",
        "record-short": "Posts become public records.",
        "rules": "Rules: {rules}",
        "removed": "Unlawful content is removed.",
    },
}
"""Written out in each language: the text follows the account's language, not the reader's."""


def suggest_text(facts: Facts, language: str, platform: str) -> str:
    """A text that says who, what for, public record, rules; as much as the platform takes."""
    texts = TEXTS.get(language, TEXTS["en"])
    whose = "university" if facts.unit == facts.institution else "unit"
    who = texts[whose].format(unit=facts.unit, institution=facts.institution)
    rules = texts["rules"].format(rules=facts.rules) if facts.rules else ""
    removed = texts["removed"]
    purpose = " ".join(facts.purpose.split())
    variants = (
        (who, purpose, texts["record"], removed, rules),
        (who, texts["record"], removed, rules),
        (who, texts["record"], rules),
        (who, texts["record-short"], rules),
        (who, texts["record-short"]),
        (who,),
    )
    longest = TEXT_LENGTHS.get(platform)
    drawn = [" ".join(part for part in variant if part) for variant in variants]
    return next((text for text in drawn if not longest or len(text) <= longest), drawn[-1])
