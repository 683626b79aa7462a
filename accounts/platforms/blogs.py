"""Blogs: an account is a whole website, so it is known by its host.

A blog service is recognised by its host. Any other website is a blog only when the person says so,
and then its front page or its feed: a page below may be an article or another blog altogether.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, PlatformRule
from accounts.platforms.tables import listed, words

_BLOGSPOT_COUNTRIES = listed(
    "ae al am ba be bg bj ca ch cl co.at co.id co.il co.ke co.nz co.uk co.za com.ar com.au com.br "
    "com.by com.co com.cy com.ee com.eg com.es com.mt com.ng com.tr com.uy cz de dk fi fr gr hk hr "
    "hu ie in is it jp kr li lt lu md mk mx my nl no pe pt qa ro rs ru se sg si sk sn tw ug"
)
_BLOGSPOT = frozenset(f"blogspot.{country}" for country in _BLOGSPOT_COUNTRIES)
_SERVICES = (
    "wordpress.com", "blogspot.com", "substack.com", "ghost.io", "hypotheses.org", "blogg.se",
    "livejournal.com",
)  # fmt: skip
# Pages of a blog that a blog service gives every blog.
_SERVICE_TABS = listed("about archive archives")
_OWN = listed("api blog en help login open public-api support www")
_FEEDS = listed("atom.xml feed feed.xml feeds index.html index.php index.xml rss rss.xml home")
_POST = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True, kw_only=True, eq=False)
class BlogRule(PlatformRule):
    """A blog, on a blog service or a domain of its own."""

    def check_host(self, address: Address) -> None:
        name = self.subdomain(address.host)
        is_service = bool(name) or address.host in self.domains
        if is_service and (not name or "." in name or name in _OWN):
            raise self.refuse("platform-page")

    def read(self, address: Address) -> Found:
        pages = _FEEDS | _SERVICE_TABS if self.subdomain(address.host) else _FEEDS
        first = address.segments[0].lower() if address.segments else ""
        if first in self.reserved or _POST.fullmatch(first) or "p" in address.query:
            raise self.refuse("post")
        if first and first not in pages:
            raise self.refuse("sub-page")
        name, _dot, service = address.host.partition(".")
        host = f"{name}.blogspot.com" if service in _BLOGSPOT else address.host
        return Found(host, f"https://{host}/", key=host)

    def read_handle(self, text: str) -> Found:
        raise self.refuse("bad-handle")


BLOG = BlogRule(
    code="blog",
    name=_("Blog"),
    domains=(*_SERVICES, *sorted(_BLOGSPOT)),
    any_host=True,
    example="https://%(name)s.wordpress.com/",
    shape=_("A blog is known by the name of its website."),
    reserved=words(post="p post posts inlagg"),
    sentences={
        "sub-page": _(
            "This is a page inside a website. Paste the address of the blog's front page."
        ),
        "post": _("This is a single post. Paste the address of the blog's front page."),
    },
)
