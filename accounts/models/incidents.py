"""What happened to an account: hijacked, impersonated, restricted, unlawful comment removed.

An incident of an impostor may have no account of ours yet: then `impostor_url` says where it is.
Its log (`IncidentEntry`) is only added to.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import IncidentKind, RemovalGround
from .accounts import Account, paired, user_link


class Incident(models.Model):
    account = models.ForeignKey(
        Account,
        models.CASCADE,
        related_name="incidents",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=IncidentKind)
    happened_on = models.DateField(_("happened on"))
    description = models.TextField(_("what happened"), blank=True)
    opened_at = models.DateTimeField(_("reported"), null=True, blank=True)
    opened_by = user_link(_("reported by"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = user_link(_("closed by"))
    lessons = models.TextField(_("lessons"), blank=True)
    steps_done = models.JSONField(_("steps done"), default=dict, blank=True)
    """The code of each done step of the card, with the moment and the user's number."""

    # Hijacked
    told_it_security_at = models.DateTimeField(_("IT security told"), null=True, blank=True)
    told_authority_at = models.DateTimeField(_("authority told"), null=True, blank=True)
    # Impersonated
    impostor_url = models.URLField(_("the impostor's address"), max_length=500, blank=True)
    # Restricted by the platform
    reasons_given = models.TextField(_("reasons the platform gave"), blank=True)
    complain_by = models.DateField(_("last day to complain"), null=True, blank=True)
    # Unlawful comment removed
    ground = models.CharField(_("ground"), max_length=12, choices=RemovalGround, blank=True)
    evidence_place = models.CharField(_("where the evidence is kept"), max_length=200, blank=True)
    decided_by_whom = user_link(_("removal decided by"))
    reported_to_police = models.CharField(_("police report"), max_length=60, blank=True)

    class Meta:
        ordering = ("-happened_on", "-id")
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=IncidentKind.values), name="incident_has_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(kind=IncidentKind.IMPERSONATED),
                name="incident_is_about_an_account_or_an_impostor",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(kind=IncidentKind.HIJACKED, closed_at__isnull=True),
                name="incident_one_open_hijacking_per_account",
            ),
            paired("opened", "incident"),
            paired("closed", "incident"),
        )
        indexes = (
            models.Index(
                fields=("opened_at", "id"),
                condition=Q(closed_at__isnull=True),
                name="incident_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class IncidentEntry(models.Model):
    """One line of an incident's log; never changed."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="entries", verbose_name=_("incident")
    )
    at = models.DateTimeField(_("when"))
    by = user_link(_("by"))
    text = models.TextField(_("text"))

    class Meta:
        ordering = ("at", "id")
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return self.text[:60]
