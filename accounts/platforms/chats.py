"""Platforms of conversation that also carry public channels: Discord, WeChat, Telegram."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule, PlatformRule
from accounts.platforms.tables import words


@dataclass(frozen=True, kw_only=True, eq=False)
class DiscordRule(PlatformRule):
    """Discord servers, by invitation. The case of an invitation counts; it may also expire, so the
    register asks for a permanent one when the account is registered.
    """

    def read(self, address: Address) -> Found:
        first, *rest = address.segments or ("",)
        if address.host.endswith("discord.gg"):
            rest = [part for part in (first, *rest) if part]
        elif first.lower() != "invite":
            raise self.refuse(self.reserved.get(first.lower(), "no-handle"))
        if not rest:
            raise self.refuse("no-handle")
        if rest[1:]:
            raise self.refuse("sub-page")
        return self.invitation(rest[0])

    def read_handle(self, text: str) -> Found:
        return super().read_handle(text) if "/" in text else self.invitation(text)

    def invitation(self, invitation: str) -> Found:
        """The server that this invitation leads to."""
        if not re.fullmatch(r"[A-Za-z0-9-]{2,32}", invitation):
            raise self.refuse("bad-handle")
        return Found(invitation, f"https://discord.gg/{invitation}", key=invitation)


DISCORD = DiscordRule(
    code="discord",
    name="Discord",
    domains=("discord.com", "discord.gg", "discordapp.com"),
    subdomains=frozenset({"ptb", "canary"}),
    links={"dis.gd": "short-link"},
    example="https://discord.gg/%(name)s",
    shape=_("An invitation to Discord has letters A–Z, digits and hyphens."),
    reserved=words(
        post="channels",
        person_page="users",
        event="events",
        login="login register",
        search="servers discovery",
        platform_page="developers download nitro safety support terms privacy app store blog",
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class WeChatRule(PlatformRule):
    """WeChat, where an official account has an id and a QR picture but no public address."""

    def check_host(self, address: Address) -> None:
        raise self.refuse("no-address")

    def read(self, address: Address) -> Found:
        raise self.refuse("no-address")

    def read_uri(self, scheme: str, rest: str) -> Found:
        raise self.refuse("no-address")

    def read_handle(self, text: str) -> Found:
        text = text.removeprefix("@")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{5,19}", text):
            raise self.refuse("bad-handle")
        return Found(text, "", key=text.lower())


WECHAT = WeChatRule(
    code="wechat",
    name="WeChat",
    domains=("wechat.com", "weixin.qq.com"),
    schemes=("weixin", "wechat"),
    brands=("wechat",),
    example="%(name)s",
    shape=_(
        "An id on WeChat begins with a letter and has 6–20 letters A–Z, digits, hyphens and "
        "underscores."
    ),
    sentences={
        "no-address": _(
            "An account on WeChat has no public address. "
            "Choose WeChat as the platform and write the account's id."
        ),
        "bad-handle": _("%(shape)s Write the account's id, without an address."),
    },
)


@dataclass(frozen=True, kw_only=True, eq=False)
class TelegramRule(NameRule):
    """Telegram channels and accounts, also as ``NAME.t.me`` and as the web preview ``/s/NAME``."""

    def check_host(self, address: Address) -> None:
        if not self.name_in(address.host):
            super().check_host(address)

    def read(self, address: Address) -> Found:
        segments = address.segments
        name = self.name_in(address.host)
        if name:
            segments = (name, *segments)
        elif segments[:1] == ("s",) and len(segments) > 1:
            segments = segments[1:]
        elif segments and segments[0].startswith("+"):
            raise self.refuse("group")
        return super().read(replace(address, segments=segments))

    def name_in(self, host: str) -> str:
        """The account's name where the host holds it."""
        return host.removesuffix(".t.me") if host.endswith(".t.me") else ""


TELEGRAM = TelegramRule(
    code="telegram",
    name="Telegram",
    domains=("t.me", "telegram.me", "telegram.dog"),
    links={"web.telegram.org": "message-link", "telegram.org": "platform-page"},
    example="https://t.me/%(name)s",
    address="https://t.me/%(name)s",
    pattern=re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}"),
    shape=_(
        "A name on Telegram begins with a letter and has 4–32 letters A–Z, digits and underscores."
    ),
    reserved=words(
        post="c iv",
        group="joinchat addlist",
        share_link="share",
        login="login confirmphone",
        message_link="contact m",
        collection="addstickers addemoji addtheme bg setlanguage",
        platform_page="proxy socks boost invoice giftcode nft a s",
    ),
    otherwise="post",
)
