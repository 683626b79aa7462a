"""What a change looks like to the one who decides about it: column by column, before and after."""

from collections.abc import Iterator
from typing import Any

from ..choices import ContactRole
from ..domain.intake import Change
from ..domain.vocabulary import Vocabulary
from ..exports.columns import COLUMNS
from .differences import PLAIN, Present, beside
from .row_form import BY_CODE

ROLES = {
    ContactRole.OWNER: "owner",
    ContactRole.DEPUTY: "deputies",
    ContactRole.PUBLISHER: "publishers",
    ContactRole.MANAGER: "manager",
}
LONGEST = 200


def shown_changes(
    present: Present, change: Change, words: Vocabulary
) -> list[tuple[str, str, str]]:
    """(column code, before, after) in the order of the columns, in the active language."""
    found = {code: (code, _short(a), _short(b)) for code, a, b in _changes(present, change, words)}
    return [found[column.code] for column in COLUMNS if column.code in found]


def _changes(present: Present, change: Change, words: Vocabulary) -> Iterator[tuple[str, str, str]]:
    account = present.account
    rooms = {"": change.values, "routines": change.routines, "security": change.security}
    for plain in PLAIN:
        values = rooms[plain.room]
        if plain.name in values:
            row = beside(account, plain.room) if plain.room else account
            before = getattr(row, plain.name, None)
            yield plain.code, *_texts(plain.code, words, before, values[plain.name])
    for code in ("two_step", "two_step_method"):
        if code in change.security:
            before = getattr(beside(account, "security"), code, "")
            yield code, *_texts(code, words, before, change.security[code])
    if change.unit is not None:
        yield "unit", words.units[account.unit_id].name, change.unit.name
    for role, people in change.contacts.items():
        before = ", ".join(person.name for person in present.contacts.get(role, ()))
        yield ROLES[role], before, ", ".join(person.name for person in people)
    if change.audiences is not None:
        yield (
            "target_audience",
            *_texts("target_audience", words, present.audiences, change.audiences),
        )


def _texts(code: str, words: Vocabulary, before: Any, after: Any) -> tuple[str, str]:
    text = BY_CODE[code].text(words)
    return text(before), text(after)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
