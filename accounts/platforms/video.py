"""Platforms of moving pictures beside YouTube: TikTok, Snapchat, Vimeo, Twitch, Dailymotion."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule
from accounts.platforms.tables import listed, words

TIKTOK = NameRule(
    code="tiktok",
    name="TikTok",
    domains=("tiktok.com",),
    subdomains=frozenset({"m"}),
    links={"vm.tiktok.com": "short-link", "vt.tiktok.com": "short-link"},
    brands=("tiktok",),
    example="https://www.tiktok.com/@%(name)s",
    address="https://www.tiktok.com/@%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_.]{1,23}[A-Za-z0-9_]"),
    at_sign=True,
    lower_case=True,
    shape=_(
        "A name on TikTok has 2–24 letters A–Z, digits, underscores and dots, and no dot last."
    ),
    reserved=words(
        short_link="t",
        video="v video embed foryou following friends live",
        search="tag music discover search explore place effect topics channel",
        login="login signup logout",
        share_link="share",
        message_link="messages",
        platform_page="about business legal upload tiktokstudio safety settings creators ads",
    ),
    tabs=frozenset({"live"}),
    contents=words(video="video live", photo="photo", collection="playlist collection"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class SnapchatRule(NameRule):
    """Snapchat, whose older addresses begin with ``/add/`` or, for stories, with ``/u/``."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if len(segments) > 1 and segments[0].lower() in ("add", "u"):
            name = segments[1].removeprefix("@")
            address = replace(address, segments=(f"@{name}", *segments[2:]))
        return super().read(address)


SNAPCHAT = SnapchatRule(
    code="snapchat",
    name="Snapchat",
    domains=("snapchat.com",),
    subdomains=frozenset({"story"}),
    links={
        "t.snapchat.com": "short-link",
        "accounts.snapchat.com": "login",
        "web.snapchat.com": "message-link",
        "map.snapchat.com": "search",
    },
    brands=("snapchat",),
    example="https://www.snapchat.com/@%(name)s",
    address="https://www.snapchat.com/@%(name)s",
    pattern=re.compile(r"[A-Za-z][A-Za-z0-9._-]{2,14}"),
    at_sign=True,
    lower_case=True,
    shape=_(
        "A name on Snapchat begins with a letter and has 3–15 letters A–Z, digits, hyphens, "
        "underscores and dots."
    ),
    reserved=words(
        video="spotlight",
        post="s o p story",
        search="discover explore topic tag map",
        short_link="t",
        login="login signup",
        collection="lens unlock bitmoji",
        platform_page="add u download web-capture business ads privacy",
    ),
    tabs=listed("stories highlights lenses"),
    contents=words(video="spotlight", post="highlight highlights stories story"),
    otherwise="post",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class VimeoRule(NameRule):
    """Vimeo, where a number alone is a film and ``user`` with a number an account."""

    def account(self, name: str) -> Found:
        if name.isdigit():
            raise self.refuse("video")
        found = super().account(name)
        match = re.fullmatch(r"user([0-9]{1,12})", found.key)
        return replace(found, permanent_id=match[1]) if match else found


VIMEO = VimeoRule(
    code="vimeo",
    name="Vimeo",
    domains=("vimeo.com",),
    subdomains=frozenset({"m"}),
    links={"player.vimeo.com": "video"},
    brands=("vimeo",),
    example="https://vimeo.com/%(name)s",
    address="https://vimeo.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,63}"),
    shape=_("A name on Vimeo has letters A–Z, digits, hyphens and underscores."),
    reserved=words(
        video="ondemand watch video staffpicks watchlater",
        collection="channels showcase album albums",
        group="groups",
        event="event events",
        search="categories search tag",
        login="log_in join login signup",
        platform_page="about blog cookie_policy create enterprise features for-hire help home jobs "
        "live manage ott privacy settings solutions stock terms upgrade upload user users",
    ),
    tabs=listed(
        "about albums appearances channels collections followers following groups likes "
        "portfolios showcases videos"
    ),
    contents=words(video="video videos", collection="album albums showcase portfolio"),
)

TWITCH = NameRule(
    code="twitch",
    name="Twitch",
    domains=("twitch.tv",),
    subdomains=frozenset({"m", "go"}),
    links={
        "clips.twitch.tv": "video",
        "player.twitch.tv": "video",
        "dashboard.twitch.tv": "login",
        "id.twitch.tv": "login",
    },
    example="https://www.twitch.tv/%(name)s",
    address="https://www.twitch.tv/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{1,24}"),
    shape=_("A name on Twitch has at most 25 letters A–Z, digits and underscores."),
    reserved=words(
        video="videos clip clips popout moderator",
        collection="collections",
        group="team",
        search="directory search",
        login="login signup",
        platform_page="p settings subscriptions downloads jobs store turbo prime drops wallet "
        "inventory friends u broadcast",
    ),
    tabs=listed("about chat clips collections followers following home profile schedule videos"),
    contents=words(video="clip clips v video b", collection="collections"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class DailymotionRule(NameRule):
    """Dailymotion, whose older addresses begin with a language and ``/user/``."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if len(segments) > 1 and re.fullmatch(r"[a-z]{2}", segments[0]):
            segments = segments[1:]
        if len(segments) > 1 and segments[0].lower() in ("user", "channel"):
            # What follows the name is the number of a page in a list.
            segments = segments[1:2]
        return super().read(replace(address, segments=segments))


DAILYMOTION = DailymotionRule(
    code="dailymotion",
    name="Dailymotion",
    domains=("dailymotion.com",),
    subdomains=frozenset({"m", "touch"}),
    links={"dai.ly": "short-link", "geo.dailymotion.com": "video"},
    brands=("dailymotion",),
    example="https://www.dailymotion.com/%(name)s",
    address="https://www.dailymotion.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_.-]{2,60}"),
    shape=_("A name on Dailymotion has letters A–Z, digits, dots, hyphens and underscores."),
    reserved=words(
        video="video embed player crawler",
        collection="playlist hub",
        search="search topic explore",
        login="signin login register signup",
        platform_page="about feed legal library partner settings upload user channel browse "
        "history subscriptions following",
    ),
    tabs=listed("about featured playlists videos"),
)
