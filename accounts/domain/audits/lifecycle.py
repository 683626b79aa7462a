"""Rules about time: what is overdue, silent, over, or was never opened."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import Severity, Status
from ...models import Incident
from ..calendar import midnight, oldest_within
from .base import Look, Rule

SILENT_MONTHS = 6
OPENED_WITHIN = timedelta(days=60)
INCIDENT_WITHIN = timedelta(days=30)


def incident_open(look: Look) -> Q:
    since = midnight(look.on - INCIDENT_WITHIN)
    return look.having(Incident.objects.filter(closed_at__isnull=True, opened_at__lt=since))


RULES = (
    Rule(
        code="review-overdue",
        title=_("The review is overdue"),
        why=_("What nobody has looked at for a term is not to be trusted."),
        remedy=_("Go through what the register says, and say whether it is still right."),
        severity=Severity.GAP,
        condition=lambda look: Q(review_due_on__lt=look.on),
        mend="review",
        guidance="evaluation",
    ),
    Rule(
        code="silent",
        title=_("Silent for six months"),
        why=_("An abandoned account makes the university look absent, and is easy to take over."),
        remedy=_("Post, or close it."),
        severity=Severity.NOTE,
        condition=lambda look: Q(last_post_on__lt=oldest_within(look.on, SILENT_MONTHS)),
        mend="closing",
        guidance="evaluation",
    ),
    Rule(
        code="campaign-over",
        title=_("The campaign is over and the account still open"),
        why=_("An account that has done its work should end while somebody knows its keys."),
        remedy=_("Archive it and close it, or change the end date."),
        severity=Severity.GAP,
        condition=lambda look: Q(campaign_ends_on__lt=look.on),
        statuses=(Status.PUBLISHED,),
        mend="closing",
        guidance="archiving",
    ),
    Rule(
        code="never-opened",
        title=_("Approved two months ago and not opened"),
        why=_("A name that is agreed but not taken can be taken by somebody else."),
        remedy=_("Open it and publish it, or withdraw the registration."),
        severity=Severity.NOTE,
        condition=lambda look: Q(approved_at__lt=midnight(look.on - OPENED_WITHIN)),
        statuses=(Status.APPROVED,),
        mend="opening",
        guidance="start",
    ),
    Rule(
        code="incident-open",
        title=_("An incident has been open for more than a month"),
        why=_("Somebody may be waiting for an answer, or the flag is there for nothing."),
        remedy=_("Finish its steps, write down the lessons and close it."),
        severity=Severity.RISK,
        condition=incident_open,
        mend="incidents",
        guidance="hijacked",
    ),
)
