"""What the audits keep: agreed exceptions, nightly figures, methods that a platform ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import TwoStepMethod
from .accounts import Account, paired, user_link
from .platforms import Platform
from .units import Unit


class Waiver(models.Model):
    """A finding that is agreed to stay for a while: which, why, until when."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="waivers", verbose_name=_("account")
    )
    rule = models.CharField(_("rule"), max_length=40)
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"))
    given_at = models.DateTimeField(_("agreed"))
    given_by = user_link(_("agreed by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = user_link(_("ended by"))

    class Meta:
        ordering = ("until", "id")
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "rule"),
                condition=Q(ended_at__isnull=True),
                name="waiver_one_per_finding",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
            paired("ended", "waiver"),
            models.CheckConstraint(
                condition=Q(given_by__isnull=False), name="waiver_by_a_named_user"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.account}"


class Snapshot(models.Model):
    """How many accounts of a unit (without those below it) a rule found on a day.

    `rule` is empty for the number of accounts that were looked at.
    """

    on = models.DateField(_("on"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("unit"))
    rule = models.CharField(_("rule"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        ordering = ("on", "id")
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = (
            models.UniqueConstraint(fields=("on", "unit", "rule"), name="snapshot_once_a_day"),
        )
        indexes = (models.Index(fields=("rule", "on", "unit", "count"), name="snapshot_by_rule"),)

    def __str__(self) -> str:
        return f"{self.on} {self.rule}: {self.count}"


class DroppedMethod(models.Model):
    """A two-step method that a platform ended, and when we said so; `restored` if it did not."""

    platform = models.ForeignKey(
        Platform, models.PROTECT, to_field="code", related_name="+", verbose_name=_("platform")
    )
    method = models.CharField(_("method"), max_length=8, choices=TwoStepMethod)
    ended_on = models.DateField(_("ended on"))
    note = models.TextField(_("note"), blank=True)
    declared_at = models.DateTimeField(_("declared"))
    declared_by = user_link(_("declared by"))
    restored_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    restored_by = user_link(_("taken back by"))

    class Meta:
        ordering = ("-declared_at", "-id")
        verbose_name = _("ended method")
        verbose_name_plural = _("ended methods")
        constraints = (
            models.UniqueConstraint(
                fields=("platform", "method"),
                condition=Q(restored_at__isnull=True),
                name="dropped_method_once",
            ),
            paired("restored", "dropped_method"),
            models.CheckConstraint(
                condition=Q(declared_by__isnull=False), name="dropped_method_by_a_named_user"
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform}: {self.get_method_display()}"
