"""What is taken off a pasted text, and what is refused before any platform is asked."""

import pytest

from accounts.platforms import PLATFORMS, Identified, identify
from tests.platforms.tables import check_refused

X = Identified(
    input="", platform="x", handle="lund", url="https://x.com/lund", valid=True, key="lund"
)


@pytest.mark.parametrize(
    "text",
    [
        "  https://x.com/lund \n",
        "\u00a0https://x.com/lund\u00a0",
        "\ufeffhttps://x.com/lund",
        "\u200bhttps://x.com/lund\u200b\u200d",
        "\u202ahttps://x.com/lund\u202c",
        "\x00https://x.com/lund\x00",
        "https://x.com/lund%20",
        "https://x.com/lund%E2%80%8B/",
        "<https://x.com/lund>",
        "(https://x.com/lund).",
        "[https://x.com/lund],",
        '"https://x.com/lund"',
        "”https://x.com/lund”",
        "«https://x.com/lund»",
        "**https://x.com/lund**",
        "https://x.com/lund!",
        "https://x.com/lund?",
        "x.com/lund",
        "//x.com/lund",
        "http:/x.com/lund",
        "https:x.com/lund",
        "https//x.com/lund",
        "https://https://x.com/lund",
        "HTTPS://X.COM/lund",
        "http://www.x.com/lund",
        "https://x.com:443/lund",
        "http://x.com:80/lund",
        "https://x.com//lund//",
        "https://x.com/l%75nd",
        "https%3A%2F%2Fx.com%2Flund",
        "https://x.com/lund?utm_source=news&utm_medium=mail&fbclid=1#x",
        "https://x.com/?lang=sv#!/lund",
    ],
)
def test_what_copying_adds_is_taken_off(text):
    answer = identify(text)
    assert answer.input == text
    assert (answer.platform, answer.handle, answer.url, answer.valid) == (
        X.platform,
        X.handle,
        X.url,
        True,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200b\ufeff ", "empty"),
        ("https://", "empty"),
        ("<>", "empty"),
        ("a" * 2001, "too-long"),
        ("x.com/" + "a" * 1_000_000, "too-long"),
        ("https://x.com/lund and more", "white-space"),
        ("https://x.com/\nlund", "white-space"),
        ("X: https://x.com/lund", "white-space"),
        ("https://x.com/lu\u200bnd", "hidden-characters"),
        ("https://x.com/\u202edn\u202cul", "hidden-characters"),
        ("https://x.com/lu\x00nd", "hidden-characters"),
        ("https://x.com/\ud800lund", "hidden-characters"),
        ("https://x.com\\lund", "backslash"),
        ("javascript:alert(1)//x.com/lund", "scheme"),
        ("data:text/html,x", "scheme"),
        ("ftp://x.com/lund", "scheme"),
        ("mailto:lund@x.com", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("view-source:https://x.com/lund", "scheme"),
        ("lund", "no-platform"),
        ("@lund", "no-platform"),
        ("@lu.se", "no-platform"),
        ("company/lund", "no-platform"),
        ("lund@lu.se", "email"),
        ("https://example.org/lund", "unknown-host"),
        ("https://lund", "no-host"),
        ("https://-x.com/lund", "no-host"),
        ("https://x.com/../lund", "odd-path"),
        ("https://x.com/./lund", "odd-path"),
        ("https://bit.ly/abc", "short-link"),
        ("https://linktr.ee/lund", "link-page"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.com", "redirect"),
    ],
)
def test_text_that_names_no_account_is_refused(text, code):
    check_refused(code, text, None, None)


def test_the_longest_text_is_still_read():
    assert identify("x.com/lund?" + "a" * (2000 - len("x.com/lund?"))).valid


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("https://plus.google.com/+lund/posts", "2019"),
        ("https://vine.co/lund", "2017"),
        ("https://www.periscope.tv/lund", "2021"),
        ("https://storify.com/lund", "2018"),
        ("http://myspace.com/lund", ""),
        ("http://www.ustream.tv/channel/lund", ""),
    ],
)
@pytest.mark.parametrize("platform", [None, "facebook", "blog", "mastodon"])
def test_dead_platform_is_refused_by_name(text, year, platform):
    answer = identify(text, platform)
    assert (answer.valid, answer.code, answer.platform) == (False, "dead-platform", platform)


@pytest.mark.parametrize("code", PLATFORMS)
def test_address_of_another_platform_is_refused(code):
    text = "https://github.com/lund" if code != "github" else "https://x.com/lund"
    answer = identify(text, code)
    assert (answer.valid, answer.code) == (False, "wrong-platform")
    assert answer.platform == ("github" if code != "github" else "x")


@pytest.mark.parametrize("code", [code for code in PLATFORMS if code not in ("blog", "mastodon")])
def test_foreign_address_is_refused_when_a_platform_is_chosen(code):
    check_refused("unknown-host", "https://example.org/lund", code, code)


def test_platform_that_does_not_exist_is_refused():
    check_refused("unknown-platform", "https://x.com/lund", "myspace", None)


def test_no_platform_and_empty_platform_are_the_same():
    assert identify("https://x.com/lund", "") == identify("https://x.com/lund")


def test_name_with_dots_is_a_handle_only_where_it_cannot_be_an_address():
    assert identify("lund.university", "instagram").handle == "lund.university"
    check_refused("unknown-host", "www.lund.university", "instagram", "instagram")
    check_refused("unknown-host", "https://lund.university", "instagram", "instagram")
    check_refused("no-handle", "facebook.com", "facebook", "facebook")
    check_refused("short-link", "bit.ly", "facebook", "facebook")
