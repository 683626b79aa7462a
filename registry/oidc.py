"""Sign-in by OpenID Connect: what the library leaves out of checking an answer is checked here.

Every answer is bound to its question by state, nonce and PKCE. The token's signature, issuer,
audience and age are checked even though it comes straight from the provider, and what the provider
says of the user beside the token has to be of the same subject.
"""

import hashlib
import logging
import secrets
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.domain import links

from . import claims, identities
from .sign_in_settings import IdentityProvider
from .speaking import Speaking, speak

logger = logging.getLogger(__name__)

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures that only the provider can make; never a shared secret, never none."""
LEEWAY = 60
"""Seconds by which two clocks may differ."""
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]


def ours() -> IdentityProvider:
    return claims.provider_of("oidc")


class Adapter(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict:
        """What the provider says of itself; it has to be the issuer that was configured."""
        config: dict = super().openid_config
        if config.get("issuer", "").rstrip("/") != ours().options["issuer"].rstrip("/"):
            raise OAuth2Error("The provider names another issuer than the configured one.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """One address for all languages and hosts: it is registered with the provider."""
        return links.absolute(reverse("oidc_callback"))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        id_token = kwargs["response"].get("id_token")
        if not id_token:
            raise OAuth2Error("The answer holds no identity.")
        return super().complete_login(request, app, token, **kwargs)

    def _fetch_user_info(self, access_token: str) -> dict:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        return super()._fetch_user_info(access_token)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        try:
            said: dict = jwt.decode(
                id_token,
                key=self._signing_key(id_token),
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": REQUIRED},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as wrong:
            raise OAuth2Error("The identity cannot be trusted.") from wrong
        many = isinstance(said["aud"], list) and len(said["aud"]) > 1
        if said.get("azp", None if many else app.client_id) != app.client_id:
            raise OAuth2Error("The identity was made for somebody else.")
        return said

    def _signing_key(self, id_token: str) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            known = jwt.PyJWKSet.from_dict(answer.json())
        wanted = jwt.get_unverified_header(id_token).get("kid")
        for key in known.keys:
            if wanted is None or key.key_id == wanted:
                return key.key
        raise KeyError(wanted)


class OIDCProvider(Speaking, OpenIDConnectProvider):
    pkce_enabled_default = True
    oauth2_adapter_class = Adapter

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("oidc_login")

    def get_callback_url(self) -> str:
        return reverse("oidc_callback")

    def get_scope(self) -> list[str]:
        return list(ours().options["scopes"])

    # What a request brings along never reaches the provider: a link could ask for anything.

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict:
        asked = ours().asks_for
        return {"acr_values": " ".join(asked)} if asked else {}

    @property
    def server_url(self) -> str:
        return self.wk_server_url(ours().options["issuer"].rstrip("/"))

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **kw: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        kw["auth_params"] = {**kw.get("auth_params", {}), "nonce": nonce}
        return super().redirect(request, process, next_url, data, nonce=nonce, **kw)

    def sociallogin_from_response(self, request: HttpRequest, response: dict) -> Any:
        token, more = response["id_token"], response.get("userinfo") or {}
        if more and more.get("sub") != token["sub"]:
            raise OAuth2Error("The identity and what is said of it are of two people.")
        login = super().sociallogin_from_response(request, response)
        said = more | token
        given = ours()
        login.nonce = token.get("nonce")
        login.claims = claims.read(
            given,
            said,
            email=str(said.get("email") or ""),
            name=str(said.get("name") or ""),
            is_email_verified=said.get("email_verified") in (True, "true"),
            is_second_factor=bool(
                given.mfa_acr & set(claims.values(token.get("acr")))
                or given.mfa_amr & set(claims.values(token.get("amr")))
            ),
        )
        return login

    def extract_uid(self, data: dict) -> str:
        """Issuer and subject: a subject is unique with its issuer only."""
        token = data["id_token"]
        return hashlib.sha256(f"{token['iss']}\n{token['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict) -> dict:
        """What an admin needs to recognise the identity by, and no more of the person."""
        return {"iss": data["id_token"]["iss"], "sub": data["id_token"]["sub"]}

    def extract_email_addresses(self, data: dict) -> list:
        return []


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    return answer(request, OAuth2LoginView)


@login_not_required
def callback(request: HttpRequest) -> HttpResponse:
    speak(request)
    return answer(request, OAuth2CallbackView)


def answer(request: HttpRequest, view: Any) -> HttpResponse:
    """The library's view, or a page of ours when the provider cannot be spoken to."""
    ours()
    try:
        response: HttpResponse = view.adapter_view(Adapter(request, "oidc"))(request)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError):
        logger.exception("The sign-in provider cannot be used.")
        return identities.refuse(request, "fault")
    return response
