"""Platforms of text and code: Reddit, Tumblr, Medium, GitHub."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule, PlatformRule
from accounts.platforms.tables import listed, words

_REDDIT_PATTERNS = {
    "user": re.compile(r"[A-Za-z0-9_-]{3,20}"),
    "r": re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{1,20}"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class RedditRule(PlatformRule):
    """Reddit: ``user/x`` is somebody's account, ``r/x`` a community; both compare without case."""

    def read(self, address: Address) -> Found:
        if not address.segments:
            raise self.refuse("no-handle")
        first, *rest = address.segments
        kind = "user" if first.lower() == "u" else first.lower()
        if kind not in _REDDIT_PATTERNS:
            raise self.refuse(self.reserved.get(kind, "no-handle"))
        if not rest:
            raise self.refuse("no-handle")
        found = self.account(kind, rest[0])
        self.check_below(rest[1:])
        return found

    def check_below(self, rest: list[str]) -> None:
        """Refuse what follows a name unless it is still a page of the account or community."""
        tabs = listed(
            "about comments downvoted gilded hidden hot new overview posts rising saved submitted "
            "top upvoted wiki"
        )
        first = rest[0].lower() if rest else ""
        if not rest or (first in tabs and (len(rest) == 1 or first == "wiki")):
            return
        kinds = words(
            post="comments s gallery", search="search", collection="m", share_link="submit"
        )
        raise self.refuse(kinds.get(first, "sub-page"))

    def read_handle(self, text: str) -> Found:
        if "/" in text:
            return super().read_handle(text)
        # A bare name may be a user's or a community's.
        raise self.refuse("which-kind")

    def account(self, kind: str, name: str) -> Found:
        """The user or community with this name."""
        if kind == "r" and name.lower() in ("all", "popular", "random", "friends", "mod"):
            raise self.refuse("platform-page")
        if not _REDDIT_PATTERNS[kind].fullmatch(name):
            raise self.refuse("bad-handle")
        handle = f"{kind}/{name}"
        return Found(handle, f"https://www.reddit.com/{handle}", key=handle.lower())


REDDIT = RedditRule(
    code="reddit",
    name="Reddit",
    domains=("reddit.com",),
    subdomains=frozenset({"old", "new", "np", "m", "i", "amp", "sh"}),
    subdomain_pattern=re.compile(r"[a-z]{2}"),
    links={"redd.it": "short-link"},
    brands=("reddit",),
    example="https://www.reddit.com/user/%(name)s",
    shape=_("An account on Reddit is user/ or r/ and a name of letters A–Z, digits and _."),
    reserved=words(
        post="comments gallery video",
        search="search t topics explore domain",
        login="login register account",
        share_link="submit",
        message_link="chat message",
        platform_page="settings prefs policies wiki premium coins rules about help best hot new "
        "top",
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class TumblrRule(NameRule):
    """Tumblr, where a blog has a host of its own, or comes first in the path."""

    def check_host(self, address: Address) -> None:
        self.check_link(address.host)
        if "." in self.subdomain(address.host):
            raise self.refuse("platform-page")

    def read(self, address: Address) -> Found:
        name = self.subdomain(address.host)
        segments = address.segments
        if name:
            segments = (f"@{name}", *segments)
        elif segments[:2] == ("blog", "view"):
            segments = segments[2:]
        elif segments[:1] == ("blog",):
            segments = segments[1:]
        if len(segments) > 1 and segments[1].isdigit():
            raise self.refuse("post")
        return super().read(replace(address, segments=segments))

    def url_for(self, name: str) -> str:
        return f"https://{name}.tumblr.com/"


TUMBLR = TumblrRule(
    code="tumblr",
    name="Tumblr",
    domains=("tumblr.com",),
    links={"at.tumblr.com": "short-link", "tmblr.co": "short-link"},
    brands=("tumblr",),
    example="https://%(name)s.tumblr.com/",
    address="https://%(name)s.tumblr.com/",
    pattern=re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?"),
    lower_case=True,
    shape=_("A name on Tumblr has at most 32 letters A–Z, digits and hyphens."),
    reserved=words(
        search="tagged search explore trending",
        login="login register logout",
        share_link="share reblog new",
        message_link="inbox messaging",
        group="communities",
        platform_page="about api apps assets at blog cdn customize dashboard docs embed following "
        "help jobs likes live media policy press privacy safe security settings static support "
        "themes www",
    ),
    tabs=listed("about archive ask faq feed likes rss submit"),
    contents=words(post="post image", search="tagged search day"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class MediumRule(NameRule):
    """Medium. ``NAME.medium.com`` is the member's other address; publications are refused."""

    def check_host(self, address: Address) -> None:
        self.check_link(address.host)

    def read(self, address: Address) -> Found:
        segments = address.segments
        name = self.subdomain(address.host)
        if name:
            segments = (f"@{name}", *segments)
        elif segments[:1] == ("feed",):
            segments = segments[1:]
        return super().read(replace(address, segments=segments))

    def account(self, name: str) -> Found:
        found = super().account(name)
        return replace(found, handle=f"@{found.handle}")


MEDIUM = MediumRule(
    code="medium",
    name="Medium",
    domains=("medium.com",),
    links={
        "link.medium.com": "short-link",
        "help.medium.com": "platform-page",
        "policy.medium.com": "platform-page",
    },
    example="https://medium.com/@%(name)s",
    address="https://medium.com/@%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_.-]{1,60}"),
    at_sign=True,
    shape=_("A name on Medium has letters A–Z, digits, dots, hyphens and underscores."),
    reserved=words(
        post="p",
        search="topic topics tag search explore-topics",
        login="m",
        platform_page="about creators jobs-at-medium me membership new-story plans policy u",
    ),
    tabs=listed("about followers following latest lists responses subscribe"),
    contents=words(collection="list lists"),
    otherwise="post",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class GitHubRule(NameRule):
    """GitHub, where an organisation's pages begin with ``/orgs/``."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if segments[:1] == ("orgs",) and len(segments) > 1:
            # Everything below is a page of the organisation.
            segments = segments[1:2]
        return super().read(replace(address, segments=segments))


GITHUB = GitHubRule(
    code="github",
    name="GitHub",
    domains=("github.com",),
    subdomains=frozenset({"m"}),
    links={"git.io": "short-link", "gist.github.com": "post", "raw.githubusercontent.com": "post"},
    example="https://github.com/%(name)s",
    address="https://github.com/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}"),
    shape=_("A name on GitHub has at most 39 letters A–Z, digits and hyphens."),
    reserved=words(
        search="topics search explore trending collections",
        login="login join signup logout session sessions password_reset",
        event="events",
        platform_page="about account apps codespaces contact copilot customer-stories dashboard "
        "discussions enterprise enterprises features home issues marketplace mobile new nonprofit "
        "notifications organizations orgs pricing pulls readme resources security settings site "
        "solutions sponsors stars team user users",
    ),
    otherwise="repository",
)
