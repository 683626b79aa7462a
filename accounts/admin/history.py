"""The history, to look at."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..models import Event, User
from .recorded import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "action", "subject", "subject_id", "by_whom", "reason")
    list_filter = ("subject", "action")
    list_per_page = 50
    fields = ("at", "by_whom", "action", "subject", "subject_id", "changes", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        name = User.objects.filter(pk=OuterRef("by_id")).values("name")[:1]
        return super().get_queryset(request).annotate(by_name=Subquery(name))

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        return lookup == "subject_id" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("by"))
    def by_whom(self, event: Any) -> str:
        """The user's present name; the number once it is erased."""
        return event.by_name or str(event.by_id)
