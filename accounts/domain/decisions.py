"""Deciding on a registration: which step of the workflow that is, ready-made reasons, what to mind.

The one who decides reads `findings` beside the answers; none of them forbids anything. What does
is the workflow's business.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..choices import Answer, DecisionOutcome, TwoStep
from ..models import Account, Decision, User
from . import readiness, workflow
from .questionnaire import value_of
from .workflow import TRANSITIONS, Transition

LONGEST_REASON = 2000

REASONS: dict[str, Promise] = {
    "neighbours": gettext_lazy(
        "The university is here already. Talk to those who run the accounts we have, and say what"
        " you agreed on."
    ),
    "purpose": gettext_lazy(
        "Purpose and goals are too general. Say what should be different in a year, and how you"
        " will see it."
    ),
    "resources": gettext_lazy(
        "Set aside time, and say who looks after the account in evenings, weekends and holidays."
    ),
    "people": gettext_lazy("Two people at least have to answer for the account. Name a deputy."),
    "care": gettext_lazy(
        "Describe how comments and questions are answered, and how posts leave the platform to be"
        " archived."
    ),
    "name": gettext_lazy(
        "Name and profile do not follow the naming advice. The university's name belongs in the"
        " profile, and the main logotype is its picture."
    ),
    "two-step": gettext_lazy("Turn two-step authentication on, and confirm it here."),
    "manager": gettext_lazy("Tell your nearest manager first, or ask for an approval by mail."),
    "met": gettext_lazy("The need is better met by an account that we have."),
}
"""Ready-made reasons: ticked, and edited where they do not fit quite."""


def transition_for(account: Account, outcome: DecisionOutcome) -> Transition:
    """The step of the workflow that has this outcome for this account."""
    return next(
        transition
        for transition in TRANSITIONS.values()
        if transition.outcome == outcome and transition.planned in (None, account.is_planned)
    )


def decide(
    *,
    account: Account,
    outcome: DecisionOutcome,
    by: User,
    reason: str = "",
    seen: int | None = None,
) -> Account:
    """Approve, return or decline. Raises what `workflow.apply` raises."""
    step = transition_for(account, outcome)
    return workflow.apply(account=account, transition=step.code, by=by, reason=reason, seen=seen)


def last(account: Account) -> Decision | None:
    """What was decided last, and by whom."""
    return account.decisions.select_related("decided_by").order_by("-decided_at", "-pk").first()


@dataclass(frozen=True)
class Finding:
    """Something to mind before deciding; `level` is bad or warn."""

    level: str
    text: str


def findings(account: Account) -> list[Finding]:
    """What is missing or does not follow the advice."""
    found = [
        Finding("bad", _("Missing: %(what)s") % {"what": what})
        for what in readiness.missing_for_decision(account)
    ]
    two_step = value_of(account, "security.two_step")
    if not account.is_planned and two_step == TwoStep.OFF:
        found.append(Finding("bad", _("Two-step authentication is off.")))
    if not account.is_planned and two_step == TwoStep.UNKNOWN:
        found.append(Finding("warn", _("Nobody knows whether two-step authentication is on.")))
    advice = {
        "profile.name_follows_advice": _("The name does not follow the naming advice."),
        "profile.picture_is_logotype": _("The picture is not the main logotype."),
        "profile.says_who": _("The profile does not say who is behind it."),
        "profile.says_public_record": _("The profile does not say that posts are public records."),
    }
    found += [
        Finding("warn", text)
        for field, text in advice.items()
        if value_of(account, field) == Answer.NO
    ]
    return found
