"""Tables of words, written the way they are easiest to read and to add to."""

from collections.abc import Mapping


def listed(text: str) -> frozenset[str]:
    """The words of ``text``."""
    return frozenset(text.split())


def words(**codes: str) -> Mapping[str, str]:
    """A table from word to refusal code: ``code="word word"``; ``_`` in a code means ``-``."""
    return {word: code.replace("_", "-") for code, text in codes.items() for word in text.split()}
