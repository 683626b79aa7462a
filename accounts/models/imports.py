"""A file somebody uploaded, from the first look at it until a week after it was imported.

The file itself is kept only while its import is being looked at; what became of its rows a week
longer, so that those refused can be fetched and mended.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .accounts import paired, user_link
from .units import Unit


class Upload(models.Model):
    class State(models.TextChoices):
        PREVIEW = "preview", pgettext_lazy("import", "Not imported yet")
        RUNNING = "running", pgettext_lazy("import", "Being imported")
        APPLIED = "applied", pgettext_lazy("import", "Imported")

    file_name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField(_("content"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREVIEW)

    # What the person decided
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    default_unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("unit of rows that name none"),
    )
    creates_units = models.BooleanField(_("make units that are missing"), default=False)
    replaces = models.BooleanField(_("the file is the whole register"), default=False)

    # What would happen, or happened: compressed, in one language
    plan = models.BinaryField(_("plan"), null=True)
    language = models.CharField(_("language of the plan"), max_length=10, blank=True)

    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = user_link(_("uploaded by"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    applied_at = models.DateTimeField(_("imported"), null=True, blank=True)
    applied_by = user_link(_("imported by"))

    class Meta:
        ordering = ("-uploaded_at", "-id")
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("preview", "running", "applied")),
                name="upload_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False, content__isnull=True),
                name="upload_applied_keeps_no_file",
            ),
            models.CheckConstraint(
                condition=Q(state="applied") | Q(content__isnull=False),
                name="upload_not_applied_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(uploaded_by__isnull=False), name="upload_by_a_named_user"
            ),
            paired("applied", "upload"),
        )

    def __str__(self) -> str:
        return self.file_name
