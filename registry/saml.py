"""Sign-in by SAML (SWAMID), where the extra is installed and an identity provider is configured.

Strict: assertions are signed, meant for us, fresh, and answer a question that this browser asked a
moment ago; each is taken once. Every address of ours is at the configured origin.
"""

import binascii
import hashlib
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import xmlsec
from allauth.core.internal import httpkit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.saml.provider import SAMLProvider as BaseProvider
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from lxml.etree import LxmlError
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from accounts.domain import links

from . import claims, identities
from .sign_in_settings import DISPLAY_NAME, GIVEN_NAME, MAIL, SURNAME, IdentityProvider
from .speaking import Speaking, speak

logger = logging.getLogger(__name__)
LARGEST = 300_000
"""Characters of an answer; a real one has a tenth of them."""
METADATA_KEPT = 4 * 3600
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


class SAMLRefused(Exception):
    """An answer, or the provider's description of itself, that cannot be believed."""


def ours() -> IdentityProvider:
    return claims.provider_of("saml")


def identity_provider() -> dict:
    """The identity provider by its metadata: where to sign in, and what it signs with."""
    options = ours().options
    if not options["metadata_url"]:
        return _parsed(options["metadata"].encode())
    key = f"saml-metadata:{hashlib.sha256(repr(sorted(options.items())).encode()).hexdigest()}"
    kept: dict | None = cache.get(key)
    if kept is None:
        with get_adapter().get_requests_session() as session:
            answer = session.get(options["metadata_url"])
            answer.raise_for_status()
        kept = _parsed(answer.content)
        cache.set(key, kept, METADATA_KEPT)
    return kept


def _parsed(metadata: bytes) -> dict:
    options = ours().options
    certificate = options["metadata_certificate"]
    if certificate and not OneLogin_Saml2_Utils.validate_metadata_sign(metadata, cert=certificate):
        raise SAMLRefused("The metadata is not signed by the configured certificate.")
    found = OneLogin_Saml2_IdPMetadataParser.parse(
        metadata, entity_id=options["idp_entity_id"] or None
    ).get("idp")
    if not found or not found.get("singleSignOnService"):
        raise SAMLRefused("The metadata describes no identity provider.")
    return dict(found)


def config() -> dict:
    """How strict to be, and who we are: every address of ours is at the configured origin."""
    options = ours().options
    return {
        "strict": True,
        "security": {
            "wantAssertionsSigned": True,
            "wantAttributeStatement": True,
            "wantNameId": False,
            "rejectDeprecatedAlgorithm": True,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,  # localhost, and names inside a university
            "authnRequestsSigned": bool(options["key"]),
            "requestedAuthnContext": list(ours().asks_for) or False,
            "signatureAlgorithm": OneLogin_Saml2_Constants.RSA_SHA256,
            "digestAlgorithm": OneLogin_Saml2_Constants.SHA256,
        },
        "sp": {
            "entityId": options["entity_id"] or links.absolute(reverse("saml_metadata")),
            "assertionConsumerService": {
                "url": links.absolute(reverse("saml_acs")),
                "binding": OneLogin_Saml2_Constants.BINDING_HTTP_POST,
            },
            "NameIDFormat": PERSISTENT,
            "x509cert": options["certificate"],
            "privateKey": options["key"],
        },
        "idp": identity_provider(),
    }


def conversation(request: HttpRequest) -> OneLogin_Saml2_Auth:
    """One exchange, as if it had come in at the configured origin."""
    ours = urlsplit(settings.SITE_URL)
    described = {
        "https": "on" if ours.scheme == "https" else "off",
        "http_host": ours.netloc,
        "script_name": reverse("saml_acs"),
        "path_info": "",
        "get_data": request.GET.copy(),
        "post_data": request.POST.copy(),
    }
    return OneLogin_Saml2_Auth(described, config())


def first(said: dict, names: tuple[str, ...]) -> str:
    """The first value of the first of these attributes that has one."""
    return next((str(said[name][0]) for name in names if said.get(name)), "")


class SAMLProvider(Speaking, BaseProvider):
    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("saml_login")

    def extract_uid(self, data: OneLogin_Saml2_Auth) -> str:
        """The provider's name and the subject: another provider's namesake is somebody else."""
        subject = first(data.get_attributes(), ours().options["subject"])
        if not subject and data.get_nameid_format() == PERSISTENT:
            subject = data.get_nameid() or ""
        if not subject:
            raise SAMLRefused("The answer names no lasting subject.")
        issuer = data.get_settings().get_idp_data()["entityId"]
        return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()

    def extract_extra_data(self, data: OneLogin_Saml2_Auth) -> dict:
        subject = first(data.get_attributes(), ours().options["subject"])
        return {
            "iss": data.get_settings().get_idp_data()["entityId"],
            "sub": subject or data.get_nameid(),
        }

    def extract_common_fields(self, data: OneLogin_Saml2_Auth) -> dict:
        return {}

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> Any:
        login = super().sociallogin_from_response(request, response)
        said = response.get_attributes()
        parts = (first(said, GIVEN_NAME), first(said, SURNAME))
        login.nonce = None
        login.claims = claims.read(
            ours(),
            said,
            email=first(said, MAIL),
            name=first(said, DISPLAY_NAME) or " ".join(filter(None, parts)),
            is_email_verified=False,
            is_second_factor=bool(ours().mfa_acr & set(response.get_last_authn_contexts())),
        )
        return login

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **kw: Any
    ) -> HttpResponse:
        auth = conversation(request)
        address = auth.login(return_to="")
        self.stash_redirect_state(
            request, process, next_url, data, state_id=auth.get_last_request_id(), **kw
        )
        return redirect(address)


def provider(request: HttpRequest) -> SAMLProvider:
    app = SocialApp(provider="saml", provider_id="saml", client_id="saml", name=ours().name)
    return SAMLProvider(request, app=app)


FAULTS = (
    *(SAMLRefused, OneLogin_Saml2_Error, LxmlError, xmlsec.Error),
    *(requests.RequestException, binascii.Error, ValueError, KeyError),
)
"""What an answer or metadata can be wrong by."""


def guarded(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """404 where no identity provider is configured; a page of ours when something is not right."""

    def answer(request: HttpRequest) -> HttpResponse:
        ours()
        try:
            return view(request)
        except FAULTS:
            logger.exception("The SAML sign-in did not work.")
            return identities.refuse(request, "fault")

    answer.__name__ = view.__name__
    return answer


@login_not_required
@guarded
def login(request: HttpRequest) -> HttpResponse:
    return provider(request).redirect_from_request(request)


@login_not_required
@csrf_exempt
@require_POST
@guarded
def acs(request: HttpRequest) -> HttpResponse:
    """Takes the answer, which comes without our cookies, and has the browser fetch the rest."""
    if len(request.POST.get("SAMLResponse", "")) > LARGEST:
        return HttpResponseBadRequest()
    session = LoginSession(request, "saml_acs_session", "saml-acs-session")
    session.store["request"] = httpkit.serialize_request(request)
    session.store.set_expiry(statekit.STATE_TTL)
    response = redirect("saml_finish_acs")
    session.save(response)
    response.cookies["saml-acs-session"]["httponly"] = True
    return response


@login_not_required
@guarded
def finish_acs(request: HttpRequest) -> HttpResponse:
    speak(request)
    session = LoginSession(request, "saml_acs_session", "saml-acs-session")
    kept = session.store.get("request")
    session.delete()
    if not kept:
        raise SAMLRefused("There is no answer to finish.")
    auth = conversation(httpkit.deserialize_request(kept, HttpRequest()))
    auth.process_response()
    if auth.get_errors() or not auth.is_authenticated():
        raise SAMLRefused(auth.get_last_error_reason() or ", ".join(auth.get_errors()))
    asked = auth.get_last_response_in_response_to() or ""
    state = statekit.unstash_state(request, state_id=asked, provider_id="saml")
    if state is None:
        raise SAMLRefused("The answer is to no question of this browser.")
    take_once(auth)
    sociallogin = provider(request).sociallogin_from_response(request, auth)
    sociallogin.state = state
    return complete_social_login(request, sociallogin)


def take_once(auth: OneLogin_Saml2_Auth) -> None:
    """Raises SAMLRefused for an assertion that was taken before."""
    key = hashlib.sha256(str(auth.get_last_assertion_id()).encode()).hexdigest()
    if not cache.add(f"saml-assertion:{key}", True, timeout=24 * 3600):
        raise SAMLRefused("The answer was used before.")


@login_not_required
@require_safe
@guarded
def metadata(request: HttpRequest) -> HttpResponse:
    """Our description of ourselves, for whoever registers us with the federation."""
    made = OneLogin_Saml2_Settings(config(), sp_validation_only=True)
    text = made.get_sp_metadata()
    if faults := made.validate_metadata(text):
        raise SAMLRefused(", ".join(faults))
    return HttpResponse(text, content_type="application/samlmetadata+xml")
