"""How people sign in: local users only, nobody signs up by themselves.

Django's admin has a log-in page of its own; it is sent through ours, so that there is one door.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        return False


class AdminSite(admin.AdminSite):
    site_header = site_title = _("Kanalregister")
    index_title = _("Administration")

    def get_urls(self):
        self.login = secure_admin_login(self.login)
        return super().get_urls()
