"""The shell as a Django application, and Django's admin behind our own sign-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Kanalregister")


class RegistryAdminConfig(AdminConfig):
    default_site = "registry.sign_in.AdminSite"
