"""How people sign in: one door, nobody signs up, every mail through the outbox.

Django's admin has a log-in page of its own; it is sent through ours, so that there is one door.
"""

import time
import uuid
from http import HTTPStatus
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import secure_admin_login
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.domain import links, notices, sign_ins
from accounts.domain.access.doors import Door
from accounts.models import User
from accounts.views.doors import door as opens

from . import letters, mfa
from .claims import configured
from .sign_in_settings import LONGEST_WAIT

LIMITS = ("too_many_login_attempts", "rate_limited")


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The fault to show in a form; too many tries are answered with a page of their own."""
        if code in LIMITS:
            raise ImmediateHttpResponse(too_many(context.request))
        return super().validation_error(code, *args)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, by what the proxies we trust say; the one that speaks to us otherwise."""
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return clean_client_ip(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Address and client: somebody who guesses at a stranger's door shuts only himself out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{self.get_client_ip(request)} {key}"

    def is_safe_url(self, url: str) -> bool:
        """Only this host: other names in ALLOWED_HOSTS may be other sites of the university."""
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={context.request.get_host()},
            require_https=context.request.is_secure(),
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever signed in a moment ago has just shown who they are."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0)
        if time.time() - latest < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict]:
        """The second factor where there is one; the password alone is not enough then."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa_")]
        return strong or methods

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "registry.mfa.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        social = (kwargs["signal_kwargs"] or {}).get("sociallogin")
        if refused is None and social is not None and social.claims.is_second_factor:
            mfa.vouch(request, user)
        return refused

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        raise NotImplementedError(f"{template_prefix}: every mail goes through the outbox")

    def send_password_reset_mail(self, user: User, email: str, context: dict) -> None:
        """The link leads to the configured address, whatever host the request named."""
        if sign_ins.is_for_provider_only(user, has_provider=bool(configured())):
            self._queue("sign-in-elsewhere", user)
            return
        path = {"uidb36": context["uid"], "key": context["key"]}
        self._queue(
            "password-reset",
            user,
            lambda: links.absolute(reverse("account_reset_password_from_key", kwargs=path)),
        )

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: Any = None
    ) -> None:
        """Tell somebody what was done to their sign-in: it may not have been they."""
        self._queue(template_prefix.rpartition("/")[2].replace("_", "-"), user)

    def _queue(self, kind: str, user: User, address: Any = lambda: "") -> None:
        notices.queue(
            kind=kind,
            key=f"{kind}:user:{user.pk}:{uuid.uuid4().hex}",
            to=user,
            write=lambda: letters.write(kind, address()),
            reason=letters.reason(user.language),
        )


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tried too often."""
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(LONGEST_WAIT)
    return response


@opens(Door.PUBLIC)
def door(request: HttpRequest) -> HttpResponse:
    """`/sign-in/` itself: to the form, or home for somebody who is in already."""
    return redirect(
        settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "account_login"
    )


@opens(Door.PUBLIC)
def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """A page of the sign-in library that we do not offer."""
    raise Http404


class AdminSite(admin.AdminSite):
    site_header = site_title = _("Kanalregister")
    index_title = _("Administration")

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().login(request, extra_context)
