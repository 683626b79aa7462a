"""Reading addresses for link checks: the host, doors to sign in at, what a page says it is."""

import re
from urllib.parse import unquote

import httpx2

from ...platforms import Identified, identify
from ...platforms.tables import listed

UNREADABLE = "-"
"""Stands for the host of an address that has none."""

_SIGN_IN_WORDS = listed(
    "login signin sign-in sign_in log-in log_in logon auth authenticate authwall authorize oauth "
    "oauth2 uas checkpoint challenge consent sso saml saml2 idp cas captcha wall passport"
)
_SIGN_IN_HOSTS = listed(
    "accounts account auth cas challenge consent id idp login passport signin sso"
)
_SIGN_IN_QUERIES = frozenset({"samlrequest", "client_id", "response_type"})
_NOBODYS = listed(
    "404 blocked browser-not-supported error not-found not_found notfound page-not-found "
    "show_error sorry suspended unavailable unsupported unsupported-browser unsupported_browser "
    "unsupportedbrowser"
)
"""Pages that platforms send visitors to, and that look like somebody's handle."""
_SEGMENTS = 4
"""A path's first parts are looked at; what comes later is a title or a word of a search."""

_TAG = re.compile(rb"<(?:link|meta)\s[^>]{1,600}>", re.IGNORECASE)
_OWN_ADDRESS = re.compile(
    rb"""\b(?:rel|property)\s*=\s*["']?(?:canonical|og:url)["'\s/>]""", re.IGNORECASE
)
_VALUE = re.compile(rb"""\b(?:href|content)\s*=\s*["']([^"']{1,500})["']""", re.IGNORECASE)


def host_of(text: str) -> str:
    """The host that requests to this address are counted under; `www.` makes no other one."""
    try:
        host = httpx2.URL(text).raw_host.decode("ascii").lower()
    except (httpx2.InvalidURL, ValueError, TypeError):
        return UNREADABLE
    return host.removeprefix("www.")[:253] or UNREADABLE


def asks_to_sign_in(url: httpx2.URL) -> bool:
    """Whether an address that a server sends visitors to is its door and not a page."""
    first_label = url.host.lower().partition(".")[0]
    if first_label in _SIGN_IN_HOSTS or first_label.startswith(("idp", "login")):
        return True
    for segment in unquote(url.path).lower().split("/")[1 : _SEGMENTS + 1]:
        if segment.partition(".")[0] in _SIGN_IN_WORDS:
            return True
    return any(name.lower() in _SIGN_IN_QUERIES for name in url.params)


def account_at(url: httpx2.URL, platform: str) -> Identified | None:
    """The account whose page this address is; None for doors and pages about what is missing."""
    last = url.path.lower().rstrip("/").rpartition("/")[2]
    if last in _NOBODYS or asks_to_sign_in(url):
        return None
    found = identify(str(url), platform)
    return found if found.valid else None


def shown_account(body: bytes, platform: str) -> Identified | None:
    """The account that a page says it is the page of, where it says so near its beginning."""
    for tag in _TAG.finditer(body):
        value = _VALUE.search(tag[0]) if _OWN_ADDRESS.search(tag[0]) else None
        if value:
            found = identify(value[1].decode("utf-8", "replace"), platform)
            if found.valid:
                return found
    return None
