"""Accounts, to look at: they are changed on their own pages."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Account, Contact, Handle
from .recorded import URLS, ReadOnlyAdmin


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    formfield_overrides = URLS
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HandleInline(ReadOnlyInline):
    model = Handle
    fields = ("handle", "url", "held_until")


class ContactInline(ReadOnlyInline):
    model = Contact
    fields = ("role", "person")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Contact]:
        return super().get_queryset(request).select_related("person")


@admin.register(Account)
class AccountAdmin(ReadOnlyAdmin):
    list_display = ("name", "platform", "handle", "unit", "status")
    list_filter = ("status", "is_university_wide", "platform")
    list_select_related = ("platform", "unit")
    search_fields = ("name", "handle")
    ordering = ("sort_name", "pk")
    inlines = (HandleInline, ContactInline)
    fieldsets = (
        (
            _("Identity"),
            {
                "fields": (
                    "name",
                    "platform",
                    "handle",
                    "url",
                    "permanent_id",
                    "profile_text",
                    "languages",
                    "unit",
                    "is_university_wide",
                    "web_page",
                    "opened_on",
                    "campaign_ends_on",
                )
            },
        ),
        (
            _("Why"),
            {
                "fields": (
                    "why_platform",
                    "purpose",
                    "goals",
                    "audiences",
                    "content",
                    "posting_frequency",
                    "evaluation_routine",
                    "evaluation_outcome",
                    "evaluated_on",
                )
            },
        ),
        (
            _("Who"),
            {"fields": ("function_mailbox", "agency", "hours_a_week", "holiday_cover")},
        ),
        (
            _("Life"),
            {
                "fields": (
                    "status",
                    "submitted_at",
                    "submitted_by",
                    "published_at",
                    "published_by",
                    "compromised_at",
                    "reviewed_at",
                    "review_due_on",
                    "closed_on",
                    "notes",
                    "created_at",
                    "updated_at",
                )
            },
        ),
    )
