"""Links that leave the site: absolute ones, and signed ones that open a page without sign-in.

A signed link names its purpose and the nonce of the row it is for, and says when it was made. The
row's own state decides whether it still means anything; the signature decides whether it is ours.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from ..exceptions import LinkRefused

VALID_FOR = timedelta(days=30)


def absolute(path: str) -> str:
    """A path as mails and files name it: at the configured origin, never the request's."""
    return f"{settings.SITE_URL}{path}"


def sign(purpose: str, nonce: uuid.UUID) -> str:
    """The part of an address that opens the row with this nonce, for this purpose only."""
    return signing.dumps(nonce.hex, salt=f"accounts.links.{purpose}", compress=False)


def read(purpose: str, token: str, valid_for: timedelta = VALID_FOR) -> uuid.UUID:
    """The nonce in a signed link. Raises LinkRefused."""
    try:
        text = signing.loads(token, salt=f"accounts.links.{purpose}", max_age=valid_for)
        return uuid.UUID(text)
    except signing.SignatureExpired as expired:
        raise LinkRefused(_("This link has expired. Ask for a new one.")) from expired
    except (signing.BadSignature, ValueError, AttributeError) as bad:
        raise LinkRefused(
            _("This link is not complete. Copy all of it from the mail, or ask for a new one.")
        ) from bad
