"""YouTube."""

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

CHANNEL = "UCabcdefghij_lmnopqrs-UV"


@accepted(
    Account(
        platform="youtube",
        handle="@LundUniversity",
        url="https://www.youtube.com/@LundUniversity",
        key="@lunduniversity",
        spellings="""
            https://www.youtube.com/@LundUniversity http://youtube.com/@LundUniversity
            https://m.youtube.com/@LundUniversity/ https://music.youtube.com/@LundUniversity
            youtube.com/@LundUniversity https://www.youtube.com/@LundUniversity/videos
            https://www.youtube.com/@LundUniversity/about YOUTUBE.COM/@LundUniversity
            https://www.youtube.com/@LundUniversity/featured https://youtube.com/%40LundUniversity
            https://www.youtube.com/@LundUniversity?si=abc&feature=share
            https://www.youtube.com/@LundUniversity?sub_confirmation=1
            https://www.youtube.com/@LundUniversity/streams
        """,
        with_platform="LundUniversity @LundUniversity",
    ),
    Account(
        platform="youtube",
        handle="@日本語·ที่",
        url="https://www.youtube.com/@%E6%97%A5%E6%9C%AC%E8%AA%9E%C2%B7%E0%B8%97%E0%B8%B5%E0%B9%88",
        key="@日本語·ที่",
        spellings="""
            https://www.youtube.com/@日本語·ที่
            https://www.youtube.com/@%E6%97%A5%E6%9C%AC%E8%AA%9E%C2%B7%E0%B8%97%E0%B8%B5%E0%B9%88
        """,
        with_platform="日本語·ที่",
    ),
    Account(
        platform="youtube",
        handle=f"channel/{CHANNEL}",
        url=f"https://www.youtube.com/channel/{CHANNEL}",
        key=f"channel/{CHANNEL}",
        permanent_id=CHANNEL,
        spellings=f"""
            https://www.youtube.com/channel/{CHANNEL} youtube.com/channel/{CHANNEL}/videos
            https://music.youtube.com/channel/{CHANNEL} https://studio.youtube.com/channel/{CHANNEL}
            https://www.youtube.com/channel/{CHANNEL}?view_as=subscriber
        """,
        with_platform=f"{CHANNEL} channel/{CHANNEL}",
    ),
    Account(
        platform="youtube",
        handle="c/LundsUniversitet",
        url="https://www.youtube.com/c/LundsUniversitet",
        key="c/lundsuniversitet",
        spellings="""
            https://www.youtube.com/c/LundsUniversitet https://www.youtube.com/LundsUniversitet
            https://www.youtube.com/c/LundsUniversitet/videos
        """,
        with_platform="c/LundsUniversitet",
    ),
    Account(
        platform="youtube",
        handle="user/LundUniversity",
        url="https://www.youtube.com/user/LundUniversity",
        key="user/lunduniversity",
        spellings="""
            https://www.youtube.com/user/LundUniversity
            https://www.youtube.com/user/LundUniversity/featured
            https://www.youtube.com/profile?user=LundUniversity
        """,
        with_platform="user/LundUniversity",
    ),
)
def test_youtube_channel_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "short-link": "https://youtu.be/dQw4w9WgXcQ https://youtu.be/@lund",
        "video": """
            https://www.youtube.com/watch?v=dQw4w9WgXcQ https://www.youtube.com/shorts/dQw4w9WgXcQ
            https://www.youtube.com/embed/dQw4w9WgXcQ https://www.youtube.com/live/dQw4w9WgXcQ
            https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ
        """,
        "collection": "https://www.youtube.com/playlist?list=PL1",
        "search": """
            https://www.youtube.com/results?search_query=lund https://www.youtube.com/hashtag/lund
            https://www.youtube.com/@lund/search?query=x
        """,
        "post": "https://www.youtube.com/post/Ugk",
        "login": "https://www.youtube.com/signin?next=x",
        "redirect": "https://www.youtube.com/redirect?q=x",
        "platform-page": """
            https://www.youtube.com/feed/subscriptions https://www.youtube.com/premium
            https://tv.youtube.com/@lund https://kids.youtube.com/@lund
        """,
        "no-handle": "https://www.youtube.com https://www.youtube.com/channel/",
        "bad-handle": f"""
            https://www.youtube.com/@lu https://www.youtube.com/@{"a" * 31}
            https://www.youtube.com/channel/{CHANNEL}x
            https://www.youtube.com/channel/{CHANNEL[:-1]}
            https://www.youtube.com/channel/{CHANNEL.lower()} https://www.youtube.com/@lund%20uni
            https://www.youtube.com/@l%E2%80%8Bund https://www.youtube.com/user/l%C3%BCnd
            https://www.youtube.com/@...
        """,
        "sub-page": "https://www.youtube.com/@lund/other",
        "odd-path": "https://www.youtube.com/@lund/../@other",
    }
)
def test_youtube_address_that_is_no_channel_is_refused(code, text, platform):
    check_refused(code, text, platform, None if code == "odd-path" else "youtube")


def test_youtube_kinds_are_never_merged():
    kinds = ["@lund", "c/lund", "user/lund"]
    assert len({identify(f"youtube.com/{kind}").key for kind in kinds}) == 3


def test_youtube_channel_id_keeps_its_case():
    other = CHANNEL[:-1] + CHANNEL[-1].lower()
    assert not same_account([f"youtube.com/channel/{CHANNEL}", f"youtube.com/channel/{other}"])


@pytest.mark.parametrize("spelling", ["@LUND", "@lund"])
def test_youtube_handle_compares_without_case(spelling):
    assert identify(f"youtube.com/{spelling}").key == "@lund"
