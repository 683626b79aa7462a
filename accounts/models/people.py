"""Users (who sign in) and persons (who answer for accounts, with or without signing in)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ..choices import LANGUAGES_OF_THE_SITE, Role
from .units import Unit, top_unit


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An admin at the top of the tree: how a new register gets its first user."""
        fields.setdefault("role", Role.ADMIN)
        fields.setdefault("unit", top_unit())
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in. Nobody is without a role and a unit."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.STAFF)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="users", verbose_name=_("unit"))
    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES_OF_THE_SITE, default="sv"
    )
    is_active = models.BooleanField(_("active"), default=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_has_a_known_role"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    # Django's admin asks these; our answer is the role alone.
    @property
    def is_staff(self) -> bool:
        return self.is_admin

    @property
    def is_superuser(self) -> bool:
        return self.is_admin

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_admin

    def has_perms(self, perms: Iterable[str], obj: Any = None) -> bool:
        return self.has_perm("")

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm("")


class Person(models.Model):
    """Somebody who answers for accounts or has access to one."""

    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        verbose_name=_("unit"),
    )
    user = models.OneToOneField(
        User,
        models.PROTECT,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("user"),
    )
    agreed_to_public_name_at = models.DateTimeField(
        _("agreed that the name is public"), null=True, blank=True
    )
    is_protected = models.BooleanField(
        _("protected identity"), default=False, help_text=_("Never published anywhere.")
    )
    is_external = models.BooleanField(_("works outside the university"), default=False)
    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGES_OF_THE_SITE, default="sv"
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    erased_at = models.DateTimeField(
        _("personal data erased"), null=True, blank=True, editable=False
    )

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="person_email_unique", condition=~Q(email="")
            ),
            models.CheckConstraint(
                condition=Q(is_protected=False) | Q(agreed_to_public_name_at__isnull=True),
                name="person_protected_is_never_public",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(email="", phone="", title="", left_on__isnull=False),
                name="person_erased_keeps_no_personal_data",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name_is_public(self) -> bool:
        return self.agreed_to_public_name_at is not None and not self.is_protected
