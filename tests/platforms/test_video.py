"""TikTok, Snapchat, Vimeo, Twitch, Dailymotion."""

from tests.platforms.tables import Account, accepted, check_accepted, check_refused, refused


@accepted(
    Account(
        platform="tiktok",
        handle="lund.university",
        url="https://www.tiktok.com/@lund.university",
        key="lund.university",
        spellings="""
            https://www.tiktok.com/@lund.university http://tiktok.com/@lund.university
            tiktok.com/@lund.university https://m.tiktok.com/@lund.university
            https://www.tiktok.com/@Lund.University https://www.tiktok.com/@lund.university?lang=sv
            https://www.tiktok.com/@lund.university?_t=8x&_r=1 TikTok.com/@lund.university/
            https://www.tiktok.com/%40lund.university https://www.tiktok.com/@lund.university/live
            https://www.tiktok.com/@lund.university#top //www.tiktok.com/@lund.university
        """,
        with_platform="lund.university @lund.university LUND.UNIVERSITY",
    ),
)
def test_tiktok_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "video": """
            https://www.tiktok.com/@lund/video/7 https://m.tiktok.com/v/7.html
            https://www.tiktok.com/embed/7
        """,
        "photo": "https://www.tiktok.com/@lund/photo/7",
        "search": """
            https://www.tiktok.com/tag/lund https://www.tiktok.com/music/x-7
            https://www.tiktok.com/discover/lund https://www.tiktok.com/search?q=lund
        """,
        "short-link": """
            https://vm.tiktok.com/ZM1 https://vt.tiktok.com/ZS1 https://www.tiktok.com/t/ZT1
        """,
        "login": "https://www.tiktok.com/login",
        "no-handle": "https://www.tiktok.com https://www.tiktok.com/lund https://www.tiktok.com/@",
        "bad-handle": f"""
            https://www.tiktok.com/@l https://www.tiktok.com/@{"a" * 25}
            https://www.tiktok.com/@lund./ https://www.tiktok.com/@lund-uni
        """,
        "platform-page": "https://www.tiktok.com/about https://ads.tiktok.com/@lund",
    }
)
def test_tiktok_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "tiktok")


@accepted(
    Account(
        platform="snapchat",
        handle="lund-uni_1",
        url="https://www.snapchat.com/@lund-uni_1",
        key="lund-uni_1",
        spellings="""
            https://www.snapchat.com/@lund-uni_1 https://www.snapchat.com/add/lund-uni_1
            http://snapchat.com/add/lund-uni_1/ snapchat.com/@lund-uni_1
            https://story.snapchat.com/@lund-uni_1 https://story.snapchat.com/u/lund-uni_1
            https://www.snapchat.com/add/Lund-Uni_1?share_id=x&locale=sv SNAPCHAT.COM/@LUND-UNI_1
            https://www.snapchat.com/add/@lund-uni_1 https://www.snapchat.com/%40lund-uni_1
            https://www.snapchat.com/@lund-uni_1/stories https://www.snapchat.com/@lund-uni_1#x
        """,
        with_platform="lund-uni_1 @lund-uni_1 add/lund-uni_1",
    ),
)
def test_snapchat_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "video": """
            https://www.snapchat.com/spotlight/W7 https://www.snapchat.com/@lund/spotlight/W7
        """,
        "search": "https://www.snapchat.com/discover/lund https://www.snapchat.com/explore/lund",
        "short-link": "https://t.snapchat.com/abc https://www.snapchat.com/t/abc",
        "post": "https://story.snapchat.com/s/abc https://www.snapchat.com/@lund/highlight/1",
        "login": "https://accounts.snapchat.com/accounts/login",
        "no-handle": "https://www.snapchat.com https://www.snapchat.com/lund",
        "platform-page": "https://www.snapchat.com/add https://help.snapchat.com/hc",
        "bad-handle": f"""
            https://www.snapchat.com/add/1lund https://www.snapchat.com/@lu
            https://www.snapchat.com/@{"a" * 16} https://www.snapchat.com/@l%C3%BCnd
        """,
    }
)
def test_snapchat_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "snapchat")


@accepted(
    Account(
        platform="vimeo",
        handle="LundUniversity",
        url="https://vimeo.com/LundUniversity",
        key="lunduniversity",
        spellings="""
            https://vimeo.com/LundUniversity http://www.vimeo.com/LundUniversity/
            VIMEO.com/LundUniversity
            vimeo.com/LundUniversity https://vimeo.com/LundUniversity/videos
            https://vimeo.com/LundUniversity/about https://vimeo.com/LundUniversity?share=copy
            https://vimeo.com/LundUniversity#x https://m.vimeo.com/LundUniversity
            https://vimeo.com/LundUniversity/collections <https://vimeo.com/LundUniversity>
        """,
        with_platform="LundUniversity @LundUniversity",
    ),
    Account(
        platform="vimeo",
        handle="user12345",
        url="https://vimeo.com/user12345",
        key="user12345",
        permanent_id="12345",
        spellings="https://vimeo.com/user12345",
        with_platform="user12345",
    ),
)
def test_vimeo_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "video": """
            https://vimeo.com/123456789 https://vimeo.com/123456789/abcdef
            https://vimeo.com/ondemand/x
            https://player.vimeo.com/video/123456789 https://vimeo.com/watchlater
        """,
        "collection": """
            https://vimeo.com/channels/staffpicks https://vimeo.com/showcase/123
            https://vimeo.com/album/123
        """,
        "group": "https://vimeo.com/groups/lund",
        "event": "https://vimeo.com/event/123",
        "search": "https://vimeo.com/search?q=lund https://vimeo.com/categories/art",
        "login": "https://vimeo.com/log_in",
        "no-handle": "https://vimeo.com",
        "platform-page": "https://vimeo.com/upgrade https://help.vimeo.com/hc/en-us",
        "bad-handle": "https://vimeo.com/lund.uni https://vimeo.com/l%C3%BCnd",
        "sub-page": "https://vimeo.com/lunduni/other",
    }
)
def test_vimeo_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "vimeo")


@accepted(
    Account(
        platform="twitch",
        handle="LundUni",
        url="https://www.twitch.tv/LundUni",
        key="lunduni",
        spellings="""
            https://www.twitch.tv/LundUni twitch.tv/LundUni https://m.twitch.tv/LundUni/profile
            https://www.twitch.tv/LundUni/videos?filter=all
        """,
        with_platform="LundUni @LundUni",
    ),
)
def test_twitch_channel_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "video": """
            https://www.twitch.tv/videos/123 https://clips.twitch.tv/Abc
            https://www.twitch.tv/lunduni/clip/Abc
        """,
        "search": "https://www.twitch.tv/directory/game/x",
        "group": "https://www.twitch.tv/team/lund",
        "platform-page": "https://www.twitch.tv/settings https://blog.twitch.tv/lund",
        "bad-handle": "https://www.twitch.tv/lund-uni",
    }
)
def test_twitch_address_that_is_no_channel_is_refused(code, text, platform):
    check_refused(code, text, platform, "twitch")


@accepted(
    Account(
        platform="dailymotion",
        handle="Lund-University",
        url="https://www.dailymotion.com/Lund-University",
        key="lund-university",
        spellings="""
            https://www.dailymotion.com/Lund-University dailymotion.com/Lund-University
            https://www.dailymotion.com/user/Lund-University/1
            https://www.dailymotion.com/sv/user/Lund-University
            https://www.dailymotion.com/Lund-University/videos
        """,
        with_platform="Lund-University",
    ),
)
def test_dailymotion_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "video": "https://www.dailymotion.com/video/x7 https://geo.dailymotion.com/player.html",
        "short-link": "https://dai.ly/x7",
        "collection": "https://www.dailymotion.com/playlist/x7",
        "login": "https://www.dailymotion.com/signin",
        "no-handle": "https://www.dailymotion.com",
    }
)
def test_dailymotion_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "dailymotion")
