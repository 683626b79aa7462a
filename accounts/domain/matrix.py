"""The register as the start page shows it: university-wide accounts, and three dated figures."""

from dataclasses import dataclass

from ..choices import OFFICIAL
from ..models import Account, Platform
from . import coverage
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
    """Official accounts, and the units and platforms they are spread over."""
    totals = coverage.everywhere(words)
    return Figures(
        accounts=totals.total(),
        units=len(coverage.counts_by_unit(words)),
        platforms=len(totals),
    )
