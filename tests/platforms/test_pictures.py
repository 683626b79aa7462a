"""Flickr, Pinterest."""

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
        platform="flickr",
        handle="lund_university",
        url="https://www.flickr.com/people/lund_university",
        key="lund_university",
        spellings="""
            https://www.flickr.com/people/lund_university
            https://www.flickr.com/photos/lund_university/
            http://flickr.com/photos/lund_university https://m.flickr.com/photos/lund_university
            https://secure.flickr.com/people/lund_university/ flickr.com/lund_university
            FLICKR.com/people/lund_university https://www.flickr.com/photos/lund_university/albums
            https://www.flickr.com/photos/lund_university/sets/
            https://flickr.com/photos/lund_university?x=1
            https://www.flickr.com/photos/lund_university/page2
            https://flickr.com/people/lund_university#x
        """,
        with_platform="lund_university @lund_university photos/lund_university",
    ),
    Account(
        platform="flickr",
        handle="51986662@N05",
        url="https://www.flickr.com/people/51986662@N05",
        key="51986662@N05",
        permanent_id="51986662@N05",
        spellings="""
            http://www.flickr.com/photos/51986662@N05/ https://flickr.com/people/51986662%40N05
            https://flickr.com/people/51986662@n05
        """,
        with_platform="51986662@N05",
    ),
)
def test_flickr_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "photo": """
            https://www.flickr.com/photos/lund/5123456789/
            https://www.flickr.com/photos/lund/albums/72
            https://www.flickr.com/photos/lund/5123456789/in/photostream
            https://live.staticflickr.com/1/2.jpg https://www.flickr.com/explore
        """,
        "group": "https://www.flickr.com/groups/lund/",
        "search": "https://www.flickr.com/search/?q=lund https://www.flickr.com/photos/tags/lund",
        "short-link": "https://flic.kr/p/abc https://flic.kr/ps/abc",
        "login": "https://www.flickr.com/signin",
        "no-handle": "https://www.flickr.com",
        "platform-page": "https://www.flickr.com/photos https://blog.flickr.com/lund",
        "bad-handle": "https://www.flickr.com/photos/lund.uni https://flickr.com/photos/1@N",
        "sub-page": "https://www.flickr.com/photos/lund/other",
    }
)
def test_flickr_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "flickr")


def test_flickr_people_and_photos_are_one_account():
    assert same_account(["flickr.com/people/Lund", "flickr.com/photos/lund"])


@accepted(
    Account(
        platform="pinterest",
        handle="LundUniversity",
        url="https://www.pinterest.com/LundUniversity/",
        key="lunduniversity",
        spellings="""
            https://www.pinterest.com/LundUniversity/ https://pinterest.se/LundUniversity
            https://www.pinterest.co.uk/LundUniversity/_saved/
            https://se.pinterest.com/LundUniversity
            https://www.pinterest.com.au/LundUniversity/_created pinterest.com/LundUniversity?x=1
        """,
        with_platform="LundUniversity @LundUniversity",
    ),
)
def test_pinterest_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": "https://www.pinterest.com/pin/123/",
        "search": "https://www.pinterest.se/search/pins/?q=lund https://pinterest.com/ideas/x/1",
        "short-link": "https://pin.it/abc",
        "collection": "https://www.pinterest.com/lund/campus/",
        "no-handle": "https://www.pinterest.com",
        "bad-handle": "https://www.pinterest.com/lu https://www.pinterest.com/lund-uni",
    }
)
def test_pinterest_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "pinterest")
