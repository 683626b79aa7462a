"""Platforms of still pictures: Flickr, Pinterest."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from accounts.platforms.address import Address
from accounts.platforms.base import Found, NameRule
from accounts.platforms.tables import listed, words

_FLICKR_ID = re.compile(r"[0-9]{4,14}@N[0-9]{2}")


@dataclass(frozen=True, kw_only=True, eq=False)
class FlickrRule(NameRule):
    """Flickr: an alias, or the permanent id. ``/photos/x`` and ``/people/x`` are one account."""

    def read(self, address: Address) -> Found:
        segments = address.segments
        if len(segments) > 1 and segments[0].lower() in ("photos", "people"):
            segments = segments[1:]
            if segments[1:] and segments[1].isdigit():
                raise self.refuse("photo")
            if segments[1:] and re.fullmatch(r"page[0-9]{1,4}", segments[1].lower()):
                segments = segments[:1]
        return super().read(replace(address, segments=segments))

    def account(self, name: str) -> Found:
        found_id = name.upper()
        if not _FLICKR_ID.fullmatch(found_id):
            return super().account(name)
        return Found(found_id, self.url_for(found_id), key=found_id, permanent_id=found_id)


FLICKR = FlickrRule(
    code="flickr",
    name="Flickr",
    domains=("flickr.com",),
    subdomains=frozenset({"m", "secure"}),
    links={"flic.kr": "short-link", "staticflickr.com": "photo"},
    brands=("flickr",),
    example="https://www.flickr.com/people/%(name)s",
    address="https://www.flickr.com/people/%(name)s",
    pattern=re.compile(r"[A-Za-z0-9_-]{2,64}"),
    shape=_("A name on Flickr has letters A–Z, digits, hyphens and underscores."),
    reserved=words(
        photo="photo commons explore gp",
        group="groups",
        event="events",
        search="search tags map cameras",
        login="signin signup login",
        platform_page="about account browser help jobs people photos photos_public.gne services "
        "prints upload public organize create creativecommons recommendations invites",
    ),
    tabs=listed(
        "about albums archives collections contacts faves favorites galleries groups map photos "
        "photostream relationship sets stats tags testimonials with"
    ),
    contents=words(
        photo="albums sets galleries collections", search="tags archives", group="groups"
    ),
)

# Pinterest's country hosts, beside the country subdomains ("se.pinterest.com").
_PINTEREST_ENDINGS = listed(
    "se dk fr de at be ch es it nl pt ie fi no pl hu ru co.uk uk ca com.mx mx cl co.at "
    "com.au co.nz nz jp co.kr kr co.in in id ph th vn tw com.vn com.br com.pe pe com.ec ec "
    "com.uy com.bo com.py engineering"
)

PINTEREST = NameRule(
    code="pinterest",
    name="Pinterest",
    domains=tuple(f"pinterest.{ending}" for ending in ("com", *sorted(_PINTEREST_ENDINGS))),
    subdomains=frozenset({"m"}),
    subdomain_pattern=re.compile(r"[a-z]{2}"),
    links={"pin.it": "short-link"},
    brands=("pinterest",),
    example="https://www.pinterest.com/%(name)s/",
    address="https://www.pinterest.com/%(name)s/",
    pattern=re.compile(r"[A-Za-z0-9_]{3,30}"),
    shape=_("A name on Pinterest has 3–30 letters A–Z, digits and underscores."),
    reserved=words(
        post="pin pins",
        search="search ideas explore categories today topics discover",
        login="login signup logout password",
        platform_page="about business settings resource oauth source videos convert "
        "edit invited privacy terms _",
    ),
    tabs=listed("_saved _created _shop _community _pins pins boards followers following"),
    otherwise="collection",
)
