"""Discord, WeChat, Telegram."""

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
        platform="discord",
        handle="LundUni",
        url="https://discord.gg/LundUni",
        key="LundUni",
        spellings="""
            https://discord.gg/LundUni https://discord.com/invite/LundUni
            https://discordapp.com/invite/LundUni?event=1 https://www.discord.gg/LundUni/
        """,
        with_platform="LundUni invite/LundUni",
    ),
)
def test_discord_invitation_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": "https://discord.com/channels/1/2",
        "person-page": "https://discord.com/users/1",
        "short-link": "https://dis.gd/contact",
        "login": "https://discord.com/login",
        "no-handle": "https://discord.gg https://discord.com https://discord.com/invite/",
        "bad-handle": "https://discord.gg/l%C3%BCnd",
        "sub-page": "https://discord.gg/lund/other",
    }
)
def test_discord_address_that_is_no_invitation_is_refused(code, text, platform):
    check_refused(code, text, platform, "discord")


def test_discord_case_counts():
    assert not same_account(["discord.gg/AbC", "discord.gg/abc"])


@accepted(
    Account(
        platform="wechat",
        handle="LundUniversity",
        url="",
        key="lunduniversity",
        with_platform="LundUniversity @LundUniversity",
    ),
    Account(
        platform="wechat",
        handle="gh_0123456789ab",
        url="",
        key="gh_0123456789ab",
        with_platform="gh_0123456789ab",
    ),
)
def test_wechat_id_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "no-address": """
            weixin://dl/profile/x https://mp.weixin.qq.com/s/abc https://u.wechat.com/abc
            https://www.wechat.com/en
        """
    }
)
def test_wechat_address_is_refused(code, text, platform):
    check_refused(code, text, platform, "wechat")


@refused({"bad-handle": "lund 1lunduni lund.university abcdefghijklmnopqrstu"}, "wechat")
def test_wechat_id_that_cannot_be_is_refused(code, text, platform):
    check_refused(code, text, platform, "wechat")


@accepted(
    Account(
        platform="telegram",
        handle="LundUni",
        url="https://t.me/LundUni",
        key="lunduni",
        spellings="""
            https://t.me/LundUni t.me/LundUni https://telegram.me/LundUni https://t.me/s/LundUni
            https://telegram.dog/LundUni https://t.me/@LundUni
        """,
        with_platform="LundUni @LundUni",
    ),
    Account(
        platform="telegram",
        handle="lunduni",
        url="https://t.me/lunduni",
        key="lunduni",
        spellings="https://LundUni.t.me",
    ),
)
def test_telegram_account_is_recognised(account, text, platform):
    check_accepted(account, text, platform)


@refused(
    {
        "post": "https://t.me/lunduni/123 https://t.me/c/123/4 https://t.me/s/lunduni/123",
        "group": "https://t.me/joinchat/AbC https://t.me/+AbC https://t.me/addlist/x",
        "share-link": "https://t.me/share/url?url=x",
        "no-handle": "https://t.me",
        "bad-handle": "https://t.me/lu https://t.me/1lunduni https://t.me/lund-uni",
        "message-link": "https://web.telegram.org/k/#@lunduni",
    }
)
def test_telegram_address_that_is_no_account_is_refused(code, text, platform):
    check_refused(code, text, platform, "telegram")
