"""The kinds of sign-in providers the library's registry finds here by this module's name."""

from importlib.util import find_spec

from .oidc import OIDCProvider

provider_classes: list[type] = [OIDCProvider]

if find_spec("onelogin") is not None:  # the extra for SAML
    from .saml import SAMLProvider

    provider_classes.append(SAMLProvider)
