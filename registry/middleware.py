"""What every answer carries, and what every request of a signed-in person leaves behind."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.models import User

SEEN_EVERY = timedelta(days=1)


class NoStoreMiddleware:
    """Pages made for a signed-in person are never stored on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated or request.path.startswith(("/sign-in/", "/en/sign-in/")):
            add_never_cache_headers(response)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        return response


class LastSeenMiddleware:
    """Notes once a day that somebody was here: one narrow write, and no other request has any.

    A session whose user was disabled is thrown away, so that enabling the user does not revive it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user, now = request.user, timezone.now()
        if isinstance(user, User) and (
            user.last_seen_at is None or now - user.last_seen_at >= SEEN_EVERY
        ):
            User.objects.filter(pk=user.pk).update(last_seen_at=now)
        elif user.is_anonymous and SESSION_KEY in request.session:
            request.session.flush()
        return self.get_response(request)
