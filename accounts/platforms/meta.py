"""Meta's platforms: Facebook, Instagram, Threads, WhatsApp."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule, PlatformRule
from accounts.platforms.tables import listed, words

_DIGITS = re.compile(r"[0-9]{1,20}")
# A page without a name of its own is shown as "Name-N". Hyphens cannot occur in a name, and the ids
# that end such addresses are long, so this reads nothing else.
_NAME_AND_ID = re.compile(r"[^/]*-([0-9]{8,20})")


@dataclass(frozen=True, kw_only=True, eq=False)
class FacebookRule(NameRule):
    """Facebook: pages and profiles, by name or by number.

    Case and dots do not tell two names apart (Meta help 105399436216001). The help asks for at
    least five characters, but pages older than that rule hold three ("facebook.com/cdc"), so three
    are enough here. A number is the page's permanent id.
    """

    def read(self, address: Address) -> Found:
        if not address.segments:
            raise self.refuse("no-handle")
        if {"story_fbid", "fbid"} & address.query.keys():
            raise self.refuse("post")
        first, *rest = address.segments
        word = first.lower()
        if word == "profile.php":
            return self.numbered(address.query.get("id", ""))
        if word in ("pages", "people"):
            return self.paged(rest)
        if word == "p" and rest:
            return self.titled(rest[0])
        if word == "pg" and rest:
            first, *rest = rest
            address = Address(address.host, (first, *rest))
        if _DIGITS.fullmatch(first) and not rest:
            return self.numbered(first)
        if _NAME_AND_ID.fullmatch(first):
            found = self.titled(first)
            self.check_below(rest)
            return found
        return super().read(address)

    def read_handle(self, text: str) -> Found:
        if text.isdigit():
            return self.numbered(text)
        if text.lower().startswith("profile.php"):
            return self.read(Address.on(self.domains[0], text))
        return super().read_handle(text)

    def paged(self, rest: list[str]) -> Found:
        """``/pages/Name/N``, with or without a place or a category before the name."""
        number = next((part for part in rest[1:] if _DIGITS.fullmatch(part)), "")
        if number:
            return self.numbered(number)
        if len(rest) > 2 and rest[0].lower() == "category":
            name = rest[2]
            return self.titled(name) if _NAME_AND_ID.fullmatch(name) else self.account(name)
        raise self.refuse("no-handle")

    def titled(self, text: str) -> Found:
        """``Name-N``."""
        match = _NAME_AND_ID.fullmatch(text)
        if not match:
            raise self.refuse("bad-handle")
        return self.numbered(match[1])

    def numbered(self, number: str) -> Found:
        """The page with this permanent id."""
        if not _DIGITS.fullmatch(number) or not number.strip("0"):
            raise self.refuse("no-handle")
        return Found(
            handle=number,
            url=f"https://www.facebook.com/profile.php?id={number}",
            key=number,
            permanent_id=number,
        )

    def account(self, name: str) -> Found:
        # Without its dots a name of digits alone would be taken for a number.
        if _DIGITS.fullmatch(name):
            return self.numbered(name)
        if not name.isascii() or not any(letter.isalpha() for letter in name):
            raise self.refuse("bad-handle")
        return super().account(name)

    def key_for(self, name: str) -> str:
        return name.lower().replace(".", "")


FACEBOOK = FacebookRule(
    code="facebook",
    name="Facebook",
    domains=("facebook.com", "fb.com"),
    subdomains=frozenset({"m", "mbasic", "web", "touch", "business", "new", "de-de"}),
    # Language hosts: "es-la.facebook.com", "sv-se.facebook.com", "sv.facebook.com".
    subdomain_pattern=re.compile(r"[a-z]{2}(-[a-z]{2})?"),
    links={
        "fb.me": "short-link",
        "l.facebook.com": "redirect",
        "lm.facebook.com": "redirect",
        "fb.watch": "video",
        "m.me": "message-link",
        "messenger.com": "message-link",
    },
    brands=("facebook",),
    path_words=frozenset({"profile.php"}),
    example="https://www.facebook.com/%(name)s",
    address="https://www.facebook.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9](\.?[A-Za-z0-9]){2,49}(?<!\.php)"),
    shape=_(
        "A name on Facebook has at least 3 letters A–Z or digits, and single dots between them."
    ),
    reserved=words(
        post="permalink.php story.php notes posts stories",
        photo="photo photo.php photos media album.php",
        video="video video.php videos watch reel reels live watchparty",
        group="groups",
        event="events",
        search="hashtag search topics directory places find-friends",
        login="login login.php reg recover checkpoint r.php signup confirmemail.php",
        share_link="share share.php sharer sharer.php dialog plugins",
        message_link="messages",
        redirect="l.php",
        platform_page="about ads ajax app apps bookmarks business careers common donate dyi flx "
        "friends fundraisers gaming games hacked help home home.php index.php jobs latest legal me "
        "marketplace memories notifications offers p pages people pg policies policy.php policy "
        "privacy profile saved settings terms terms.php tr zero",
    ),
    tabs=listed(
        "community events followers following friends grid groups home info jobs likes live "
        "live_videos map mentions menu notes offers photos photos_albums photos_stream posts "
        "reels reels_tab reviews services shop timeline videos wall"
    ),
    deep_tabs=frozenset({"about", "app", "directory"}),
    contents=words(
        post="permalink posts notes",
        photo="photos",
        video="videos live reels",
        event="events",
    ),
)

_INSTAGRAM_NAME = re.compile(r"(?!.{31})[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")


@dataclass(frozen=True, kw_only=True, eq=False)
class InstagramRule(NameRule):
    """Instagram, where an app's links begin with ``/_u/``."""

    def read(self, address: Address) -> Found:
        if address.segments[:1] == ("_u",):
            address = Address(address.host, address.segments[1:])
        return super().read(address)


INSTAGRAM = InstagramRule(
    code="instagram",
    name="Instagram",
    domains=("instagram.com", "instagr.am"),
    subdomains=frozenset({"m"}),
    links={"ig.me": "message-link", "l.instagram.com": "redirect"},
    brands=("instagram",),
    example="https://www.instagram.com/%(name)s/",
    address="https://www.instagram.com/%(name)s/",
    pattern=_INSTAGRAM_NAME,
    lower_case=True,
    shape=_(
        "A name on Instagram has at most 30 letters A–Z, digits, underscores and single dots, "
        "and no dot first or last."
    ),
    reserved=words(
        post="p stories s",
        video="reel reels tv",
        search="explore directory",
        share_link="share",
        login="accounts challenge login",
        message_link="direct m",
        no_handle="_u",
        platform_page="about api ar developer download emails graphql hacked legal lite "
        "oauth press privacy session terms web your_activity",
    ),
    tabs=listed("channel feed followers following guides igtv live reels tagged"),
    contents=words(post="p guide", video="reel reels tv"),
)

THREADS = NameRule(
    code="threads",
    name="Threads",
    domains=("threads.com", "threads.net"),
    links={"l.threads.com": "redirect", "l.threads.net": "redirect"},
    example="https://www.threads.com/@%(name)s",
    address="https://www.threads.com/@%(name)s",
    pattern=_INSTAGRAM_NAME,
    at_sign=True,
    lower_case=True,
    shape=_(
        "A name on Threads has at most 30 letters A–Z, digits, underscores and single dots, "
        "and no dot first or last."
    ),
    reserved=words(
        post="t post", search="search topic tag", login="login", share_link="intent share"
    ),
    tabs=listed("replies media reposts"),
    contents=words(post="post"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class WhatsAppRule(PlatformRule):
    """WhatsApp channels. A telephone number and a group are no channels; ids keep their case."""

    def read(self, address: Address) -> Found:
        if not address.segments:
            raise self.refuse("no-handle")
        first, *rest = address.segments
        if first.lower() != "channel":
            raise self.refuse(self.reserved.get(first.lower(), "no-handle"))
        if not rest:
            raise self.refuse("no-handle")
        found = self.channel(rest[0])
        if rest[1:]:
            raise self.refuse("post")
        return found

    def read_handle(self, text: str) -> Found:
        return super().read_handle(text) if "/" in text else self.channel(text)

    def channel(self, number: str) -> Found:
        """The channel with this id."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{12,40}", number):
            raise self.refuse("bad-handle")
        return Found(handle=number, url=f"https://whatsapp.com/channel/{number}", key=number)


WHATSAPP = WhatsAppRule(
    code="whatsapp",
    name="WhatsApp",
    domains=("whatsapp.com",),
    links={
        "wa.me": "message-link",
        "api.whatsapp.com": "message-link",
        "web.whatsapp.com": "message-link",
        "chat.whatsapp.com": "group",
    },
    brands=("whatsapp",),
    example="https://whatsapp.com/channel/%(name)s",
    shape=_("A WhatsApp channel has a long id of letters and digits."),
    reserved=words(message_link="send catalog message", login="login", platform_page="download"),
    sentences={
        "message-link": _(
            "This opens a conversation with a telephone number. "
            "Paste the channel's own address, like %(example)s."
        ),
    },
)
