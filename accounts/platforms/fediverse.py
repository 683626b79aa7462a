"""Mastodon and the other servers of the fediverse: an account is ``name@host``.

Any host can be such a server, so an address says that it is one only by its form (``@name@host``,
``acct:``) or by a host that is well known; otherwise the person has to say so.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address, read_host
from accounts.platforms.base import Found, PlatformRule
from accounts.platforms.tables import listed, words

# The local part as Mastodon itself writes it (its documentation, "ActivityPub"); other servers
# allow dots and hyphens inside.
_LOCAL = re.compile(r"[A-Za-z0-9_]+([.-]+[A-Za-z0-9_]+)*")
_LONGEST_LOCAL = 64
_LONGEST_HANDLE = 255

#: Servers known well enough to be recognised by their host alone.
KNOWN_SERVERS = tuple(
    sorted(
        listed(
            "mastodon.social mastodon.online mastodon.nu mastodon.se mastodon.world "
            "mastodon.green mastodon.art mastodon.cloud mastodon.scot mastodon.ie mastodon.uno "
            "mastodon.xyz mstdn.social mstdn.party mstdn.jp mstdn.ca mas.to mastodonapp.uk "
            "masto.ai fosstodon.org hachyderm.io infosec.exchange techhub.social "
            "universeodon.com scholar.social mathstodon.xyz fediscience.org sciences.social "
            "mastodon.sdf.org social.coop chaos.social troet.cafe norden.social det.social "
            "social.vivaldi.net snabelen.no expressional.social ec.social-network.europa.eu "
            "social.network.europa.eu hcommons.social historians.social c.im toot.community "
            "toot.io indieweb.social journa.host newsie.social ohai.social qoto.org "
            "pixelfed.social"
        )
    )
)


@dataclass(frozen=True, kw_only=True, eq=False)
class MastodonRule(PlatformRule):
    """The fediverse, under the name most people know it by."""

    def check_host(self, address: Address) -> None:
        """Every host may be a server; whether this one is taken for one is decided elsewhere."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if segments and segments[0].lower() in ("web", "deck"):
            segments = segments[1:]
        if not segments:
            raise self.refuse("no-handle")
        first, *rest = segments
        if first.startswith("@"):
            name = first[1:]
        elif first.lower() in ("users", "u") and rest:
            name, *rest = rest
        else:
            raise self.refuse(self.reserved.get(first.lower(), "no-handle"))
        name = re.sub(r"\.(rss|atom|json)$", "", name)
        local, at, remote = name.partition("@")
        found = self.account(local, remote if at else address.written_host)
        self.check_below(rest)
        return found

    def check_below(self, rest: list[str]) -> None:
        """Refuse what follows an account's name unless it is still a page of the account."""
        if not rest:
            return
        tabs = ("with_replies", "media", "followers", "following", "featured", "tagged")
        first = rest[0].lower()
        if first in tabs and (len(rest) == 1 or first == "tagged"):
            return
        is_post = first.isdigit() or first in ("statuses", "posts", "p", "notes")
        raise self.refuse("post" if is_post else "sub-page")

    def read_handle(self, text: str) -> Found:
        local, at, host = text.removeprefix("@").rpartition("@")
        if not at:
            raise self.refuse("bad-handle")
        return self.account(local, host)

    def read_uri(self, scheme: str, rest: str) -> Found:
        return self.read_handle(rest.lstrip("/"))

    def account(self, local: str, server: str) -> Found:
        """The account ``local`` on ``server``, a host as it was written."""
        host = read_host(server)
        if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
            raise self.refuse("bad-handle")
        handle = f"{local}@{host}"
        if len(handle) > _LONGEST_HANDLE:
            raise self.refuse("bad-handle")
        return Found(handle, f"https://{host}/@{local}", key=handle.lower(), server=server)


MASTODON = MastodonRule(
    code="mastodon",
    name="Mastodon",
    domains=KNOWN_SERVERS,
    any_host=True,
    schemes=("acct",),
    example="https://mastodon.social/@%(name)s",
    shape=_("A Mastodon account is written @name@server."),
    reserved=words(
        post="notice objects statuses",
        search="explore public search tags tag directory",
        login="auth oauth invite",
        share_link="share authorize_interaction remote_interaction",
        message_link="conversations",
        platform_page="about home settings getting-started notifications privacy-policy "
        "terms-of-service local federated",
    ),
)
