"""The shell as a Django application, and Django's admin behind our own sign-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Kanalregister")

    def ready(self) -> None:
        """Tell the product how to erase what the shell keeps about somebody."""
        from accounts.domain import erasing

        from . import erasure

        if erasure.forget not in erasing.ERASERS:
            erasing.ERASERS.append(erasure.forget)


class RegistryAdminConfig(AdminConfig):
    default_site = "registry.sign_in.AdminSite"
