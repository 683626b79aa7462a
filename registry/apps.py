"""The shell as a Django application, and Django's admin behind our own sign-in."""

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def make_cache_table(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """`migrate` makes the table of the shared cache too, where the cache is a table."""
    call_command("createcachetable", database=using, verbosity=0)


class RegistryConfig(AppConfig):
    name = "registry"
    verbose_name = _("Kanalregister")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_used

        from accounts.domain import erasing

        from . import erasure, mfa

        # What the shell keeps about somebody goes when the product erases them.
        if erasure.forget not in erasing.ERASERS:
            erasing.ERASERS.append(erasure.forget)

        # Sent for applications with models only; this one has none.
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("accounts"))
        authenticator_added.connect(mfa.factor_added)
        authenticator_used.connect(mfa.factor_used)


class RegistryAdminConfig(AdminConfig):
    default_site = "registry.sign_in.AdminSite"

    def ready(self) -> None:
        super().ready()
        from . import sign_in_admin

        sign_in_admin.put_in_order()
