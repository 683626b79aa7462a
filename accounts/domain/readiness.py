"""What an account still lacks before its next step, in words: an empty list means ready.

Each answer is a sentence for the person in front of the screen. `missing_steps` says the same by
page of the registration.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..choices import ContactRole, TwoStep
from ..models import Account, Routines, Security
from . import questionnaire
from .questionnaire import QUESTIONS

PEOPLE_AT_LEAST = 2


def missing_steps(account: Account) -> dict[str, list[str]]:
    """What has to be there before somebody decides, by the step of the registration that asks it.

    Steps that lack nothing are left out.
    """
    found: dict[str, list[str]] = {}
    if not account.is_planned and not account.identity_key:
        found.setdefault("account", []).append(_("The account's address."))
    if not account.languages:
        found.setdefault("account", []).append(_("The languages of the account."))
    for question in QUESTIONS.values():
        if not questionnaire.is_answered(account, question):
            step = questionnaire.step_of(question.code).code
            found.setdefault(step, []).append(str(question.text))
    owner = questionnaire.value_of(account, "contacts.owner")
    others = questionnaire.value_of(account, "contacts.deputy")
    if not owner:
        found.setdefault("people", []).append(_("An owner."))
    if not others or len({*(p.pk for p in owner), *(p.pk for p in others)}) < PEOPLE_AT_LEAST:
        found.setdefault("people", []).append(_("A deputy: two people at least."))
    if not account.is_planned and _two_step(account) is None:
        found.setdefault("security", []).append(
            _("Whether two-step authentication is on. “Unknown” is an answer too.")
        )
    return found


def missing_for_decision(account: Account) -> list[str]:
    return [text for texts in missing_steps(account).values() for text in texts]


def missing_for_publication(account: Account) -> list[str]:
    return [] if account.identity_key else [_("The account's address.")]


def missing_after_approval(account: Account) -> list[str]:
    """The short list after approval: open it, two-step on, address in, profile text in."""
    found = missing_for_publication(account)
    if account.opened_on is None:
        found.append(_("The day it was opened on the platform."))
    if _two_step(account) not in (TwoStep.ON, TwoStep.NOT_OFFERED):
        found.append(_("That two-step authentication is on."))
    if not account.profile_text.strip():
        found.append(_("The profile text, as it stands on the platform."))
    return found


def missing_for_closing(account: Account) -> list[str]:
    """Closing waits for the last archiving, recorded since closing began."""
    routines = Routines.objects.filter(account=account).first()
    archived_on = routines.archived_on if routines else None
    began = account.closing_at
    if archived_on is None or (began and archived_on < localdate(began)):
        return [_("The last archiving. Record it, and the account can be closed.")]
    return []


def has_deputy(account: Account) -> bool:
    return bool(questionnaire.value_of(account, f"contacts.{ContactRole.DEPUTY}"))


def _two_step(account: Account) -> str | None:
    security = Security.objects.filter(account=account).first()
    return security.two_step if security else None
