"""Rules about purpose, goals and the routines around an account."""

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...choices import Severity
from ...models import Account
from .base import Look, Rule


def lacks(field: str) -> Q:
    """The account's routines do not say this, or there are none."""
    return Q(routines__isnull=True) | Q(**{f"routines__{field}": ""})


def no_routine(
    code: str, field: str, title: Promise, why: Promise, remedy: Promise, severity: Severity
) -> Rule:
    return Rule(
        code=code,
        title=title,
        why=why,
        remedy=remedy,
        severity=severity,
        condition=lambda look: lacks(field),
        step="routines",
        guidance="comments" if field != "archive_routine" else "archiving",
    )


def no_audience(look: Look) -> Q:
    return ~look.having(Account.audiences.through.objects.all())


RULES = (
    Rule(
        code="no-purpose",
        title=_("The purpose is missing"),
        why=_("Without a purpose nobody can tell whether the account is worth its time."),
        remedy=_("Write one or two sentences that anyone can read."),
        severity=Severity.GAP,
        condition=lambda look: Q(purpose=""),
        step="why",
        guidance="start",
    ),
    Rule(
        code="no-goals",
        title=_("Goals are missing"),
        why=_("What has no goal cannot be evaluated."),
        remedy=_("Write a goal that you can measure."),
        severity=Severity.NOTE,
        condition=lambda look: Q(goals=""),
        step="goals",
        guidance="evaluation",
    ),
    Rule(
        code="no-audience",
        title=_("The target audience is missing"),
        why=_("Who wants to reach everybody reaches nobody."),
        remedy=_("Choose whom the account is for."),
        severity=Severity.NOTE,
        condition=no_audience,
        step="why",
        guidance="audience",
    ),
    no_routine(
        "no-comments-routine",
        "comments_routine",
        _("No routine for comments and questions"),
        _("Questions to an authority have to be answered, and comments watched."),
        _("Write who looks, how often, and how soon you answer."),
        Severity.GAP,
    ),
    no_routine(
        "no-unlawful-routine",
        "unlawful_routine",
        _("No routine for unlawful material"),
        _("The law on electronic notice boards makes you remove what is obviously unlawful."),
        _("Write who removes it, how soon, and where the evidence is kept."),
        Severity.RISK,
    ),
    no_routine(
        "no-archive-routine",
        "archive_routine",
        _("No routine for archiving"),
        _("Posts and comments are public records, and platforms do not keep them for you."),
        _("Write how and how often they are saved, and where."),
        Severity.GAP,
    ),
    Rule(
        code="no-evaluation-routine",
        title=_("No routine for evaluation"),
        why=_("Without it an account goes on from habit."),
        remedy=_("Write when you look at the goals, and what you look at."),
        severity=Severity.NOTE,
        condition=lambda look: Q(evaluation_routine=""),
        step="goals",
        guidance="evaluation",
    ),
    Rule(
        code="archive-overdue",
        title=_("Archiving is overdue"),
        why=_("What a platform deletes or loses before it was saved is gone."),
        remedy=_("Save what has been posted since last time, and note the day."),
        severity=Severity.GAP,
        condition=lambda look: Q(routines__archive_next_on__lt=look.on),
        mend="archive",
        guidance="archiving",
    ),
)
