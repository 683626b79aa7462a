"""The last part of an account's or a unit's address on this site: short, plain, used once.

A slug never changes once given, so it follows neither a new name nor a new handle.
"""

from collections.abc import Container

from .folding import fold

LONGEST_ACCOUNT = 120
LONGEST_UNIT = 80


def for_account(platform: str, handle: str, name: str, taken: Container[str]) -> str:
    """`facebook-lunduniversity`; the name stands in for an account without a handle yet."""
    return _free(f"{platform} {plain(handle) or plain(name)}", taken, LONGEST_ACCOUNT)


def for_unit(name: str, taken: Container[str]) -> str:
    """`department-of-biology`, from the English name where there is one."""
    return _free(plain(name) or "unit", taken, LONGEST_UNIT)


def plain(text: str) -> str:
    """Folded, and without the letters that no slug can hold (a Chinese name leaves nothing)."""
    return " ".join(fold(text).encode("ascii", "ignore").decode().split())


def _free(words: str, taken: Container[str], longest: int) -> str:
    """`words` as a slug that is not in `taken`; the second of a kind ends in `-2`."""
    base = "-".join(words.split())[:longest].rstrip("-")
    slug, number = base, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = base[: longest - len(ending)].rstrip("-") + ending
    return slug
