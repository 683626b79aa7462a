"""Rules about two-step authentication and who holds the keys.

The advice behind them is that of Region Västra Götaland, Stockholm, CFCS, NCSC-UK, CISA and GSA:
few people with access but at least two, two-step for the account and for each of them, recovery
addresses that belong to the organisation.
"""

from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ...choices import Answer, Severity, TwoStep, TwoStepMethod
from ...models import AccessHolder
from ..calendar import months_before
from .base import Rule

MOST_WITH_ACCESS = 5
ACCESS_MONTHS = 12
"""So often those with access are to be gone through."""
THROUGH_PEOPLE = ("facebook", "linkedin")
"""Platforms where people sign in with their own accounts, so that each needs a second step."""
WEAK = (TwoStepMethod.TEXT, TwoStepMethod.EMAIL)


def seen_in_time(on: date, prefix: str = "security__") -> Q:
    """The confirmation has neither run out nor lapsed."""
    since = months_before(on, settings.TWO_STEP_MONTHS)
    return Q(**{f"{prefix}two_step_seen_on__gte": since})


def two_step_unknown(on: date) -> Q:
    return Q(security__isnull=True) | Q(security__two_step=TwoStep.UNKNOWN)


def two_step_expired(on: date) -> Q:
    stated = Q(security__two_step__in=(TwoStep.ON, TwoStep.NOT_OFFERED))
    unseen = Q(security__two_step_seen_on__isnull=True)
    return stated & Q(security__two_step_lapsed_on__isnull=True) & (unseen | ~seen_in_time(on))


def two_step_lapsed(on: date) -> Q:
    return Q(security__two_step_lapsed_on__lte=on)


def two_step_weak(on: date) -> Q:
    """Weak where the platform offers something stronger."""
    stronger = Q()
    for method in (TwoStepMethod.KEY, TwoStepMethod.APP, TwoStepMethod.PROMPT):
        stronger |= Q(platform__two_step_methods__contains=f" {method} ")
    return Q(security__two_step=TwoStep.ON, security__two_step_method__in=WEAK) & stronger


def access_unconfirmed(on: date) -> Q:
    holders = AccessHolder.objects.filter(account=OuterRef("pk"))
    unsure = holders.filter(
        ~Q(two_step=TwoStep.ON)
        | Q(two_step_seen_on__isnull=True)
        | Q(two_step_seen_on__lt=months_before(on, settings.TWO_STEP_MONTHS))
    )
    return Q(platform__in=THROUGH_PEOPLE) & Q(Exists(unsure))


def access_by_number(least: int, most: int) -> Q:
    """Between so many people have access."""
    groups = (
        AccessHolder.objects.order_by()
        .values("account")
        .annotate(number=Count("pk"))
        .filter(number__gte=least, number__lte=most)
    )
    return Q(pk__in=groups.values("account"))


def access_not_reviewed(on: date) -> Q:
    since = months_before(on, ACCESS_MONTHS)
    return Q(security__isnull=False) & (
        Q(security__access_reviewed_at__isnull=True)
        | Q(security__access_reviewed_at__date__lt=since)
    )


RULES = (
    Rule(
        code="two-step-off",
        title=_("Two-step authentication is off"),
        why=_("A password that leaks is then enough to take the account over."),
        remedy=_("Turn it on in the platform’s security settings, then confirm it here."),
        severity=Severity.DANGER,
        condition=lambda on: Q(security__two_step=TwoStep.OFF),
        mend="confirm",
        guidance="security",
    ),
    Rule(
        code="two-step-unknown",
        title=_("Nobody has said whether two-step authentication is on"),
        why=_("An account that nobody has looked at is as open as one without it."),
        remedy=_("Look in the platform’s security settings and say here what you saw."),
        severity=Severity.RISK,
        condition=two_step_unknown,
        mend="confirm",
        guidance="security",
    ),
    Rule(
        code="two-step-expired",
        title=_("The confirmation of two-step authentication is too old"),
        why=_("People leave and platforms change. What was true last year may not be now."),
        remedy=_("Look again and confirm it anew."),
        severity=Severity.RISK,
        condition=two_step_expired,
        mend="confirm",
        guidance="security",
    ),
    Rule(
        code="two-step-lapsed",
        title=_("The confirmation of two-step authentication no longer holds"),
        why=_("The one who confirmed it has left, or the platform has ended the method."),
        remedy=_("Look again, choose a method the platform offers, and confirm it anew."),
        severity=Severity.RISK,
        condition=two_step_lapsed,
        mend="confirm",
        guidance="security",
    ),
    Rule(
        code="two-step-weak",
        title=_("Two-step authentication by text message or e-mail"),
        why=_("Codes in messages can be stolen or talked out of somebody."),
        remedy=_("Change to an app or a security key, then confirm it here."),
        severity=Severity.GAP,
        condition=two_step_weak,
        mend="confirm",
        guidance="security",
    ),
    Rule(
        code="access-unconfirmed",
        title=_("Somebody with access has no confirmed two-step of their own"),
        why=_("The page is run through people’s own accounts; the weakest of them is the door."),
        remedy=_("Ask each person with access, and note what they say."),
        severity=Severity.RISK,
        condition=access_unconfirmed,
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-one-person",
        title=_("Only one person has access"),
        why=_("If that person is ill, leaves or loses the phone, the account is lost."),
        remedy=_("Give a second person access, and note it here."),
        severity=Severity.RISK,
        condition=lambda on: access_by_number(1, 1),
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-too-many",
        title=_("More than five people have access"),
        why=_("Every sign-in is one more that can be stolen."),
        remedy=_("Take access away from those who do not post."),
        severity=Severity.NOTE,
        condition=lambda on: access_by_number(MOST_WITH_ACCESS + 1, 10_000),
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-not-reviewed",
        title=_("Those with access have not been gone through for a year"),
        why=_("Former colleagues and old tools keep access until somebody takes it away."),
        remedy=_("Go through the list on the platform, and note the day here."),
        severity=Severity.GAP,
        condition=access_not_reviewed,
        mend="access",
        guidance="security",
    ),
    Rule(
        code="recovery-private",
        title=_("The recovery address or phone is private"),
        why=_("Whoever owns it can take the account, also after leaving the university."),
        remedy=_("Change it to a shared mailbox or phone of the university."),
        severity=Severity.RISK,
        condition=lambda on: (
            Q(security__recovery_address_is_ours=Answer.NO)
            | Q(security__recovery_phone_is_ours=Answer.NO)
        ),
        step="security",
        guidance="security",
    ),
)
