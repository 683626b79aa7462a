"""What the link checks know about an account's address, and when each host may be asked again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import LinkState
from .accounts import Account

DAYS_UNTIL_GONE = 3


class LinkCheck(models.Model):
    """The last look, and since when it fails. `failed_days` counts days, not attempts.

    `detail` is a code of `domain.link_checks.sentences`. `claimed_until` is the claim of the
    worker that looks right now, and proves it when the answer is written down.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="link_check", verbose_name=_("account")
    )
    url = models.URLField(_("address"), max_length=500)
    host = models.CharField(max_length=253, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=LinkState, default=LinkState.UNKNOWN)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    moved_to = models.URLField(_("moved to"), max_length=500, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    found_at = models.DateTimeField(_("last found"), null=True, blank=True)
    next_at = models.DateTimeField(_("next look"))
    failed_days = models.PositiveSmallIntegerField(_("days of failure"), default=0)
    failed_on = models.DateField(_("last failed on"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=LinkState.values), name="link_check_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.GONE) | Q(failed_days__gte=DAYS_UNTIL_GONE),
                name="link_check_gone_after_three_days",
            ),
            models.CheckConstraint(
                condition=~Q(state=LinkState.RENAMED) | ~Q(moved_to=""),
                name="link_check_renamed_says_where",
            ),
        )
        indexes = (
            models.Index(fields=("next_at", "id"), name="link_check_due"),
            models.Index(fields=("host", "next_at", "id"), name="link_check_due_by_host"),
        )

    def __str__(self) -> str:
        return self.url


class LinkHost(models.Model):
    """A host of accounts' addresses, and when the next request to it may be made.

    A worker that asks it holds it: `next_at` is then in the future until the answer is there.
    """

    host = models.CharField(max_length=253, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        indexes = (models.Index(fields=("next_at", "host"), name="link_host_free"),)

    def __str__(self) -> str:
        return self.host
