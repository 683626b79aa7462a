"""What somebody probably meant: words of the register close to a word that finds nothing.

The register's words are kept in the process, by length, until a new one is learnt. Public searches
are compared with public words only.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ...models import SearchWord
from ..listing import worth

ATTEMPTS = 3


@dataclass(frozen=True)
class _Kept:
    newest: int
    public: dict[int, list[str]]
    internal: dict[int, list[str]]


_kept: _Kept | None = None


def _newest() -> int:
    return SearchWord.objects.aggregate(newest=Max("id"))["newest"] or 0


def _words(public_only: bool, newest: int) -> dict[int, list[str]]:
    global _kept
    if _kept is None or _kept.newest != newest:
        by_length: tuple[dict, dict] = (defaultdict(list), defaultdict(list))
        for word, is_public in SearchWord.objects.values_list("word", "is_public").order_by("word"):
            by_length[is_public][len(word)].append(word)
        _kept = _Kept(newest, public=by_length[True], internal=by_length[False])
    return _kept.public if public_only else _kept.internal


def corrections(terms: tuple[str, ...], public_only: bool) -> list[tuple[str, ...]]:
    """Up to three likely spellings of `terms`, the likeliest first; none when all are known."""
    newest = _newest()
    near = [_near(term, public_only, newest) for term in terms]
    if not any(len(found) > 1 or found[0] != term for term, found in zip(terms, near, strict=True)):
        return []
    depth = max(len(found) for found in near)
    guesses = [
        tuple(found[min(rank, len(found) - 1)] for found in near)
        for rank in range(min(depth, ATTEMPTS))
    ]
    return [guess for guess in dict.fromkeys(guesses) if guess != terms]


def forget() -> None:
    """Drop what is kept (tests that roll back need it)."""
    global _kept
    _kept = None
    _near.cache_clear()


@lru_cache(maxsize=1000)
def _near(term: str, public_only: bool, newest: int) -> list[str]:
    """The words nearest to `term`; the term itself where it is known or too short to guess.

    `newest` is the number of the newest word: a new one makes every answer stale.
    """
    if not worth(term):
        return [term]
    words = _words(public_only, newest)
    distance = 1 if len(term) < 6 else 2
    found: list[tuple[int, str]] = []
    for length in range(len(term) - distance, len(term) + distance + 1):
        for word, away, _index in process.extract(
            term,
            words.get(length, ()),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=distance,
            limit=ATTEMPTS,
        ):
            found.append((away + (word[0] != term[0]), word))
    if not found or (0, term) in found:
        return [term]
    return [word for _away, word in sorted(found)[:ATTEMPTS]]
