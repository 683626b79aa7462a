"""Platforms as data: what admins maintain. The address rules stay in `accounts.platforms`."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .fields import CodesField


class Platform(models.Model):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    two_step_methods = CodesField(
        _("two-step methods"), help_text=_("The methods this platform offers today.")
    )

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:platform", args=[self.code])
