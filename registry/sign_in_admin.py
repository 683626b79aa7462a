"""What admins see of the sign-in library in Django's admin: who has a second step or an identity.

Both can be taken away, for a lost telephone or somebody who came back under another subject;
nothing can be added or read that signs anybody in. Everything else of the library is hidden there:
sessions are their owners', and identity providers stand in the settings.
"""

import uuid
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from accounts.admin.recorded import ReadOnlyAdmin
from accounts.domain import history, notices

from . import letters

HIDDEN = (EmailAddress, EmailConfirmation, SocialApp, SocialToken, UserSession)


class RemovableAdmin(ReadOnlyAdmin):
    action = ""
    search_fields = ("user__name", "user__email")
    list_select_related = ("user",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not one's own: that goes by one's own page, which asks for the second step."""
        return obj is None or obj.user_id != request.user.pk

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        history.record(action=self.action, by=request.user, subject=obj.user)
        super().delete_model(request, obj)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing: `delete_model` told our own history."""


class AuthenticatorAdmin(RemovableAdmin):
    action = "second-step-removed"
    list_display = ("user", "type", "created_at", "last_used_at")
    fields = ("user", "type", "created_at", "last_used_at")

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        notices.queue(
            kind=self.action,
            key=f"{self.action}:user:{obj.user_id}:{uuid.uuid4().hex}",
            to=obj.user,
            write=lambda: letters.write(self.action, ""),
            reason=letters.reason(obj.user.language),
        )


class IdentityAdmin(RemovableAdmin):
    action = "identity-removed"
    list_display = ("user", "provider", "date_joined", "last_login")
    fields = ("user", "provider", "extra_data", "date_joined", "last_login")


def put_in_order() -> None:
    for model in (*HIDDEN, Authenticator, SocialAccount):
        if admin.site.is_registered(model):
            admin.site.unregister(model)
    admin.site.register(Authenticator, AuthenticatorAdmin)
    admin.site.register(SocialAccount, IdentityAdmin)
