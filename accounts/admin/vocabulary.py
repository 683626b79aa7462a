"""The tree of units, the platforms, the target audiences."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..choices import Role
from ..domain import listing, slugs, vocabulary
from ..models import Account, Audience, Platform, Unit, User
from .recorded import RecordedAdmin

SPOKEN = {"name_sv", "name_en", "abbreviation", "parent"}
"""What of a unit is found by searches and ordered by in the lists of its branch's accounts."""


class TreeList(ChangeList):
    """Units in the order of the tree: what ordering the page asks for is put aside."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> models.QuerySet[Unit]:
        return super().get_queryset(request, exclude_parameters).order_by("tree_ordering")


@admin.register(Unit)
class UnitAdmin(RecordedAdmin):
    list_display = ("indented_name", "abbreviation", "kind", "slug")
    list_filter = ("kind",)
    list_per_page = 200
    sortable_by = ()
    search_fields = ("name_sv", "name_en", "abbreviation")
    fields = (
        "parent",
        "name_sv",
        "name_en",
        "abbreviation",
        "kind",
        "web_page",
        "position",
        "communicators",
    )
    filter_horizontal = ("communicators",)

    def get_queryset(self, request: HttpRequest) -> Any:
        units: Any = super().get_queryset(request)
        return units.with_tree_fields()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    @admin.display(description=_("unit"))
    def indented_name(self, unit: Unit) -> str:
        return "– " * unit.tree_depth + unit.name

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "communicators":
            kwargs["queryset"] = User.objects.filter(role=Role.COMMUNICATOR)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new unit gets its slug; a renamed or moved one takes its accounts' lists along."""
        if not change:
            taken = set(Unit.objects.values_list("slug", flat=True))
            obj.slug = slugs.for_unit(obj.name_en or obj.name_sv, taken)
        super().save_model(request, obj, form, change)
        if change and SPOKEN.intersection(form.changed_data):
            branch = vocabulary.current().branch([obj.pk])
            listing.refresh(Account.objects.filter(unit__in=branch).values_list("pk", flat=True))


@admin.register(Platform)
class PlatformAdmin(RecordedAdmin):
    """Which platforms there are is decided by the address rules, not here."""

    list_display = ("name", "code", "position")
    fields = ("code", "name", "position", "two_step_methods")
    readonly_fields = ("code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Platform | None = None) -> bool:
        return False


@admin.register(Audience)
class AudienceAdmin(RecordedAdmin):
    list_display = ("name_sv", "name_en", "code", "position")
    fields = ("code", "name_sv", "name_en", "position")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Audience | None = None
    ) -> tuple[str, ...]:
        """Addresses with filters in them name the code, so it stays."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Audience | None = None) -> bool:
        return obj is None or not obj.accounts.exists()
