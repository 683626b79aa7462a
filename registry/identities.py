"""What happens when somebody comes back from the university's own sign-in.

The library has checked the answer; the rules are `accounts.domain.sign_ins`. Providers stand in the
settings and nowhere else: not in the database, where an admin could plant one.
"""

from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.domain import sign_ins
from accounts.domain.sign_ins import SignInRefused

from .claims import configured, provider_of
from .sign_in_settings import IdentityProvider

PROVIDER_IDS = {"oidc": "openid_connect", "saml": "saml"}


class SocialAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The configured providers; `options` reach the provider classes as their settings."""
        apps = [
            SocialApp(
                provider=PROVIDER_IDS[given.kind],
                provider_id=given.kind,
                name=given.name,
                client_id=given.options.get("client_id", given.kind),
                secret=given.options.get("client_secret", ""),
                settings=dict(given.options),
            )
            for given in configured()
        ]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id)
            and client_id in (None, app.client_id)
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds or makes the user, who then signs in like any other."""
        # The answer has to be to the question that this browser asked, and signing in is the only
        # thing an answer can be for.
        if sociallogin.nonce != sociallogin.state.get("nonce") or (
            sociallogin.state.get("process") != AuthProcess.LOGIN
        ):
            raise ImmediateHttpResponse(refuse(request, "fault"))
        given = provider_of(sociallogin.account.provider)
        try:
            if not sociallogin.is_existing:
                tie(sociallogin, given)
            sociallogin.user = sign_ins.follow(
                user=sociallogin.user, claims=sociallogin.claims, mapping=given.roles
            )
        except SignInRefused as refused:
            raise ImmediateHttpResponse(refuse(request, refused.why, str(refused))) from refused

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        why = "cancelled" if error == AuthError.CANCELLED else "fault"
        raise ImmediateHttpResponse(refuse(request, why))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: ties are made by `tie` only."""


def tie(sociallogin: Any, given: IdentityProvider) -> None:
    """Tie an identity seen for the first time to its user. Raises SignInRefused.

    Two first sign-ins at once end in one user: the later one finds what the first one made.
    """
    account = sociallogin.account
    try:
        with transaction.atomic():
            sociallogin.user = account.user = sign_ins.come_in(
                claims=sociallogin.claims, joins_as=given.sign_up
            )
            account.save()
    except IntegrityError:
        kept = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
        if kept is None:
            raise
        sociallogin.account, sociallogin.user = kept, kept.user


def refuse(request: HttpRequest, why: str, sentence: str = "") -> HttpResponse:
    """The page for somebody who does not come in: why, what is safe, what to do."""
    context = {"why": str(why), "sentence": sentence}
    status = HTTPStatus.OK if why == "cancelled" else HTTPStatus.FORBIDDEN
    return render(request, "socialaccount/refused.html", context, status=status)
