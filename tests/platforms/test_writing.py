"""Reddit, Tumblr, Medium, GitHub."""

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
        platform="reddit",
        handle="user/Lund_Uni",
        url="https://www.reddit.com/user/Lund_Uni",
        key="user/lund_uni",
        spellings="""
            https://www.reddit.com/user/Lund_Uni/ https://old.reddit.com/u/Lund_Uni
            reddit.com/user/Lund_Uni/submitted https://np.reddit.com/user/Lund_Uni?x=1
        """,
        with_platform="user/Lund_Uni u/Lund_Uni /u/Lund_Uni",
    ),
    Account(
        platform="reddit",
        handle="r/Lund",
        url="https://www.reddit.com/r/Lund",
        key="r/lund",
        spellings="""
            https://www.reddit.com/r/Lund/ https://new.reddit.com/r/Lund/top
            https://sv.reddit.com/r/Lund https://www.reddit.com/r/Lund/wiki/index
        """,
        with_platform="r/Lund",
    ),
)
def test_reddit_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://www.reddit.com/r/Lund/comments/abc/title/ https://www.reddit.com/comments/abc
            https://www.reddit.com/user/Lund/comments/abc/title https://www.reddit.com/r/Lund/s/AbC
        """,
        "short-link": "https://redd.it/abc",
        "search": "https://www.reddit.com/search/?q=lund https://www.reddit.com/r/Lund/search?q=x",
        "platform-page": "https://www.reddit.com/r/all https://www.reddit.com/settings",
        "no-handle": "https://www.reddit.com https://www.reddit.com/r/",
        "bad-handle": "https://www.reddit.com/user/lu https://www.reddit.com/r/lund-uni",
    }
)
def test_reddit_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "reddit")


def test_reddit_user_and_community_are_two():
    assert not same_account(["reddit.com/user/lund", "reddit.com/r/lund"])
    check_refused("which-kind", "lund", "reddit", "reddit")


@accepted(
    Account(
        platform="tumblr",
        handle="lund-uni",
        url="https://lund-uni.tumblr.com/",
        key="lund-uni",
        spellings="""
            https://lund-uni.tumblr.com/ http://Lund-Uni.tumblr.com https://www.tumblr.com/lund-uni
            https://www.tumblr.com/blog/lund-uni https://www.tumblr.com/blog/view/lund-uni
            https://lund-uni.tumblr.com/archive https://tumblr.com/@lund-uni
        """,
        with_platform="lund-uni @lund-uni",
    ),
)
def test_tumblr_blog_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://lund.tumblr.com/post/123/title https://www.tumblr.com/lund/123/title
        """,
        "search": "https://www.tumblr.com/tagged/lund https://lund.tumblr.com/tagged/x",
        "short-link": "https://tmblr.co/abc https://at.tumblr.com/lund/abc",
        "platform-page": """
            https://www.tumblr.com/dashboard https://64.media.tumblr.com/x.jpg
            https://a.b.tumblr.com https://api.tumblr.com
        """,
        "no-handle": "https://www.tumblr.com",
        "bad-handle": "https://www.tumblr.com/lund_uni",
    }
)
def test_tumblr_address_that_is_no_blog_is_refused(code, text, platform):
    check_refused(code, text, platform, "tumblr")


@accepted(
    Account(
        platform="medium",
        handle="@LundUni",
        url="https://medium.com/@LundUni",
        key="lunduni",
        spellings="""
            https://medium.com/@LundUni medium.com/@LundUni/about https://medium.com/feed/@LundUni
            https://www.medium.com/@LundUni?source=x
        """,
        with_platform="LundUni @LundUni",
    ),
    Account(
        platform="medium",
        handle="@lunduni",
        url="https://medium.com/@lunduni",
        key="lunduni",
        spellings="https://lunduni.medium.com https://LundUni.medium.com/followers",
    ),
)
def test_medium_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://medium.com/@lund/a-title-1a2b https://medium.com/p/1a2b
            https://lund.medium.com/a-title-1a2b
        """,
        "search": "https://medium.com/tag/lund https://medium.com/topic/science",
        "login": "https://medium.com/m/signin",
        "short-link": "https://link.medium.com/abc",
        "no-handle": "https://medium.com https://medium.com/lund-publication",
        "platform-page": "https://medium.com/membership https://help.medium.com/hc",
    }
)
def test_medium_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "medium")


@accepted(
    Account(
        platform="github",
        handle="Lund-University",
        url="https://github.com/Lund-University",
        key="lund-university",
        spellings="""
            https://github.com/Lund-University github.com/Lund-University?tab=repositories
            https://github.com/orgs/Lund-University/repositories
            https://www.github.com/Lund-University/
        """,
        with_platform="Lund-University @Lund-University orgs/Lund-University",
    ),
)
def test_github_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "repository": "https://github.com/lund/register https://github.com/lund/register/issues/1",
        "post": "https://gist.github.com/lund/abc",
        "search": "https://github.com/topics/lund https://github.com/search?q=lund",
        "login": "https://github.com/login?return_to=x",
        "platform-page": "https://github.com/settings/profile https://docs.github.com/en",
        "no-handle": "https://github.com",
        "bad-handle": "https://github.com/lund_uni https://github.com/-lund",
    }
)
def test_github_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "github")
