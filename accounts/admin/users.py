"""Who signs in, in which role, for which unit. Users are switched off and never deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from ..choices import Role
from ..models import User
from .recorded import RecordedAdmin


class UserAddForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "role", "unit", "language")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class UserForm(UserChangeForm):
    """Refuses what would lock the admin who does it out."""

    viewer: User

    class Meta:
        model = User
        fields = ("email", "password", "name", "role", "unit", "language", "is_active")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_oneself = self.instance.pk == self.viewer.pk
        stays = cleaned.get("is_active") and cleaned.get("role") == Role.ADMIN
        if is_oneself and not stays:
            raise forms.ValidationError(
                _("You cannot take your own rights away. Ask another admin to do it.")
            )
        return cleaned


@admin.register(User)
class UserAdmin(RecordedAdmin, DjangoUserAdmin):
    add_form = UserAddForm
    form = UserForm
    list_display = ("name", "email", "role", "unit", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("unit",)
    ordering = ("name", "pk")
    search_fields = ("name", "email")
    autocomplete_fields = ("unit",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "created_at")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "language")}),
        (_("Rights"), {"fields": ("role", "unit", "is_active")}),
        (_("Times"), {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "email",
                    "name",
                    "role",
                    "unit",
                    "language",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    unrecorded = frozenset({"name", "email"})

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.viewer = request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A new password is saved without `save_model`, which tells of everything else."""
        if "password" in request.path.rstrip("/").rsplit("/", 1)[-1]:
            self._record(request, "password-changed", obj, {})
