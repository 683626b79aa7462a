"""Decisions on registrations, and the periodic review of published accounts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import DecisionOutcome, ReviewAnswer
from .accounts import Account, user_link
from .people import Person


class Decision(models.Model):
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="decisions", verbose_name=_("account")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=DecisionOutcome)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = user_link(_("decided by"))

    class Meta:
        ordering = ("-decided_at", "-id")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False), name="decision_by_a_named_user"
            ),
            models.CheckConstraint(
                condition=Q(outcome=DecisionOutcome.APPROVED) | ~Q(reason=""),
                name="decision_against_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.get_outcome_display()


class Review(models.Model):
    """One round of "is this still right?", asked once per account and due date."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="reviews", verbose_name=_("account")
    )
    due_on = models.DateField(_("due on"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="reviews", null=True, blank=True,
        verbose_name=_("asked"),
    )  # fmt: skip
    nonce = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    escalation = models.PositiveSmallIntegerField(
        _("escalation"), default=0, help_text=_("0 contact, 1 deputy, 2 manager, 3 admins")
    )
    comment = models.TextField(_("comment"), blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=ReviewAnswer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = user_link(_("answered by"))

    class Meta:
        ordering = ("-due_on", "-id")
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = (
            models.UniqueConstraint(fields=("account", "due_on"), name="review_once_per_due_date"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="review_answer_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.due_on}"
