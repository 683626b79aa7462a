"""One look at an account's address: what the answers on the way mean.

Only two things speak against an account: that its platform says that nothing is there (404, 410),
and that the name leads to an account with another permanent id. Everything that could be our
visit's fault (too many requests, a broken server, a door to sign in at, silence) says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import httpcore2
import httpx2

from ...platforms import get, identify
from .addresses import account_at, asks_to_sign_in, host_of, shown_account
from .fetching import Answer, fetch
from .guard import Deadline, NoSuchName, Refused, checked_url

MOST_REDIRECTS = 5
VISIT_SECONDS = 25.0
LONGEST_WAIT = timedelta(days=1)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_NOTHING_THERE = frozenset({404, 410})
_WALLS = frozenset({401, 402, 403, 407, 999})
_TOO_MANY = 429
_RANGE = 416

Turn = Callable[[str], bool]
"""Asked for each request's host; waits for the host's turn, False when that takes too long."""


class Outcome(StrEnum):
    FOUND = "found"
    RENAMED = "renamed"
    FAILING = "failing"
    UNKNOWN = "unknown"


class Detail(StrEnum):
    """Why the outcome is what it is; `sentences` says it to people."""

    NONE = ""
    NOT_FOUND = "not-found"
    NO_SUCH_NAME = "no-such-name"
    OTHER_ACCOUNT = "other-account"
    SIGN_IN = "sign-in"
    TOO_MANY = "too-many"
    SERVER = "server"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    NOT_ASKED = "not-asked"
    ELSEWHERE = "elsewhere"
    ROUND_AND_ROUND = "round-and-round"
    BUSY = "busy"
    ODD = "odd"


PASSING = frozenset({Detail.TOO_MANY, Detail.SERVER, Detail.SLOW, Detail.UNREACHABLE, Detail.BUSY})
"""What may be over in an hour."""


@dataclass(frozen=True)
class Seen:
    """What a look showed. `wait` is what the server asked for, `host` the one that did."""

    outcome: Outcome
    detail: Detail = Detail.NONE
    moved_to: str = ""
    wait: timedelta | None = None
    host: str = ""


@dataclass(frozen=True)
class Target:
    """What is looked at; `permanent_id` is the platform's own, where the register knows it."""

    url: str
    platform: str
    permanent_id: str = ""


def look(target: Target, turn: Turn) -> Seen:
    """Visit the target's address and say what that showed. Raises nothing of the network's."""
    try:
        return _Visit(target, turn).seen()
    except Refused:
        return Seen(Outcome.UNKNOWN, Detail.NOT_ASKED)
    except NoSuchName:
        # A platform's own name does not lapse: then it is our name server that is broken.
        own_name = get(target.platform).any_host
        return Seen(Outcome.FAILING if own_name else Outcome.UNKNOWN, Detail.NO_SUCH_NAME)
    except httpcore2.TimeoutException:
        return Seen(Outcome.UNKNOWN, Detail.SLOW)
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol):
        return Seen(Outcome.UNKNOWN, Detail.UNREACHABLE)


class _Visit:
    """The way from an address to where it leads. `named` is the last account met on it."""

    def __init__(self, target: Target, turn: Turn) -> None:
        self.target = target
        self.turn = turn
        self.deadline = Deadline(VISIT_SECONDS)
        self.own = identify(target.url, target.platform)
        self.named = self.own
        self.for_good = True

    def seen(self) -> Seen:
        url = checked_url(self.target.url)
        asked = {url}
        for _ in range(MOST_REDIRECTS + 1):
            if not self.turn(host_of(str(url))):
                return self.unknown(Detail.BUSY)
            answer = fetch(url, self.deadline)
            if answer.status not in _REDIRECTS:
                return self.meaning(url, answer)
            following = self.following(url, answer)
            if following is None:
                return self.unknown(Detail.ODD)
            if asks_to_sign_in(following):
                return self.unknown(Detail.SIGN_IN)
            if following in asked:
                break
            asked.add(following)
            url = following
        return Seen(Outcome.UNKNOWN, Detail.ROUND_AND_ROUND)

    def following(self, url: httpx2.URL, answer: Answer) -> httpx2.URL | None:
        """Where a redirect leads, checked like any other address; None when it does not say."""
        location = answer.headers.get("location", "")
        if not location:
            return None
        try:
            joined = url.join(location).copy_with(fragment=None)
        except (httpx2.InvalidURL, ValueError) as error:
            raise Refused from error
        following = checked_url(str(joined))
        found = account_at(following, self.target.platform)
        if found is not None:
            self.named = found
            self.for_good = self.for_good and answer.status in _FOR_GOOD
        return following

    def meaning(self, url: httpx2.URL, answer: Answer) -> Seen:
        status = answer.status
        if status in _NOTHING_THERE:
            return Seen(Outcome.FAILING, Detail.NOT_FOUND)
        if status == _TOO_MANY:
            return self.unknown(Detail.TOO_MANY, wait=asked_wait(answer), host=host_of(str(url)))
        if status in _WALLS:
            return self.unknown(Detail.SIGN_IN)
        if status >= 500:
            return self.unknown(Detail.SERVER, wait=asked_wait(answer), host=host_of(str(url)))
        if 200 <= status < 300 or status == _RANGE:
            return self.arrived(url, answer)
        return self.unknown(Detail.ODD)

    def unknown(self, detail: Detail, wait: timedelta | None = None, host: str = "") -> Seen:
        """Nothing was seen, unless the platform had named another account before."""
        if self.has_moved() and not self.own.permanent_id:
            seen = self.judged(self.named.permanent_id)
            return Seen(seen.outcome, seen.detail, seen.moved_to, wait, host)
        return Seen(Outcome.UNKNOWN, detail, wait=wait, host=host)

    def arrived(self, url: httpx2.URL, answer: Answer) -> Seen:
        if not self.own.valid:
            same_host = host_of(str(url)) == host_of(self.target.url)
            return Seen(Outcome.FOUND) if same_host else self.unknown(Detail.ELSEWHERE)
        if account_at(url, self.target.platform) is None:
            return Seen(Outcome.UNKNOWN, Detail.ELSEWHERE)
        shown = None
        if "content-encoding" not in answer.headers:
            shown = shown_account(answer.body, self.target.platform)
        return self.judged(self.named.permanent_id or (shown.permanent_id if shown else ""))

    def has_moved(self) -> bool:
        """Whether the platform named another account, and not the same one in other letters."""
        if not self.own.valid or self.named.key == self.own.key:
            return False
        # Anybody may send visitors of their own site somewhere for a while.
        return self.for_good or not get(self.target.platform).any_host

    def judged(self, permanent_id: str) -> Seen:
        """The account that answers is `permanent_id`, where the platform showed one."""
        known = self.own.permanent_id or self.target.permanent_id
        if known and permanent_id and known != permanent_id:
            return Seen(Outcome.FAILING, Detail.OTHER_ACCOUNT)
        if self.named.key == self.own.key:
            return Seen(Outcome.FOUND)
        if not self.has_moved():
            return Seen(Outcome.UNKNOWN, Detail.ELSEWHERE)
        if self.own.permanent_id or (known and self.named.permanent_id == known):
            return Seen(Outcome.FOUND)  # another spelling: the permanent id proves it
        return Seen(Outcome.RENAMED, moved_to=self.named.url)


def asked_wait(answer: Answer) -> timedelta | None:
    """How long the server asks not to come back: seconds or a date, a day at the most."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - datetime.now(UTC), timedelta()), LONGEST_WAIT)
