"""Whether a host that belongs to no platform is dressed up as one that does.

Two hosts look alike when their skeletons are equal: letters of other scripts replaced by the Latin
letters they resemble, accents and hyphens dropped, ``1 l i`` and ``0 o`` made one, ``rn`` read as
``m``. The idea is that of Unicode Technical Standard 39, cut down to what a host name can hold.
Beside that, a platform's own name inside a foreign host, or one slip of the pen from it, counts.
"""

import unicodedata
from collections.abc import Iterable, Mapping

# Letters that decomposition does not bring back to the Latin letter they are taken for.
_CONFUSABLE = {
    "a": "аɑαᴀ",
    "b": "ьЬвВβʙᖯ",
    "c": "сϲᴄ",
    "d": "ԁɗđᴅ",
    "e": "еєҽεᴇ",
    "f": "ƒẝꜰ",
    "g": "ɡԍցɢ",
    "h": "һհħʜнН",
    "j": "јϳᴊ",
    "k": "кκᴋ",
    "l": "іїιıɩӏǀاіłʟ",
    "m": "мᴍ",
    "n": "пոռηɴ",
    "o": "оοσөøօ०ᴏ",
    "p": "рρᴘ",
    "q": "ԛգ",
    "r": "гʀꮁ",
    "s": "ѕꜱ",
    "t": "тτᴛŧ",
    "u": "υսʋᴜ",
    "v": "νѵᴠ",
    "w": "ԝѡωшᴡ",
    "x": "хχ×",
    "y": "уүγʏ",
    "z": "ᴢƶ",
}
_FOLDED = str.maketrans(
    {other: latin for latin, others in _CONFUSABLE.items() for other in others}
    | {"i": "l", "1": "l", "|": "l", "0": "o", "3": "e", "5": "s", "-": "", "_": "", "。": "."}
)

# Alphabets with letters that pass for Latin ones.
_ALPHABETS = frozenset({"ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "GREEK", "LISU"})

# A shorter name is too often part of an ordinary word to mean anything inside another.
_SHORTEST_INSIDE = 7


def skeleton(text: str) -> str:
    """What is left of ``text`` when everything is removed that the eye passes over."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.translate(_FOLDED).replace("rn", "m").replace("vv", "w")


class HostGuard:
    """Knows the platforms' hosts and names, and says which of them a host is dressed up as."""

    def __init__(self, hosts: Mapping[str, str], brands: Mapping[str, str]) -> None:
        """``hosts`` and ``brands`` give the platform code of each host and each brand name."""
        self._hosts = {tuple(skeleton(host).split(".")): code for host, code in hosts.items()}
        self._longest = max(map(len, self._hosts))
        self._brands = {skeleton(brand): code for brand, code in brands.items()}

    def imitated(self, host: str) -> str:
        """The code of the platform that ``host`` resembles, or ``""``; ``host`` is none of them."""
        # Parts between hyphens are names of their own ("facebook-login"), so they are split before
        # the skeleton drops the hyphen.
        labels = skeleton(host).split(".")
        return (
            self._holding_a_host(labels)
            or self._named_as_a_brand(skeleton(host.replace("-", ".")).split(".")[:-1])
            or self._holding_a_brand(labels[:-1])
        )

    def _holding_a_host(self, labels: list[str]) -> str:
        for start in range(len(labels)):
            for length in range(2, self._longest + 1):
                code = self._hosts.get(tuple(labels[start : start + length]))
                if code:
                    return code
        return ""

    def _named_as_a_brand(self, names: Iterable[str]) -> str:
        return next((self._brands[name] for name in names if name in self._brands), "")

    def _holding_a_brand(self, labels: list[str]) -> str:
        for brand, code in self._brands.items():
            if len(brand) < _SHORTEST_INSIDE:
                continue
            if any(brand in label or is_one_slip_apart(brand, label) for label in labels):
                return code
        return ""


def is_disguised(host: str) -> bool:
    """Whether a label of ``host`` mixes alphabets, or is Latin to the eye but not to a machine."""
    return any(_is_disguised(label) for label in host.split(".") if not label.isascii())


def _is_disguised(label: str) -> bool:
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in label}
    foreign = alphabets & _ALPHABETS
    return bool(foreign) and ("LATIN" in alphabets or skeleton(label).isascii())


def is_one_slip_apart(one: str, other: str) -> bool:
    """Whether adding, dropping or changing a letter, or swapping two, turns one into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest == other_rest[1:]
        or rest[1:] == other_rest
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
