"""The help links a new register begins with."""

from accounts.platforms import HELP, PLATFORMS, get

METHODS = ("key", "app", "prompt", "text", "email")


def test_every_platform_has_its_help_in_the_same_order():
    assert list(HELP) == list(PLATFORMS)


def test_methods_are_known_and_strongest_first():
    for code, help_ in HELP.items():
        methods = help_.two_step_methods or ()
        assert list(methods) == [method for method in METHODS if method in methods], code


def test_links_are_secure_addresses():
    for help_ in HELP.values():
        for link in (help_.two_step, help_.hacked, help_.impersonation, help_.data_export):
            assert link is None or link.url.startswith("https://")


def test_none_offered_is_not_the_same_as_nobody_looked():
    assert HELP["flickr"].two_step_methods == ()
    assert HELP["telegram"].two_step_methods is None
    assert HELP["bluesky"].two_step_methods == ("email",)
    assert HELP["youtube"].two_step_methods == ("key", "app", "prompt", "text")


def test_link_from_memory_is_not_checked():
    assert HELP["facebook"].hacked.checked
    assert not HELP["facebook"].impersonation.checked


def test_platforms_come_in_the_products_order():
    assert " ".join(PLATFORMS) == (
        "facebook instagram threads x linkedin youtube tiktok snapchat mastodon bluesky flickr "
        "vimeo pinterest whatsapp discord spotify soundcloud acast wechat weibo vk telegram twitch "
        "reddit tumblr medium github dailymotion blog"
    )
    assert [get(code).code for code in PLATFORMS] == list(PLATFORMS)
