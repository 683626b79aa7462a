"""Rules about the people who answer for an account."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...choices import ContactRole, Severity
from ...models import Contact
from .base import Look, Rule


def in_role(look: Look, role: ContactRole, **filters: object) -> Q:
    """Somebody answers for the account in this role."""
    return look.having(Contact.objects.filter(role=role, **filters))


def ours() -> Q:
    """The contact's address is on one of the university's domains."""
    found = Q()
    for domain in settings.INSTITUTION_DOMAINS:
        found |= Q(person__email__iendswith=f"@{domain}")
        found |= Q(person__email__iendswith=f".{domain}")
    return found


def contact_outside(look: Look) -> Q:
    """Those who have left and agencies have rules of their own."""
    staying = Q(person__left_on__isnull=True) | Q(person__left_on__gt=look.on)
    contacts = Contact.objects.filter(staying, person__is_external=False)
    return look.having(contacts.filter(~Q(person__email=""), ~ours()))


RULES = (
    Rule(
        code="no-owner",
        title=_("Nobody owns the account"),
        why=_("An account that nobody answers for is not looked after."),
        remedy=_("Name an owner."),
        severity=Severity.RISK,
        condition=lambda look: ~in_role(look, ContactRole.OWNER),
        step="people",
        guidance="people",
    ),
    Rule(
        code="no-deputy",
        title=_("There is no deputy"),
        why=_("In holidays and illness somebody else has to watch and answer."),
        remedy=_("Name a deputy who can sign in."),
        severity=Severity.GAP,
        condition=lambda look: ~in_role(look, ContactRole.DEPUTY),
        step="people",
        guidance="people",
    ),
    Rule(
        code="contact-left",
        title=_("A contact has left the university"),
        why=_("Questions reach nobody, and access may still be there."),
        remedy=_("Name somebody else, and take the access away on the platform."),
        severity=Severity.RISK,
        condition=lambda look: look.having(Contact.objects.filter(person__left_on__lte=look.on)),
        step="people",
        guidance="people",
    ),
    Rule(
        code="contact-outside",
        title=_("A contact’s e-mail address is not the university’s"),
        why=_("The university cannot close or read a private mailbox when it has to."),
        remedy=_("Use the person’s address at work, or a shared mailbox."),
        severity=Severity.GAP,
        condition=contact_outside,
        step="people",
        guidance="people",
    ),
    Rule(
        code="owner-external",
        title=_("An outside agency owns the account"),
        why=_("When the contract ends, the agency still holds the keys."),
        remedy=_("Let an employee own it, and give the agency access as one of several."),
        severity=Severity.RISK,
        condition=lambda look: in_role(look, ContactRole.OWNER, person__is_external=True),
        step="people",
        guidance="people",
    ),
    Rule(
        code="no-mailbox",
        title=_("There is no shared mailbox"),
        why=_("Mail to one person goes unanswered when that person is away."),
        remedy=_("Sign up for the account with a shared mailbox, and note it here."),
        severity=Severity.NOTE,
        condition=lambda look: Q(function_mailbox=""),
        step="people",
        guidance="people",
    ),
    Rule(
        code="manager-not-informed",
        title=_("The manager has not been informed"),
        why=_("Running an account takes working time, and the unit answers for what it says."),
        remedy=_("Tell the nearest manager and note the day."),
        severity=Severity.NOTE,
        condition=lambda look: Q(manager_informed_at__isnull=True),
        step="people",
        guidance="start",
    ),
)
