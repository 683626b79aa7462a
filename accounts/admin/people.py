"""The people who answer for accounts."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..domain import listing
from ..models import Contact, Person
from .recorded import RecordedAdmin


@admin.register(Person)
class PersonAdmin(RecordedAdmin):
    list_display = ("name", "email", "title", "unit", "left_on")
    list_filter = (
        "is_external",
        ("left_on", admin.EmptyFieldListFilter),
        ("erased_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("unit",)
    search_fields = ("name", "email")
    autocomplete_fields = ("unit", "user")
    fieldsets = (
        (None, {"fields": ("name", "email", "phone", "title", "unit", "user", "language")}),
        (
            _("Privacy"),
            {"fields": ("agreed_to_public_name_at", "is_protected")},
        ),
        (_("Employment"), {"fields": ("is_external", "left_on")}),
    )
    show_full_result_count = False
    unrecorded = frozenset({"name", "email", "phone", "title"})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody whose personal data is erased gets none again."""
        is_erased = obj is not None and obj.erased_at is not None
        return not is_erased and super().has_change_permission(request, obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The lists of every account the person answers for repeat name and address."""
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            answered_for = Contact.objects.filter(person=obj).values_list("account", flat=True)
            listing.refresh(answered_for.distinct())
