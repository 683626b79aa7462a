"""The platforms the register knows, in the order the product lists them.

To add a platform is to add one rule to a module beside this one, its line here, and its test.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from accounts.platforms.audio import ACAST, SOUNDCLOUD, SPOTIFY
from accounts.platforms.base import PlatformRule
from accounts.platforms.blogs import BLOG
from accounts.platforms.chats import DISCORD, TELEGRAM, WECHAT
from accounts.platforms.fediverse import MASTODON
from accounts.platforms.linkedin import LINKEDIN
from accounts.platforms.lookalikes import HostGuard
from accounts.platforms.meta import FACEBOOK, INSTAGRAM, THREADS, WHATSAPP
from accounts.platforms.microblogs import BLUESKY, VK, WEIBO, X
from accounts.platforms.pictures import FLICKR, PINTEREST
from accounts.platforms.video import DAILYMOTION, SNAPCHAT, TIKTOK, TWITCH, VIMEO
from accounts.platforms.writing import GITHUB, MEDIUM, REDDIT, TUMBLR
from accounts.platforms.youtube import YOUTUBE

Entry = TypeVar("Entry")

_IN_ORDER = (
    FACEBOOK, INSTAGRAM, THREADS, X, LINKEDIN, YOUTUBE, TIKTOK, SNAPCHAT, MASTODON, BLUESKY, FLICKR,
    VIMEO, PINTEREST, WHATSAPP, DISCORD, SPOTIFY, SOUNDCLOUD, ACAST, WECHAT, WEIBO, VK, TELEGRAM,
    TWITCH, REDDIT, TUMBLR, MEDIUM, GITHUB, DAILYMOTION, BLOG,
)  # fmt: skip

PLATFORMS: Mapping[str, PlatformRule] = MappingProxyType({rule.code: rule for rule in _IN_ORDER})

_BY_HOST = {host: rule for rule in _IN_ORDER for host in rule.hosts()}
_BY_SCHEME = {scheme: rule for rule in _IN_ORDER for scheme in rule.schemes}

GUARD = HostGuard(
    hosts={host: rule.code for host, rule in _BY_HOST.items()},
    brands={brand: rule.code for rule in _IN_ORDER for brand in rule.brands},
)


def owner_of(host: str) -> PlatformRule | None:
    """The platform that ``host``, in lower-case ASCII, belongs to."""
    return in_table(host, _BY_HOST)


def owner_of_scheme(scheme: str) -> PlatformRule | None:
    """The platform whose accounts ``scheme:`` names."""
    return _BY_SCHEME.get(scheme)


def in_table(host: str, table: Mapping[str, Entry]) -> Entry | None:
    """What ``table`` holds for ``host`` or, failing that, for the nearest domain above it."""
    while host:
        if host in table:
            return table[host]
        host = host.partition(".")[2]
    return None
