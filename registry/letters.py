"""What mails about somebody's own sign-in say."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain import links
from accounts.domain.letters import Letter

from .claims import configured


def reason(language: str) -> str:
    with translation.override(language):
        return _("You get this mail because you sign in to the register.")


def write(kind: str, address: str) -> Letter:
    """The mail of this kind, in the active language; `address` for the kind that has a link."""
    if kind == "password-reset":
        return Letter(
            subject=_("Choose a new password"),
            paragraphs=[_("Somebody, probably you, asked for a new password for your sign-in.")],
            action=(_("Choose a new password"), address),
            afterwards=[
                _("The link works once, within four hours."),
                _("If it was not you, you need do nothing: your password stays as it is."),
            ],
        )
    if kind == "sign-in-elsewhere":
        return Letter(
            subject=_("You sign in without a password here"),
            paragraphs=[
                _("Somebody, probably you, asked for a new password for your sign-in."),
                _("You have none here: choose %(provider)s on the page for signing in.")
                % {"provider": " / ".join(given.name for given in configured())},
            ],
            action=(_("Sign in"), links.absolute(reverse("account_login"))),
        )
    return Letter(
        subject=_("Your sign-in was changed"),
        paragraphs=[happened(kind)],
        action=(_("Look at your sign-in"), links.absolute(reverse("mfa_index"))),
        afterwards=[
            _(
                "If it was not you, somebody else may be in: choose a new password, end all other"
                " sessions and tell the ones who look after the register."
            )
        ],
    )


def happened(kind: str) -> str:
    return {
        "password-changed": _("Your password was changed."),
        "password-reset": _("Your password was changed."),
        "password-set": _("You were given a password."),
        "totp-activated": _("An authenticator app was added to your sign-in."),
        "totp-deactivated": _("The authenticator app was removed from your sign-in."),
        "webauthn-added": _("A passkey was added to your sign-in."),
        "webauthn-removed": _("A passkey was removed from your sign-in."),
        "recovery-codes-generated": _("New recovery codes were made; the old ones are void."),
        "second-step-removed": _("An admin removed the second step of your sign-in."),
        "identity-tied": _("From now on you can sign in through the university’s own sign-in."),
    }[kind]
