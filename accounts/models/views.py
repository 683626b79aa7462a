"""Filters of the matrix that somebody gave a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import User


class SavedView(models.Model):
    """`query` is the part of the matrix's address behind the question mark, in canonical order."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="saved_views", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = (
            models.UniqueConstraint(fields=("user", "name"), name="saved_view_name_once_per_user"),
        )

    def __str__(self) -> str:
        return self.name
