"""What the pages for signing in need: the ways in, and devices by names people know."""

import re
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry import mfa_adapter
from registry.claims import configured

register = template.Library()

BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@register.simple_tag(takes_context=True)
def ways_in(context: template.Context) -> list[dict[str, str]]:
    """The university's own sign-ins, each a name and an address that leads back to `next`."""
    request: HttpRequest = context["request"]
    query = {"language": (get_language() or "sv")[:2]}
    headed_for = request.POST.get("next") or request.GET.get("next")
    if headed_for:
        query["next"] = headed_for
    return [
        {"name": given.name, "url": f"{reverse(f'{given.kind}_login')}?{urlencode(query)}"}
        for given in configured()
    ]


@register.simple_tag
def passkeys_possible() -> bool:
    return mfa_adapter.are_passkeys_possible()


@register.filter
def device(user_agent: str) -> str:
    """`Firefox, Windows`; what it says of itself where it is none of the known ones."""
    browser = next((name for name, sign in BROWSERS if re.search(sign, user_agent)), "")
    system = next((name for name, sign in SYSTEMS if re.search(sign, user_agent)), "")
    return ", ".join(filter(None, (browser, system))) or _("Unknown device")


@register.filter
def in_fours(key: str) -> str:
    """A long key in groups, for typing it by hand."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))
