"""Is this address the university's? Answers from what anyone may see, in one indexed look-up.

The answer for something the register keeps to itself (a draft, a declined account) is the same as
for something it has never heard of.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from ..choices import PUBLIC, Status
from ..models import Account, Handle
from ..platforms import PLATFORMS, Identified, identify


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
    held = known_handles().filter(platform_id=identified.platform or "", key=identified.key).first()
    return answer_for(held, identified) if held else Verification(Answer.UNKNOWN, identified)


def verify_bare_handle(text: str) -> Verification | None:
    """The answer for a handle without its platform that is ours no longer; None for any other.

    A handle we hold today is found by searching, on every platform where we hold it.
    """
    read = [identify(text, platform=code) for code in PLATFORMS]
    meant = {(found.platform, found.key): found for found in read if found.valid}
    former = None
    platforms = {str(platform) for platform, _key in meant}
    keys = {key for _platform, key in meant}
    for held in known_handles().filter(platform_id__in=platforms, key__in=keys):
        identified = meant.get((held.platform_id, held.key))
        if identified is None:
            continue
        answer = answer_for(held, identified)
        if answer.answer != Answer.FORMER:
            return None
        former = former or answer
    return former


def known_handles() -> QuerySet[Handle]:
    """Every handle of an account that anyone may see, those in force first."""
    return (
        Handle.objects.filter(account__status__in=PUBLIC)
        .select_related("account", "account__unit", "account__platform")
        .order_by("-is_living", "-held_until", "-id")
    )


def answer_for(held: Handle, identified: Identified) -> Verification:
    """What to say of a handle that the register knows."""
    account = held.account
    if held.held_until is not None:
        return Verification(Answer.FORMER, identified, account, held.held_until)
    if account.status == Status.CLOSED:
        return Verification(Answer.FORMER, identified, account, account.closed_on)
    if account.is_compromised:
        return Verification(Answer.COMPROMISED, identified, account)
    return Verification(Answer.OFFICIAL, identified, account)
