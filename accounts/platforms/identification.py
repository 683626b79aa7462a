"""Which account a pasted text means: the one question this package answers."""

from accounts.platforms import dead
from accounts.platforms.address import Address, clean, head, read_host, split_scheme, to_unicode
from accounts.platforms.base import Found, Identified, PlatformRule
from accounts.platforms.catalogue import GUARD, PLATFORMS, in_table, owner_of, owner_of_scheme
from accounts.platforms.fediverse import MASTODON
from accounts.platforms.lookalikes import is_disguised
from accounts.platforms.refusal import Refusal
from accounts.platforms.sentences import (
    CLOSED_IN_YEAR,
    FOREIGN_HOST,
    SENTENCES,
    fill,
)

# Hosts under which nobody has an account, and the refusal code of each.
_NOBODYS = {
    **dict.fromkeys(dead.SHORT_LINKS, "short-link"),
    **dict.fromkeys(dead.LINK_PAGES, "link-page"),
    **dict.fromkeys(dead.REDIRECTS, "redirect"),
}

# No claim is longer than a host, and a text that is should not be searched for one.
_LONGEST_CLAIM = 300


def identify(text: str, platform: str | None = None) -> Identified:
    """The account that ``text`` means, or why it means none. Never raises, asks no network.

    ``platform`` is the code of the platform that the person chose. With it a bare handle is enough,
    and an address of another platform is refused; without it the address must say by itself where
    it belongs.
    """
    asked = PLATFORMS.get(platform) if platform else None
    try:
        if platform and not asked:
            raise Refusal("unknown-platform")
        rule, found = _read(text, asked)
    except Refusal as refusal:
        return _refused(text, refusal, asked)
    return Identified(
        input=text,
        platform=rule.code,
        handle=found.handle,
        url=found.url,
        valid=True,
        key=found.key,
        permanent_id=found.permanent_id,
        personal=found.personal,
    )


def _refused(text: str, refusal: Refusal, asked: PlatformRule | None) -> Identified:
    rule = refusal.platform or asked
    values = {**(rule.facts() if rule else {}), **refusal.values}
    # A lazy sentence must not be asked whether it is empty: that would translate it.
    sentence = SENTENCES[refusal.code] if refusal.sentence is None else refusal.sentence
    return Identified(
        input=text,
        platform=rule.code if rule else None,
        reason=fill(sentence, values),
        code=refusal.code,
        resembles=_resembled(refusal.claimed),
    )


def _resembled(claim: str) -> str:
    """The code of the platform that a person would take ``claim`` for, or ``""``."""
    claim = claim[:_LONGEST_CLAIM].lower()
    owner = owner_of(claim)
    return owner.code if owner else GUARD.imitated(claim)


def _read(text: str, asked: PlatformRule | None) -> tuple[PlatformRule, Found]:
    scheme, rest = split_scheme(clean(text))
    if scheme not in ("", "http"):
        return _read_uri(scheme, rest, asked)
    if not rest:
        raise Refusal("empty")
    if not scheme:
        before = head(rest)
        if "@" in before[1:]:
            return _read_with_server(rest, asked)
        if _is_handle(rest, before, asked):
            return _read_handle(rest, asked)
    return _read_address(Address.parse(rest), asked)


def _read_uri(scheme: str, rest: str, asked: PlatformRule | None) -> tuple[PlatformRule, Found]:
    rule = owner_of_scheme(scheme)
    if not rule:
        raise Refusal("scheme")
    _check_asked(rule, asked)
    found = rule.read_uri(scheme, rest)
    _check_server(found)
    return rule, found


def _is_handle(text: str, before: str, asked: PlatformRule | None) -> bool:
    """Whether ``text``, which has no scheme, is a handle and not an address without its scheme."""
    if text.startswith("@") or "." not in before:
        return True
    if not asked or asked.any_host:
        return False
    if before.lower() in asked.path_words:
        return True
    if text != before or before.lower().startswith("www.") or ":" in before or "%" in before:
        return False
    # "lu.se" may be a name on the chosen platform, unless it is somebody's host or poses as one.
    owner = owner_of(before.lower())
    if owner and asked.domain_handles:
        return owner is not asked
    return not owner and not _is_known_host(before.lower()) and not GUARD.imitated(before)


def _read_handle(text: str, asked: PlatformRule | None) -> tuple[PlatformRule, Found]:
    if asked:
        return asked, asked.read_handle(text)
    rule = owner_of(text.removeprefix("@").lower()) if text.startswith("@") else None
    if rule and rule.domain_handles:  # "@name.bsky.social" can only be one thing
        return rule, rule.read_handle(text)
    raise Refusal("no-platform")


def _read_with_server(text: str, asked: PlatformRule | None) -> tuple[PlatformRule, Found]:
    """``@user@host`` or ``user@host``: an account of the fediverse, a mail address, or a trick."""
    before = head(text)
    local, _at, server = before.rpartition("@")
    if asked and asked is not MASTODON and "." not in server:
        return asked, asked.read_handle(text)  # "51986662@N05" is a name on Flickr
    local = local.removeprefix("@")
    if text != before or "@" in local or _is_known_host(local.lower()):
        raise Refusal("user-info", host=server, claimed=local)
    host = read_host(server)
    if not text.startswith("@") and asked is not MASTODON and owner_of(host) is not MASTODON:
        raise Refusal("email", platform=asked)
    _check_asked(MASTODON, asked)
    found = MASTODON.account(local, server)
    _check_server(found)
    return MASTODON, found


def _read_address(address: Address, asked: PlatformRule | None) -> tuple[PlatformRule, Found]:
    rule = _owner(address.host, address.written_host)
    if not rule:
        if not asked:
            raise Refusal("unknown-host", host=address.host)
        if not asked.any_host:
            raise Refusal("unknown-host", platform=asked, sentence=FOREIGN_HOST, host=address.host)
        rule = asked
    _check_asked(rule, asked)
    rule.check_host(address)
    found = rule.read(address)
    _check_server(found)
    return rule, found


def _check_asked(rule: PlatformRule, asked: PlatformRule | None) -> None:
    if asked and rule is not asked:
        # The refusal is about the platform that the address belongs to; the sentence asks for one
        # that belongs to the platform that was chosen.
        values = {**asked.facts(), "other": rule.name}
        raise Refusal("wrong-platform", platform=rule, values=values)


def _check_server(found: Found) -> None:
    """Refuse an account on a server that is another platform's, gone, or poses as a platform."""
    if not found.server:
        return
    rule = _owner(read_host(found.server), found.server)
    if rule:
        _check_asked(rule, MASTODON)


def _owner(host: str, written: str) -> PlatformRule | None:
    """The platform that ``host`` belongs to; None when it may be anybody's own website.

    Raises :class:`Refusal` for a host that poses as a platform's or holds nobody's account.
    """
    code = in_table(host, _NOBODYS)
    if code:
        raise Refusal(code)
    gone = in_table(host, dead.DEAD_PLATFORMS)
    if gone:
        sentence = CLOSED_IN_YEAR if gone.closed_in else None
        values: dict[str, object] = {"dead": gone.name, "year": gone.closed_in}
        raise Refusal("dead-platform", sentence=sentence, values=values)
    owner = owner_of(host)
    if owner and written.isascii():
        return owner
    # Other letters that the domain name system turns into a platform's name are not written by
    # anybody who means well, although a browser would arrive at the platform.
    readable = to_unicode(host)
    resembled = owner.code if owner else GUARD.imitated(written) or GUARD.imitated(readable)
    if resembled:
        rule = PLATFORMS[resembled]
        values = {
            "resembled": rule.name,
            "resembled_example": rule.facts()["example"],
        }
        raise Refusal("lookalike-host", host=host, claimed=rule.domains[0], values=values)
    if is_disguised(readable):
        raise Refusal("odd-host", host=host, claimed=readable)
    return None


def _is_known_host(host: str) -> bool:
    """Whether ``host``, in lower case, is one that a website is expected at."""
    host = host.removeprefix("www.")
    return bool(owner_of(host) or in_table(host, _NOBODYS) or in_table(host, dead.DEAD_PLATFORMS))
