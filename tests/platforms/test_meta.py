"""Facebook, Instagram, Threads, WhatsApp."""

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
        platform="facebook",
        handle="lunduniversity",
        url="https://www.facebook.com/lunduniversity",
        key="lunduniversity",
        spellings="""
            https://www.facebook.com/lunduniversity http://facebook.com/lunduniversity/
            facebook.com/lunduniversity FACEBOOK.COM/lunduniversity fb.com/lunduniversity
            https://m.facebook.com/lunduniversity https://mbasic.facebook.com/lunduniversity
            https://web.facebook.com/lunduniversity?_rdc=1&_rdr
            https://sv-se.facebook.com/lunduniversity https://es-la.facebook.com/lunduniversity
            https://www.facebook.com/pg/lunduniversity/about/
            https://www.facebook.com/lunduniversity/about
            https://www.facebook.com/lunduniversity/photos
            https://www.facebook.com/lunduniversity/videos/
            https://www.facebook.com/lunduniversity/events
            https://www.facebook.com/lunduniversity?fbclid=IwAR0x&ref=page_internal#top
            https://www.facebook.com/lunduniversity/?sk=wall facebook.com/#!/lunduniversity
            https://business.facebook.com/lunduniversity
            https://www.facebook.com/pages/category/University/lunduniversity/
        """,
        with_platform="lunduniversity @lunduniversity /lunduniversity lunduniversity/about",
    ),
    Account(
        platform="facebook",
        handle="Lund.University",
        url="https://www.facebook.com/Lund.University",
        key="lunduniversity",
        spellings="https://www.facebook.com/Lund.University",
        with_platform="Lund.University @Lund.University",
    ),
    Account(
        platform="facebook",
        handle="fda",
        url="https://www.facebook.com/fda",
        key="fda",
        spellings="http://facebook.com/fda",
    ),
    Account(
        platform="facebook",
        handle="100064331287524",
        url="https://www.facebook.com/profile.php?id=100064331287524",
        key="100064331287524",
        permanent_id="100064331287524",
        spellings="""
            https://www.facebook.com/profile.php?id=100064331287524
            https://www.facebook.com/profile.php?id=100064331287524&sk=about
            https://www.facebook.com/100064331287524 https://m.facebook.com/100064331287524/
            https://www.facebook.com/people/Lunds-universitet/100064331287524/
            https://www.facebook.com/p/Lunds-universitet-100064331287524/
            https://www.facebook.com/Lunds-universitet-100064331287524/about/
            https://www.facebook.com/pages/Lunds-universitet/100064331287524?sk=wall
            https://www.facebook.com/pages/Lund-Sweden/Lunds-universitet/100064331287524
            https://www.facebook.com/pages/category/University/Lunds-universitet-100064331287524/
        """,
        with_platform="""
            100064331287524 profile.php?id=100064331287524 pages/Lunds-universitet/100064331287524
        """,
    ),
)
def test_facebook_page_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://www.facebook.com/lunduniversity/posts/10158
            https://www.facebook.com/permalink.php?story_fbid=1&id=2
            https://www.facebook.com/story.php?story_fbid=1&id=2
            https://www.facebook.com/lunduniversity?story_fbid=123
            https://www.facebook.com/photo.php?fbid=1
        """,
        "photo": """
            https://www.facebook.com/lunduniversity/photos/a.1/2
            https://www.facebook.com/media/set/?set=a.1
        """,
        "video": """
            https://www.facebook.com/lunduniversity/videos/123 https://www.facebook.com/watch/?v=1
            https://www.facebook.com/reel/1 https://fb.watch/abc
        """,
        "group": "https://www.facebook.com/groups/lund",
        "event": "https://www.facebook.com/events/123 https://www.facebook.com/lunduni/events/12",
        "search": "https://www.facebook.com/search/top?q=lund https://www.facebook.com/hashtag/lund",
        "login": "https://www.facebook.com/login/?next=x https://www.facebook.com/login.php",
        "share-link": """
            https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Flu.se
            https://www.facebook.com/share/1AbCdEf/ https://www.facebook.com/share/p/1AbC/
        """,
        "short-link": "https://fb.me/lunduniversity",
        "message-link": "https://m.me/lunduniversity https://www.messenger.com/t/lunduniversity",
        "redirect": "https://l.facebook.com/l.php?u=https%3A%2F%2Flu.se",
        "platform-page": """
            https://www.facebook.com/marketplace/lund https://www.facebook.com/help/148233965247823
            https://developers.facebook.com/lunduniversity https://www.facebook.com/me
        """,
        "no-handle": """
            https://www.facebook.com/ https://www.facebook.com/profile.php https://fb.com
            https://www.facebook.com/profile.php?id=lund https://www.facebook.com/pages/Lund
            https://www.facebook.com/profile.php?id=0
        """,
        "bad-handle": """
            https://www.facebook.com/lund_university https://www.facebook.com/lund-university
            https://www.facebook.com/lund-2024 https://www.facebook.com/ab https://www.facebook.com/l%C3%A4rosäte
            https://www.facebook.com/lund..university https://www.facebook.com/12.34567
            https://www.facebook.com/\N{KELVIN SIGN}analen
        """,
        "sub-page": "https://www.facebook.com/lunduniversity/whatever",
    }
)
def test_facebook_address_that_is_no_page_is_refused(code, text, platform):
    check_refused(code, text, platform, "facebook")


def test_facebook_dots_and_case_do_not_count():
    spellings = ["Lund.University", "lunduniversity", "LUND.UNI.VERSITY"]
    assert same_account([f"facebook.com/{name}" for name in spellings])


def test_facebook_name_never_compares_equal_to_a_number():
    assert not identify("facebook.com/10.00.64").valid


@accepted(
    Account(
        platform="instagram",
        handle="lund.university_",
        url="https://www.instagram.com/lund.university_/",
        key="lund.university_",
        spellings="""
            https://www.instagram.com/lund.university_/ https://www.instagram.com/lund.university_
            http://instagram.com/lund.university_ instagram.com/Lund.University_
            www.instagram.com/lund.university_/
            https://instagr.am/lund.university_ https://m.instagram.com/lund.university_/
            https://www.instagram.com/lund.university_/?igsh=MWQ1
            https://www.instagram.com/lund.university_?hl=sv
            https://www.instagram.com/lund.university_/reels/
            https://www.instagram.com/lund.university_/tagged/
            https://www.instagram.com/_u/lund.university_
            https://www.instagram.com/lund.university_/#
            https://www.instagram.com/@lund.university_
        """,
        with_platform="lund.university_ @lund.university_ LUND.UNIVERSITY_",
    ),
    Account(
        platform="instagram",
        handle="a" * 30,
        url=f"https://www.instagram.com/{'a' * 30}/",
        key="a" * 30,
        spellings=f"https://instagram.com/{'a' * 30}",
    ),
)
def test_instagram_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://www.instagram.com/p/CxYz/ https://www.instagram.com/lund/p/CxYz/
            https://www.instagram.com/stories/highlights/179/
            https://www.instagram.com/stories/lund/31/
        """,
        "video": """
            https://www.instagram.com/reel/CxYz/ https://www.instagram.com/tv/CxYz/
            https://www.instagram.com/lund/reel/CxYz/
        """,
        "search": "https://www.instagram.com/explore/tags/lund/",
        "share-link": "https://www.instagram.com/share/BAbc",
        "login": "https://www.instagram.com/accounts/login/?next=/lund/",
        "message-link": "https://www.instagram.com/direct/inbox/ https://ig.me/m/lund",
        "redirect": "https://l.instagram.com/?u=x",
        "no-handle": "https://www.instagram.com/ https://www.instagram.com/?hl=sv",
        "platform-page": "https://about.instagram.com/blog https://www.instagram.com/about/us",
        "bad-handle": f"""
            https://www.instagram.com/lund..uni https://www.instagram.com/lund./
            https://www.instagram.com/{"a" * 31} https://www.instagram.com/lund-uni
            https://www.instagram.com/.lund https://www.instagram.com/l\u00fcnd
        """,
    }
)
def test_instagram_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "instagram")


@accepted(
    Account(
        platform="threads",
        handle="lund.university",
        url="https://www.threads.com/@lund.university",
        key="lund.university",
        spellings="""
            https://www.threads.com/@lund.university https://www.threads.net/@lund.university
            threads.net/@lund.university http://threads.com/@Lund.University/
            THREADS.NET/@lund.university
            https://www.threads.net/@lund.university?xmt=AQG
            https://www.threads.com/@lund.university/replies
            https://www.threads.com/@lund.university/media https://threads.net/%40lund.university
            https://www.threads.com/@lund.university#x
        """,
        with_platform="lund.university @lund.university",
    )
)
def test_threads_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://www.threads.net/@lund/post/Cx https://www.threads.com/t/Cx
            https://www.threads.com/@lund/post/Cx/media
        """,
        "no-handle": """
            https://www.threads.com/ https://www.threads.com/lund https://www.threads.com/@
        """,
        "search": "https://www.threads.com/search?q=lund",
        "login": "https://www.threads.com/login",
        "share-link": "https://www.threads.net/intent/post?text=x",
        "bad-handle": f"""
            https://www.threads.com/@lund..u https://www.threads.com/@{"a" * 31}
            https://www.threads.com/@lund-u
        """,
        "redirect": "https://l.threads.net/?u=x",
        "platform-page": "https://help.threads.net/@lund",
    }
)
def test_threads_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "threads")


@accepted(
    Account(
        platform="whatsapp",
        handle="0029VaABCDefGhIjKlMnOp1Q",
        url="https://whatsapp.com/channel/0029VaABCDefGhIjKlMnOp1Q",
        key="0029VaABCDefGhIjKlMnOp1Q",
        spellings="""
            https://whatsapp.com/channel/0029VaABCDefGhIjKlMnOp1Q
            https://www.whatsapp.com/channel/0029VaABCDefGhIjKlMnOp1Q/?lang=sv
            whatsapp.com/channel/0029VaABCDefGhIjKlMnOp1Q
        """,
        with_platform="0029VaABCDefGhIjKlMnOp1Q channel/0029VaABCDefGhIjKlMnOp1Q",
    )
)
def test_whatsapp_channel_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "message-link": "https://wa.me/46462220000 https://api.whatsapp.com/send?phone=46462220000",
        "group": "https://chat.whatsapp.com/AbCdEf",
        "post": "https://whatsapp.com/channel/0029VaABCDefGhIjKlMnOp1Q/123",
        "no-handle": "https://whatsapp.com https://whatsapp.com/channel",
        "bad-handle": "https://whatsapp.com/channel/abc",
    }
)
def test_whatsapp_address_that_is_no_channel_is_refused(code, text, platform):
    check_refused(code, text, platform, "whatsapp")


def test_whatsapp_case_counts():
    upper, lower = "0029VAABCDEFGHIJKLMN", "0029vaabcdefghijklmn"
    assert not same_account([f"whatsapp.com/channel/{number}" for number in (upper, lower)])


@pytest.mark.parametrize("platform", ["facebook", "instagram", "threads"])
def test_reserved_word_is_no_bare_handle_either(platform):
    answer = identify("login", platform)
    assert answer.valid is (platform == "threads")  # behind "@" every word is free
