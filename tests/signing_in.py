"""What a sign-in leaves in the session, for tests that are about something else."""

import time
from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from django.utils import timezone

from accounts.models import User

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
