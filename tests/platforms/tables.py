"""How the tables of addresses in this package are written down and checked."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from accounts.platforms import Identified, identify


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account and the ways it is written.

    ``spellings`` say by themselves which platform they belong to; ``with_platform`` only together
    with the platform that the person chose.
    """

    platform: str
    handle: str
    url: str
    key: str
    permanent_id: str = ""
    personal: bool = False
    spellings: str = ""
    with_platform: str = ""


def accepted(*accounts: Account) -> pytest.MarkDecorator:
    """Every spelling of ``accounts``, with and without its platform chosen."""
    cases = []
    for account in accounts:
        spellings, with_platform = account.spellings.split(), account.with_platform.split()
        cases += [(account, text, None) for text in spellings]
        cases += [(account, text, account.platform) for text in spellings + with_platform]
    return pytest.mark.parametrize(
        ("account", "text", "platform"),
        [pytest.param(*case, id=f"{case[2]}-{case[1]}") for case in cases],
    )


def check_accepted(account: Account, text: str, platform: str | None) -> None:
    assert identify(text, platform) == Identified(
        input=text,
        platform=account.platform,
        handle=account.handle,
        url=account.url,
        valid=True,
        key=account.key,
        permanent_id=account.permanent_id,
        personal=account.personal,
    )


def refused(table: dict[str, str], platform: str | None = None) -> pytest.MarkDecorator:
    """Every text of ``table`` (refusal code -> texts), to be read as ``platform``."""
    return pytest.mark.parametrize(
        ("code", "text", "platform"),
        [
            pytest.param(code, text, platform, id=f"{platform}-{text}")
            for code, texts in table.items()
            for text in texts.split()
        ],
    )


def check_refused(code: str, text: str, platform: str | None, belongs_to: str | None) -> None:
    answer = identify(text, platform)
    assert (answer.code, answer.platform, answer.valid) == (code, belongs_to, False)
    assert (answer.handle, answer.url, answer.key) == ("", "", "")


def same_account(texts: Iterable[str], platform: str | None = None) -> bool:
    answers = [identify(text, platform) for text in texts]
    return all(answer.valid for answer in answers) and (
        len({(answer.platform, answer.key) for answer in answers}) == 1
    )
