"""Platforms of sound: Spotify, SoundCloud, Acast."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule, PlatformRule
from accounts.platforms.tables import listed, words

_SPOTIFY_ID = re.compile(r"[A-Za-z0-9]{22}")
_SPOTIFY_USER = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SPOTIFY_KINDS = {"show": _SPOTIFY_ID, "user": _SPOTIFY_USER, "artist": _SPOTIFY_ID}


@dataclass(frozen=True, kw_only=True, eq=False)
class SpotifyRule(PlatformRule):
    """Spotify: a podcast, a user or an artist, each with an id whose case counts."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        while segments and re.fullmatch(r"intl-[a-z]{2,5}|embed|embed-podcast", segments[0]):
            segments = segments[1:]
        if not segments:
            raise self.refuse("no-handle")
        return self.account(*segments)

    def read_handle(self, text: str) -> Found:
        if "/" in text:
            return super().read_handle(text)
        # An id alone may be a podcast's, a user's or an artist's.
        raise self.refuse("which-kind")

    def read_uri(self, scheme: str, rest: str) -> Found:
        return self.account(*rest.split(":"))

    def account(self, kind: str, number: str = "", *rest: str) -> Found:
        """The account of this kind with this id."""
        kind = kind.lower()
        pattern = _SPOTIFY_KINDS.get(kind)
        if not pattern:
            raise self.refuse(self.reserved.get(kind, "no-handle"))
        if rest:
            raise self.refuse("collection")
        if not pattern.fullmatch(number):
            raise self.refuse("bad-handle" if number else "no-handle")
        handle = f"{kind}/{number}"
        return Found(handle, f"https://open.spotify.com/{handle}", key=handle)


SPOTIFY = SpotifyRule(
    code="spotify",
    name="Spotify",
    domains=("open.spotify.com", "play.spotify.com", "spotify.com"),
    links={
        "spotify.link": "short-link",
        "spoti.fi": "short-link",
        "accounts.spotify.com": "login",
        "podcasters.spotify.com": "login",
        "creators.spotify.com": "login",
        "anchor.fm": "redirect",
    },
    schemes=("spotify",),
    brands=("spotify",),
    example="https://open.spotify.com/show/%(name)s",
    shape=_("An account on Spotify is show/ or user/ and its id; a show's id has 22 characters."),
    reserved=words(
        track="episode track",
        collection="playlist album collection section genre concert chapter",
        search="search browse",
        login="login signup",
        platform_page="account download premium about-us legal",
    ),
)

SOUNDCLOUD = NameRule(
    code="soundcloud",
    name="SoundCloud",
    domains=("soundcloud.com",),
    subdomains=frozenset({"m"}),
    links={
        "on.soundcloud.com": "short-link",
        "snd.sc": "short-link",
        "w.soundcloud.com": "track",
        "api.soundcloud.com": "track",
    },
    brands=("soundcloud",),
    example="https://soundcloud.com/%(name)s",
    address="https://soundcloud.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_-]{2,64}"),
    shape=_("A name on SoundCloud has letters A–Z, digits, hyphens and underscores."),
    reserved=words(
        track="player",
        collection="charts stations discover playlists",
        search="search tags people explore",
        login="login signin signup logout",
        message_link="messages",
        platform_page="stream you upload pages settings notifications terms-of-use jobs mobile pro "
        "go download for imprint community-guidelines creators artists",
    ),
    tabs=listed(
        "albums comments followers following likes popular-tracks reposts sets spotlight "
        "toptracks tracks"
    ),
    contents=words(collection="sets albums likes"),
    otherwise="track",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class AcastRule(NameRule):
    """Acast, where a show's address has had several hosts and once began with ``/s/``."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if segments[:2] == ("public", "shows"):
            segments = segments[2:]
        elif segments[:1] == ("s",):
            segments = segments[1:]
        return super().read(replace(address, segments=segments))


ACAST = AcastRule(
    code="acast",
    name="Acast",
    domains=("acast.com",),
    subdomains=frozenset({"shows", "play", "embed", "feeds", "rss"}),
    links={"access.acast.com": "login", "open.acast.com": "login"},
    example="https://shows.acast.com/%(name)s",
    address="https://shows.acast.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
    shape=_("A show on Acast has a name of letters A–Z, digits, dots and hyphens."),
    reserved=words(
        search="search discover categories",
        login="login signup",
        no_handle="s public",
        platform_page="about advertise advertisers blog careers contact legal news podcasters "
        "pricing privacy terms support en sv de fr es",
    ),
    tabs=listed("about episodes"),
    contents=words(track="episodes"),
    otherwise="track",
)
