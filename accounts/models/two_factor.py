"""An account's two-step authentication: its present state, and every statement behind it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import Answer, Lapse, TwoStep, TwoStepMethod
from .accounts import Account, paired, user_link
from .contacts import AccessHolder


class Security(models.Model):
    """What is known today about how well an account is protected. Never a password."""

    account = models.OneToOneField(
        Account, models.CASCADE, related_name="security", verbose_name=_("account")
    )
    two_step = models.CharField(
        _("two-step authentication"), max_length=12, choices=TwoStep, default=TwoStep.UNKNOWN
    )
    two_step_method = models.CharField(
        _("two-step method"), max_length=8, choices=TwoStepMethod, blank=True
    )
    two_step_seen_on = models.DateField(_("two-step seen on"), null=True, blank=True)
    two_step_lapsed_on = models.DateField(_("confirmation lapsed on"), null=True, blank=True)
    two_step_lapsed_why = models.CharField(
        _("why it lapsed"), max_length=16, choices=Lapse, blank=True
    )
    recovery_address_is_ours = models.CharField(
        _("recovery address belongs to the university"),
        max_length=8,
        choices=Answer,
        default=Answer.UNKNOWN,
    )
    recovery_phone_is_ours = models.CharField(
        _("recovery phone belongs to the university"),
        max_length=8,
        choices=Answer,
        default=Answer.UNKNOWN,
    )
    access_reviewed_at = models.DateTimeField(_("access gone through"), null=True, blank=True)
    access_reviewed_by = user_link(_("access gone through by"))
    third_party_tools = models.TextField(_("third-party tools with access"), blank=True)

    class Meta:
        verbose_name = _("security")
        verbose_name_plural = _("security")
        constraints = (
            models.CheckConstraint(
                condition=Q(two_step__in=TwoStep.values), name="security_has_a_known_two_step"
            ),
            models.CheckConstraint(
                condition=Q(two_step_method="") | Q(two_step=TwoStep.ON),
                name="security_method_only_when_on",
            ),
            models.CheckConstraint(
                condition=Q(two_step_lapsed_on__isnull=True, two_step_lapsed_why="")
                | (Q(two_step_lapsed_on__isnull=False) & ~Q(two_step_lapsed_why="")),
                name="security_lapse_has_a_reason",
            ),
            paired("access_reviewed", "security"),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.get_two_step_display()}"


class TwoStepConfirmation(models.Model):
    """A dated statement by a named user: "two-step is on, by app, seen by me on 3 May"."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="confirmations", verbose_name=_("account")
    )
    state = models.CharField(_("state"), max_length=12, choices=TwoStep)
    method = models.CharField(_("method"), max_length=8, choices=TwoStepMethod, blank=True)
    seen_on = models.DateField(_("seen on"))
    holder = models.ForeignKey(
        AccessHolder,
        models.SET_NULL,
        related_name="confirmations",
        null=True,
        blank=True,
        verbose_name=_("for whom"),
        help_text=_("Where people sign in with accounts of their own; empty for the account."),
    )
    confirmed_at = models.DateTimeField(_("confirmed"))
    confirmed_by = user_link(_("confirmed by"))

    class Meta:
        ordering = ("-confirmed_at", "-id")
        verbose_name = _("two-step confirmation")
        verbose_name_plural = _("two-step confirmations")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=False), name="confirmation_by_a_named_user"
            ),
            models.CheckConstraint(
                condition=Q(method="") | Q(state=TwoStep.ON),
                name="confirmation_method_only_when_on",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.seen_on}"
