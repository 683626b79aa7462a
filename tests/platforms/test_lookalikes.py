"""Hosts that pose as a platform are never taken for it, and the platform is named."""

import pytest

from accounts.platforms import DECEPTIVE, PLATFORMS, identify
from accounts.platforms.lookalikes import is_disguised, is_one_slip_apart, skeleton

TRICKS = [
    ("https://facebook.com.evil.example/lund", "lookalike-host", "facebook"),
    ("facebook.com.evil.example/lund", "lookalike-host", "facebook"),
    ("https://www.x.com.evil.example/lund", "lookalike-host", "x"),
    ("https://faceb00k.com/lund", "lookalike-host", "facebook"),
    ("https://facebo0k.com/lund", "lookalike-host", "facebook"),
    ("https://lnstagram.com/lund", "lookalike-host", "instagram"),
    ("https://1inkedin.com/company/lund", "lookalike-host", "linkedin"),
    ("https://face-book.com/lund", "lookalike-host", "facebook"),
    ("https://facebook-login.com/lund", "lookalike-host", "facebook"),
    ("https://facebook.evil.example/lund", "lookalike-host", "facebook"),
    ("https://myfacebookpage.com/lund", "lookalike-host", "facebook"),
    ("https://facebook.co/lund", "lookalike-host", "facebook"),
    ("https://facebok.com/lund", "lookalike-host", "facebook"),
    ("https://facebooks.com/lund", "lookalike-host", "facebook"),
    ("https://fcaebook.com/lund", "lookalike-host", "facebook"),
    ("https://facedook.com/lund", "lookalike-host", "facebook"),
    ("https://twltter.com/lund", "lookalike-host", "x"),
    ("https://\u0430\u0440\u0440.facebook.com.evil.example/lund", "lookalike-host", "facebook"),
    ("https://f\u0430cebook.com/lund", "lookalike-host", "facebook"),
    ("https://f\u00e0cebook.com/lund", "lookalike-host", "facebook"),
    ("https://\uff46acebook.com/lund", "lookalike-host", "facebook"),
    ("https://faceboo\u212a.com/lund", "lookalike-host", "facebook"),
    ("https://facebook\u3002com/lund", "lookalike-host", "facebook"),
    ("https://xn--fcebook-2fg.com/lund", "lookalike-host", "facebook"),
    ("https://\u0445.com/lund", "lookalike-host", "x"),
    ("https://y\u043eutube.com/@lund", "lookalike-host", "youtube"),
    ("https://rnedium.com/@lund", "lookalike-host", "medium"),
    ("https://tvvitter.com/lund", "lookalike-host", "x"),
    ("https://facebook.com@evil.example/", "user-info", "facebook"),
    ("https://facebook.com:lund@evil.example/", "user-info", "facebook"),
    ("https://lund@facebook.com/lund", "user-info", ""),
    ("facebook.com@evil.example/lund", "user-info", "facebook"),
    ("facebook.com@evil.example", "user-info", "facebook"),
    ("evil.example\\@facebook.com", "backslash", "facebook"),
    ("https://evil.example\\@facebook.com/lund", "backslash", "facebook"),
    ("https://facebook.com\\.evil.example/lund", "backslash", "facebook"),
    ("facebook.com%2eevil.example/lund", "odd-host", "facebook"),
    ("https://facebook%2ecom/lund", "odd-host", "facebook"),
    ("https://facebook.com%00.evil.example/lund", "odd-host", "facebook"),
    ("https://facebook.com./lund", "odd-host", "facebook"),
    ("https://facebook..com/lund", "odd-host", "facebook"),
    ("https://.facebook.com/lund", "odd-host", "facebook"),
    ("https://facebook.com,evil.example/lund", "odd-host", "facebook"),
    ("https://facebook.com:8080/lund", "odd-port", "facebook"),
    ("https://facebook.com:/lund", "odd-port", "facebook"),
    ("https://facebook.c0m/lund", "no-host", "facebook"),
    ("https://xn--80ak6aa92e.com/", "odd-host", ""),
]


@pytest.mark.parametrize(("text", "code", "resembled"), TRICKS)
@pytest.mark.parametrize("platform", [None, "facebook", "mastodon", "blog"])
def test_posing_host_is_refused_whatever_is_asked_for(text, code, resembled, platform):
    answer = identify(text, platform)
    assert (answer.valid, answer.code, answer.platform) == (False, code, platform)
    assert answer.resembles == resembled
    assert code in DECEPTIVE | {"no-host"}


@pytest.mark.parametrize(
    "text",
    [
        "faceb00k.com",
        "facebook.com.evil.example",
        "facebook.com%2eevil.example",
        "f\u0430cebook.com",
    ],
)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_posing_host_alone_is_no_handle_either(text, platform):
    assert not identify(text, platform).valid


@pytest.mark.parametrize(
    "host",
    ["blogg.lu.se", "räksmörgås.se", "ядро.рф", "xn--rksmrgs-5wao1o.se", "bokface.se", "twit.se"],
)
def test_honest_website_is_not_suspected(host):
    assert identify(f"https://{host}/", "blog").valid
    assert identify(f"https://{host}/").code == "unknown-host"


@pytest.mark.parametrize("host", ["mastodon.lu.se", "social.lu.se", "threads.lu.se"])
def test_server_with_an_ordinary_name_is_not_suspected(host):
    assert identify(f"@lund@{host}").valid


def test_host_of_the_platform_that_holds_no_accounts_is_its_own_page():
    answer = identify("https://evil.facebook.com/lund")
    assert (answer.code, answer.platform) == ("platform-page", "facebook")


@pytest.mark.parametrize(
    ("one", "other"),
    [("faceb00k", "facebook"), ("PAYPAL", "paypa1"), ("rnedium", "medium"), ("l-u_n.d", "lun.d")],
)
def test_skeleton_is_what_the_eye_sees(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("facebook", True),
        ("facebok", True),
        ("facebooks", True),
        ("facedook", True),
        ("fcaebook", True),
        ("fcaebok", False),
        ("facebooks1", False),
        ("bookface", False),
        ("", False),
    ],
)
def test_one_slip_of_the_pen(other, expected):
    assert is_one_slip_apart("facebook", other) is expected
    assert is_one_slip_apart(other, "facebook") is expected


def test_alphabets_may_not_mix_inside_a_label():
    assert is_disguised("lu\u0430.se")
    assert not is_disguised("ядро.example")
    assert not is_disguised("räksmörgås.se")
