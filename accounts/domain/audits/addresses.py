"""Rules about the address and the public profile."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import Answer, LinkState, Severity
from .base import Rule

RULES = (
    Rule(
        code="link-gone",
        title=_("The address leads nowhere"),
        why=_("Readers meet an error, and the handle may be free for others to take."),
        remedy=_("Look at the account. Change the address, or close the account here."),
        severity=Severity.RISK,
        condition=lambda look: Q(link_check__state=LinkState.GONE),
        mend="edit_identity",
        guidance="naming",
    ),
    Rule(
        code="link-renamed",
        title=_("The account seems to have been renamed"),
        why=_("The old handle can be taken by somebody who poses as the university."),
        remedy=_("Change the address here, so that the old one is kept as a former one."),
        severity=Severity.RISK,
        condition=lambda look: Q(link_check__state=LinkState.RENAMED),
        mend="edit_identity",
        guidance="naming",
    ),
    Rule(
        code="profile-text-lacking",
        title=_("The profile text lacks what the law wants"),
        why=_("Readers have a right to know who is behind it and that posts become public."),
        remedy=_("Add it to the profile text, and tick it here."),
        severity=Severity.GAP,
        condition=lambda look: (
            Q(profile_check__says_who=Answer.NO) | Q(profile_check__says_public_record=Answer.NO)
        ),
        step="account",
        guidance="naming",
    ),
    Rule(
        code="name-unclear",
        title=_("The name does not show the university"),
        why=_("Readers cannot tell it from anybody else’s account."),
        remedy=_("Let the name begin or end with the university’s."),
        severity=Severity.NOTE,
        condition=lambda look: Q(profile_check__name_follows_advice=Answer.NO),
        step="account",
        guidance="naming",
    ),
    Rule(
        code="picture-unclear",
        title=_("The picture is not the university’s logotype"),
        why=_("The picture is what readers see first and know you by."),
        remedy=_("Use the main logotype as the profile picture, and tick it here."),
        severity=Severity.NOTE,
        condition=lambda look: Q(profile_check__picture_is_logotype=Answer.NO),
        step="account",
        guidance="naming",
    ),
)
