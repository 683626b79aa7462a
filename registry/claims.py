"""What providers say, in the product's words: the same rules for OpenID Connect and SAML."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import Http404

from accounts.domain.sign_ins import Claims

from .sign_in_settings import IdentityProvider


def configured() -> list[IdentityProvider]:
    return [given for given in (settings.OIDC, settings.SAML) if given]


def provider_of(kind: str) -> IdentityProvider:
    """The configured provider of this kind. Raises Http404 where there is none."""
    given = {"oidc": settings.OIDC, "saml": settings.SAML}[kind]
    if given is None:
        raise Http404
    return given


def values(said: Any) -> list[str]:
    """A claim as a list of texts, whether it came as one, as many or with spaces between."""
    if said is None:
        return []
    if isinstance(said, str):
        return said.split() if said.startswith(("http", "urn:")) else [said]
    return [str(value) for value in said] if isinstance(said, Iterable) else [str(said)]


def read(
    given: IdentityProvider,
    said: Mapping[str, Any],
    *,
    email: str,
    name: str,
    is_email_verified: bool,
    is_second_factor: bool,
) -> Claims:
    """The claims of somebody by what this provider's settings make of them."""
    return Claims(
        email=email,
        name=name,
        is_email_verified=is_email_verified or given.trusts_email,
        roles=values(said.get(given.role_claim)) if given.role_claim else None,
        units=values(said.get(given.unit_claim)) if given.unit_claim else None,
        is_second_factor=is_second_factor,
        may_join=may_join(given, said),
    )


def may_join(given: IdentityProvider, said: Mapping[str, Any]) -> bool:
    """Whether the affiliation is one of those taken in; one with a scope has to be ours."""
    if not (given.affiliation_claim and given.affiliations):
        return True
    return any(
        _fits(value.lower(), given.affiliations)
        for value in values(said.get(given.affiliation_claim))
    )


def _fits(value: str, wanted: Collection[str]) -> bool:
    bare, at, scope = value.partition("@")
    if value in wanted:
        return True
    return bare in wanted and (not at or scope in settings.INSTITUTION_DOMAINS)
