"""What every admin page here does: tell the history, move the revision, never delete in bulk."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from ..domain import history

URLS: dict[type[models.Field], dict[str, Any]] = {models.URLField: {"assume_scheme": "https"}}


class RecordedAdmin(admin.ModelAdmin):
    """Writes our history and not Django's own log, which keeps names that nobody would erase."""

    formfield_overrides = URLS
    actions = None  # deleting in bulk would pass the history by
    unrecorded: frozenset[str] = frozenset()
    """Fields whose values the history must not hold: it says that they changed, not what to."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        before = self._snapshot(type(obj)._default_manager.get(pk=obj.pk)) if change else {}
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            changes = history.difference(before, self._snapshot(obj))
            if changes or not change:
                self._record(request, "changed" if change else "added", obj, changes)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        names = [field.name for field in form.instance._meta.many_to_many]
        names = [name for name in names if name in form.changed_data]
        with transaction.atomic():
            before = {name: self._numbers(form.instance, name) for name in names}
            super().save_related(request, form, formsets, change)
            after = {name: self._numbers(form.instance, name) for name in names}
            if changes := history.difference(before, after):
                self._record(request, "changed", form.instance, changes)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        with transaction.atomic():
            self._record(request, "deleted", obj, {})
            super().delete_model(request, obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponseRedirect:
        """The object's part of our own history."""
        kept = reverse("admin:accounts_event_changelist")
        name = self.opts.model_name
        return HttpResponseRedirect(f"{kept}?subject={name}&subject_id={int(object_id)}")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: `save_model` told the history."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: `save_model` told the history."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Nothing: `delete_model` told the history."""

    def _snapshot(self, obj: models.Model) -> dict[str, Any]:
        """Moments to the second: that is how they come back from a form nobody touched."""
        told = history.snapshot(obj)
        for field in obj._meta.concrete_fields:
            moment = getattr(obj, field.attname) if field.name in told else None
            if isinstance(moment, datetime):
                told[field.name] = timezone.localtime(moment).isoformat(" ", "seconds")
        return told

    @staticmethod
    def _numbers(obj: models.Model, name: str) -> list[int]:
        return sorted(getattr(obj, name).values_list("pk", flat=True))

    def _record(
        self, request: HttpRequest, action: str, obj: models.Model, changes: dict[str, list]
    ) -> None:
        told = {
            name: [None, None] if name in self.unrecorded else pair
            for name, pair in changes.items()
        }
        history.record(action=action, by=request.user, subject=obj, changes=told)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Can be looked at."""

    formfield_overrides = URLS
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
