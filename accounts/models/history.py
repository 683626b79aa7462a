"""Who changed what, when. Rows are written once by `domain.history` and never changed.

Events point at their subject and at the user by number only, without foreign keys: they outlive
both, and hold no names that a leaver's erasure would have to hunt for.
"""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("History is never edited.")

    def delete(self) -> NoReturn:
        raise TypeError("History is never deleted.")


class Event(models.Model):
    at = models.DateTimeField(_("when"), db_index=True)
    by_id = models.BigIntegerField(_("by"))
    subject = models.CharField(_("subject"), max_length=20)
    subject_id = models.BigIntegerField(_("subject's number"))
    account_id = models.BigIntegerField(_("account's number"), null=True, blank=True)
    action = models.CharField(_("action"), max_length=40)
    changes = models.JSONField(_("changes"), default=dict)
    reason = models.TextField(_("reason"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("event")
        verbose_name_plural = _("history")
        indexes = (
            models.Index(fields=("account_id", "at"), name="event_by_account"),
            models.Index(fields=("subject", "subject_id"), name="event_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("History is never edited.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("History is never deleted.")


class Revision(models.Model):
    """The register's revision: one row, moved by every write that a reader could notice.

    A token and not a counter: a counter that a rolled-back transaction moved would be handed out
    again, and a cache filled in between would be believed.
    """

    token = models.CharField(max_length=32)
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = (
            models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row"),
        )

    def __str__(self) -> str:
        return self.token
