"""How people sign in: local users only, nobody signs up by themselves.

Django's admin has a log-in page of its own; it is sent through ours, so that there is one door.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts.domain.access.doors import Door
from accounts.views.doors import door as opens


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@opens(Door.PUBLIC)
def door(request: HttpRequest) -> HttpResponse:
    """`/sign-in/` itself: to the form, or home for somebody who is in already."""
    return redirect(
        settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "account_login"
    )


@opens(Door.PUBLIC)
def closed(request: HttpRequest) -> HttpResponse:
    """A page of the sign-in library that we do not offer: people's addresses are the admins'."""
    raise Http404


class AdminSite(admin.AdminSite):
    site_header = site_title = _("Kanalregister")
    index_title = _("Administration")

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().login(request, extra_context)
