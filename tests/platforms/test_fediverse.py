"""Mastodon and its relatives."""

import pytest

from accounts.platforms import identify
from tests.platforms.tables import (
    Account,
    accepted,
    check_accepted,
    check_refused,
    refused,
    same_account,
)


@accepted(
    Account(
        platform="mastodon",
        handle="LundUni@mastodon.social",
        url="https://mastodon.social/@LundUni",
        key="lunduni@mastodon.social",
        spellings="""
            https://mastodon.social/@LundUni http://mastodon.social/@LundUni/
            mastodon.social/@LundUni
            https://MASTODON.social/@LundUni https://mastodon.social/users/LundUni
            https://mastodon.social/web/@LundUni https://mastodon.social/deck/@LundUni
            https://mastodon.social/@LundUni/with_replies https://mastodon.social/@LundUni/media
            https://mastodon.social/@LundUni/tagged/lund https://mastodon.social/@LundUni.rss
            https://mastodon.social/@LundUni?lang=sv#x @LundUni@mastodon.social
            LundUni@mastodon.social acct:LundUni@mastodon.social
            https://fosstodon.org/@LundUni@mastodon.social @LundUni@MASTODON.social
        """,
    ),
    Account(
        platform="mastodon",
        handle="press@social.lu.se",
        url="https://social.lu.se/@press",
        key="press@social.lu.se",
        spellings="""
            @press@social.lu.se acct:press@social.lu.se https://mastodon.social/@press@social.lu.se
        """,
        with_platform="""
            https://social.lu.se/@press https://social.lu.se/users/press press@social.lu.se
            social.lu.se/@press https://social.lu.se/@press/media
            https://other.example/@press@social.lu.se
        """,
    ),
    Account(
        platform="mastodon",
        handle="l@xn--rksmrgs-5wao1o.se",
        url="https://xn--rksmrgs-5wao1o.se/@l",
        key="l@xn--rksmrgs-5wao1o.se",
        spellings="@l@räksmörgås.se @l@xn--rksmrgs-5wao1o.se",
        with_platform="https://räksmörgås.se/@l",
    ),
)
def test_mastodon_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://mastodon.social/@lund/112233 https://mastodon.social/users/lund/statuses/112233
            https://mastodon.social/@lund@social.lu.se/112233
        """,
        "search": "https://mastodon.social/tags/lund https://mastodon.social/explore",
        "login": "https://mastodon.social/auth/sign_in",
        "share-link": """
            https://mastodon.social/share?text=x https://mastodon.social/authorize_interaction?uri=x
        """,
        "platform-page": "https://mastodon.social/about",
        "no-handle": """
            https://mastodon.social https://mastodon.social/lund https://mastodon.social/users/
        """,
        "bad-handle": f"""
            https://mastodon.social/@l%C3%BCnd https://mastodon.social/@-lund
            https://mastodon.social/@{"a" * 65} @{"a" * 64}@{"b" * 63}.{"c" * 63}.{"d" * 63}.se
        """,
        "sub-page": "https://mastodon.social/@lund/other",
    }
)
def test_mastodon_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "mastodon")


@pytest.mark.parametrize(
    "text", ["https://social.lu.se/@press", "https://social.lu.se/users/press"]
)
def test_unknown_host_is_no_server_unless_somebody_says_so(text):
    check_refused("unknown-host", text, None, None)
    assert identify(text, "mastodon").valid


def test_mail_address_is_a_mastodon_account_only_when_somebody_says_so():
    check_refused("email", "press@lu.se", None, None)
    check_refused("email", "press@lu.se", "instagram", "instagram")
    assert identify("press@lu.se", "mastodon").valid


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("@lund@threads.net", "wrong-platform"),
        ("https://mastodon.social/@lund@facebook.com", "wrong-platform"),
        ("@lund@faceb00k.com", "lookalike-host"),
        ("https://mastodon.social/@lund@faceb00k.com", "lookalike-host"),
        ("https://mastodon.social/@lund@ｍastodon.social", "lookalike-host"),
        ("@facebook.com@evil.example", "user-info"),
        ("@lund@evil.example/@other", "user-info"),
        ("@lund@@evil.example", "user-info"),
        ("@lund@bit.ly", "short-link"),
        ("@lund@localhost", "no-host"),
        ("@lund@evil.example:8443", "odd-port"),
        ("lund", "bad-handle"),
        ("@lund", "bad-handle"),
    ],
)
def test_mastodon_server_that_cannot_be_is_refused(text, code):
    answer = identify(text, "mastodon")
    assert (answer.valid, answer.code) == (False, code)


def test_mastodon_name_compares_without_case():
    assert same_account(["@Lund@mastodon.social", "https://mastodon.social/@lUND"])
