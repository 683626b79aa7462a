"""One form field for every answer of the questionnaire: its label, its help, what it takes.

The help is the university's advice, said where it is needed. Nothing is required here but what an
account cannot be stored without; what a decision needs is `readiness`'s business.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..choices import LANGUAGES, Answer, Comments, ContactRole, TwoStep, TwoStepMethod
from ..domain import two_factor
from ..domain.access.viewer import Viewer
from ..domain.questionnaire import value_of
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from .answer_kinds import (
    FewFirst,
    Ground,
    HoursField,
    Maker,
    choice,
    day,
    long,
    people,
    short,
    tick,
    web,
)
from .matrix import INDENT
from .one_of import OneOfField, Options


def languages(ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("The languages that the account speaks."),
        choices=list(LANGUAGES.items()),
        required=False,
        widget=FewFirst,
    )


def audiences(ground: Ground) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Target audiences"),
        help_text=_("The fewer, the easier it is to say something they want to hear."),
        choices=[(code, audience.name) for code, audience in ground.words.audiences.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def unit_options(viewer: Viewer, words: Vocabulary) -> Options:
    """The units a viewer may register accounts for, as a tree in reading order."""
    walked = [(unit, depth) for unit, depth in words.walk() if viewer.owns(unit.pk)]
    top = min((depth for _unit, depth in walked), default=0)
    return Options.of((unit.slug, f"{INDENT * (depth - top)}{unit.name}") for unit, depth in walked)


def unit(ground: Ground) -> forms.Field:
    field = OneOfField(
        label=_("Unit"), help_text=_("The part of the university that the account speaks for.")
    )
    field.offer(unit_options(ground.viewer, ground.words))
    return field


def name(ground: Ground) -> forms.Field:
    return forms.CharField(
        label=_("Name"),
        help_text=_("As it stands on the platform. It should show that the university is behind."),
        max_length=200,
        validators=[refuse_password],
    )


def hours_to_answer(ground: Ground) -> forms.Field:
    return forms.IntegerField(
        label=_("Questions are answered within (hours)"),
        help_text=_("24 hours on working days is usual."),
        required=False,
        min_value=1,
        max_value=8760,
    )


def hours_a_week(ground: Ground) -> forms.Field:
    return HoursField(
        label=_("Hours a week"),
        help_text=_(
            "All that is set aside for it: following what is said, writing, filming, answering."
        ),
        required=False,
        min_value=0,
        max_value=168,
        decimal_places=1,
    )


def two_step(ground: Ground) -> forms.Field:
    """What can be said on this platform, and what was said before it was so."""
    sayable = two_factor.states_of(ground.account.platform)
    stored = value_of(ground.account, "security.two_step")
    return forms.ChoiceField(
        label=_("Two-step authentication on the platform"),
        help_text=_(
            "Besides the password, whoever signs in needs a code, a key or a press in an app. Look"
            " in the platform's own security settings. What you say is kept as seen by you today."
        ),
        required=False,
        choices=[(s.value, s.label) for s in TwoStep if s in sayable or s == stored],
        widget=forms.RadioSelect,
    )


def two_step_method(ground: Ground) -> forms.Field:
    offered = two_factor.methods_of(ground.account.platform)
    stored = value_of(ground.account, "security.two_step_method")
    chosen = [(m.value, m.label) for m in TwoStepMethod if m in offered or m == stored]
    return forms.ChoiceField(
        label=_("Method, when it is on"),
        help_text=_("A security key or an app is safer than text messages."),
        required=False,
        choices=[
            ("", pgettext_lazy("two-step method", "Not said")),
            *chosen,
        ],
    )


MAKERS: dict[str, Maker] = {
    "account.name": name,
    "account.profile_text": long(
        _("Profile text"),
        _(
            "The text visitors read first. Say who is behind the account, that it is a public"
            " authority's, that what is written there becomes a public record, and where the house"
            " rules are."
        ),
    ),
    "account.languages": languages,
    "account.unit": unit,
    "account.is_university_wide": tick(
        _("Speaks for the whole university"),
        _("Such accounts are shown first on the site. There are only a few of them."),
    ),
    "account.web_page": web(
        _("Web page that links to the account"),
        _("A link from one of the university's own pages shows that the account is real."),
    ),
    "account.opened_on": day(
        _("Opened on"), _("Roughly is enough. Leave it empty if nobody knows."), is_past=True
    ),
    "account.campaign_ends_on": day(
        _("Ends on"), _("Only for a project or a campaign: the day the account is closed.")
    ),
    "profile.name_follows_advice": choice(_("Does the name follow the naming advice?"), Answer),
    "profile.picture_is_logotype": choice(_("Is the profile picture the main logotype?"), Answer),
    "profile.says_who": choice(_("Does the profile say who is behind the account?"), Answer),
    "profile.says_public_record": choice(
        _("Does the profile say that posts become public records?"), Answer
    ),
    "account.why_platform": long(
        _("Why this platform"),
        _(
            "What can you do here that you cannot do elsewhere? Have you something to say that"
            " these people want, often enough to be worth following?"
        ),
    ),
    "account.audiences": audiences,
    "account.content": long(
        _("Content"),
        _("What will you show and tell? A few examples are enough."),
        rows=3,
    ),
    "account.coordination": long(
        _("Coordination"),
        _(
            "Whom have you talked to? Could you share an account, or take turns in one? If you have"
            " one of your own all the same, say why."
        ),
    ),
    "account.purpose": long(
        _("Purpose"),
        _("Anyone can read this in the channel matrix. One or two sentences."),
        rows=3,
    ),
    "account.hours_a_week": hours_a_week,
    "account.posting_frequency": short(
        _("How often you post"), _("For instance: three times a week in term."), 120
    ),
    "account.holiday_cover": short(
        _("Who stands in during holidays"),
        _("Comments come in July as well. A name or a function is enough."),
    ),
    "contacts.manager": people(
        ContactRole.MANAGER,
        _("Nearest manager"),
        _("Somebody the register knows is found by e-mail address alone."),
        1,
    ),
    "account.manager_informed_at": tick(_("The manager is informed")),
    "contacts.owner": people(
        ContactRole.OWNER,
        _("Owner"),
        _("The one who answers for the account. An employee, not a student."),
        1,
    ),
    "contacts.deputy": people(
        ContactRole.DEPUTY,
        _("Deputies"),
        _("At least one more who can sign in when the owner cannot."),
        3,
        pgettext_lazy("a row in a form, before its number", "Deputy"),
    ),
    "contacts.publisher": people(
        ContactRole.PUBLISHER,
        _("Others who publish"),
        _("Everyone else who posts or answers."),
        5,
        pgettext_lazy("a row in a form, before its number", "Publisher"),
    ),
    "account.function_mailbox": lambda ground: forms.EmailField(
        label=_("Shared mailbox"),
        help_text=_("The address that anyone may see, and that outlives whoever leaves."),
        required=False,
        max_length=254,
    ),
    "account.agency": short(
        _("Outside agency"), _("If somebody outside the university has access, say who.")
    ),
    "routines.comments": choice(
        _("Comments"), Comments, empty=pgettext_lazy("comments", "Not said")
    ),
    "routines.watched": short(
        _("How often somebody looks"), _("For instance: every working day at 9 and 15."), 120
    ),
    "routines.answer_within_hours": hours_to_answer,
    "routines.comments_routine": long(
        _("How questions and comments are looked after"),
        _("Who looks, how often, who answers what, and what happens in the evening."),
    ),
    "routines.archive_routine": long(
        _("How posts and comments are archived"),
        _(
            "They are public records and have to leave the platform. Say how they are saved and"
            " where they are kept."
        ),
    ),
    "routines.archive_frequency": short(
        _("How often they are archived"), _("For instance: in June and in December."), 120
    ),
    "routines.case_number": short(_("Case number"), _("If the archive has given one."), 60),
    "routines.unlawful_routine": long(
        _("How unlawful and unwanted material is handled"),
        _(
            "Who removes it, how fast, who saves a copy first, and whom you turn to when it is a"
            " threat."
        ),
    ),
    "routines.house_rules_url": web(
        _("House rules"), _("The page with what may not be posted, and what follows if it is.")
    ),
    "account.goals": long(
        _("Goals"),
        _("Something you can count: how many, of whom, by when. Anyone can read this."),
    ),
    "account.evaluation_routine": long(
        _("How and when you evaluate"),
        _("Who looks at the figures, when, and what you do if the account is not worth its time."),
    ),
    "security.two_step": two_step,
    "security.two_step_method": two_step_method,
    "security.recovery_address_is_ours": choice(
        _("Is the e-mail address for recovery the university's?"),
        Answer,
        _("Not somebody's own: it has to be there when they have left."),
    ),
    "security.recovery_phone_is_ours": choice(
        _("Is the telephone number for recovery the university's?"), Answer
    ),
    "security.third_party_tools": long(
        _("Tools with access"),
        _("Services for planning, statistics or advertising that can get into the account."),
        rows=2,
    ),
    "account.notes": long(
        _("Notes"),
        _("Only your own unit, auditors and admins can read them. Never write a password."),
        rows=3,
    ),
}
