"""How the second factor is kept: secrets encrypted, the picture for the app drawn in the page.

Secrets are encrypted with a key made from SECRET_KEY; keys that were in use before stand in
SECRET_KEY_FALLBACKS and still open what they closed.
"""

import base64
import ipaddress
import logging

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .mfa import may_remove

logger = logging.getLogger(__name__)


def key_from(secret: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"registry.mfa")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))


def keys() -> MultiFernet:
    """The present key first: it encrypts, all of them decrypt."""
    return MultiFernet(
        [key_from(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "The code is wrong or was used already. Wait for the next one and try again."
        ),
        "cannot_delete_authenticator": gettext_lazy("This second step has to stay."),
    }

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as unreadable:
            logger.error("A second factor cannot be read: no present or earlier SECRET_KEY fits.")
            raise self.validation_error("incorrect_code") from unreadable

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def get_totp_issuer(self) -> str:
        return f"{_('Channel register')}, {settings.INSTITUTION_NAMES['sv']}"

    def build_totp_svg(self, url: str) -> SafeString:
        """Squares in one path: no style, no picture file, nothing the browser has to fetch."""
        code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, is_dark in enumerate(row)
            if is_dark
        )
        size = len(rows)
        return mark_safe(  # noqa: S308 - numbers and our own letters only
            f'<svg class="qr" viewBox="-4 -4 {size + 8} {size + 8}" aria-hidden="true"'
            f' shape-rendering="crispEdges"><path d="{path}"/></svg>'
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        return _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}


def are_passkeys_possible() -> bool:
    """Browsers tie passkeys to a name; a site reached by its number cannot have them."""
    host = context.request.get_host().rpartition(":")[0] or context.request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
