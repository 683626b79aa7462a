"""Who is looking: a role, and for a communicator the branch of units that is their own."""

from dataclasses import dataclass

from ...choices import Role
from ...models import Unit, User
from .. import vocabulary


@dataclass(frozen=True)
class Viewer:
    """The one who looks. `role` is None for the public; `units` are a communicator's own."""

    role: Role | None = None
    units: frozenset[int] = frozenset()
    user_id: int | None = None

    @property
    def is_public(self) -> bool:
        return self.role is None

    @property
    def sees_everything(self) -> bool:
        return self.role in (Role.AUDITOR, Role.ADMIN)

    def owns(self, unit_id: int) -> bool:
        """Whether accounts of this unit are the viewer's own to care for."""
        return self.role == Role.ADMIN or unit_id in self.units


PUBLIC_VIEWER = Viewer()


def viewer_of(user: User | None, words: vocabulary.Vocabulary | None = None) -> Viewer:
    """The viewer behind a signed-in user, or the public one for nobody and for a disabled user."""
    if user is None or not user.is_authenticated or not user.is_active:
        return PUBLIC_VIEWER
    units: frozenset[int] = frozenset()
    if user.role == Role.COMMUNICATOR:
        assigned = set(Unit.objects.filter(communicators=user).values_list("pk", flat=True)) or {
            user.unit_id
        }
        units = (words or vocabulary.current()).branch(assigned)
    return Viewer(role=Role(user.role), units=units, user_id=user.pk)
