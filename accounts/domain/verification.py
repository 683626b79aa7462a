"""Is this address the university's? Answers from what anyone may see, in one indexed look-up.

The answer for something the register keeps to itself (a draft, a declined account) is the same as
for something it has never heard of.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..choices import PUBLIC, Status
from ..models import Account, Handle
from ..platforms import Identified, identify


class Answer(StrEnum):
    OFFICIAL = "official"
    FORMER = "former"
    COMPROMISED = "compromised"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Verification:
    """`until` is set for a former address; `account` for everything the register knows."""

    answer: Answer
    identified: Identified
    account: Account | None = None
    until: date | None = None


def verify(text: str) -> Verification:
    """What the register knows about a pasted address."""
    identified = identify(text)
    if not identified.valid:
        return Verification(Answer.UNREADABLE, identified)
    held = (
        Handle.objects.filter(
            platform__code=identified.platform, key=identified.key, account__status__in=PUBLIC
        )
        .select_related("account", "account__unit", "account__platform")
        .order_by("-is_living", "-held_until", "-id")
        .first()
    )
    if held is None:
        return Verification(Answer.UNKNOWN, identified)
    account = held.account
    if held.held_until is not None:
        return Verification(Answer.FORMER, identified, account, held.held_until)
    if account.status == Status.CLOSED:
        return Verification(Answer.FORMER, identified, account, account.closed_on)
    if account.is_compromised:
        return Verification(Answer.COMPROMISED, identified, account)
    return Verification(Answer.OFFICIAL, identified, account)
