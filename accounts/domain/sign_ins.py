"""People who come from the university's own sign-in: who they are here, and what they may.

An identity is issuer and subject together; an e-mail address alone proves nothing. What the
provider's claims say of role and unit holds from the next sign-in on, and is told in the history.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ..choices import Role
from ..exceptions import RegisterError
from ..models import Unit, User
from . import history, people

HIGHEST_FIRST = (Role.ADMIN, Role.AUDITOR, Role.COMMUNICATOR, Role.STAFF)


class Refusal(StrEnum):
    NO_EMAIL = "no-email"
    UNVERIFIED = "unverified"
    TAKEN = "taken"
    NOT_INVITED = "not-invited"
    DISABLED = "disabled"


class SignInRefused(RegisterError):
    """Somebody whom the provider knows may not come in here; `why` says which rule."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(reason(why))
        self.why = why


@dataclass(frozen=True)
class Claims:
    """What a provider says of somebody. `roles` and `units` are None where it was not asked."""

    email: str
    name: str
    is_email_verified: bool
    roles: Collection[str] | None = None
    units: Collection[str] | None = None
    is_second_factor: bool = False
    may_join: bool = True
    """Whether somebody new with these claims is taken in at all."""


def reason(why: Refusal) -> str:
    return {
        Refusal.NO_EMAIL: _("Your sign-in does not tell us your e-mail address."),
        Refusal.UNVERIFIED: _(
            "Your sign-in does not say that your e-mail address has been verified."
        ),
        Refusal.TAKEN: _(
            "Somebody signs in here with your e-mail address already, and we cannot know that it"
            " is you."
        ),
        Refusal.NOT_INVITED: _("The register is for those who look after the accounts."),
        Refusal.DISABLED: _("Your access has been turned off."),
    }[why]


@transaction.atomic
def come_in(*, claims: Claims, joins_as: str) -> User:
    """The user for an identity that is not known yet: one made in advance, or a new one.

    `joins_as` is the role of new people, or nothing where nobody new is taken in. The caller ties
    the identity in the same transaction. Raises SignInRefused.
    """
    email = claims.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as missing:
        raise SignInRefused(Refusal.NO_EMAIL) from missing
    if not claims.is_email_verified:
        raise SignInRefused(Refusal.UNVERIFIED)
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email).first()
    if user is not None:
        if not user.is_active:
            raise SignInRefused(Refusal.DISABLED)
        if user.has_usable_password() or SocialAccount.objects.filter(user=user).exists():
            raise SignInRefused(Refusal.TAKEN)
        history.record(action="identity-tied", by=user, subject=user)
        return user
    if not (joins_as and claims.may_join):
        raise SignInRefused(Refusal.NOT_INVITED)
    user = User.objects.create_user(
        email,
        name=(claims.name.strip() or email.partition("@")[0])[:150],
        role=joins_as,
        unit=unit_named(claims.units) or people.top_unit(),
    )
    user.set_unusable_password()
    user.save()
    history.record(
        action="joined",
        by=user,
        subject=user,
        changes={"role": [None, user.role], "unit": [None, user.unit_id]},
    )
    return user


@transaction.atomic
def follow(*, user: User, claims: Claims, mapping: Mapping[str, str]) -> User:
    """Give the user the role and the unit that the provider names, where it is asked for them.

    A role that the mapping does not know is staff; a unit that the register does not know changes
    nothing. Raises SignInRefused for a disabled user.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not user.is_active:
        raise SignInRefused(Refusal.DISABLED)
    before = history.snapshot(user)
    if claims.roles is not None and mapping:
        user.role = role_of(claims.roles, mapping)
    unit = unit_named(claims.units)
    if unit is not None:
        user.unit = unit
    changes = history.difference(before, history.snapshot(user))
    if changes:
        user.save()
        history.record(action="followed-claims", by=user, subject=user, changes=changes)
    return user


def role_of(said: Collection[str], mapping: Mapping[str, str]) -> Role:
    """The highest role that anything said stands for; staff for nothing known."""
    given = {mapping[value] for value in said if value in mapping}
    return next((role for role in HIGHEST_FIRST if role.value in given), Role.STAFF)


def unit_named(said: Collection[str] | None) -> Unit | None:
    """The unit that a claim names by slug, abbreviation or name; None for no one unit."""
    for value in said or ():
        value = value.strip()
        found = Unit.objects.filter(
            Q(slug__iexact=value)
            | Q(abbreviation__iexact=value)
            | Q(name_sv__iexact=value)
            | Q(name_en__iexact=value)
        )[:2]
        if value and len(found) == 1:
            return found[0]
    return None


def is_for_provider_only(user: User, *, has_provider: bool) -> bool:
    """Whether this user signs in through the university's own sign-in and has no password here."""
    return has_provider and not user.has_usable_password()
