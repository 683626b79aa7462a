"""What happened to an account: hijacked, impersonated, restricted, unlawful comment removed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import IncidentKind
from .accounts import Account, paired, user_link


class Incident(models.Model):
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="incidents", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind)
    happened_on = models.DateField(_("happened on"))
    description = models.TextField(_("what happened"), blank=True)
    opened_at = models.DateTimeField(_("reported"), null=True, blank=True)
    opened_by = user_link(_("reported by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = user_link(_("closed by"))
    lessons = models.TextField(_("lessons"), blank=True)

    class Meta:
        ordering = ("-happened_on", "-id")
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values), name="incident_has_a_known_kind"
            ),
            paired("opened", "incident"),
            paired("closed", "incident"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
