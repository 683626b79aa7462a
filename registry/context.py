"""What the frame of every page shows: institution, navigation, the other language, footer."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .navigation import footer, navigation, tools


def sign_in_address(request: HttpRequest) -> str:
    """Where to sign in, and to come back to the page one was on."""
    address = reverse("account_login")
    if request.path.startswith(reverse("accounts:home") + "sign-in/") or request.path == "/":
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def frame(request: HttpRequest) -> dict:
    language = (get_language() or "sv")[:2]
    other = "en" if language == "sv" else "sv"
    return {
        "institution": settings.INSTITUTION_NAMES[language],
        "site_url": settings.SITE_URL,
        "navigation": navigation(request),
        "tools": tools(request),
        "footer": footer(request),
        "other_language": {
            "code": other,
            "label": {"sv": "Svenska", "en": "English"}[other],
            "url": translate_url(request.get_full_path(), other),
        },
        "sign_in_url": sign_in_address(request),
        "sign_out_url": reverse("account_logout"),
        "product": _("Channel register"),
    }
