"""The rights as a table, drawn from the rules themselves: what the README shows."""

from collections.abc import Iterator

from django.utils import translation

from ...choices import Role
from .actions import RULES, may_in_unit
from .viewer import PUBLIC_VIEWER, Viewer
from .visibility import FieldClass, classes_in_unit

OWN, OTHER = 1, 2
"""Two units: the communicator's own, and another."""

VIEWERS: dict[str, Viewer] = {
    "public": PUBLIC_VIEWER,
    "staff": Viewer(Role.STAFF, user_id=1),
    "communicator": Viewer(Role.COMMUNICATOR, units=frozenset({OWN}), user_id=1),
    "auditor": Viewer(Role.AUDITOR, user_id=1),
    "admin": Viewer(Role.ADMIN, user_id=1),
}
CLASSES = {
    FieldClass.PUBLIC: "see published accounts: identity, unit, purpose, goals, audience, mailbox",
    FieldClass.CONTACT: "see contacts by name, mail and phone; routines, resources",
    FieldClass.WORKFLOW: "see drafts, submissions, reasons of decisions",
    FieldClass.SECURITY: "see two-step state, findings, access, incidents, notes",
}


def lines() -> Iterator[str]:
    """The table in Markdown, a line each."""
    yield f"| | {' | '.join(VIEWERS)} |"
    yield f"|---|{'---|' * len(VIEWERS)}"
    for field_class, label in CLASSES.items():
        yield _line(label, [_sees(viewer, field_class) for viewer in VIEWERS.values()])
    for action, rule in RULES.items():
        cells = [
            _cell(may_in_unit(viewer, action, OWN), may_in_unit(viewer, action, OTHER))
            for viewer in VIEWERS.values()
        ]
        with translation.override("en"):
            label = str(rule.label)
        yield _line(label[0].lower() + label[1:], cells)


def _sees(viewer: Viewer, field_class: FieldClass) -> str:
    return _cell(
        field_class in classes_in_unit(viewer, OWN), field_class in classes_in_unit(viewer, OTHER)
    )


def _cell(own: bool, other: bool) -> str:
    if own and other:
        return "yes"
    return "own" if own else "–"


def _line(label: str, cells: list[str]) -> str:
    return f"| {label} | {' | '.join(cells)} |"
