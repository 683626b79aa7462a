"""The only list of columns: what the matrix, the API and every download may show of an account.

To add a column is to add one object to `COLUMNS`. Codes are stable: they are the keys of
`matrix.json`, and the import knows a column by its code or by its heading in any language.

Public is what everybody is promised: identity, unit, purpose, goals, audience, shared mailbox,
status, last review; and what the public page says too: that an account is flagged as hijacked, and
when it closed. Everything else needs a sign-in; who else holds the keys counts as security.
"""

from django.utils.translation import pgettext_lazy

from ..choices import LANGUAGES, Answer, Comments, ContactRole, Status, TwoStep, TwoStepMethod
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_somewhere
from . import values
from .column import Column, Kind

CONTACT, SECURITY = FieldClass.CONTACT, FieldClass.SECURITY

COLUMNS = (
    # Identity
    Column("slug", pgettext_lazy("column", "Register id"), width=28),
    Column(
        "platform",
        pgettext_lazy("column", "Platform"),
        kind=Kind.CHOICE,
        reads=("platform_id",),
        names=values.platform_names,
        width=14,
        is_printed=True,
    ),
    Column("handle", pgettext_lazy("column", "Handle"), width=24, is_printed=True),
    Column("url", pgettext_lazy("column", "Address"), kind=Kind.URL, width=40, is_printed=True),
    Column("name", pgettext_lazy("column", "Name"), width=32, is_printed=True),
    Column(
        "unit",
        pgettext_lazy("column", "Unit"),
        reads=("unit_id",),
        value=values.unit_name,
        width=30,
        is_printed=True,
    ),
    Column(
        "unit_code",
        pgettext_lazy("column", "Unit code"),
        reads=("unit_id",),
        value=values.unit_code,
    ),
    Column(
        "languages",
        pgettext_lazy("column", "Languages"),
        kind=Kind.CODES,
        names=values.names_of(LANGUAGES.items()),
        width=18,
    ),
    # Why
    Column("purpose", pgettext_lazy("column", "Purpose"), width=48, is_printed=True),
    Column("goals", pgettext_lazy("column", "Goals"), width=48, is_printed=True),
    Column(
        "target_audience",
        pgettext_lazy("column", "Target audience"),
        kind=Kind.CODES,
        reads=("audience_codes",),
        names=values.audience_names,
        width=28,
        is_printed=True,
    ),
    # Whom to turn to, and whether the account stands
    Column(
        "contact",
        pgettext_lazy("column", "Contact"),
        reads=("contact_public", "function_mailbox"),
        value=values.first_of,
        width=28,
        is_printed=True,
    ),
    Column(
        "function_mailbox", pgettext_lazy("column", "Shared mailbox"), kind=Kind.EMAIL, width=30
    ),
    Column(
        "status",
        pgettext_lazy("column", "Status"),
        kind=Kind.CHOICE,
        names=values.names_of(Status.choices),
        width=12,
        is_printed=True,
    ),
    Column(
        "hijacked",
        pgettext_lazy("column", "Flagged as hijacked"),
        kind=Kind.YES_NO,
        reads=("compromised_at",),
        value=values.is_set,
        width=12,
        is_printed=True,
    ),
    Column("closed_on", pgettext_lazy("column", "Closed on"), kind=Kind.DATE, width=12),
    Column(
        "reviewed_on",
        pgettext_lazy("column", "Last reviewed"),
        kind=Kind.DATE,
        reads=("reviewed_at",),
        value=values.local_date,
        width=12,
    ),
    Column(
        "university_wide",
        pgettext_lazy("column", "University-wide"),
        kind=Kind.YES_NO,
        reads=("is_university_wide",),
        width=12,
    ),
    Column(
        "web_page", pgettext_lazy("column", "Web page that links back"), kind=Kind.URL, width=40
    ),
    Column("opened_on", pgettext_lazy("column", "Opened on"), kind=Kind.DATE, width=12),
    Column(
        "campaign_ends_on", pgettext_lazy("column", "Campaign ends on"), kind=Kind.DATE, width=12
    ),
    Column("profile_text", pgettext_lazy("column", "Profile text"), width=48),
    Column("permanent_id", pgettext_lazy("column", "Permanent id"), width=24),
    # Who
    Column(
        "owner",
        pgettext_lazy("column", "Owner"),
        CONTACT,
        reads=("owner_name",),
        width=26,
        is_printed=True,
    ),
    Column("owner_email", pgettext_lazy("column", "Owner's e-mail"), CONTACT, Kind.EMAIL, width=30),
    Column("owner_phone", pgettext_lazy("column", "Owner's phone"), CONTACT, width=18),
    Column(
        "deputies", pgettext_lazy("column", "Deputies"), CONTACT, reads=("deputy_names",), width=32
    ),
    Column("deputy_emails", pgettext_lazy("column", "Deputies' e-mail"), CONTACT, width=36),
    Column(
        "publishers",
        pgettext_lazy("column", "Publishers"),
        CONTACT,
        lookup=values.people_in_role(ContactRole.PUBLISHER),
        width=32,
    ),
    Column(
        "manager",
        pgettext_lazy("column", "Manager"),
        CONTACT,
        lookup=values.people_in_role(ContactRole.MANAGER),
        width=26,
    ),
    # Why this way, and how it is followed up
    Column("why_platform", pgettext_lazy("column", "Why this platform"), CONTACT, width=48),
    Column("content", pgettext_lazy("column", "Content"), CONTACT, width=48),
    Column("posting_frequency", pgettext_lazy("column", "Posting frequency"), CONTACT),
    Column("evaluation_routine", pgettext_lazy("column", "Evaluation routine"), CONTACT, width=48),
    Column("evaluation_outcome", pgettext_lazy("column", "Last evaluation"), CONTACT, width=48),
    Column("evaluated_on", pgettext_lazy("column", "Evaluated on"), CONTACT, Kind.DATE, width=12),
    # Resources and routines
    Column("hours_a_week", pgettext_lazy("column", "Hours a week"), CONTACT, Kind.NUMBER, width=10),
    Column("holiday_cover", pgettext_lazy("column", "Holiday cover"), CONTACT, width=26),
    Column(
        "comments",
        pgettext_lazy("column", "Comments"),
        CONTACT,
        Kind.CHOICE,
        reads=("routines__comments",),
        names=values.names_of(Comments.choices),
        width=12,
    ),
    Column(
        "comments_routine",
        pgettext_lazy("column", "How comments are watched"),
        CONTACT,
        reads=("routines__comments_routine",),
        width=48,
    ),
    Column(
        "watched",
        pgettext_lazy("column", "How often comments are watched"),
        CONTACT,
        reads=("routines__watched",),
    ),
    Column(
        "answer_within_hours",
        pgettext_lazy("column", "Answer within (hours)"),
        CONTACT,
        Kind.NUMBER,
        reads=("routines__answer_within_hours",),
        width=12,
    ),
    Column(
        "unlawful_routine",
        pgettext_lazy("column", "How unlawful material is handled"),
        CONTACT,
        reads=("routines__unlawful_routine",),
        width=48,
    ),
    Column(
        "house_rules_url",
        pgettext_lazy("column", "House rules"),
        CONTACT,
        Kind.URL,
        reads=("routines__house_rules_url",),
        width=40,
    ),
    Column(
        "archive_routine",
        pgettext_lazy("column", "How content is archived"),
        CONTACT,
        reads=("routines__archive_routine",),
        width=48,
    ),
    Column(
        "archive_frequency",
        pgettext_lazy("column", "How often archived"),
        CONTACT,
        reads=("routines__archive_frequency",),
    ),
    Column(
        "archived_on",
        pgettext_lazy("column", "Last archived"),
        CONTACT,
        Kind.DATE,
        reads=("routines__archived_on",),
        width=12,
    ),
    Column(
        "case_number",
        pgettext_lazy("column", "Case number"),
        CONTACT,
        reads=("routines__case_number",),
        width=18,
    ),
    # Security
    Column(
        "two_step",
        pgettext_lazy("column", "Two-step authentication"),
        SECURITY,
        Kind.CHOICE,
        reads=(
            "security__two_step",
            "security__two_step_seen_on",
            "security__two_step_lapsed_on",
            "platform_id",
        ),
        value=values.two_step_today,
        names=values.names_of(TwoStep.choices),
        width=16,
        is_printed=True,
    ),
    Column(
        "two_step_method",
        pgettext_lazy("column", "Two-step method"),
        SECURITY,
        Kind.CHOICE,
        reads=("security__two_step_method",),
        names=values.names_of(TwoStepMethod.choices),
        width=18,
    ),
    Column(
        "two_step_seen_on",
        pgettext_lazy("column", "Two-step seen on"),
        SECURITY,
        Kind.DATE,
        reads=("security__two_step_seen_on",),
        width=12,
    ),
    Column(
        "recovery_address_is_ours",
        pgettext_lazy("column", "Recovery address is the university's"),
        SECURITY,
        Kind.CHOICE,
        reads=("security__recovery_address_is_ours",),
        value=values.or_else(Answer.UNKNOWN.value),
        names=values.names_of(Answer.choices),
        width=14,
    ),
    Column(
        "recovery_phone_is_ours",
        pgettext_lazy("column", "Recovery phone is the university's"),
        SECURITY,
        Kind.CHOICE,
        reads=("security__recovery_phone_is_ours",),
        value=values.or_else(Answer.UNKNOWN.value),
        names=values.names_of(Answer.choices),
        width=14,
    ),
    Column(
        "third_party_tools",
        pgettext_lazy("column", "Third-party tools with access"),
        SECURITY,
        reads=("security__third_party_tools",),
        width=36,
    ),
    Column("agency", pgettext_lazy("column", "Outside agency"), SECURITY, width=26),
    Column("notes", pgettext_lazy("column", "Notes"), SECURITY, width=48),
)


def columns_for(viewer: Viewer) -> tuple[Column, ...]:
    """The columns that the viewer may see of at least some account, in reading order."""
    classes = classes_somewhere(viewer)
    return tuple(column for column in COLUMNS if column.field_class in classes)
