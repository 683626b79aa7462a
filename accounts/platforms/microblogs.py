"""Platforms of short posts with one owner: X, Bluesky, Weibo, VK."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address, to_ascii
from accounts.platforms.base import Found, NameRule, PlatformRule
from accounts.platforms.lookalikes import skeleton
from accounts.platforms.refusal import Refusal
from accounts.platforms.tables import listed, words

X = NameRule(
    code="x",
    name="X",
    domains=("x.com", "twitter.com"),
    subdomains=frozenset({"m", "mobile"}),
    links={"t.co": "short-link", "pic.twitter.com": "photo", "pic.x.com": "photo"},
    brands=("twitter",),
    example="https://x.com/%(name)s",
    address="https://x.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_]{1,15}"),
    shape=_("A name on X has at most 15 letters A–Z, digits and underscores."),
    reserved=words(
        post="status statuses",
        search="search hashtag explore who_to_follow",
        share_link="share intent",
        login="login signup logout account oauth sessions",
        message_link="messages",
        group="communities",
        platform_page="home i settings tos privacy about compose download jobs notifications "
        "widgets bookmarks lists following followers",
    ),
    tabs=listed(
        "affiliates articles favorites followers following header_photo highlights likes lists "
        "media moments photo superfollows topics verified_followers with_replies"
    ),
    contents=words(
        post="status statuses article moments", collection="lists timelines", event="events"
    ),
)

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Endings that the AT Protocol's handle specification forbids because nobody can own them.
_UNOWNED = frozenset({"alt", "arpa", "internal", "invalid", "local", "localhost", "onion"})
_DID = re.compile(r"did:(plc:[a-z2-7]{24}|web:[a-z0-9.-]{1,253})")
_HOME = "bsky.social"


@dataclass(frozen=True, kw_only=True, eq=False)
class BlueskyRule(PlatformRule):
    """Bluesky, where a handle is a domain name (AT Protocol, "Handle") and a DID never changes."""

    def read(self, address: Address) -> Found:
        name = self.subdomain(address.host)
        if address.host.endswith("." + _HOME):
            if address.segments:
                raise self.refuse("sub-page")
            return self.account(f"{name}.{_HOME}")
        if not address.segments:
            raise self.refuse("no-handle")
        first, *rest = address.segments
        if first.lower() != "profile" or not rest:
            raise self.refuse(self.reserved.get(first.lower(), "no-handle"))
        found = self.account(rest[0].removeprefix("@"))
        if rest[1:] and (len(rest) > 2 or rest[1].lower() not in ("followers", "follows")):
            kinds = words(post="post", collection="feed lists starter-pack", search="search")
            raise self.refuse(kinds.get(rest[1].lower(), "sub-page"))
        return found

    def check_host(self, address: Address) -> None:
        if address.host == _HOME:
            raise self.refuse("platform-page")
        if not address.host.endswith("." + _HOME):
            super().check_host(address)

    def read_handle(self, text: str) -> Found:
        if "/" in text:
            return super().read_handle(text)
        return self.account(text.removeprefix("@"))

    def read_uri(self, scheme: str, rest: str) -> Found:
        if scheme == "did":
            return self.account(f"did:{rest}")
        name, _slash, below = rest.lstrip("/").partition("/")
        if below:
            raise self.refuse("post")
        return self.account(name)

    def account(self, name: str) -> Found:
        """The account with this handle or DID."""
        if name[:4].lower() == "did:":
            return self.identified(name.lower())
        try:
            handle = to_ascii(name)
        except Refusal:
            raise self.refuse("bad-handle") from None
        labels = handle.split(".")
        if (
            len(labels) < 2
            or labels[-1] in _UNOWNED
            or not labels[-1][0].isalpha()
            or not all(_LABEL.fullmatch(label) for label in labels)
        ):
            raise self.refuse("bad-handle")
        if handle == _HOME:
            raise self.refuse("platform-page")
        if not handle.endswith("." + _HOME) and skeleton(name).endswith("." + skeleton(_HOME)):
            raise self.refuse("bad-handle")
        return Found(handle=handle, url=f"https://bsky.app/profile/{handle}", key=handle)

    def identified(self, did: str) -> Found:
        """The account with this decentralised identifier."""
        if not _DID.fullmatch(did):
            raise self.refuse("bad-handle")
        url = f"https://bsky.app/profile/{did}"
        return Found(handle=did, url=url, key=did, permanent_id=did)


BLUESKY = BlueskyRule(
    code="bluesky",
    name="Bluesky",
    domains=("bsky.app", _HOME),
    subdomains=frozenset({"staging"}),
    links={"go.bsky.app": "short-link"},
    schemes=("at", "did"),
    domain_handles=True,
    example="https://bsky.app/profile/%(name)s.bsky.social",
    shape=_("A handle on Bluesky is the name of a website, such as name.bsky.social."),
    reserved=words(
        search="search hashtag",
        collection="feeds lists starter-pack start starter-pack-short",
        message_link="messages",
        login="login",
        share_link="intent",
        platform_page="notifications settings support moderation",
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class WeiboRule(NameRule):
    """Weibo: ``u/`` and the permanent number, or a name that the owner chose."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if segments[:1] in (("u",), ("profile",)) and len(segments) > 1:
            found = self.numbered(segments[1])
            self.check_below(list(segments[2:]))
            return found
        if segments and segments[0].isdigit():
            # "/123" is the account; "/123/AbCd" a post of its.
            found = self.numbered(segments[0])
            if segments[1:] and segments[1].lower() not in self.tabs:
                raise self.refuse("post")
            return found
        return super().read(address)

    def account(self, name: str) -> Found:
        return self.numbered(name) if name.isdigit() else super().account(name)

    def numbered(self, number: str) -> Found:
        """The account with this permanent number."""
        if not re.fullmatch(r"[0-9]{5,12}", number):
            raise self.refuse("bad-handle")
        handle = f"u/{number}"
        return Found(handle, f"https://weibo.com/{handle}", key=handle, permanent_id=number)


WEIBO = WeiboRule(
    code="weibo",
    name="Weibo",
    domains=("weibo.com", "weibo.cn"),
    subdomains=frozenset({"m", "e", "tw", "hk"}),
    links={
        "t.cn": "short-link",
        "s.weibo.com": "search",
        "passport.weibo.com": "login",
        "video.weibo.com": "video",
    },
    example="https://weibo.com/u/1234567890",
    address="https://weibo.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_-]{2,30}"),
    shape=_("An account on Weibo is u/ and a number, or a name of letters A–Z and digits."),
    reserved=words(
        post="status detail ttarticle p",
        video="tv video",
        search="n k hot search topic",
        login="login login.php signup signin",
        platform_page="u profile home settings messages mygroups message at comment like",
    ),
    tabs=listed("home profile info photos follow fans album"),
)

_NUMBERED = re.compile(r"(id|club|public|event)([0-9]{1,12})")


@dataclass(frozen=True, kw_only=True, eq=False)
class VkRule(NameRule):
    """VK: a name, or ``id``, ``club``, ``public``, ``event`` and the permanent number."""

    def read(self, address: Address) -> Found:
        if {"w", "z"} & address.query.keys():  # a post or picture shown above the account's page
            raise self.refuse("post")
        first = address.segments[0].lower() if address.segments else ""
        content = re.match(r"(wall|photo|video|clip|album|topic|story|doc|market)-?[0-9]", first)
        if content or (first.startswith("@") and "-" in first):
            raise self.refuse("post")
        return super().read(address)

    def account(self, name: str) -> Found:
        match = _NUMBERED.fullmatch(name.lower())
        if not match:
            return super().account(name)
        kind, number = match.groups()
        # A community answers to all three words, so they are one account.
        key = f"id{number}" if kind == "id" else f"club{number}"
        handle = name.lower()
        return Found(
            handle, f"https://vk.com/{handle}", key, permanent_id=number, personal=kind == "id"
        )


VK = VkRule(
    code="vk",
    name="VK",
    domains=("vk.com", "vk.ru", "vkontakte.ru"),
    subdomains=frozenset({"m", "new"}),
    links={"vk.cc": "short-link", "vk.me": "message-link", "away.vk.com": "redirect"},
    example="https://vk.com/%(name)s",
    address="https://vk.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.]{3,30})[A-Za-z0-9_]"),
    shape=_("A name on VK has 5–32 letters A–Z, digits, underscores and dots."),
    reserved=words(
        search="search discover",
        login="login login.php join restore",
        share_link="share.php",
        redirect="away.php",
        message_link="im write",
        video="video videos clips",
        platform_page="about feed friends groups settings audio audios apps dev terms "
        "privacy services support market jobs blog",
    ),
)
