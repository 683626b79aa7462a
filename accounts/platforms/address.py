"""What was pasted, cleaned and taken apart: margins, scheme, host, path, query.

Everything a person may have brought along by mistake is taken off here; everything that may hide
where an address leads is refused here. No platform is known to this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import idna

from accounts.platforms.refusal import Refusal

LONGEST_TEXT = 2000
LONGEST_HOST = 253
LONGEST_LABEL = 63

# Invisible characters that cling to the ends of copied text: soft hyphen, Arabic letter mark,
# zero-width and direction marks, word joiner and its kin, variation selectors, BOM.
_INVISIBLE = "".join(
    map(
        chr,
        (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)),
    )
) + "".join(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)))
_CONTROL = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
_SPACES = (
    "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B))))
    + "\u2028\u2029\u202f\u205f\u3000"
)
_MARGIN = _SPACES + _CONTROL + _INVISIBLE
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›*"
_LEADING = _MARGIN + _QUOTES + "<([{"
_TRAILING = _MARGIN + _QUOTES + ">)]}.,;:!?…"

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+\-]{0,30}):")
_HOST = re.compile(r"[a-z0-9.\-]+")
_HEAD_END = re.compile(r"[/?#]")
# What may stand between two hosts when one of them is to be taken for the other.
_DIVIDERS = str.maketrans("\\/@", "...")
_WEB = ("http://", "https://", "http//", "https//")
_PORTS = frozenset({"80", "443"})
# Names that mean something only inside somebody's own network.
_PRIVATE = frozenset({"arpa", "home", "internal", "lan", "local", "localhost", "onion"})


def clean(text: str) -> str:
    """``text`` without what copying adds at its ends. Raises :class:`Refusal`."""
    if len(text) > LONGEST_TEXT:
        raise Refusal("too-long")
    text = text.lstrip(_LEADING).rstrip(_TRAILING)
    if not text:
        raise Refusal("empty")
    if text[:9].lower().startswith(("http%3a", "https%3a")):
        text = unquote(text)
    if any(_is_hidden(character) for character in text):
        raise Refusal("hidden-characters")
    if any(character.isspace() for character in text):
        raise Refusal("white-space")
    if "\\" in text:
        raise Refusal("backslash", claimed=text.translate(_DIVIDERS))
    return text


def _is_hidden(character: str) -> bool:
    if " " <= character <= "~":
        return False
    # Control, format, surrogate, private and unassigned characters; tabs and line breaks among
    # them are white space, which has a sentence of its own.
    return unicodedata.category(character)[0] == "C" and not character.isspace()


def split_scheme(text: str) -> tuple[str, str]:
    """The scheme of ``text`` (``"http"`` for any web address, ``""`` for none) and the rest."""
    rest, is_web = text, text.startswith("//")
    while rest[:8].lower().startswith(_WEB):  # "https://https://…" happens when one is pasted twice
        rest, is_web = rest.partition("//")[2], True
    match = _SCHEME.match(rest)
    if match and match[1].lower() in ("http", "https"):
        return "http", rest[match.end() :].lstrip("/")
    if is_web:
        return "http", rest.lstrip("/")
    if match:
        return match[1].lower(), rest[match.end() :]
    return "", rest.lstrip("/")


def head(text: str) -> str:
    """The part of ``text`` before its path, query and fragment."""
    return _HEAD_END.split(text, maxsplit=1)[0]


@dataclass(frozen=True)
class Address:
    """A web address: ``host`` is lower-case ASCII without ``www.``, ``segments`` are decoded."""

    host: str
    segments: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    #: The host as it was written.
    written_host: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address in ``text``, which has no scheme. Raises :class:`Refusal`."""
        written = head(text)
        return cls.on(read_host(written), text[len(written) :], written_host=written)

    @classmethod
    def on(cls, host: str, path: str, *, written_host: str = "") -> Address:
        """The address of ``path`` (with its query and fragment) on ``host``."""
        before, _, fragment = path.partition("#")
        path, _, query = before.partition("?")
        segments = _segments(path)
        if not segments and fragment.startswith("!"):
            # "twitter.com/#!/name" was how some platforms wrote addresses for a while.
            path, _, query = fragment[1:].partition("?")
            segments = _segments(path)
        return cls(host, segments, _pairs(query), written_host or host)


def _segments(path: str) -> tuple[str, ...]:
    decoded = (_decoded(segment).rstrip(_MARGIN) for segment in path.split("/"))
    segments = tuple(segment for segment in decoded if segment)
    if any(segment in (".", "..") for segment in segments):
        raise Refusal("odd-path")
    return segments


def _pairs(query: str) -> Mapping[str, str]:
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {_decoded(name).lower(): _decoded(value) for name, _, value in pairs}


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text  # no name holds a percent sign, so the platform's rule refuses it


def read_host(authority: str) -> str:
    """The host of ``authority`` in lower-case ASCII, without ``www.``. Raises :class:`Refusal`."""
    before, at, after = authority.rpartition("@")
    if at:
        raise Refusal("user-info", host=after, claimed=before)
    if authority.startswith("["):  # a numeric address, IP version 6
        raise Refusal("no-host", host=authority)
    name, colon, port = authority.partition(":")
    if colon and port not in _PORTS:
        raise Refusal("odd-port", host=authority, claimed=name)
    if "%" in name or name.endswith(".") or name.startswith(".") or ".." in name:
        raise Refusal("odd-host", host=authority, claimed=unquote(name))
    host = to_ascii(name)
    labels = host.split(".")
    if len(labels) < 2 or not _is_public_ending(labels[-1]):
        raise Refusal("no-host", host=authority, claimed=host)
    if host.startswith("www.") and len(labels) > 2:
        host = host[4:]
    return host


def to_ascii(name: str) -> str:
    """``name`` as the domain name system knows it. Raises :class:`Refusal`."""
    if len(name) > LONGEST_HOST:
        raise Refusal("no-host", host=name)
    if name.isascii():
        host = name.lower()
    else:
        try:
            host = idna.encode(name, uts46=True).decode("ascii")
        except UnicodeError:
            raise Refusal("odd-host", host=name, claimed=name) from None
    if not _HOST.fullmatch(host):
        raise Refusal("odd-host", host=name, claimed=name)
    for label in host.split("."):
        if not label or len(label) > LONGEST_LABEL or label[0] == "-" or label[-1] == "-":
            raise Refusal("no-host", host=name)
    return host


def to_unicode(host: str) -> str:
    """``host`` as people read it. Raises :class:`Refusal` when it stands for no possible name."""
    if "xn--" not in host:
        return host
    try:
        return idna.decode(host)
    except UnicodeError:
        raise Refusal("odd-host", host=host, claimed=_punycode(host)) from None


def _punycode(host: str) -> str:
    """The letters of ``host`` even where the domain name system would not allow them."""
    labels = []
    for label in host.split("."):
        try:
            label = label[4:].encode().decode("punycode") if label.startswith("xn--") else label
        except UnicodeError:
            label = ""
        labels.append(label)
    return ".".join(labels)


def _is_public_ending(label: str) -> bool:
    # The last label of a public name has letters only, or is punycode: "127.0.0.1" is none.
    return (label.isalpha() and len(label) > 1 and label not in _PRIVATE) or label[:4] == "xn--"
