"""Sign-in that leads through another site comes back in the language it left in.

The address that a provider answers to is registered there and is one for all languages; what is
remembered of the way in says which one to speak.
"""

from typing import Any

from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import get_language_from_path

LANGUAGE = "sign_in_language"


class Speaking:
    """A provider that leads to the start page of the language somebody left from."""

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict:
        kwargs: dict[str, Any] = super().get_redirect_from_request_kwargs(request)  # type: ignore[misc]
        language = spoken(request)
        with translation.override(language):
            kwargs.setdefault("next_url", resolve_url(settings.LOGIN_REDIRECT_URL))
        kwargs["process"] = AuthProcess.LOGIN  # nobody ties an identity by following a link
        request.session[LANGUAGE] = language
        return kwargs


def spoken(request: HttpRequest) -> str:
    """The language that a sign-in page asks for by `language`, or its `next` by its address."""
    asked = request.GET.get("language", "") or get_language_from_path(request.GET.get("next", ""))
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def speak(request: HttpRequest) -> None:
    language = request.session.get(LANGUAGE, settings.LANGUAGE_CODE)
    translation.activate(language)
    request.LANGUAGE_CODE = language
