"""The closed vocabularies of the register, and what each status means for visibility.

Pure: no database. A status is *living* while its address is ours to answer for, and *public*
when anyone may see the account.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    STAFF = "staff", pgettext_lazy("role", "Staff")
    COMMUNICATOR = "communicator", pgettext_lazy("role", "Communicator")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")
    ADMIN = "admin", pgettext_lazy("role", "Admin")


class Status(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("account status", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("account status", "Submitted")
    RETURNED = "returned", pgettext_lazy("account status", "Returned")
    APPROVED = "approved", pgettext_lazy("account status", "Approved")
    PUBLISHED = "published", pgettext_lazy("account status", "Published")
    CLOSING = "closing", pgettext_lazy("account status", "Closing")
    CLOSED = "closed", pgettext_lazy("account status", "Closed")
    DECLINED = "declined", pgettext_lazy("account status", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("account status", "Withdrawn")


ENDED = (Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)
LIVING = tuple(status for status in Status if status not in ENDED)
OFFICIAL = (Status.PUBLISHED, Status.CLOSING)
"""The university stands behind these today; what the matrix shows unless asked otherwise."""
PUBLIC = (Status.PUBLISHED, Status.CLOSING, Status.CLOSED)


class ContactRole(models.TextChoices):
    OWNER = "owner", pgettext_lazy("contact role", "Owner")
    DEPUTY = "deputy", pgettext_lazy("contact role", "Deputy")
    PUBLISHER = "publisher", pgettext_lazy("contact role", "Publisher")
    MANAGER = "manager", pgettext_lazy("contact role", "Manager")


class TwoStep(models.TextChoices):
    ON = "on", pgettext_lazy("two-step state", "On")
    OFF = "off", pgettext_lazy("two-step state", "Off")
    NOT_OFFERED = "not-offered", pgettext_lazy("two-step state", "Not offered by the platform")
    UNKNOWN = "unknown", pgettext_lazy("two-step state", "Unknown")


class TwoStepMethod(models.TextChoices):
    KEY = "key", pgettext_lazy("two-step method", "Security key")
    APP = "app", pgettext_lazy("two-step method", "App")
    PROMPT = "prompt", pgettext_lazy("two-step method", "Prompt on the phone")
    TEXT = "text", pgettext_lazy("two-step method", "Text message")
    EMAIL = "email", pgettext_lazy("two-step method", "E-mail")


class Lapse(models.TextChoices):
    """Why a confirmation does not hold any more, although its time is not up."""

    CONFIRMER_LEFT = "confirmer-left", pgettext_lazy("lapse", "The one who confirmed has left")
    METHOD_DROPPED = "method-dropped", pgettext_lazy("lapse", "The platform ended the method")


class Severity(models.IntegerChoices):
    """How much a finding matters; what is higher comes first."""

    NOTE = 1, pgettext_lazy("severity", "Note")
    GAP = 2, pgettext_lazy("severity", "Gap")
    RISK = 3, pgettext_lazy("severity", "Risk")
    DANGER = 4, pgettext_lazy("severity", "Danger")


class LinkState(models.TextChoices):
    """What the last look at an account's address showed."""

    FOUND = "found", pgettext_lazy("link", "Found")
    RENAMED = "renamed", pgettext_lazy("link", "Renamed")
    GONE = "gone", pgettext_lazy("link", "Gone")
    UNKNOWN = "unknown", pgettext_lazy("link", "Unknown")


class RemovalGround(models.TextChoices):
    """Lag (1998:112), 5 §: what has to be removed because it is obviously unlawful."""

    THREAT = "threat", pgettext_lazy("ground", "Unlawful threat")
    PRIVACY = "privacy", pgettext_lazy("ground", "Unlawful breach of privacy")
    INCITEMENT = "incitement", pgettext_lazy("ground", "Incitement")
    AGITATION = "agitation", pgettext_lazy("ground", "Agitation against a group")
    CHILD_ABUSE = "child-abuse", pgettext_lazy("ground", "Child abuse material")
    VIOLENCE = "violence", pgettext_lazy("ground", "Unlawful depiction of violence")
    COPYRIGHT = "copyright", pgettext_lazy("ground", "Copyright infringement")
    OTHER = "other", pgettext_lazy("ground", "Unwanted by the house rules")


class UnitKind(models.TextChoices):
    UNIVERSITY = "university", pgettext_lazy("unit kind", "University")
    FACULTY = "faculty", pgettext_lazy("unit kind", "Faculty")
    DEPARTMENT = "department", pgettext_lazy("unit kind", "Department")
    CENTRE = "centre", pgettext_lazy("unit kind", "Centre")
    OTHER = "other", pgettext_lazy("unit kind", "Other unit")


class Comments(models.TextChoices):
    OPEN = "open", pgettext_lazy("comments", "Open")
    FILTERED = "filtered", pgettext_lazy("comments", "Filtered")
    CLOSED = "closed", pgettext_lazy("comments", "Closed")


class Answer(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Don't know")


class IncidentKind(models.TextChoices):
    HIJACKED = "hijacked", _("Hijacked")
    IMPERSONATED = "impersonated", _("Impersonated")
    RESTRICTED = "restricted", _("Restricted by the platform")
    REMOVED = "removed", _("Unlawful comment removed")


class ManagerAnswer(models.TextChoices):
    APPROVED = "approved", pgettext_lazy("manager's answer", "Approves")
    REFUSED = "refused", pgettext_lazy("manager's answer", "Does not approve")


class ChangeState(models.TextChoices):
    """A change of an account's identity, from when it is asked for until it is settled."""

    WAITING = "waiting", pgettext_lazy("change", "Waits for a decision")
    APPROVED = "approved", pgettext_lazy("change", "Approved")
    DECLINED = "declined", pgettext_lazy("change", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "Withdrawn")


class HandOverState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("hand-over", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("hand-over", "Accepted")
    REFUSED = "refused", pgettext_lazy("hand-over", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("hand-over", "Withdrawn")


class NoticeState(models.TextChoices):
    """A mail, from when it is written until it is sent or given up."""

    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")


class DecisionOutcome(models.TextChoices):
    APPROVED = "approved", pgettext_lazy("decision", "Approved")
    RETURNED = "returned", pgettext_lazy("decision", "Returned")
    DECLINED = "declined", pgettext_lazy("decision", "Declined")


class ReviewAnswer(models.TextChoices):
    RIGHT = "right", _("Still right")
    CHANGED = "changed", _("Changed")
    CLOSING = "closing", _("To be closed")
    NOT_MINE = "not-mine", _("Not mine any more")


LANGUAGES_OF_THE_SITE = (("sv", _("Swedish")), ("en", _("English")))

LANGUAGES = {
    "sv": _("Swedish"),
    "en": _("English"),
    "ar": _("Arabic"),
    "da": _("Danish"),
    "de": _("German"),
    "es": _("Spanish"),
    "fa": _("Persian"),
    "fi": _("Finnish"),
    "fr": _("French"),
    "hi": _("Hindi"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "ko": _("Korean"),
    "no": _("Norwegian"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
    "zh": _("Chinese"),
}
"""ISO 639-1 codes an account can be registered with, most common first."""
