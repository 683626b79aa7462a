"""The refusal that travels from the rule that found a fault to the one answer that reports it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.platforms.base import PlatformRule
    from accounts.platforms.sentences import Text

#: A host is repeated to the person who pasted it, but not at any length.
LONGEST_HOST_SHOWN = 80


class Refusal(Exception):
    """An address that names no account the register can hold. Never leaves ``identify``.

    ``platform`` is the platform that the address belongs to, where that is known. ``sentence``
    replaces the shared sentence of ``code``, and ``values`` fill it. ``host`` is where the address
    leads, and ``claimed`` what it would be taken for.
    """

    def __init__(
        self,
        code: str,
        *,
        platform: PlatformRule | None = None,
        sentence: Text | None = None,
        values: Mapping[str, object] | None = None,
        host: str = "",
        claimed: str = "",
    ) -> None:
        super().__init__(code)
        self.code = code
        self.platform = platform
        self.sentence = sentence
        self.claimed = claimed
        shown = host if len(host) <= LONGEST_HOST_SHOWN else host[:LONGEST_HOST_SHOWN] + "…"
        self.values: dict[str, object] = {"host": shown, **(values or {})}
