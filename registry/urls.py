"""The site's addresses: Swedish at `/…`, English at `/en/…`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from . import health, sign_in

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    *i18n_patterns(
        path("sign-in/", sign_in.door, name="sign_in"),
        path("sign-in/email/", sign_in.closed, name="account_email"),
        path("sign-in/", include("allauth.account.urls")),
        path("admin/", admin.site.urls),
        path("", include("accounts.urls")),
        prefix_default_language=False,
    ),
]
