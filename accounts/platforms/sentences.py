"""What a refusal says: one sentence for each refusal code, shared by all platforms.

A code is stable and meant for programs; its sentence is meant for people, is translated when it is
rendered, and always says what to paste instead. A platform may replace a sentence by its own.
"""

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

#: Text for people, perhaps not translated yet.
Text = str | Promise


def _filled(sentence: Text, values: Mapping[str, object]) -> str:
    return str(sentence) % values


#: ``fill(sentence, values)`` puts values into a lazy sentence without translating it yet.
fill = lazy(_filled, str)

#: Stands in an example address where the account's own name goes.
NAME = _("NAME")

SENTENCES: Mapping[str, Text] = {
    # About the text as such
    "empty": _("Paste the address of an account, or its handle."),
    "too-long": _("This is too long to be an address. Paste only the account's own address."),
    "not-text": _("This is not text. Give the address as text."),
    "white-space": _(
        "This is more than an address: there are spaces in it. "
        "Paste only the account's own address."
    ),
    "hidden-characters": _(
        "There are invisible characters inside this address, and they can hide where it leads. "
        "Type the address by hand."
    ),
    "unknown-platform": _("The register knows no such platform. Choose one from the list."),
    "no-platform": _(
        "A handle alone does not say which platform it belongs to. "
        "Choose the platform, or paste the whole address."
    ),
    "email": _(
        "This looks like an e-mail address. If it is a Mastodon account, write @name@server."
    ),
    # About where the address leads
    "scheme": _("This is not a web address. Paste one that begins with https://."),
    "backslash": _(
        "There is a backslash in this address, so it may lead somewhere else than it seems to. "
        "Paste the account's own address, with ordinary slashes (/)."
    ),
    "user-info": _(
        "The part before @ is not where this address leads. "
        "Paste the account's own address, without @ before the name of the website."
    ),
    "odd-port": _(
        "This address has a port number (%(host)s), and no platform uses one. "
        "Paste the account's own address."
    ),
    "odd-host": _(
        "%(host)s is an unusual way to write the name of a website, and can hide where it leads. "
        "Paste the account's own address."
    ),
    "lookalike-host": _(
        "%(host)s resembles %(resembled)s but is somewhere else. "
        "Paste the address that the platform itself shows, like %(resembled_example)s."
    ),
    "unknown-host": _(
        "%(host)s is not a platform that the register knows. "
        "If it is a blog or a Mastodon server, choose that as the platform and try again."
    ),
    "wrong-platform": _(
        "This belongs to %(other)s, not %(platform)s. "
        "Choose %(other)s as the platform, or paste an address like %(example)s."
    ),
    "dead-platform": _(
        "%(dead)s has fallen out of use, so no account there can be registered. "
        "Paste the address of an account that is in use."
    ),
    "no-host": _(
        "%(host)s is not the name of a website that others can reach. "
        "Paste the address as the platform shows it."
    ),
    "odd-path": _(
        "There are dots in place of a name in this address. Paste the account's own address as the "
        "platform shows it."
    ),
    "link-page": _(
        "This page only collects links. "
        "Paste the address of each account it leads to, one at a time."
    ),
    "short-link": _(
        "This is a short link, and it does not show where it leads. "
        "Open it, and paste the address of the account you come to."
    ),
    "redirect": _(
        "This link only passes the visitor on. Open it, and paste the address of the account you "
        "come to."
    ),
    # About what the address shows
    "no-handle": _(
        "This address names no account on %(platform)s. "
        "Paste the account's own address, like %(example)s."
    ),
    "bad-handle": _("%(shape)s Paste the account's own address, like %(example)s."),
    "platform-page": _(
        "This is one of the platform's own pages (%(platform)s), not an account. "
        "Paste the account's own address, like %(example)s."
    ),
    "sub-page": _(
        "This is a page inside an account, or nothing the register recognises. "
        "Paste the account's own address, like %(example)s."
    ),
    "post": _("This is a single post. Paste the account's own address, like %(example)s."),
    "photo": _("This is a picture or an album. Paste the account's own address, like %(example)s."),
    "video": _("This is a single video. Paste the account's own address, like %(example)s."),
    "track": _(
        "This is a single recording or episode. Paste the account's own address, like %(example)s."
    ),
    "collection": _(
        "This is a list or a collection, not an account. "
        "Paste the account's own address, like %(example)s."
    ),
    "repository": _(
        "This is a single repository. Paste the account's own address, like %(example)s."
    ),
    "group": _(
        "This is a group, not an account. Paste an account's own address, like %(example)s."
    ),
    "event": _("This is an event. Paste the account's own address, like %(example)s."),
    "search": _("This is a search or a topic. Paste the account's own address, like %(example)s."),
    "login": _("This is a page for signing in. Paste the account's own address, like %(example)s."),
    "share-link": _(
        "This is a link for sharing. Open it, and paste the account's own address, "
        "like %(example)s."
    ),
    "message-link": _(
        "This link opens a conversation. Paste the account's own address, like %(example)s."
    ),
    "person-page": _(
        "This is a person's page, and the register holds only the university's accounts. "
        "Paste an address like %(example)s."
    ),
    "which-kind": _(
        "On %(platform)s this name can mean several things. "
        "Paste the account's own address, like %(example)s."
    ),
}

# Sentences of codes that are told in two ways
FOREIGN_HOST = _(
    "%(host)s is not an address on %(platform)s. Paste the account's address, like %(example)s."
)
CLOSED_IN_YEAR = _(
    "%(dead)s closed in %(year)s, so no account there can be registered. "
    "Paste the address of an account that is in use."
)

#: Refusals of addresses written so that they may be taken for another one.
DECEPTIVE = frozenset({"backslash", "user-info", "odd-port", "odd-host", "lookalike-host"})
