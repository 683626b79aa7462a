"""Blogs."""

from tests.platforms.tables import Account, accepted, check_accepted, check_refused, refused


@accepted(
    Account(
        platform="blog",
        handle="forskning.wordpress.com",
        url="https://forskning.wordpress.com/",
        key="forskning.wordpress.com",
        spellings="""
            https://forskning.wordpress.com http://Forskning.WordPress.com/ forskning.wordpress.com
            https://forskning.wordpress.com/feed/ https://www.forskning.wordpress.com/about/
        """,
    ),
    Account(
        platform="blog",
        handle="forskning.blogspot.com",
        url="https://forskning.blogspot.com/",
        key="forskning.blogspot.com",
        spellings="""
            https://forskning.blogspot.com https://forskning.blogspot.se
            https://forskning.blogspot.co.uk/feeds/posts/default
        """,
    ),
    Account(
        platform="blog",
        handle="forskning.substack.com",
        url="https://forskning.substack.com/",
        key="forskning.substack.com",
        spellings="https://forskning.substack.com https://forskning.substack.com/archive",
    ),
    Account(
        platform="blog",
        handle="blogg.lu.se",
        url="https://blogg.lu.se/",
        key="blogg.lu.se",
        with_platform="""
            https://blogg.lu.se http://www.blogg.lu.se/ blogg.lu.se BLOGG.lu.se/feed/
            https://blogg.lu.se/rss.xml https://blogg.lu.se:443/ https://blogg.lu.se/?utm_source=x
        """,
    ),
    Account(
        platform="blog",
        handle="xn--rksmrgs-5wao1o.se",
        url="https://xn--rksmrgs-5wao1o.se/",
        key="xn--rksmrgs-5wao1o.se",
        with_platform="räksmörgås.se https://RÄKSMÖRGÅS.se/ xn--rksmrgs-5wao1o.se",
    ),
)
def test_blog_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": """
            https://forskning.wordpress.com/2024/05/01/hej https://forskning.substack.com/p/hej
            https://forskning.wordpress.com/?p=12
        """,
        "sub-page": "https://forskning.wordpress.com/kontakt",
        "platform-page": """
            https://wordpress.com https://substack.com/@forskning https://a.b.wordpress.com
            https://www.blogspot.com
        """,
    }
)
def test_page_of_a_blog_service_that_is_no_blog_is_refused(code, text, platform):
    check_refused(code, text, platform, "blog")


@refused(
    {
        "post": "https://blogg.lu.se/2024/05/hej https://blogg.lu.se/?p=12",
        "sub-page": "https://www.lu.se/om https://blogg.lu.se/about",
        "bad-handle": "forskning localhost",
        "no-host": "http://127.0.0.1/ https://blogg.localhost/ https://[::1]/ http://2130706433/",
        "odd-port": "https://blogg.lu.se:8443/",
        "odd-host": "https://blogg.lu.se./ https://blogg_lu.se/ https://xn--a.se/",
    },
    "blog",
)
def test_website_that_is_no_blog_is_refused(code, text, platform):
    check_refused(code, text, platform, "blog")


def test_own_domain_is_a_blog_only_when_somebody_says_so():
    check_refused("unknown-host", "https://blogg.lu.se", None, None)
