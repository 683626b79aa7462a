"""The account itself, every handle it has held, and the audiences it is for.

Database constraints hold what must never be false: an identity belongs to one living account,
an account that anyone may see has an address, a closed one says since when.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..choices import LIVING, PUBLIC, Status
from .fields import CodesField, OrderKeyField
from .platforms import Platform
from .units import Unit


def paired(what: str, prefix: str = "account") -> models.CheckConstraint:
    """`<what>_at` and `<what>_by` are both set or both empty."""
    at, by = f"{what}_at__isnull", f"{what}_by__isnull"
    return models.CheckConstraint(
        condition=Q(**{at: True, by: True}) | Q(**{at: False, by: False}),
        name=f"{prefix}_{what}_at_and_by",
    )


def user_link(verbose_name: Any, **kwargs: Any) -> models.ForeignKey:
    """Who did it: no way back from the user, never deleted under us."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=verbose_name,
        **kwargs,
    )


class Audience(models.Model):
    """A target audience that accounts can be filtered by."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ("position", "name_sv")
        verbose_name = _("target audience")
        verbose_name_plural = _("target audiences")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if (get_language() or "").startswith("en") and self.name_en:
            return self.name_en
        return self.name_sv


class Account(models.Model):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)

    # Identity
    platform = models.ForeignKey(
        Platform,
        models.PROTECT,
        to_field="code",
        related_name="accounts",
        verbose_name=_("platform"),
    )
    handle = models.CharField(_("handle"), max_length=255, blank=True)
    identity_key = OrderKeyField(
        max_length=255,
        null=True,
        blank=True,
        editable=False,
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    permanent_id = models.CharField(_("permanent id"), max_length=120, blank=True)
    name = models.CharField(_("name"), max_length=200)
    profile_text = models.TextField(_("profile text"), blank=True)
    languages = CodesField(_("languages"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name=_("unit"))
    is_university_wide = models.BooleanField(_("university-wide"), default=False)
    web_page = models.URLField(_("web page that links back"), max_length=500, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    campaign_ends_on = models.DateField(_("campaign ends on"), null=True, blank=True)

    # Why
    why_platform = models.TextField(_("why this platform"), blank=True)
    coordination = models.TextField(_("coordination with accounts we have"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    goals = models.TextField(_("goals"), blank=True)
    audiences = models.ManyToManyField(
        Audience, related_name="accounts", blank=True, verbose_name=_("target audiences")
    )
    content = models.TextField(_("content"), blank=True)
    posting_frequency = models.CharField(_("posting frequency"), max_length=120, blank=True)
    evaluation_routine = models.TextField(_("evaluation routine"), blank=True)
    evaluation_outcome = models.TextField(_("last evaluation"), blank=True)
    last_post_on = models.DateField(_("last post seen on"), null=True, blank=True)
    evaluated_on = models.DateField(_("evaluated on"), null=True, blank=True)

    # Who (people are Contact rows)
    function_mailbox = models.EmailField(_("shared mailbox"), blank=True)
    agency = models.CharField(_("outside agency"), max_length=200, blank=True)
    manager_informed_at = models.DateTimeField(_("manager informed"), null=True, blank=True)
    manager_informed_by = user_link(_("manager informed by"))

    # Resources
    hours_a_week = models.DecimalField(
        _("hours a week"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    holiday_cover = models.CharField(_("who stands in during holidays"), max_length=200, blank=True)

    # Life
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    is_planned = models.BooleanField(_("not opened yet"), default=False)
    registered_by = user_link(_("registered by"))
    registered_together = models.UUIDField(
        _("registered together"), null=True, blank=True, editable=False, db_index=True
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = user_link(_("submitted by"))
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = user_link(_("approved by"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = user_link(_("published by"))
    closing_at = models.DateTimeField(_("closing began"), null=True, blank=True)
    closing_by = user_link(_("closing begun by"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    compromised_at = models.DateTimeField(_("flagged as hijacked"), null=True, blank=True)
    compromised_by = user_link(_("flagged by"))
    reviewed_at = models.DateTimeField(_("last reviewed"), null=True, blank=True)
    reviewed_by = user_link(_("reviewed by"))
    review_due_on = models.DateField(_("next review"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    # What lists read: written by domain.listing only, never by hand
    sort_name = OrderKeyField(max_length=120, editable=False, default="")
    sort_unit = OrderKeyField(max_length=120, editable=False, default="")
    sort_reviewed = OrderKeyField(max_length=10, editable=False, default="")
    name_key = OrderKeyField(max_length=120, editable=False, default="")
    handle_key = OrderKeyField(max_length=120, editable=False, default="")
    search_public = models.TextField(editable=False, default="")
    search_internal = models.TextField(editable=False, default="")
    audience_codes = CodesField(editable=False)
    contact_public = models.CharField(max_length=254, editable=False, default="")
    owner_name = models.CharField(max_length=150, editable=False, default="")
    owner_email = models.CharField(max_length=254, editable=False, default="")
    owner_phone = models.CharField(max_length=40, editable=False, default="")
    deputy_names = models.CharField(max_length=500, editable=False, default="")
    deputy_emails = models.CharField(max_length=700, editable=False, default="")

    class Meta:
        ordering = ("sort_name", "id")
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = (
            models.UniqueConstraint(
                "platform",
                "identity_key",
                condition=Q(status__in=LIVING, identity_key__isnull=False),
                name="account_identity_unique_while_living",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="account_has_a_known_status"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=PUBLIC) | (Q(identity_key__isnull=False) & ~Q(handle="")),
                name="account_that_anyone_sees_has_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_on__isnull=False),
                name="account_closed_has_an_end_date",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="account_has_a_name"),
            paired("manager_informed"),
            paired("submitted"),
            paired("approved"),
            paired("published"),
            paired("closing"),
            paired("compromised"),
            paired("reviewed"),
        )
        indexes = (
            # No index begins with the status: nearly all accounts are published, and SQLite, which
            # keeps no statistics unless told to, would prefer it to any range of names.
            models.Index(fields=("sort_name", "id", "status"), name="account_by_name"),
            models.Index(fields=("sort_unit", "sort_name", "id"), name="account_by_unit"),
            models.Index(fields=("platform", "sort_name", "id"), name="account_by_platform"),
            models.Index(fields=("sort_reviewed", "sort_name", "id"), name="account_by_review"),
            models.Index(fields=("unit", "platform", "status"), name="account_by_unit_platform"),
            models.Index(
                fields=("submitted_at", "id"),
                condition=Q(status=Status.SUBMITTED),
                name="account_waiting_for_decision",
            ),
            models.Index(fields=("name_key",), name="account_name_prefix"),
            models.Index(fields=("handle_key",), name="account_handle_prefix"),
            models.Index(
                fields=("sort_name", "id"),
                condition=Q(is_university_wide=True),
                name="account_university_wide",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.slug])

    @property
    def is_compromised(self) -> bool:
        return self.compromised_at is not None

    @property
    def is_official(self) -> bool:
        return self.status in (Status.PUBLISHED, Status.CLOSING)


class Handle(models.Model):
    """A handle that an account holds or held; where `verify` looks, in one indexed look-up.

    `is_living` repeats whether the account's status is living, so that the database itself can
    refuse a former handle of a living account to anybody else.
    """

    account = models.ForeignKey(
        Account, models.CASCADE, related_name="handles", verbose_name=_("account")
    )
    platform = models.ForeignKey(
        Platform, models.PROTECT, to_field="code", related_name="+", verbose_name=_("platform")
    )
    handle = models.CharField(_("handle"), max_length=255)
    key = OrderKeyField(max_length=255)
    url = models.URLField(_("address"), max_length=500, blank=True)
    held_until = models.DateField(_("held until"), null=True, blank=True)
    is_living = models.BooleanField(default=True)

    class Meta:
        ordering = ("held_until", "id")
        verbose_name = _("handle")
        verbose_name_plural = _("handles")
        constraints = (
            models.UniqueConstraint(
                fields=("platform", "key"),
                condition=Q(is_living=True),
                name="handle_belongs_to_one_living_account",
            ),
            models.UniqueConstraint(
                fields=("account",),
                condition=Q(held_until__isnull=True),
                name="handle_one_current_per_account",
            ),
        )
        indexes = (models.Index(fields=("platform", "key"), name="handle_by_key"),)

    def __str__(self) -> str:
        return self.handle
