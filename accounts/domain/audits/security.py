"""Rules about two-step authentication and who holds the keys.

The advice behind them is that of Region Västra Götaland, Stockholm, CFCS, NCSC-UK, CISA and GSA:
few people with access but at least two, two-step for the account and for each of them, recovery
addresses that belong to the organisation.

`two_factor.state_on` says the same of one account as the conditions on two-step here.
"""

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from ...choices import Answer, Severity, TwoStep, TwoStepMethod
from ...models import AccessHolder, Platform
from ..calendar import midnight, oldest_within
from .base import Look, Rule

MOST_WITH_ACCESS = 5
ACCESS_MONTHS = 12
"""So often those with access are to be gone through."""
THROUGH_PEOPLE = ("facebook", "linkedin")
"""Platforms where people sign in with their own accounts, so that each needs a second step."""
WEAK = (TwoStepMethod.TEXT, TwoStepMethod.EMAIL)


def offers(*methods: TwoStepMethod) -> Q:
    """The platform offers one of these methods.

    Platforms are few: asking for their codes spares a join with every account.
    """
    offering = Q()
    for method in methods:
        offering |= Q(two_step_methods__contains=f" {method} ")
    return Q(platform__in=Platform.objects.filter(offering).order_by().values("code"))


OFFERED = offers(*TwoStepMethod)
"""The platform offers two-step at all."""


def lapsed(look: Look, prefix: str = "security__") -> Q:
    return Q(**{f"{prefix}two_step_lapsed_on__lte": look.on})


def expired(look: Look, prefix: str = "security__") -> Q:
    """What was seen is too old, or nobody wrote when it was."""
    since = oldest_within(look.on, settings.TWO_STEP_MONTHS)
    seen_on = f"{prefix}two_step_seen_on"
    return Q(**{f"{seen_on}__isnull": True}) | Q(**{f"{seen_on}__lt": since})


def not_lapsed(look: Look, prefix: str = "security__") -> Q:
    name = f"{prefix}two_step_lapsed_on"
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": look.on})


def two_step_unknown(look: Look) -> Q:
    """Not said, or said to be not offered by a platform that offers it."""
    unsaid = (TwoStep.UNKNOWN, TwoStep.NOT_OFFERED)
    return OFFERED & (Q(security__isnull=True) | Q(security__two_step__in=unsaid))


def two_step_not_offered(look: Look) -> Q:
    return ~OFFERED & (Q(security__isnull=True) | ~Q(security__two_step=TwoStep.ON))


def two_step_expired(look: Look) -> Q:
    return Q(security__two_step=TwoStep.ON) & not_lapsed(look) & expired(look)


def two_step_lapsed(look: Look) -> Q:
    return Q(security__two_step=TwoStep.ON) & lapsed(look)


def two_step_weak(look: Look) -> Q:
    """Weak where the platform offers something stronger; what has run out is asked anew anyway."""
    stronger = offers(TwoStepMethod.KEY, TwoStepMethod.APP, TwoStepMethod.PROMPT)
    since = oldest_within(look.on, settings.TWO_STEP_MONTHS)
    holding = Q(security__two_step_seen_on__gte=since) & not_lapsed(look)
    on = Q(security__two_step=TwoStep.ON, security__two_step_method__in=WEAK)
    return on & holding & stronger


def access_unconfirmed(look: Look) -> Q:
    unsure = AccessHolder.objects.filter(
        ~Q(two_step=TwoStep.ON) | expired(look, "") | lapsed(look, "")
    )
    return Q(platform__in=THROUGH_PEOPLE) & look.having(unsure)


def access_left(look: Look) -> Q:
    return look.having(AccessHolder.objects.filter(person__left_on__lte=look.on))


def access_by_number(look: Look, least: int, most: int) -> Q:
    """Between so many people have access."""
    groups = AccessHolder.objects.order_by().values("account").annotate(number=Count("pk"))
    return look.having(groups.filter(number__gte=least, number__lte=most))


def access_not_reviewed(look: Look) -> Q:
    since = midnight(oldest_within(look.on, ACCESS_MONTHS))
    return Q(security__access_reviewed_at__isnull=True) | Q(security__access_reviewed_at__lt=since)


RULES = (
    Rule(
        code="two-step-off",
        title=_("Two-step authentication is off"),
        why=_("A password that leaks is then enough to take the account over."),
        remedy=_("Turn it on in the platform’s security settings, then confirm it here."),
        severity=Severity.DANGER,
        condition=lambda look: OFFERED & Q(security__two_step=TwoStep.OFF),
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
        code="two-step-not-offered",
        title=_("The platform offers no two-step authentication"),
        why=_("The password is all that protects the account."),
        remedy=_("Use a long password that is used nowhere else, and keep it in a manager."),
        severity=Severity.NOTE,
        condition=two_step_not_offered,
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
        code="access-left",
        title=_("Somebody who has left still has access"),
        why=_("Nobody at the university can tell any longer what that access is used for."),
        remedy=_("Take the access away on the platform, change the password, and note it here."),
        severity=Severity.DANGER,
        condition=access_left,
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-unknown",
        title=_("Nobody is noted as having access"),
        why=_("When something happens, nobody knows whom to call."),
        remedy=_("Look in the platform’s settings who has access, and note them here."),
        severity=Severity.GAP,
        condition=lambda look: ~look.having(AccessHolder.objects.all()),
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-one-person",
        title=_("Only one person has access"),
        why=_("If that person is ill, leaves or loses the phone, the account is lost."),
        remedy=_("Give a second person access, and note it here."),
        severity=Severity.RISK,
        condition=lambda look: access_by_number(look, 1, 1),
        mend="access",
        guidance="security",
    ),
    Rule(
        code="access-too-many",
        title=_("More than five people have access"),
        why=_("Every sign-in is one more that can be stolen."),
        remedy=_("Take access away from those who do not post."),
        severity=Severity.NOTE,
        condition=lambda look: access_by_number(look, MOST_WITH_ACCESS + 1, 10_000),
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
        condition=lambda look: (
            Q(security__recovery_address_is_ours=Answer.NO)
            | Q(security__recovery_phone_is_ours=Answer.NO)
        ),
        step="security",
        guidance="security",
    ),
)
