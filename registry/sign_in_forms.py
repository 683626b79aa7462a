"""The sign-in library's forms in our words, without hints that repeat their labels."""

from typing import Any

from allauth.account import forms
from allauth.mfa.base.forms import AuthenticateForm as BaseAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as BaseReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as BaseActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.demo.people import SIGN_INS

from .totp import present_code

LONGEST_NAME = 60
LONGEST_PASSWORD = 1000


class WithoutPlaceholders:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if "password" in name:
                field.max_length = LONGEST_PASSWORD
                field.widget.attrs["maxlength"] = LONGEST_PASSWORD


class LoginForm(WithoutPlaceholders, forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""  # the page has its own link to a new password


class ReauthenticateForm(WithoutPlaceholders, forms.ReauthenticateForm):
    pass


class ChangePasswordForm(WithoutPlaceholders, forms.ChangePasswordForm):
    pass


class ResetPasswordForm(WithoutPlaceholders, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(WithoutPlaceholders, forms.ResetPasswordKeyForm):
    pass


class WithCode(WithoutPlaceholders):
    """A field for six digits, or for one of the recovery codes where that is possible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Code")
        field.max_length = 20
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": 20, "autofocus": True}
        field.help_text = self.hint()

    def hint(self) -> str:
        if settings.DEBUG and self.user.email in {given.email for given in SIGN_INS}:  # type: ignore[attr-defined]
            code = present_code(self.user)  # type: ignore[attr-defined]
            if code:
                return _("Demo: the app shows %(code)s just now.") % {"code": code}
        return _("The six digits your app shows, or one of your recovery codes.")


class AuthenticateForm(WithCode, BaseAuthenticateForm):
    pass


class ReauthenticateCodeForm(WithCode, BaseReauthenticateForm):
    pass


class ActivateTOTPForm(WithCode, BaseActivateTOTPForm):
    def hint(self) -> str:
        return _("The six digits the app shows now.")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        # The code that turned the app on is spent: nobody signs in with it a moment later.
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


class PasskeyName:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]  # type: ignore[attr-defined]
        name.label = _("What you call it")
        name.help_text = _("For example the device it is on, so that you can tell them apart.")
        name.max_length = LONGEST_NAME
        name.widget.attrs |= {"maxlength": LONGEST_NAME, "autocomplete": "off"}
        name.validators.extend(type(name)(max_length=LONGEST_NAME).validators)


class AddPasskeyForm(PasskeyName, AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.initial = True
        alone.label = _("Use it to sign in without a password too")
        alone.help_text = _(
            "The device then asks for your fingerprint, face or PIN. Uncheck for a security key"
            " without any of them."
        )


class EditPasskeyForm(PasskeyName, EditWebAuthnForm):
    pass
