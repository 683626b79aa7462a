"""Forms round an account that has been decided on: its parts, its identity, the decision.

The parts are the steps of the questionnaire without what waits for a decision.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import ContactRole
from ..domain import changes
from ..domain.access.viewer import Viewer
from ..domain.answers import Named
from ..domain.editing import Identity
from ..domain.questionnaire import Step
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from ..exceptions import RegisterError
from ..models import Account, Person
from .answers import Ground, StepForm
from .matrix import INDENT
from .one_of import OneOfField, Options
from .people import PeopleField, faults_of_unknown, known_people

LONGEST_REASON = 2000


class PartForm(StepForm):
    """A step of an account in use: nobody becomes their own deputy."""

    def __init__(self, part: Step, account: Account, viewer: Viewer, words: Vocabulary,
                 data: Any = None) -> None:  # fmt: skip
        super().__init__(part, Ground(account, viewer, words), data)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        owners = {
            contact.person.email.lower()
            for contact in self.ground.account.contacts.all()
            if contact.role == ContactRole.OWNER and contact.person.email
        }
        if any(one.email in owners for one in cleaned.get("contacts_deputy") or ()):
            self.add_error(
                "contacts_deputy",
                _("The owner cannot be their own deputy. Name somebody else: two people at least."),
            )
        return cleaned


class IdentityForm(forms.Form):
    """Address, unit and owner, as they are or as they already wait; why something else."""

    url = forms.CharField(
        label=_("Address"),
        help_text=_("Paste it from the browser. The handle of today stays as a former one."),
        max_length=500,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    unit = OneOfField(
        label=_("Unit"), help_text=_("The part of the university that the account speaks for.")
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("For the one who decides: what has happened, and who knows about it."),
        max_length=LONGEST_REASON,
        required=False,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("url", "unit", "owner", "why")

    def __init__(self, account: Account, words: Vocabulary, said: Identity, viewer: Viewer,
                 data: Any = None, why: str = "") -> None:  # fmt: skip
        self.account, self.words, self.viewer = account, words, viewer
        unit = words.units.get(said.unit)
        initial = {"url": said.url, "unit": unit.slug if unit else "", "why": why}
        super().__init__(data, initial=initial)
        walked = words.walk()
        options = Options.of((unit.slug, f"{INDENT * depth}{unit.name}") for unit, depth in walked)
        self.fields["unit"].offer(options)  # type: ignore[attr-defined]
        if not account.identity_key:
            del self.fields["url"]  # an account not opened yet gets its address when it is
        present = list(Person.objects.filter(pk=said.owner)) if said.owner else []
        self.fields["owner"] = PeopleField(
            label=_("Owner"),
            help_text=_("The one who answers for the account. An employee, not a student."),
            most=1,
            singular="",
            present=present,
        )
        self.order_fields(self.field_order)

    def clean_url(self) -> str:
        text = self.cleaned_data["url"]
        try:
            return changes.identify_for(self.account, text).url
        except RegisterError as error:
            raise forms.ValidationError(str(error), code="address") from error

    def clean_owner(self) -> list[Named]:
        named = self.cleaned_data["owner"]
        faults = [sentence for _one, sentence in faults_of_unknown(named)]
        if faults:
            raise forms.ValidationError(faults, code="person")
        return named

    @property
    def known_people(self) -> list[Person]:
        return known_people(None if self.viewer.sees_everything else self.viewer.units)

    def asked(self) -> dict[str, Any]:
        """What was typed, as `editing.ask_identity` takes it."""
        return {
            "url": self.cleaned_data.get("url", ""),
            "unit": self.words.unit_by_slug[self.cleaned_data["unit"]].pk,
            "owner": self.cleaned_data["owner"],
            "why": self.cleaned_data["why"],
        }


class ChangeDecisionForm(forms.Form):
    """Approve or decline; the buttons carry `outcome`."""

    outcome = forms.ChoiceField(
        choices=[(code, code) for code in ("approve", "decline")], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Goes to the one who asked. You may leave it empty if you approve."),
        max_length=LONGEST_REASON,
        required=False,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> None:
        super().clean()
        declines = self.cleaned_data.get("outcome") == "decline"
        if declines and "reason" in self.cleaned_data and not self.cleaned_data["reason"]:
            self.add_error("reason", _("Say why, so that the one who asked knows what to do."))
