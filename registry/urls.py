"""The site's addresses: Swedish at `/…`, English at `/en/…`.

What the sign-in library offers and we do not is closed by name: it answers like a page that does
not exist. Addresses that a provider answers to are one for all languages.
"""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, include, path

from . import health, mfa_views, oidc, sign_in

handler429 = sign_in.too_many

CLOSED = (
    ("email/", "account_email"),
    ("confirm-email/", "account_email_verification_sent"),
    ("confirm-email/<path:key>/", "account_confirm_email"),
    ("password/set/", "account_set_password"),
    ("login/code/confirm/", "account_confirm_login_code"),
    ("providers/", "socialaccount_connections"),
    ("providers/signup/", "socialaccount_signup"),
    ("providers/cancelled/", "socialaccount_login_cancelled"),
    ("providers/error/", "socialaccount_login_error"),
    ("saml/sls/", "saml_sls"),
)

providers: list[URLPattern] = [
    path("sign-in/oidc/login/", oidc.login, name="oidc_login"),
    path("sign-in/oidc/callback/", oidc.callback, name="oidc_callback"),
]
if find_spec("onelogin") is not None:
    from . import saml

    providers += [
        path("sign-in/saml/login/", saml.login, name="saml_login"),
        path("sign-in/saml/acs/", saml.acs, name="saml_acs"),
        path("sign-in/saml/finish/", saml.finish_acs, name="saml_finish_acs"),
        path("sign-in/saml/metadata/", saml.metadata, name="saml_metadata"),
    ]

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    *providers,
    *i18n_patterns(
        path("sign-in/", sign_in.door, name="sign_in"),
        *(path(f"sign-in/{route}", sign_in.closed, name=name) for route, name in CLOSED),
        path("sign-in/mfa/required/", mfa_views.required, name="mfa_required"),
        path("sign-in/mfa/continue/", mfa_views.go_on, name="mfa_continue"),
        path(
            "sign-in/mfa/webauthn/keys/<int:pk>/remove/",
            mfa_views.remove_passkey,
            name="mfa_remove_webauthn",
        ),
        path("sign-in/mfa/", include("allauth.mfa.urls")),
        path("sign-in/sessions/<int:pk>/end/", mfa_views.end_session, name="usersessions_end"),
        path("sign-in/sessions/", include("allauth.usersessions.urls")),
        path("sign-in/", include("allauth.account.urls")),
        path("admin/", admin.site.urls),
        path("", include("accounts.urls")),
        prefix_default_language=False,
    ),
]
