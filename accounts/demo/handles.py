"""Handles as each platform spells them, every one accepted by the platform's own rule."""

from random import Random
from string import ascii_letters, digits

from ..platforms import Identified, identify
from .organisation import DOMAIN

JOINS = {
    "bluesky": ("", "-"),
    "discord": ("", "-"),
    "facebook": ("", "."),
    "github": ("-", ""),
    "instagram": ("", ".", "_"),
    "linkedin": ("-",),
    "soundcloud": ("-", ""),
    "acast": ("-",),
    "tiktok": ("", ".", "_"),
    "reddit": ("_", ""),
    "youtube": ("", "-", "_"),
    "blog": ("-", ""),
}
"""What words are joined by; nothing where the platform is not named."""
LONGEST = {"x": 15, "snapchat": 15, "reddit": 20, "weibo": 20, "wechat": 20}
LONGEST_ELSEWHERE = 24
FORMS = {
    "blog": f"{{}}.{DOMAIN}",
    "bluesky": "{}.bsky.social",
    "linkedin": "company/{}",
    "mastodon": f"{{}}@social.{DOMAIN}",
    "medium": "@{}",
    "reddit": "r/{}",
    "youtube": "@{}",
}
BY_NUMBER = {"whatsapp": ("0029Va{}", 18), "spotify": ("show/{}", 22)}
"""Platforms whose accounts have no names: the form, and how many letters and digits fill it."""


class Speller:
    """Gives every account a handle that no other account of its platform has or had."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()
        self.used: dict[tuple[str, str], int] = {}

    def take(self, platform: str, handle: str) -> Identified:
        """This very handle, as its platform reads it. Raises ValueError when it cannot be had."""
        found = identify(handle, platform)
        if not found.valid or (platform, found.key) in self.taken:
            raise ValueError(f"{handle} on {platform}: {found.reason or 'taken'}")
        self.taken.add((platform, found.key))
        return found

    def spell(self, platform: str, words: list[str], rng: Random) -> Identified:
        """A handle made of these words, with a number behind it if it has to be."""
        if platform in BY_NUMBER:
            form, length = BY_NUMBER[platform]
            return self.take(
                platform, form.format("".join(rng.choices(ascii_letters + digits, k=length)))
            )
        longest = LONGEST.get(platform, LONGEST_ELSEWHERE)
        base = rng.choice(JOINS.get(platform, ("",))).join(words)[:longest].rstrip("-._")
        number = self.used.get((platform, base), 0)
        while True:
            number += 1
            ending = str(number) if number > 1 else ""
            name = base[: longest - len(ending)].rstrip("-._") + ending
            try:
                found = self.take(platform, FORMS.get(platform, "{}").format(name))
            except ValueError:
                if number > self.used.get((platform, base), 0) + 1000:
                    raise
                continue
            self.used[platform, base] = number
            return found
