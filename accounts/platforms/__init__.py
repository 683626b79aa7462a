"""The one place for address rules: which account a pasted address or handle means.

``identify(text, platform=None)`` answers; it is pure, never raises and asks no network.
``PLATFORMS`` holds one rule for each platform, in the product's order.
"""

from accounts.platforms.base import Identified, PlatformRule
from accounts.platforms.catalogue import PLATFORMS
from accounts.platforms.help import HELP, Help, HelpLink
from accounts.platforms.identification import identify
from accounts.platforms.sentences import DECEPTIVE

__all__ = [
    "DECEPTIVE",
    "HELP",
    "PLATFORMS",
    "Help",
    "HelpLink",
    "Identified",
    "PlatformRule",
    "get",
    "identify",
]


def get(code: str) -> PlatformRule:
    """The platform with ``code``. Raises KeyError when there is none."""
    return PLATFORMS[code]
