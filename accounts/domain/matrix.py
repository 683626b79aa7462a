"""The register as the start page shows it: university-wide accounts, and three dated figures."""

from dataclasses import dataclass

from ..choices import OFFICIAL
from ..models import Account, Platform
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class PlatformGroup:
    platform: Platform
    accounts: list[Account]


@dataclass(frozen=True)
class Figures:
    accounts: int
    units: int
    platforms: int


_kept: tuple[str, Figures | None] = ("", None)


def university_wide(words: Vocabulary) -> list[PlatformGroup]:
    """The official accounts that speak for the whole university, by platform."""
    groups: dict[str, list[Account]] = {}
    wide = Account.objects.filter(is_university_wide=True, status__in=OFFICIAL)
    for account in wide.only("slug", "name", "handle", "platform", "compromised_at"):
        groups.setdefault(account.platform_id, []).append(account)
    return [
        PlatformGroup(platform, groups[code])
        for code, platform in words.platforms.items()
        if code in groups
    ]


def figures(words: Vocabulary) -> Figures:
    """Official accounts, and the units and platforms they are spread over; once a revision."""
    global _kept
    kept_for, kept = _kept
    if kept is None or kept_for != words.revision:
        official = Account.objects.order_by().filter(status__in=OFFICIAL)
        kept = Figures(
            accounts=official.count(),
            units=official.values("unit").distinct().count(),
            platforms=official.values("platform").distinct().count(),
        )
        _kept = (words.revision, kept)
    return kept
