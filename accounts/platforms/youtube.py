"""YouTube: a handle, a channel id, and the two kinds of name from before handles.

The same channel may answer to all four, but only YouTube knows which belong together (a handle, a
custom name and a user name of the same spelling can be three channels), so they are never merged.
``youtube.com/name`` is how YouTube itself shortened a custom address, ``youtube.com/c/name``
(YouTube help 6180214), so it is read as one, although it can also open an old user name.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule
from accounts.platforms.tables import listed, words

_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_USER = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_SHORTEST, _LONGEST = 3, 30
_LONGEST_CUSTOM = 60
_MARKS = "_-.·"


@dataclass(frozen=True, kw_only=True, eq=False)
class YouTubeRule(NameRule):
    """YouTube. A handle has letters and digits of 75 scripts and ``_ - . ·`` (help 11585688)."""

    def read(self, address: Address) -> Found:
        if not address.segments:
            raise self.refuse("no-handle")
        first, *rest = address.segments
        kind = first.lower()
        if kind == "profile" and address.query.get("user"):
            return self.user(address.query["user"])
        read = {"channel": self.channel, "c": self.custom, "user": self.user}.get(kind)
        if read:
            if not rest:
                raise self.refuse("no-handle")
            found, rest = read(rest[0]), rest[1:]
        elif first.startswith("@"):
            found = self.account(first[1:])
        elif kind in self.reserved:
            raise self.refuse(self.reserved[kind])
        else:
            found = self.custom(first)
        self.check_below(rest)
        return found

    def read_handle(self, text: str) -> Found:
        return self.channel(text) if _CHANNEL.fullmatch(text) else super().read_handle(text)

    def account(self, name: str) -> Found:
        handle = f"@{self.spelled(name, _SHORTEST, _LONGEST)}"
        url = f"https://www.youtube.com/{quote(handle, safe='@')}"
        return Found(handle, url, key=_folded(handle))

    def channel(self, number: str) -> Found:
        """The channel with this permanent id, whose case counts."""
        if not _CHANNEL.fullmatch(number):
            raise self.refuse("bad-handle")
        handle = f"channel/{number}"
        return Found(handle, f"https://www.youtube.com/{handle}", handle, permanent_id=number)

    def custom(self, name: str) -> Found:
        """The channel with this custom name."""
        handle = f"c/{self.spelled(name, 1, _LONGEST_CUSTOM)}"
        return Found(handle, f"https://www.youtube.com/{quote(handle)}", key=_folded(handle))

    def user(self, name: str) -> Found:
        """The channel with this user name."""
        if not _USER.fullmatch(name):
            raise self.refuse("bad-handle")
        handle = f"user/{name}"
        return Found(handle, f"https://www.youtube.com/{handle}", key=_folded(handle))

    def spelled(self, name: str, shortest: int, longest: int) -> str:
        """``name`` composed, when YouTube could have given it out."""
        # The length is looked at first: composing a long row of accents takes its time.
        name = unicodedata.normalize("NFC", name) if len(name) <= 4 * longest else ""
        if (
            not shortest <= len(name) <= longest
            or not all(map(_may_be_in_name, name))
            or not any(map(str.isalnum, name))
        ):
            raise self.refuse("bad-handle")
        return name


def _may_be_in_name(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character) in (
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd",
    )  # fmt: skip


def _folded(handle: str) -> str:
    return unicodedata.normalize("NFC", handle.casefold())


YOUTUBE = YouTubeRule(
    code="youtube",
    name="YouTube",
    domains=("youtube.com",),
    subdomains=frozenset({"m", "music", "gaming", "studio"}),
    # Until 2010 or so, countries had hosts of their own: "se.youtube.com".
    subdomain_pattern=re.compile(r"[a-z]{2}"),
    links={
        "youtu.be": "short-link",
        "youtube-nocookie.com": "video",
        "yt.be": "short-link",
        "tv.youtube.com": "platform-page",
    },
    brands=("youtube",),
    example="https://www.youtube.com/@%(name)s",
    address="https://www.youtube.com/@%(name)s",
    pattern=_USER,
    at_sign=True,
    shape=_(
        "A handle on YouTube has 3–30 letters, digits, underscores, hyphens and dots; "
        "a channel id is UC and 22 characters."
    ),
    reserved=words(
        video="watch watch_popup shorts embed v e clip live movie movies",
        post="post",
        collection="playlist view_play_list show",
        search="results hashtag explore trending",
        login="signin login signup logout account oauth",
        redirect="redirect attribution_link",
        share_link="share",
        platform_page="feed premium gaming t about howyoutubeworks creators ads channels music "
        "kids upload oembed subscription_center index profile source browse editor my_videos "
        "dashboard channel_switcher paid_memberships reporthistory red new yt intl",
    ),
    tabs=listed(
        "about channels community courses discussion favorites featured feed home join live "
        "membership playlists podcasts posts releases shorts store streams videos"
    ),
    contents=words(search="search", video="shorts videos streams live"),
)
