"""LinkedIn: pages of organisations and schools, and people's own profiles."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, PlatformRule
from accounts.platforms.tables import listed, words

_KINDS = ("company", "school", "showcase", "in")
_LONGEST_SLUG = 100
_LONGEST_URL = 500
_MARKS = "-_.&'’+,–"
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?")


@dataclass(frozen=True, kw_only=True, eq=False)
class LinkedInRule(PlatformRule):
    """LinkedIn. ``company/`` and ``school/`` with the same slug are two different pages.

    Slugs are compared without case, after percent-decoding and in Unicode's composed form: old
    ones hold accented letters and dots. ``in/`` is a person's own profile.
    """

    def read(self, address: Address) -> Found:
        segments = address.segments
        # "/comm/" begins addresses in LinkedIn's mail, "/mwlite/" those of its small mobile site.
        if segments and segments[0].lower() in ("comm", "mwlite"):
            segments = segments[1:]
        if not segments:
            raise self.refuse("no-handle")
        kind, *rest = segments
        kind = kind.lower()
        kind = "company" if kind == "company-beta" else kind
        if kind not in _KINDS:
            raise self.refuse(self.reserved.get(kind, "no-handle"))
        if not rest:
            raise self.refuse("no-handle")
        found = self.page(kind, rest[0])
        self.check_below(kind, rest[1:])
        return found

    def check_below(self, kind: str, rest: list[str]) -> None:
        """Refuse what follows a page's slug unless it is still the page."""
        if not rest or (kind == "in" and _LANGUAGE.fullmatch(rest[0].lower())):
            return
        tabs = listed(
            "about admin alumni community details detail events home insights jobs life "
            "mycompany overlay people posts products recent-activity services videos viewer"
        )
        if rest[0].lower() not in tabs:
            raise self.refuse("sub-page")

    def read_handle(self, text: str) -> Found:
        if "/" in text:
            return super().read_handle(text)
        # A bare slug may be a company's, a school's or a person's.
        raise self.refuse("which-kind")

    def page(self, kind: str, slug: str) -> Found:
        """The page of this kind with this slug."""
        if len(slug) > _LONGEST_SLUG:
            raise self.refuse("bad-handle")
        slug = unicodedata.normalize("NFC", slug)
        url = f"https://www.linkedin.com/{kind}/{quote(slug, safe='')}"
        if not all(map(_may_be_in_slug, slug)) or not any(map(str.isalnum, slug)):
            raise self.refuse("bad-handle")
        if len(url) > _LONGEST_URL:
            raise self.refuse("bad-handle")
        folded = unicodedata.normalize("NFC", slug.casefold())
        return Found(
            handle=f"{kind}/{slug}",
            url=url,
            key=f"{kind}/{folded}",
            permanent_id=slug if kind != "in" and slug.isascii() and slug.isdigit() else "",
            personal=kind == "in",
        )


def _may_be_in_slug(character: str) -> bool:
    return character in _MARKS or unicodedata.category(character)[0] in "LMN"


LINKEDIN = LinkedInRule(
    code="linkedin",
    name="LinkedIn",
    domains=("linkedin.com",),
    subdomains=frozenset({"m", "touch"}),
    # Country hosts: "se.linkedin.com".
    subdomain_pattern=re.compile(r"[a-z]{2}"),
    links={"lnkd.in": "short-link"},
    brands=("linkedin",),
    example="https://www.linkedin.com/company/%(name)s",
    shape=_("A page on LinkedIn is company/, school/ or showcase/ and the page's name."),
    reserved=words(
        post="feed posts pulse newsletters embed today",
        group="groups grp",
        event="events",
        search="search directory hashtag",
        login="login uas authwall checkpoint signup start reg",
        share_link="sharearticle sharing share cws",
        message_link="messaging",
        redirect="redir safety",
        person_page="profile pub",
        platform_page="about help jobs learning legal mynetwork notifications premium products "
        "sales talent",
    ),
)
