"""What waits beside an account: a change of its identity, a manager's answer, a hand-over.

Each waits at most once per account, and the database holds it. The links that managers and new
owners get by mail carry `nonce`: a row whose nonce has moved on has no valid link any more.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..choices import ChangeState, HandOverState, ManagerAnswer
from .accounts import Account, user_link
from .people import Person


class Change(models.Model):
    """A change of a published account's address, unit or owner, beside what is published.

    `before` and `after` hold the parts that differ: `platform`, `handle`, `key` and `url` together,
    `unit` (a number), `owner` (a person's number), as `domain.changes` writes them.
    """

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="identity_changes", verbose_name=_("account")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ChangeState, default=ChangeState.WAITING
    )
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    why = models.TextField(_("why"), blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = user_link(_("asked for by"))
    reason = models.TextField(_("reason"), blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = user_link(_("settled by"))

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("change of identity")
        verbose_name_plural = _("changes of identity")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(state=ChangeState.WAITING),
                name="change_one_waiting_per_account",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChangeState.values), name="change_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False), name="change_by_a_named_user"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ChangeState.WAITING, settled_at__isnull=True, settled_by__isnull=True
                )
                | (
                    ~Q(state=ChangeState.WAITING)
                    & Q(settled_at__isnull=False, settled_by__isnull=False)
                ),
                name="change_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.DECLINED) | ~Q(reason=""),
                name="change_declined_has_a_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=("asked_at", "id"),
                condition=Q(state=ChangeState.WAITING),
                name="change_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:change", args=[self.pk])


class ManagerApproval(models.Model):
    """What the nearest manager was asked about a registration, and answered."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="manager_approvals", verbose_name=_("account")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="manager_approvals", verbose_name=_("manager")
    )
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = user_link(_("asked by"))
    answer = models.CharField(_("answer"), max_length=8, choices=ManagerAnswer, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("manager's approval")
        verbose_name_plural = _("managers' approvals")
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(answer=""), name="approval_one_open_per_account"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="approval_answer_is_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.person}"


class HandOver(models.Model):
    """An account on its way from one owner to the next, who has to accept it."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="hand_overs", verbose_name=_("account")
    )
    giver = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="handed_over",
        null=True,
        blank=True,
        verbose_name=_("from"),
    )
    taker = models.ForeignKey(
        Person, models.PROTECT, related_name="taken_over", verbose_name=_("to")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=HandOverState, default=HandOverState.WAITING
    )
    message = models.TextField(_("message"), blank=True)
    comment = models.TextField(_("answer"), blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = user_link(_("asked by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = (
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(state=HandOverState.WAITING),
                name="hand_over_one_waiting_per_account",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HandOverState.values), name="hand_over_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=HandOverState.WAITING, answered_at__isnull=True)
                | (~Q(state=HandOverState.WAITING) & Q(answered_at__isnull=False)),
                name="hand_over_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(giver__isnull=True) | ~Q(giver=models.F("taker")),
                name="hand_over_to_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.taker}"
