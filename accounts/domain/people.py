"""Users and persons: the one that acts when no human does."""

from ..choices import Role
from ..models import User
from ..models.units import top_unit

__all__ = ["SYSTEM_EMAIL", "system_user", "top_unit"]

SYSTEM_EMAIL = "system@kanalregister.invalid"


def system_user() -> User:
    """The user that commands and timed jobs act as; nobody can sign in as it."""
    user = User.objects.filter(email=SYSTEM_EMAIL).first()
    if user is None:
        user = User.objects.create_user(
            SYSTEM_EMAIL,
            name="Kanalregister",
            role=Role.ADMIN,
            unit=top_unit(),
            is_active=False,
        )
    return user
