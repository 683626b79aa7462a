"""What a registration asks: the eight questions before you start, and what is asked beside them.

`QUESTIONS` are the seed's eight, in its order. Each knows the fields that answer it, and so how
many are answered, what the one who decides reads, and where a finding leads. `STEPS` part the
registration into pages. Fields are named `where.field`: `account.purpose`, `routines.comments`,
`security.two_step`, `contacts.owner`, `profile.says_who`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..choices import ContactRole
from ..models import Account


@dataclass(frozen=True)
class Question:
    """One of the eight. `needed`: the fields without which it is not answered."""

    code: str
    text: Promise
    help: Promise
    fields: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One page of the registration: which questions and which fields beside them it asks."""

    code: str
    title: Promise
    questions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


QUESTIONS: dict[str, Question] = {
    question.code: question
    for question in (
        Question(
            "why",
            _("Why should you be in this channel?"),
            _(
                "Think of what you have to say and whether those you want to reach are here. That"
                " others have an account is not a reason."
            ),
            ("account.why_platform", "account.audiences", "account.content"),
            ("account.why_platform", "account.audiences"),
        ),
        Question(
            "coordination",
            _("Is the university already here? Can you coordinate?"),
            _(
                "Look at the neighbours beside the form. Say whom you have talked to, and why an"
                " account of your own is better than a place in one of theirs."
            ),
            ("account.coordination",),
            ("account.coordination",),
        ),
        Question(
            "purpose",
            _("What is the purpose of the account?"),
            _("One or two sentences that anyone can read in the channel matrix."),
            ("account.purpose",),
            ("account.purpose",),
        ),
        Question(
            "resources",
            _("Are time and resources set aside?"),
            _(
                "It takes time to learn, listen, answer and make things worth looking at. As a"
                " public authority you have to watch the account all year round."
            ),
            ("account.hours_a_week", "account.posting_frequency", "account.holiday_cover"),
            ("account.hours_a_week", "account.holiday_cover"),
        ),
        Question(
            "manager",
            _("Are your manager and others concerned informed?"),
            _("Name the nearest manager. You can have the manager approve by mail, in one click."),
            ("contacts.manager", "account.manager_informed_at"),
            ("account.manager_informed_at",),
        ),
        Question(
            "care",
            _("How are questions, comments and archiving taken care of?"),
            _(
                "Say who looks, how often, and how soon you answer. Posts and comments are public"
                " records: say how they leave the platform."
            ),
            (
                "routines.comments",
                "routines.watched",
                "routines.answer_within_hours",
                "routines.comments_routine",
                "routines.archive_routine",
                "routines.archive_frequency",
                "routines.case_number",
            ),
            ("routines.comments_routine", "routines.archive_routine"),
        ),
        Question(
            "unlawful",
            _("How is unlawful or unwanted material handled?"),
            _(
                "The law makes you remove what is obviously unlawful, such as threats and"
                " incitement. Say who does it and where the evidence is kept."
            ),
            ("routines.unlawful_routine", "routines.house_rules_url"),
            ("routines.unlawful_routine",),
        ),
        Question(
            "goals",
            _("Are there clear goals, and a routine for evaluating them?"),
            _("A goal you can measure: how many, of whom, by when. Say when you look at it."),
            ("account.goals", "account.evaluation_routine"),
            ("account.goals", "account.evaluation_routine"),
        ),
    )
}

STEPS: dict[str, Step] = {
    step.code: step
    for step in (
        Step(
            "account",
            _("The account"),
            fields=(
                "account.name",
                "account.profile_text",
                "account.languages",
                "account.unit",
                "account.is_university_wide",
                "account.web_page",
                "account.opened_on",
                "account.campaign_ends_on",
                "profile.name_follows_advice",
                "profile.picture_is_logotype",
                "profile.says_who",
                "profile.says_public_record",
            ),
        ),
        Step("why", _("Why"), questions=("why", "coordination", "purpose")),
        Step(
            "people",
            _("People"),
            questions=("manager",),
            fields=(
                "contacts.owner",
                "contacts.deputy",
                "contacts.publisher",
                "account.function_mailbox",
                "account.agency",
            ),
        ),
        Step("resources", _("Time and resources"), questions=("resources",)),
        Step("routines", _("Routines"), questions=("care", "unlawful")),
        Step("goals", _("Goals and evaluation"), questions=("goals",)),
        Step(
            "security",
            _("Security"),
            fields=(
                "security.two_step",
                "security.two_step_method",
                "security.recovery_address_is_ours",
                "security.recovery_phone_is_ours",
                "security.third_party_tools",
                "account.notes",
            ),
        ),
    )
}


def step_of(question: str) -> Step:
    """The page that asks a question."""
    return next(step for step in STEPS.values() if question in step.questions)


def value_of(account: Account, field: str) -> Any:
    """What the account has in a field named as above; people as a list, nothing as None."""
    where, name = field.split(".")
    if where == "contacts":
        role = ContactRole(name)
        # In Python, so that whoever prefetched the contacts asks nothing more.
        return [c.person for c in account.contacts.all() if c.role == role]
    if where == "account":
        return list(account.audiences.all()) if name == "audiences" else getattr(account, name)
    try:
        return getattr(getattr(account, BESIDE[where]), name)
    except ObjectDoesNotExist:
        return None


BESIDE = {"routines": "routines", "security": "security", "profile": "profile_check"}


def is_answered(account: Account, question: Question) -> bool:
    return all(_says(value_of(account, field)) for field in question.needed)


def answered(account: Account, questions: Iterable[Question] = tuple(QUESTIONS.values())) -> int:
    """How many of the questions are answered."""
    return sum(is_answered(account, question) for question in questions)


def _says(value: Any) -> bool:
    return value not in (None, "", [], ())
