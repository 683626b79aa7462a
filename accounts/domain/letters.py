"""What a mail consists of, before it becomes text and HTML.

One layout for every mail: a subject, paragraphs, facts in a list, somebody's own words as a
quotation, and at most one thing to do.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.template.loader import render_to_string

LINE = 72
"""How long a line of the plain text is at most; addresses are never broken."""
QUOTED = "> "
DASHES = "-- "
"""What mail programs know as the end of the message and the beginning of the signature."""


@dataclass(frozen=True)
class Letter:
    """`action` is a label and an absolute address; `facts` pairs of label and value."""

    subject: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    quote: str = ""
    quote_by: str = ""
    action: tuple[str, str] | None = None
    afterwards: Sequence[str] = field(default=())
    """Paragraphs below the action."""


@dataclass(frozen=True)
class Drawn:
    subject: str
    text: str
    html: str


def draw(letter: Letter, *, name: str, institution: str, reason: str) -> Drawn:
    """Text and HTML in the active language; `reason` says why the reader gets this mail."""
    # A value with line breaks could pose as a line of its own, with a link of its own.
    facts = [(label, " ".join(str(value).split())) for label, value in letter.facts]
    letter = replace(letter, facts=facts)
    context = {
        "letter": letter,
        "name": name,
        "institution": institution,
        "reason": reason,
        "quoted": _wrapped(letter.quote, QUOTED),
        "dashes": DASHES,
    }
    text = render_to_string("email/letter.txt", context).strip()
    return Drawn(
        subject=" ".join(letter.subject.split())[:250],
        text=re.sub(r"\n{3,}", "\n\n", _wrapped(text)) + "\n",
        html=render_to_string("email/letter.html", context),
    )


def _wrapped(text: str, prefix: str = "") -> str:
    """The text in lines that fit, each begun with `prefix`."""
    return "\n".join(
        line
        if line.startswith(QUOTED) or line == DASHES
        else textwrap.fill(
            line,
            LINE,
            initial_indent=prefix,
            subsequent_indent=prefix,
            break_long_words=False,
            break_on_hyphens=False,
        )
        or prefix.rstrip()
        for line in text.splitlines()
    )
