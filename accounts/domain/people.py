"""Users and persons: the one that acts when no human does."""

from django.conf import settings

from ..choices import Role, UnitKind
from ..models import Unit, User
from .folding import fold

SYSTEM_EMAIL = "system@kanalregister.invalid"


def top_unit() -> Unit:
    """The university itself: the top of the tree, made from the settings when there is none."""
    top = Unit.objects.filter(parent__isnull=True).order_by("position", "id").first()
    if top is None:
        names = settings.INSTITUTION_NAMES
        top = Unit.objects.create(
            name_sv=names["sv"],
            name_en=names["en"],
            slug=fold(names["en"] or names["sv"]).replace(" ", "-")[:80],
            kind=UnitKind.UNIVERSITY,
        )
    return top


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
