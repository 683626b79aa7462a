"""The product's addresses, a module for each room; the names stay put, others build on them.

What stands first wins: fixed words under `accounts/` come before the account's own page.
"""

from . import (
    audits,
    decisions,
    editing,
    imports,
    link_checks,
    mail,
    mine,
    people,
    public,
    registration,
)

app_name = "accounts"
urlpatterns = [
    *mine.urlpatterns,
    *registration.urlpatterns,
    *decisions.urlpatterns,
    *editing.urlpatterns,
    *people.urlpatterns,
    *audits.urlpatterns,
    *mail.urlpatterns,
    *imports.urlpatterns,
    *link_checks.urlpatterns,
    *public.urlpatterns,
]
