"""What the link checks know about an account's address."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import LinkState
from .accounts import Account


class LinkCheck(models.Model):
    """The last look, and since when it fails. `failed_days` counts days, not attempts."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="link_check", verbose_name=_("account")
    )
    url = models.URLField(_("address"), max_length=500)
    state = models.CharField(_("state"), max_length=8, choices=LinkState, default=LinkState.UNKNOWN)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    moved_to = models.URLField(_("moved to"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    next_at = models.DateTimeField(_("next look"))
    failed_days = models.PositiveSmallIntegerField(_("days of failure"), default=0)
    failed_on = models.DateField(_("last failed on"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=LinkState.values), name="link_check_has_a_known_state"
            ),
        )
        indexes = (models.Index(fields=("next_at", "id"), name="link_check_due"),)

    def __str__(self) -> str:
        return self.url
