"""Where people may sign in from besides this site, and how often anybody may try: settings.

A university's own sign-in is reached by OpenID Connect (OIDC_…) or SAML (SAML_…). Both answer the
same questions: who vouches, what its claims mean here, and which of them prove a second factor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ROLES = ("staff", "communicator", "auditor", "admin")
REFEDS_MFA = "https://refeds.org/profile/mfa"
RATE_LIMITS = {
    # The key of a failed sign-in is address and client together: a stranger who keeps guessing
    # shuts out nobody but himself. A second step's key is the user.
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "10/m/ip,3/300s/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "20/m/ip",
}
LONGEST_WAIT = 300
"""Seconds after which none of these limits is still in the way."""

# SWAMID's names of the attributes; the short ones are what some identity providers send instead.
SUBJECT = (
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",  # eduPersonPrincipalName
    "eduPersonPrincipalName",
)
MAIL = ("urn:oid:0.9.2342.19200300.100.1.3", "mail")
DISPLAY_NAME = ("urn:oid:2.16.840.1.113730.3.1.241", "displayName")
GIVEN_NAME = ("urn:oid:2.5.4.42", "givenName")
SURNAME = ("urn:oid:2.5.4.4", "sn")
SCOPED_AFFILIATION = "urn:oid:1.3.6.1.4.1.5923.1.1.1.9"  # eduPersonScopedAffiliation


@dataclass(frozen=True)
class IdentityProvider:
    """Somebody else who says who people are, and what is made of it."""

    kind: str
    """`oidc` or `saml`."""
    name: str
    """What its button says."""
    role_claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    """From what the claim says to a role here; without it roles are set here."""
    unit_claim: str = ""
    affiliation_claim: str = ""
    affiliations: frozenset[str] = frozenset()
    """Only people with one of these are taken in as new."""
    sign_up: str = "staff"
    """The role of new people; nothing: only people whom an admin made in advance sign in."""
    trusts_email: bool = False
    """Whether an address counts as verified though the provider does not say so."""
    mfa_acr: frozenset[str] = frozenset()
    mfa_amr: frozenset[str] = frozenset()
    asks_for: tuple[str, ...] = ()
    """Authentication contexts to ask the provider for."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this kind of provider needs."""


def oidc(env: Any) -> IdentityProvider | None:
    """The OpenID Connect provider, or None without OIDC_ISSUER."""
    issuer = env.str("OIDC_ISSUER", default="")
    if not issuer:
        return None
    return IdentityProvider(
        kind="oidc",
        **_shared(env, "OIDC"),
        trusts_email=env.bool("OIDC_TRUSTS_EMAIL", default=False),
        mfa_amr=frozenset(_words(env, "OIDC_MFA_AMR", "mfa")),
        options={
            "issuer": issuer,
            "client_id": _needed(env, "OIDC_CLIENT_ID", "OIDC_ISSUER"),
            "client_secret": env.str("OIDC_CLIENT_SECRET", default=""),
            "scopes": env.str("OIDC_SCOPES", default="openid profile email").split(),
        },
    )


def saml(env: Any) -> IdentityProvider | None:
    """The SAML identity provider, or None without its metadata."""
    url = env.str("SAML_METADATA_URL", default="")
    metadata = _text(env, "SAML_IDP_METADATA")
    if not (url or metadata):
        return None
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured(
            "SAML is configured but not installed:"
            " pip install --require-hashes -r requirements/saml.txt"
        )
    shared = _shared(env, "SAML")
    shared["affiliation_claim"] = shared["affiliation_claim"] or SCOPED_AFFILIATION
    if "SAML_AFFILIATIONS" not in env.ENVIRON:
        shared["affiliations"] = frozenset({"employee", "faculty", "staff"})
    return IdentityProvider(
        kind="saml",
        **shared,
        trusts_email=env.bool("SAML_TRUSTS_EMAIL", default=True),
        options={
            "metadata_url": url,
            "metadata": metadata,
            "metadata_certificate": _text(env, "SAML_METADATA_CERTIFICATE"),
            "idp_entity_id": env.str("SAML_IDP_ENTITY_ID", default=""),
            "entity_id": env.str("SAML_ENTITY_ID", default=""),
            "certificate": _text(env, "SAML_SP_CERTIFICATE"),
            "key": _text(env, "SAML_SP_KEY"),
            "subject": tuple(_words(env, "SAML_SUBJECT_ATTRIBUTES", "")) or SUBJECT,
        },
    )


def _shared(env: Any, prefix: str) -> dict[str, Any]:
    sign_up = env.str(f"{prefix}_SIGN_UP", default="staff").lower()
    if sign_up in ("no", "false", "0", "none"):
        sign_up = ""
    roles = {}
    for pair in _words(env, f"{prefix}_ROLES", ""):
        said, _, role = pair.rpartition("=")
        roles[said.strip()] = role.strip()
    wrong = {role for role in (*roles.values(), *filter(None, [sign_up])) if role not in ROLES}
    if wrong or "" in roles:
        raise ImproperlyConfigured(
            f"{prefix}_ROLES reads claim=role,claim=role and {prefix}_SIGN_UP one role or no;"
            f" the roles are {', '.join(ROLES)}."
        )
    default = {"OIDC": "Single sign-on", "SAML": "SWAMID"}[prefix]
    return {
        "name": env.str(f"{prefix}_NAME", default=default),
        "role_claim": env.str(f"{prefix}_ROLE_CLAIM", default=""),
        "roles": roles,
        "unit_claim": env.str(f"{prefix}_UNIT_CLAIM", default=""),
        "affiliation_claim": env.str(f"{prefix}_AFFILIATION_CLAIM", default=""),
        "affiliations": frozenset(_words(env, f"{prefix}_AFFILIATIONS", "")),
        "sign_up": sign_up,
        "mfa_acr": frozenset(_words(env, f"{prefix}_MFA_ACR", REFEDS_MFA)),
        "asks_for": tuple(_words(env, f"{prefix}_ASK_FOR", "")),
    }


def _words(env: Any, name: str, default: str) -> list[str]:
    return [word.strip() for word in env.str(name, default=default).split(",") if word.strip()]


def _needed(env: Any, name: str, because: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set, though {because} is.")
    return value


def _text(env: Any, name: str) -> str:
    """A text that the environment holds itself, or the path of a file with it."""
    value = env.str(name, default="").strip()
    if not value or value.startswith(("<", "-----")):
        return value.replace("\\n", "\n")
    path = Path(value)
    if not path.is_file():
        raise ImproperlyConfigured(f"{name} names no file: {value}")
    return path.read_text(encoding="utf-8")
