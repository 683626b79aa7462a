"""What the demo knows of its own gaps: each rule once more, in plain Python, over what was made.

It says what the audits have to find, without asking them: `run_audits` is compared with it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from ..choices import (
    OFFICIAL,
    Answer,
    ContactRole,
    LinkState,
    Status,
    TwoStep,
    TwoStepMethod,
)
from ..domain.calendar import months_after
from ..models import AccessHolder, Person, ProfileCheck, Routines, Security
from .bundles import Bundle

YEAR = 12
HALF_A_YEAR = 6


@dataclass(frozen=True)
class Made:
    """An account as it was made, with what is beside it."""

    bundle: Bundle
    today: date
    methods: list[str]
    """Those the platform offers today."""

    @property
    def security(self) -> Security | None:
        return next(iter(self.bundle.security), None)

    @property
    def routines(self) -> Routines:
        return next(iter(self.bundle.routines), Routines())

    @property
    def check(self) -> ProfileCheck:
        return next(iter(self.bundle.checks), ProfileCheck())

    @property
    def says(self) -> str:
        return self.security.two_step if self.security else TwoStep.UNKNOWN

    def people(self, role: ContactRole | None = None) -> list[Person]:
        return [each.person for each in self.bundle.contacts if role in (None, each.role)]

    def is_late(self, day: date | None) -> bool:
        return day is not None and day < self.today

    def has_left(self, person: Person) -> bool:
        return person.left_on is not None and person.left_on <= self.today

    def holds(self, stated: Security | AccessHolder) -> bool:
        seen_on = stated.two_step_seen_on
        until = seen_on and months_after(seen_on, settings.TWO_STEP_MONTHS)
        return not self.lapsed(stated) and until is not None and until >= self.today

    def lapsed(self, stated: Security | AccessHolder) -> bool:
        return stated.two_step_lapsed_on is not None and stated.two_step_lapsed_on <= self.today

    def link(self) -> str:
        return next((each.state for each in self.bundle.link_checks), "")


def _weak(m: Made) -> bool:
    strong = {TwoStepMethod.KEY, TwoStepMethod.APP, TwoStepMethod.PROMPT} & set(m.methods)
    security = m.security
    return (
        security is not None
        and security.two_step == TwoStep.ON
        and security.two_step_method in (TwoStepMethod.TEXT, TwoStepMethod.EMAIL)
        and m.holds(security)
        and bool(strong)
    )


def _expired(m: Made) -> bool:
    security = m.security
    if security is None or security.two_step != TwoStep.ON:
        return False
    return not m.lapsed(security) and not m.holds(security)


def _lapsed(m: Made) -> bool:
    return m.says == TwoStep.ON and m.security is not None and m.lapsed(m.security)


def _unconfirmed(m: Made) -> bool:
    through_people = m.bundle.account.platform_id in ("facebook", "linkedin")
    return through_people and any(
        holder.two_step != TwoStep.ON or not m.holds(holder) for holder in m.bundle.access
    )


def _access_old(m: Made) -> bool:
    at = m.security and m.security.access_reviewed_at
    return not at or months_after(timezone.localdate(at), YEAR) < m.today


def _private(m: Made) -> bool:
    security = m.security or Security()
    answers = (security.recovery_address_is_ours, security.recovery_phone_is_ours)
    return Answer.NO in answers


def _is_outside(person: Person) -> bool:
    host = person.email.rpartition("@")[2]
    ours = any(
        host == domain or host.endswith(f".{domain}") for domain in settings.INSTITUTION_DOMAINS
    )
    return bool(person.email) and not ours and not person.is_external


def _silent(m: Made) -> bool:
    last = m.bundle.account.last_post_on
    return last is not None and months_after(last, HALF_A_YEAR) < m.today


def _open_too_long(m: Made) -> bool:
    return any(
        each.closed_at is None
        and each.opened_at is not None
        and timezone.localdate(each.opened_at) < m.today - timedelta(days=30)
        for each in m.bundle.incidents
    )


def _never_opened(m: Made) -> bool:
    at = m.bundle.account.approved_at
    return at is not None and timezone.localdate(at) < m.today - timedelta(days=60)


Told = Callable[[Made], bool]
GAPS: dict[str, Told] = {
    "two-step-off": lambda m: bool(m.methods) and m.says == TwoStep.OFF,
    "two-step-unknown": lambda m: (
        bool(m.methods) and m.says in (TwoStep.UNKNOWN, TwoStep.NOT_OFFERED)
    ),
    "two-step-expired": _expired,
    "two-step-lapsed": _lapsed,
    "two-step-weak": _weak,
    "two-step-not-offered": lambda m: not m.methods and m.says != TwoStep.ON,
    "access-unconfirmed": _unconfirmed,
    "access-left": lambda m: any(m.has_left(each.person) for each in m.bundle.access),
    "access-unknown": lambda m: not m.bundle.access,
    "access-one-person": lambda m: len(m.bundle.access) == 1,
    "access-too-many": lambda m: len(m.bundle.access) > 5,
    "access-not-reviewed": _access_old,
    "recovery-private": _private,
    "no-owner": lambda m: not m.people(ContactRole.OWNER),
    "no-deputy": lambda m: not m.people(ContactRole.DEPUTY),
    "contact-left": lambda m: any(map(m.has_left, m.people())),
    "contact-outside": lambda m: any(_is_outside(p) for p in m.people() if not m.has_left(p)),
    "owner-external": lambda m: any(p.is_external for p in m.people(ContactRole.OWNER)),
    "no-mailbox": lambda m: not m.bundle.account.function_mailbox,
    "manager-not-informed": lambda m: m.bundle.account.manager_informed_at is None,
    "no-purpose": lambda m: not m.bundle.account.purpose,
    "no-goals": lambda m: not m.bundle.account.goals,
    "no-audience": lambda m: not m.bundle.audiences,
    "no-comments-routine": lambda m: not m.routines.comments_routine,
    "no-unlawful-routine": lambda m: not m.routines.unlawful_routine,
    "no-archive-routine": lambda m: not m.routines.archive_routine,
    "no-evaluation-routine": lambda m: not m.bundle.account.evaluation_routine,
    "archive-overdue": lambda m: m.is_late(m.routines.archive_next_on),
    "review-overdue": lambda m: m.is_late(m.bundle.account.review_due_on),
    "silent": _silent,
    "campaign-over": lambda m: m.is_late(m.bundle.account.campaign_ends_on),
    "never-opened": _never_opened,
    "incident-open": _open_too_long,
    "link-gone": lambda m: m.link() == LinkState.GONE,
    "link-renamed": lambda m: m.link() == LinkState.RENAMED,
    "profile-text-lacking": lambda m: Answer.NO in (m.check.says_who, m.check.says_public_record),
    "name-unclear": lambda m: m.check.name_follows_advice == Answer.NO,
    "picture-unclear": lambda m: m.check.picture_is_logotype == Answer.NO,
}
ONLY_IN = {"campaign-over": (Status.PUBLISHED,), "never-opened": (Status.APPROVED,)}


def findings_of(bundle: Bundle, today: date, offering: Mapping[str, list[str]]) -> list[str]:
    """The codes of the rules that have to find this account."""
    account = bundle.account
    made = Made(bundle, today, offering[account.platform_id])
    waived = {each.rule for each in bundle.waivers if each.ended_at is None and each.until >= today}
    return [
        code
        for code, has_gap in GAPS.items()
        if account.status in ONLY_IN.get(code, OFFICIAL) and code not in waived and has_gap(made)
    ]


@dataclass
class Ledger:
    """How many gaps were planted, by rule and unit, and how many accounts there are to look at."""

    today: date
    offering: Mapping[str, list[str]]
    planted: dict[str, Counter[int]] = field(
        default_factory=lambda: {code: Counter() for code in GAPS}
    )
    looked_at: Counter[int] = field(default_factory=Counter)

    def note(self, bundle: Bundle) -> None:
        unit = bundle.account.unit_id
        self.looked_at[unit] += bundle.account.status in OFFICIAL
        for code in findings_of(bundle, self.today, self.offering):
            self.planted[code][unit] += 1

    def totals(self) -> dict[str, int]:
        return {code: counted.total() for code, counted in self.planted.items()}
