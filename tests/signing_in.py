"""What a sign-in leaves in the session, for tests that are about something else."""

import time
from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.factories import PASSWORD

HAS_SAML = find_spec("onelogin") is not None
"""Whether the extra is there; its addresses are not without it."""
BOTH = ("password", "mfa")
real_force_login = Client.force_login


def force_login(
    self: Client, user: User, backend: Any = None, *, factors: Iterable[str] = BOTH
) -> None:
    """Django's own, and the factors that the sign-in pages would have noted in the session."""
    real_force_login(self, user, backend)
    session = self.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": factor, "at": time.time()} for factor in factors
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    # Being seen for the first time today costs a write that no test here wants to count.
    User.objects.filter(pk=user.pk).update(last_seen_at=timezone.now())


def enrol(user: User) -> str:
    """Give the user an authenticator app and recovery codes; returns the app's key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def recovery_codes(user: User) -> list[str]:
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = RecoveryCodes(kept).get_unused_codes()
    return codes


def with_password(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in/login/", {"login": user.email, "password": password}, **more)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
