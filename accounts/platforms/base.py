"""What a platform is to the register, and what reading an address gives.

A platform is one :class:`PlatformRule`: data about its hosts and names, and, where data is not
enough, its own way of reading an address. Most platforms are a :class:`NameRule`, where the first
part of the path is the account. Nothing here asks the network or the database.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from accounts.platforms.address import Address
from accounts.platforms.refusal import Refusal
from accounts.platforms.sentences import NAME, Text, fill


@dataclass(frozen=True)
class Identified:
    """The answer to "which account is this?".

    ``key`` is for comparing: two answers mean the same account exactly when their ``platform`` and
    ``key`` are equal. ``permanent_id`` is the platform's own id where the address shows one, for
    handles get renamed and squatted. ``personal`` says that the account is a person's own profile:
    it is recognised, and registration refuses it. For a refused text ``code`` says why to programs
    and ``reason`` to people, and ``resembles`` is the code of the platform whose address it is
    dressed up as.
    """

    input: str
    platform: str | None = None
    handle: str = ""
    url: str = ""
    valid: bool = False
    # Comparing or printing answers must not need a language, so neither looks at the sentence.
    reason: Text = field(default="", compare=False, repr=False)
    code: str = ""
    key: str = ""
    permanent_id: str = ""
    personal: bool = False
    resembles: str = ""


@dataclass(frozen=True)
class Found:
    """An account as a platform's rule reads it out of an address."""

    handle: str
    url: str
    key: str
    permanent_id: str = ""
    personal: bool = False
    #: The server that the account says it is on, as it was written, where any host may be one.
    server: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlatformRule:
    """One platform.

    ``domains`` are the platform's registrable domains; every host below them belongs to it, but
    only the bare domain and ``subdomains`` (or ones that match ``subdomain_pattern``) name
    accounts. ``links`` are hosts of the platform that never do, with the refusal code of each.
    ``reserved`` are first parts of a path that are no account, with the refusal code of each.
    """

    code: str
    name: Text
    domains: tuple[str, ...]
    #: An example address; ``%(name)s`` stands for the account's name.
    example: str
    #: One sentence on what a handle looks like.
    shape: Text
    subdomains: frozenset[str] = frozenset()
    subdomain_pattern: re.Pattern[str] | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)
    #: Schemes other than http that name accounts here, such as ``spotify``.
    schemes: tuple[str, ...] = ()
    #: Handles of this platform are domain names, so "lu.se" alone is a handle and not an address.
    domain_handles: bool = False
    #: A server of one's own can belong to this platform, when the person says that it does.
    any_host: bool = False
    #: First parts of a handle that hold a dot and yet begin a path, such as ``profile.php``.
    path_words: frozenset[str] = frozenset()
    #: Names so much the platform's own that a foreign host with one in it poses as the platform.
    brands: tuple[str, ...] = ()
    #: Sentences that replace the shared ones, by refusal code.
    sentences: Mapping[str, Text] = field(default_factory=dict)

    def refuse(self, code: str) -> Refusal:
        """The refusal with ``code``, about this platform."""
        return Refusal(code, platform=self, sentence=self.sentences.get(code))

    def facts(self) -> dict[str, object]:
        """What the sentences may say about this platform."""
        return {
            "platform": self.name,
            "example": fill(self.example, {"name": NAME}),
            "shape": self.shape,
        }

    def hosts(self) -> Iterable[str]:
        """Every host that the look-alike guard protects."""
        return (*self.domains, *self.links)

    def check_host(self, address: Address) -> None:
        """Raise :class:`Refusal` when no account of this platform has an address on this host."""
        self.check_link(address.host)
        prefix = self.subdomain(address.host)
        if not prefix or prefix in self.subdomains:
            return
        if self.subdomain_pattern and self.subdomain_pattern.fullmatch(prefix):
            return
        raise self.refuse("platform-page")

    def check_link(self, host: str) -> None:
        """Raise :class:`Refusal` when ``host`` is one of ``links`` or below one."""
        for link, code in self.links.items():
            if host == link or host.endswith("." + link):
                raise self.refuse(code)

    def subdomain(self, host: str) -> str:
        """What stands before the platform's domain in ``host``, without the dot."""
        if host in self.domains:
            return ""
        for domain in self.domains:
            if host.endswith("." + domain):
                return host[: -len(domain) - 1]
        return ""

    def read(self, address: Address) -> Found:
        """The account an address names. Raises :class:`Refusal`."""
        raise NotImplementedError

    def read_handle(self, text: str) -> Found:
        """The account a bare handle names; ``text`` has no scheme. Raises :class:`Refusal`.

        A handle with slashes (``company/slug``) is read as the path of an address.
        """
        return self.read(Address.on(self.domains[0], text))

    def read_uri(self, scheme: str, rest: str) -> Found:
        """The account that ``scheme:rest`` names, for ``schemes``. Raises :class:`Refusal`."""
        raise self.refuse("scheme")


@dataclass(frozen=True, kw_only=True, eq=False)
class NameRule(PlatformRule):
    """A platform where the first part of the path is the account's name.

    ``address`` is the canonical address, ``pattern`` what a whole name must match. ``at_sign`` says
    that names in addresses begin with ``@``, so that nothing else in that place is a name.
    ``tabs`` are pages of the account that may follow its name, ``deep_tabs`` those with pages of
    their own; ``contents`` are what else may follow it, with the refusal code of each, and
    ``otherwise`` is the refusal code of anything else.
    """

    address: str
    pattern: re.Pattern[str]
    at_sign: bool = False
    #: The platform itself writes names in lower case.
    lower_case: bool = False
    tabs: frozenset[str] = frozenset()
    deep_tabs: frozenset[str] = frozenset()
    contents: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = "sub-page"

    def read(self, address: Address) -> Found:
        if not address.segments:
            raise self.refuse("no-handle")
        first, *rest = address.segments
        if first.startswith("@"):
            name = first[1:]
        else:
            name = first
            code = self.reserved.get(first.lower())
            if code or self.at_sign:
                raise self.refuse(code or "no-handle")
        found = self.account(name)
        self.check_below(rest)
        return found

    def read_handle(self, text: str) -> Found:
        if "/" in text:
            return super().read_handle(text)
        return self.account(text.removeprefix("@"))

    def check_below(self, rest: list[str]) -> None:
        """Refuse what follows an account's name unless it is still a page of the account."""
        if not rest:
            return
        first = rest[0].lower()
        if first in self.deep_tabs or (first in self.tabs and len(rest) == 1):
            return
        default = "post" if first in self.tabs else self.otherwise
        raise self.refuse(self.contents.get(first, default))

    def account(self, name: str) -> Found:
        """The account called ``name``."""
        if not self.pattern.fullmatch(name):
            raise self.refuse("bad-handle" if name else "no-handle")
        if not self.at_sign and name.lower() in self.reserved:
            raise self.refuse(self.reserved[name.lower()])
        if self.lower_case:
            name = name.lower()
        return Found(handle=name, url=self.url_for(name), key=self.key_for(name))

    def url_for(self, name: str) -> str:
        """The canonical address of the account called ``name``."""
        return self.address % {"name": quote(name, safe="@")}

    def key_for(self, name: str) -> str:
        """What is left of ``name`` when two spellings of one account are compared."""
        return name.lower()
