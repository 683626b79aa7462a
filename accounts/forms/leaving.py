"""The form for somebody who leaves: for each role on each account, who takes it over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..domain.succession import NewPerson, Proposal, Successor
from ..models import Person, User

NOBODY, OTHER = "nobody", "other"


class LeaveForm(forms.Form):
    """Three fields for each role: the choice, and an e-mail address and a name for a new face."""

    left_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for proposal in proposals:
            self._ask(proposal)

    def _ask(self, proposal: Proposal) -> None:
        number = proposal.contact.pk
        offered = [(key_of(who), f"{who.name}, {who.email}") for who in proposal.candidates]
        if proposal.is_owner:
            first, last = [("", _("Choose somebody"))], (NOBODY, _("Leave open: no owner for now"))
        else:
            first, last = [], (NOBODY, _("Nobody: the role is not needed"))
        choices = [*first, *offered, (OTHER, _("Somebody else")), last]
        default = key_of(proposal.default) if proposal.default else ""
        label = _("Takes over as %(role)s") % {
            "role": str(proposal.contact.get_role_display()).lower()
        }
        about = f"{label}: {proposal.account.name}"
        self.fields[f"to_{number}"] = forms.ChoiceField(
            label=label,
            choices=choices,
            initial=default or ("" if proposal.is_owner else NOBODY),
            error_messages={"required": _("Choose who owns %(name)s now, or leave it open.")
                            % {"name": proposal.account.name}},
            widget=forms.Select(attrs={"aria-label": about}),
        )  # fmt: skip
        self.fields[f"email_{number}"] = forms.EmailField(
            label=_("E-mail address of somebody else"), max_length=254, required=False,
            widget=forms.EmailInput(
                attrs={"autocomplete": "off", "aria-label": f"{_('E-mail address')}: {about}"}
            ),
        )  # fmt: skip
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("Name of somebody else"), max_length=150, required=False,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "aria-label": f"{_('Name')}: {about}"}
            ),
        )  # fmt: skip

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each role with its fields, as the page draws it."""
        for proposal in self.proposals:
            number = proposal.contact.pk
            yield {
                "proposal": proposal,
                "account": proposal.account,
                "role": proposal.contact.get_role_display(),
                "to": self[f"to_{number}"],
                "email": self[f"email_{number}"],
                "name": self[f"name_{number}"],
                "is_other": self[f"to_{number}"].value() == OTHER,
                "has_default": proposal.default is not None or not proposal.is_owner,
            }

    def clean_left_on(self) -> date:
        day = self.cleaned_data["left_on"]
        if day > timezone.localdate():
            raise ValidationError(
                _("This takes effect at once. Choose today or an earlier day, or come back then.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for proposal in self.proposals:
            number = proposal.contact.pk
            if cleaned.get(f"to_{number}") != OTHER:
                continue
            if not cleaned.get(f"email_{number}") and f"email_{number}" not in self.errors:
                self.add_error(
                    f"email_{number}",
                    ValidationError(_("Somebody else needs an e-mail address here.")),
                )
        return cleaned

    def successors(self) -> dict[int, Successor]:
        """Who takes what over, by the number of the contact; for a valid form."""
        return {proposal.contact.pk: self._successor(proposal) for proposal in self.proposals}

    def _successor(self, proposal: Proposal) -> Successor:
        number = proposal.contact.pk
        chosen = self.cleaned_data[f"to_{number}"]
        if chosen == NOBODY:
            return None
        if chosen == OTHER:
            return NewPerson(
                email=self.cleaned_data[f"email_{number}"], name=self.cleaned_data[f"name_{number}"]
            )
        return next(who for who in proposal.candidates if key_of(who) == chosen)


def key_of(who: Person | User) -> str:
    return f"{'user' if isinstance(who, User) else 'person'}-{who.pk}"
