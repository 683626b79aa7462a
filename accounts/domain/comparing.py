"""What differs between two texts, piece by piece: letters of a handle, words of a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")
"""A word with the space before it: spaces that two texts have in common make them no more alike."""
ALIKE = 0.4
"""Texts less alike than this are marked whole: scattered letters in common mislead."""
LONGEST = 4000
"""Longer texts are marked whole; comparing costs the square of the length."""


@dataclass(frozen=True)
class Piece:
    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def by_letters(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts, with the letters marked that the other one lacks."""
    return _compare(list(before), list(after))


def by_words(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts, with the words marked that the other one lacks."""
    return _compare(WORDS.findall(before), WORDS.findall(after))


def _compare(before: Sequence[str], after: Sequence[str]) -> tuple[Pieces, Pieces]:
    if before == after:
        return _whole(before, False), _whole(after, False)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) + len(after) > LONGEST or matcher.ratio() < ALIKE:
        return _whole(before, True), _whole(after, True)
    left: list[Piece] = []
    right: list[Piece] = []
    for how, start, end, other_start, other_end in matcher.get_opcodes():
        left += _whole(before[start:end], how != "equal")
        right += _whole(after[other_start:other_end], how != "equal")
    return tuple(left), tuple(right)


def _whole(parts: Sequence[str], differs: bool) -> Pieces:
    return (Piece("".join(parts), differs),) if parts else ()
