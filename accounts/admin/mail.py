"""Mails, uploads and saved views: what the register keeps beside the accounts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Notice, SavedView, Upload
from .recorded import ReadOnlyAdmin, RecordedAdmin


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What a mail says stands on the mail page only, which cuts links that open things short."""

    list_display = ("subject", "email", "state", "created_at", "attempts")
    list_filter = ("state", "kind", "language")
    list_per_page = 50
    fields = (
        *("subject", "email", "language", "kind", "account", "state", "attempts"),
        *("created_at", "next_at", "sent_at", "error", "page"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("text", "html")

    @admin.display(description=gettext_lazy("mail page"))
    def page(self, notice: Notice) -> SafeString:
        address = reverse("accounts:mail", args=[notice.pk])
        return format_html('<a href="{}">{}</a>', address, _("Read and resend"))


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """The file and what would become of its rows stay on the import's own pages."""

    list_display = ("file_name", "state", "uploaded_at", "uploaded_by")
    list_filter = ("state",)
    list_select_related = ("uploaded_by",)
    fields = ("file_name", "state", "uploaded_at", "uploaded_by", "applied_at", "applied_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "plan")


@admin.register(SavedView)
class SavedViewAdmin(RecordedAdmin):
    """Made on the matrix; a name that says too much can be changed or taken away here."""

    list_display = ("name", "user", "query", "created_at")
    list_select_related = ("user",)
    search_fields = ("name",)
    fields = ("user", "name", "query")
    readonly_fields = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
