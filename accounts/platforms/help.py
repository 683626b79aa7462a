"""Each platform's own help: where it explains two-step, rescue, impersonation and data export.

``checked`` is True where the page was read and said so; False means from memory, and a person must
open the page once before it is trusted. Admins maintain the links afterwards; these are the ones a
new register begins with.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class HelpLink:
    """One page of a platform's help."""

    url: str
    checked: bool


@dataclass(frozen=True, kw_only=True)
class Help:
    """What a platform offers and where it says so; a link is None where none is known.

    ``two_step_methods`` holds ``key``, ``app``, ``prompt``, ``text`` and ``email``, strongest
    first. Empty means that the platform offers none, None that nobody has looked.
    """

    two_step_methods: tuple[str, ...] | None = None
    two_step: HelpLink | None = None
    hacked: HelpLink | None = None
    impersonation: HelpLink | None = None
    data_export: HelpLink | None = None


def _read(url: str) -> HelpLink:
    return HelpLink(f"https://{url}", checked=True)


def _remembered(url: str) -> HelpLink:
    return HelpLink(f"https://{url}", checked=False)


_INSTAGRAM = Help(
    two_step_methods=("app", "text"),
    two_step=_read("help.instagram.com/566810106808145"),
    hacked=_read("www.instagram.com/hacked"),
    impersonation=_remembered("help.instagram.com/446663175382270"),
    data_export=_remembered("help.instagram.com/181231772500920"),
)
_NONE_OFFERED = Help(two_step_methods=())

HELP: Mapping[str, Help] = {
    "facebook": Help(
        two_step_methods=("key", "app", "text"),
        two_step=_read("www.facebook.com/help/148233965247823"),
        hacked=_read("www.facebook.com/hacked"),
        impersonation=_remembered("www.facebook.com/help/174210519303259"),
        data_export=_remembered("www.facebook.com/dyi"),
    ),
    "instagram": _INSTAGRAM,
    "threads": _INSTAGRAM,
    "x": Help(
        # Text messages are for paying accounts only since 20 March 2023.
        two_step_methods=("key", "app", "text"),
        two_step=_read("help.x.com/en/managing-your-account/two-factor-authentication"),
        hacked=_read("help.x.com/en/safety-and-security/x-account-compromised"),
        impersonation=_read("help.x.com/en/safety-and-security/report-x-impersonation"),
        data_export=_remembered(
            "help.x.com/en/managing-your-account/how-to-download-your-x-archive"
        ),
    ),
    "linkedin": Help(
        two_step_methods=("app", "text"),
        two_step=_read("www.linkedin.com/help/linkedin/answer/a1358878"),
        hacked=_read("www.linkedin.com/help/linkedin/answer/a1340402"),
        impersonation=_remembered("www.linkedin.com/help/linkedin/answer/a1338436"),
        data_export=_remembered("www.linkedin.com/help/linkedin/answer/a1339364"),
    ),
    "youtube": Help(
        two_step_methods=("key", "app", "prompt", "text"),
        two_step=_read("safety.google/authentication"),
        hacked=_read("support.google.com/youtube/answer/76187"),
        impersonation=_remembered("support.google.com/youtube/answer/2801947"),
        data_export=_remembered("takeout.google.com"),
    ),
    "tiktok": Help(
        two_step_methods=("app", "text", "email"),
        two_step=_read("support.tiktok.com/en/safety-hc/account-and-user-safety/account-safety"),
        hacked=_read("www.tiktok.com/safety/resources/hacked-account"),
        impersonation=_read(
            "support.tiktok.com/en/safety-hc/report-a-problem/report-an-impersonation-account"
        ),
        data_export=_remembered(
            "support.tiktok.com/en/account-and-privacy/personalized-ads-and-data/"
            "requesting-your-data"
        ),
    ),
    "snapchat": Help(
        two_step_methods=("app", "text"),
        two_step=_read("help.snapchat.com/hc/sections/5685887734676"),
        hacked=_read("help.snapchat.com/hc/articles/7012305621908"),
        impersonation=_read("help.snapchat.com/hc/requests/new"),
        data_export=_remembered("accounts.snapchat.com"),
    ),
    # Set up, rescue and reports are on each server; only moving has one page for all.
    "mastodon": Help(
        two_step_methods=("key", "app"), data_export=_read("docs.joinmastodon.org/user/moving")
    ),
    "bluesky": Help(two_step_methods=("email",)),
    "flickr": _NONE_OFFERED,
    "vimeo": Help(
        two_step_methods=("app", "email"),
        two_step=_read("help.vimeo.com/hc/en-us/articles/12425450158353"),
        hacked=_read("help.vimeo.com/hc/en-us/articles/12425418503569"),
    ),
    "pinterest": Help(
        two_step_methods=("app", "text"),
        two_step=_read("help.pinterest.com/en/articles/two-factor-authentication"),
        hacked=_read("help.pinterest.com/en/articles/account-security-and-hacked-accounts"),
        impersonation=_read("help.pinterest.com/sv/articles/impersonation"),
    ),
    "whatsapp": Help(),
    "discord": Help(
        two_step_methods=("key", "app", "text"),
        two_step=_read("support.discord.com/hc/en-us/articles/219576828"),
        hacked=_read("dis.gd/contact"),
        impersonation=_read("dis.gd/contact"),
    ),
    "spotify": _NONE_OFFERED,
    "soundcloud": Help(
        two_step_methods=("app",),
        two_step=_read("help.soundcloud.com/hc/en-us/articles/20707203094043"),
        hacked=_read("help.soundcloud.com/hc/en-us/articles/115003450267"),
    ),
    "acast": Help(),
    "wechat": Help(),
    "weibo": _NONE_OFFERED,
    "vk": Help(),
    "telegram": Help(),
    "twitch": Help(),
    "reddit": Help(),
    "tumblr": Help(),
    "medium": _NONE_OFFERED,
    "github": Help(),
    "dailymotion": Help(),
    "blog": Help(),
}
