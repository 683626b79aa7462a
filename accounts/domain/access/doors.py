"""Which roles each kind of page opens for. Every address of the site names one of these doors.

A page whose door is closed does not exist for the viewer (404); somebody without a session is
asked to sign in first.
"""

from enum import StrEnum

from ...choices import Role
from .viewer import Viewer


class Door(StrEnum):
    PUBLIC = "public"
    """Anyone."""
    LINK = "link"
    """Whoever holds a signed link that has not expired; no sign-in."""
    SIGNED_IN = "signed-in"
    WRITERS = "writers"
    """Communicators and admins: those who change accounts."""
    OVERSIGHT = "oversight"
    """Auditors and admins: those who see everything."""
    ADMINS = "admins"


OPEN_FOR: dict[Door, frozenset[Role]] = {
    Door.SIGNED_IN: frozenset(Role),
    Door.WRITERS: frozenset({Role.COMMUNICATOR, Role.ADMIN}),
    Door.OVERSIGHT: frozenset({Role.AUDITOR, Role.ADMIN}),
    Door.ADMINS: frozenset({Role.ADMIN}),
}
WITHOUT_SIGN_IN = frozenset({Door.PUBLIC, Door.LINK})


def is_open(door: Door, viewer: Viewer) -> bool:
    return door in WITHOUT_SIGN_IN or viewer.role in OPEN_FOR[door]
