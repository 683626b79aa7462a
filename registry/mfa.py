"""Who has to show a second factor, whether this session did, and where it may go until then.

Admins and auditors see which accounts lack protection, so their sessions need a second factor on
every door: pages, files, the admin, an API. What counts is what *this* session showed, not what
its user has enrolled somewhere.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import User

REQUIRED_FOR = frozenset({Role.ADMIN, Role.AUDITOR})
HEADED_FOR = "mfa_headed_for"
"""Where in the session it stands what somebody wanted before setting the second step up."""

OPEN = frozenset({"sign_in", "account_login", "account_logout", "mfa_required", "oidc_login",
                  "oidc_callback", "saml_login", "saml_acs", "saml_finish_acs",
                  "saml_metadata", "live", "ready"})  # fmt: skip
TO_PROVE = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
TO_SET_UP = frozenset({"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
MANAGEMENT = "mfa_"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(request: HttpRequest, user: User | None = None) -> bool:
    """Whether this session showed a second factor of this user: ours, or its provider's word."""
    records = get_authentication_records(request, user or request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_enrolled(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def may_remove(factor: Authenticator) -> bool:
    """Whether this factor may go: the last one of somebody who needs one stays."""
    if factor.user.role not in REQUIRED_FOR or factor.type not in FACTORS:
        return True
    others = Authenticator.objects.filter(user_id=factor.user_id, type__in=FACTORS)
    return bool(others.exclude(pk=factor.pk).exists())


def vouch(request: HttpRequest, user: User) -> None:
    """Note that the provider somebody came from says that it asked for a second factor."""
    record_authentication(request, user, "mfa", type="provider")


class SecondFactorStage(AuthenticateStage):
    """The step of signing in that asks for the second factor, unless the provider did."""

    key = LoginStageKey.MFA_AUTHENTICATE.value

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None and has_second_factor(request, self.login.user):
            return False
        return super()._should_handle(request)


class SecondFactorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.refusal(request) or self.get_response(request)

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User):
            return None
        name = name_of(request)
        is_required = user.role in REQUIRED_FOR
        if not (is_required or name.startswith(MANAGEMENT)) or name in OPEN:
            return None
        if has_second_factor(request):
            return None
        # A session without the second factor never gets to exchange it, whatever its role.
        enrolled = is_enrolled(user)
        if name in (TO_PROVE if enrolled else TO_SET_UP):
            return None
        if not (is_required or enrolled):
            return None
        return ask(request, enrolled=enrolled)


def name_of(request: HttpRequest) -> str:
    """The name of the address asked for; empty for one without."""
    try:
        match: ResolverMatch = resolve(request.path_info)
    except Resolver404:
        return ""
    return (match.url_name or match.func.__name__) if not match.namespaces else ""


def ask(request: HttpRequest, *, enrolled: bool) -> HttpResponse:
    """Send somebody to the second step, and afterwards to where they were headed."""
    if "/api/" in request.path_info:
        return JsonResponse({"error": _("This session needs a second step.")}, status=403)
    headed_for = request.get_full_path() if request.method == "GET" else ""
    if enrolled:
        first = Authenticator.objects.filter(user_id=request.user.pk, type=FACTORS[0])
        page = reverse("mfa_reauthenticate" if first.exists() else "mfa_reauthenticate_webauthn")
        query = urlencode({"next": headed_for or reverse("accounts:mine")})
        return HttpResponseRedirect(f"{page}?{query}")
    if headed_for:
        request.session[HEADED_FOR] = headed_for
    return HttpResponseRedirect(reverse("mfa_required"))


# The sign-in library says by these signals what somebody did to their second factor.


def factor_added(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    """Setting a factor up shows it: this session has it from now on, under a new key."""
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
        renew_session(request)


def factor_used(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    """Signing in changes the session's key anyhow; proving the factor later does it here."""
    if reauthenticated:
        renew_session(request)


def renew_session(request: HttpRequest) -> None:
    """A new key for the session, and for the line that lists it."""
    if isinstance(request.user, AnonymousUser):
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).delete()
    UserSession.objects.create_from_request(request)
