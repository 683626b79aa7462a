"""What a mail consists of, before it becomes text and HTML.

One layout for every mail: a subject, paragraphs, facts in a list, somebody's own words as a
quotation, and at most one thing to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.template.loader import render_to_string


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
    context = {"letter": letter, "name": name, "institution": institution, "reason": reason}
    return Drawn(
        subject=" ".join(letter.subject.split())[:250],
        text=render_to_string("email/letter.txt", context),
        html=render_to_string("email/letter.html", context),
    )
