"""Who answers for an account, and who holds the keys to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ContactRole, Lapse, TwoStep, TwoStepMethod
from .accounts import Account
from .people import Person


class Contact(models.Model):
    """A person answering for an account, in a role."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="contacts", verbose_name=_("account")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="contacts", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=ContactRole)

    class Meta:
        ordering = ("account_id", "id")
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "person", "role"), name="contact_once_in_a_role"
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(role=ContactRole.OWNER),
                name="contact_one_owner_per_account",
            ),
            models.CheckConstraint(
                condition=Q(role__in=ContactRole.values), name="contact_has_a_known_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class AccessHolder(models.Model):
    """A person who can sign in to the account on the platform, and their own second step."""

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="access_holders", verbose_name=_("account")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="access", verbose_name=_("person")
    )
    two_step = models.CharField(
        _("two-step of their own"), max_length=12, choices=TwoStep, default=TwoStep.UNKNOWN
    )
    two_step_method = models.CharField(
        _("two-step method"), max_length=8, choices=TwoStepMethod, blank=True
    )
    two_step_seen_on = models.DateField(_("two-step seen on"), null=True, blank=True)
    two_step_lapsed_on = models.DateField(_("confirmation lapsed on"), null=True, blank=True)
    two_step_lapsed_why = models.CharField(
        _("why it lapsed"), max_length=16, choices=Lapse, blank=True
    )

    class Meta:
        ordering = ("account_id", "id")
        verbose_name = _("person with access")
        verbose_name_plural = _("people with access")
        constraints = (
            models.UniqueConstraint(fields=("account", "person"), name="access_once_per_person"),
            models.CheckConstraint(
                condition=Q(two_step_method="") | Q(two_step=TwoStep.ON),
                name="access_method_only_when_on",
            ),
            models.CheckConstraint(
                condition=Q(two_step_lapsed_on__isnull=True, two_step_lapsed_why="")
                | (Q(two_step_lapsed_on__isnull=False) & ~Q(two_step_lapsed_why="")),
                name="access_lapse_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return str(self.person)
