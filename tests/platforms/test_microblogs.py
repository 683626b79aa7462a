"""X, Bluesky, Weibo, VK."""

import pytest

from tests.platforms.tables import (
    Account,
    accepted,
    check_accepted,
    check_refused,
    refused,
    same_account,
)

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


@accepted(
    Account(
        platform="x",
        handle="LundUniversity",
        url="https://x.com/LundUniversity",
        key="lunduniversity",
        spellings="""
            https://x.com/LundUniversity https://twitter.com/LundUniversity x.com/LundUniversity
            http://www.twitter.com/LundUniversity/ https://mobile.twitter.com/LundUniversity
            https://m.twitter.com/LundUniversity TWITTER.com/LundUniversity
            https://x.com/@LundUniversity https://twitter.com/#!/LundUniversity
            https://x.com/LundUniversity?s=20&t=abc https://x.com/LundUniversity/with_replies
            https://x.com/LundUniversity/media https://x.com/LundUniversity#
            (https://x.com/LundUniversity).
        """,
        with_platform="LundUniversity @LundUniversity",
    ),
    Account(
        platform="x",
        handle="A_23456789012_5",
        url="https://x.com/A_23456789012_5",
        key="a_23456789012_5",
        spellings="https://x.com/A_23456789012_5",
    ),
)
def test_x_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://x.com/lund/status/123 https://twitter.com/lund/statuses/123
            https://x.com/lund/status/123/photo/1 https://x.com/status/1
        """,
        "photo": "https://pic.twitter.com/abc",
        "search": "https://x.com/search?q=lund https://x.com/hashtag/lund",
        "share-link": "https://twitter.com/share?url=x https://x.com/intent/follow?screen_name=lund",
        "login": "https://x.com/login https://twitter.com/signup",
        "short-link": "https://t.co/abc",
        "collection": "https://x.com/lund/lists/staff",
        "message-link": "https://x.com/messages/1",
        "platform-page": """
            https://x.com/home https://x.com/i/events/1 https://x.com/settings https://x.com/tos
            https://x.com/privacy https://help.x.com/lund https://x.com/i/flow/login
        """,
        "no-handle": "https://x.com https://twitter.com/ https://x.com/@",
        "bad-handle": """
            https://x.com/lund-university https://x.com/abcdefghijklmnop https://x.com/l%C3%BCnd
            https://x.com/lund.university https://x.com/%E2%80%AElund
        """,
        "sub-page": "https://x.com/lund/other",
    }
)
def test_x_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "x")


@refused({"bad-handle": "lund.university abcdefghijklmnop l\u00fcnd", "login": "login"}, "x")
def test_x_handle_that_cannot_be_is_refused(code, text, platform):
    check_refused(code, text, platform, "x")


@accepted(
    Account(
        platform="bluesky",
        handle="lund.bsky.social",
        url="https://bsky.app/profile/lund.bsky.social",
        key="lund.bsky.social",
        spellings="""
            https://bsky.app/profile/lund.bsky.social http://bsky.app/profile/lund.bsky.social/
            bsky.app/profile/lund.bsky.social https://BSKY.app/profile/Lund.Bsky.Social
            https://www.bsky.app/profile/lund.bsky.social https://bsky.app/profile/@lund.bsky.social
            https://bsky.app/profile/lund.bsky.social?ref=x https://lund.bsky.social
            https://lund.bsky.social/ @lund.bsky.social at://lund.bsky.social
            https://bsky.app/profile/lund.bsky.social/followers lund.bsky.social
        """,
    ),
    Account(
        platform="bluesky",
        handle="lu.se",
        url="https://bsky.app/profile/lu.se",
        key="lu.se",
        spellings="https://bsky.app/profile/lu.se at://lu.se/",
        with_platform="lu.se @lu.se LU.SE profile/lu.se",
    ),
    Account(
        platform="bluesky",
        handle="github.com",
        url="https://bsky.app/profile/github.com",
        key="github.com",
        spellings="https://bsky.app/profile/github.com",
        with_platform="github.com @github.com",
    ),
    Account(
        platform="bluesky",
        handle=DID,
        url=f"https://bsky.app/profile/{DID}",
        key=DID,
        permanent_id=DID,
        spellings=f"https://bsky.app/profile/{DID} {DID} at://{DID}",
    ),
)
def test_bluesky_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://bsky.app/profile/lu.se/post/3kabc at://lu.se/app.bsky.feed.post/3kabc
        """,
        "collection": """
            https://bsky.app/profile/lu.se/feed/news https://bsky.app/profile/lu.se/lists/3k
            https://bsky.app/starter-pack/lu.se/3k
        """,
        "search": "https://bsky.app/search?q=lund https://bsky.app/hashtag/lund",
        "short-link": "https://go.bsky.app/AbC",
        "no-handle": "https://bsky.app https://bsky.app/profile https://bsky.app/lu.se",
        "platform-page": "https://bsky.social https://bsky.app/settings https://docs.bsky.app/lu.se",
        "bad-handle": f"""
            https://bsky.app/profile/lund https://bsky.app/profile/lu.invalid
            https://bsky.app/profile/-lund.se https://bsky.app/profile/lund.123
            https://bsky.app/profile/did:plc:short https://bsky.app/profile/lund.bsky.socia1
            https://bsky.app/profile/{"a" * 64}.se
        """,
        "sub-page": "https://bsky.app/profile/lu.se/other https://lund.bsky.social/about",
    }
)
def test_bluesky_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "bluesky")


@refused({"bad-handle": "lund @lund lund_u.se", "no-host": "lund.bsky.socia1"}, "bluesky")
def test_bluesky_handle_that_is_no_domain_is_refused(code, text, platform):
    check_refused(code, text, platform, "bluesky")


@accepted(
    Account(
        platform="weibo",
        handle="u/1234567890",
        url="https://weibo.com/u/1234567890",
        key="u/1234567890",
        permanent_id="1234567890",
        spellings="""
            https://weibo.com/u/1234567890 https://www.weibo.com/u/1234567890?is_all=1
            https://weibo.com/1234567890 https://m.weibo.cn/u/1234567890
            https://m.weibo.cn/profile/1234567890 https://weibo.com/1234567890/profile
        """,
        with_platform="u/1234567890 1234567890",
    ),
    Account(
        platform="weibo",
        handle="LundUniversity",
        url="https://weibo.com/LundUniversity",
        key="lunduniversity",
        spellings="https://weibo.com/LundUniversity http://e.weibo.com/LundUniversity",
        with_platform="LundUniversity",
    ),
)
def test_weibo_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": "https://weibo.com/1234567890/AbCdE https://m.weibo.cn/status/48",
        "short-link": "http://t.cn/abc",
        "search": "https://s.weibo.com/weibo?q=lund https://weibo.com/n/lund",
        "login": "https://passport.weibo.com/visitor https://weibo.com/login.php",
        "no-handle": "https://weibo.com",
        "bad-handle": "https://weibo.com/u/lund https://weibo.com/12",
    }
)
def test_weibo_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "weibo")


@accepted(
    Account(
        platform="vk",
        handle="lund.university",
        url="https://vk.com/lund.university",
        key="lund.university",
        spellings="""
            https://vk.com/lund.university https://m.vk.com/lund.university
            https://vk.ru/lund.university http://vkontakte.ru/lund.university
        """,
        with_platform="lund.university @lund.university",
    ),
    Account(
        platform="vk",
        handle="club123",
        url="https://vk.com/club123",
        key="club123",
        permanent_id="123",
        spellings="https://vk.com/club123 https://vk.com/CLUB123",
    ),
    Account(
        platform="vk",
        handle="id7",
        url="https://vk.com/id7",
        key="id7",
        permanent_id="7",
        personal=True,
        spellings="https://vk.com/id7",
    ),
)
def test_vk_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://vk.com/wall-1_2 https://vk.com/lunduni?w=wall-1_2 https://vk.com/photo-1_2
            https://vk.com/@lunduni-article
        """,
        "short-link": "https://vk.cc/abc",
        "redirect": "https://vk.com/away.php?to=x",
        "platform-page": "https://vk.com/feed",
        "bad-handle": "https://vk.com/abcd https://vk.com/lund-uni",
    }
)
def test_vk_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "vk")


def test_vk_community_is_one_account_under_its_three_words():
    assert same_account(["vk.com/club123", "vk.com/public123", "vk.com/event123"])
    assert not same_account(["vk.com/club123", "vk.com/id123"])


@pytest.mark.parametrize(
    ("one", "other"), [("x.com/Lund", "twitter.com/lUND"), ("bsky.app/profile/LU.se", "at://lu.SE")]
)
def test_case_does_not_tell_two_accounts_apart(one, other):
    assert same_account([one, other])
