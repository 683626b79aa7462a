"""Says which account each address means: one JSON line for each, in the order they came.

The address rules themselves are in ``accounts.platforms``; this only carries text in and answers
out. Needs no database.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.platforms import PLATFORMS, Identified, identify
from accounts.platforms.sentences import SENTENCES

_LANGUAGES = ("sv", "en")


class Question(NamedTuple):
    """One thing to identify, as it came in: JSON may hold something else than text."""

    input: object
    platform: object


class Command(BaseCommand):
    help = (
        "Say which account each ADDRESS means, as one JSON line each. Without addresses, read "
        'standard input: each line an address or {"input": ..., "platform": CODE or null}.'
    )
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("addresses", nargs="*", metavar="ADDRESS")
        parser.add_argument("--platform", metavar="CODE", help="The platform they belong to.")
        parser.add_argument("--language", choices=_LANGUAGES, help="The language of the reasons.")

    def handle(
        self,
        *,
        addresses: list[str] | None = None,
        platform: str | None = None,
        language: str | None = None,
        **options: object,
    ) -> None:
        if platform is not None and platform not in PLATFORMS:
            raise CommandError(
                _("There is no platform “%(code)s”. The platforms are: %(codes)s.")
                % {"code": platform, "codes": " ".join(PLATFORMS)}
            )
        questions: Iterable[Question]
        if addresses:
            questions = (Question(address, platform) for address in addresses)
        else:
            questions = (_question(line, platform) for line in _lines())
        with translation.override(language) if language else nullcontext():
            for question in questions:
                # ASCII only, so that no terminal or line splitter stumbles over what was pasted.
                self.stdout.write(json.dumps(_answer(question)))
                self.stdout.flush()


def _lines() -> Iterator[str]:
    """The lines of standard input, whatever bytes they hold."""
    for line in getattr(sys.stdin, "buffer", sys.stdin):
        text = line.decode("utf-8", errors="replace") if isinstance(line, bytes) else line
        yield text.rstrip("\r\n")


def _question(line: str, platform: str | None) -> Question:
    """What a line asks: a JSON object is taken apart, anything else is an address."""
    if line.strip().removeprefix("\ufeff").startswith("{"):
        try:
            asked = json.loads(
                line.strip().removeprefix("\ufeff"),
                parse_constant=_finite,
                parse_float=_finite,
            )
        except (ValueError, RecursionError):
            return Question(line, platform)
        return Question(asked.get("input"), asked.get("platform", platform))
    return Question(line, platform)


def _finite(number: str) -> float:
    # Python reads NaN and Infinity, which are not JSON, and would write them out again.
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _answer(question: Question) -> dict[str, object]:
    if not isinstance(question.input, str):
        found = Identified("", reason=SENTENCES["not-text"])
    elif not isinstance(question.platform, str | None):
        found = Identified("", reason=SENTENCES["unknown-platform"])
    else:
        found = identify(question.input, question.platform)
    return {
        "input": question.input,
        "platform": found.platform,
        "handle": found.handle,
        "url": found.url,
        "valid": found.valid,
        "reason": str(found.reason),
    }
