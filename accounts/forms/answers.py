"""The form of one step of the questionnaire, for a draft and for an account long published.

`step_form` draws what the account says today; `values()` gives what was typed by the names of the
questionnaire (`account.purpose`), as `domain.answers.write` takes it. What a decision needs comes
first; the rest of a question is folded away until it holds something.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..choices import Answer, Status, TwoStep
from ..domain import questionnaire
from ..domain.access.viewer import Viewer
from ..domain.answers import Named
from ..domain.questionnaire import QUESTIONS, Question, Step
from ..domain.vocabulary import Vocabulary
from ..models import Account, Person
from .answer_fields import MAKERS
from .answer_kinds import LONG_TEXT, Ground, day
from .people import PeopleField, faults_of_unknown, known_people

INFORMED, INFORMED_ON = "account.manager_informed_at", "account.manager_informed_on"
RECOVERY = ("security.recovery_address_is_ours", "security.recovery_phone_is_ours")
NEEDED = frozenset(
    {
        *(field for question in QUESTIONS.values() for field in question.needed),
        *("account.name", "account.languages", "account.unit"),
        *("contacts.owner", "contacts.deputy", "security.two_step"),
    }
)
"""What a registration is not sent without; `readiness` says so in words."""


def name_of(field: str) -> str:
    """The name in the form and its page: `account_purpose` for `account.purpose`."""
    return field.replace(".", "_", 1)


@dataclass(frozen=True)
class Group:
    """A question with its fields, or (without a question) fields beside the questions.

    `needed` stand in sight, `more` are folded away unless `is_open`.
    """

    question: Question | None
    needed: Sequence[forms.BoundField]
    more: Sequence[forms.BoundField]

    @property
    def is_open(self) -> bool:
        return any(bound.errors or _holds(bound) for bound in self.more)


class StepForm(forms.Form):
    def __init__(self, step: Step, ground: Ground, data: Any = None) -> None:
        self.step, self.ground = step, ground
        self.names = [name for name in names_of(step) if _is_asked(name, ground)]
        initial = {name_of(name): self._initial(name) for name in self.names}
        super().__init__(data=data, initial=initial)
        for name in self.names:
            self._add(name)

    def _add(self, name: str) -> None:
        field = MAKERS[name](self.ground)
        longest = getattr(field, "max_length", None)
        if longest == LONG_TEXT:
            # A text that was longer before there was a limit can still be saved.
            self._allow(field, len(self.initial[name_of(name)] or ""))
        if isinstance(field, PeopleField):
            self.initial.pop(name_of(name), None)
            if name == "contacts.owner" and not field.initial:
                field.initial = self._first_guess()
        self.fields[name_of(name)] = field
        if name == INFORMED:
            self.fields[name_of(INFORMED_ON)] = day(
                gettext_lazy("Informed on"), gettext_lazy("Empty means today."), is_past=True
            )(self.ground)
            self.initial[name_of(INFORMED_ON)] = self._informed_on()

    @property
    def _guesses(self) -> bool:
        return self.ground.guesses and self.ground.account.status == Status.DRAFT

    def _first_guess(self) -> list[dict[str, str]]:
        """Whoever registers an account often owns it; a guess is no answer until it is saved."""
        account = self.ground.account
        user = account.registered_by
        if not self._guesses or user is None or user.pk != self.ground.viewer.user_id:
            return []
        return [{"name": user.name, "email": user.email, "phone": ""}]

    @staticmethod
    def _allow(field: Any, length: int) -> None:
        if length > LONG_TEXT:
            field.max_length = length
            field.widget.attrs["maxlength"] = str(length)
            for validator in field.validators:
                if getattr(validator, "code", "") == "max_length":
                    validator.limit_value = length

    def _initial(self, name: str) -> Any:
        if name.startswith("contacts."):
            return None
        value = questionnaire.value_of(self.ground.account, name)
        if name == "account.audiences":
            return [audience.code for audience in value]
        if name == "account.languages":
            return list(value) or (["sv"] if self._guesses else [])
        if name == "account.unit":
            return value.slug
        if name == INFORMED:
            return value is not None
        if value is None and (name.startswith("profile.") or name in RECOVERY):
            return Answer.UNKNOWN  # silence is no yes
        return value

    def _informed_on(self) -> date | None:
        moment = self.ground.account.manager_informed_at
        return localdate(moment) if moment else None

    @property
    def groups(self) -> list[Group]:
        """Everything on the page, question by question, in the questionnaire's order."""
        asked = [(QUESTIONS[code], QUESTIONS[code].fields) for code in self.step.questions]
        return [
            self._group(question, fields)
            for question, fields in [*asked, (None, self.step.fields)]
            if any(field in self.names for field in fields)
        ]

    def _group(self, question: Question | None, fields: Iterable[str]) -> Group:
        needed: list[forms.BoundField] = []
        more: list[forms.BoundField] = []
        for field in fields:
            if field in self.names:
                # What belongs to an answer follows it: who informs the manager about whom.
                first = field in NEEDED or field in ALWAYS_IN_SIGHT
                (needed if first else more).append(self[name_of(field)])
                if field == INFORMED:
                    needed.append(self[name_of(INFORMED_ON)])
        return Group(question, needed, more)

    @property
    def known_people(self) -> list[Person]:
        """Whom to choose from, where the step names people."""
        if not any(name.startswith("contacts.") for name in self.names):
            return []
        viewer = self.ground.viewer
        return known_people(None if viewer.sees_everything else viewer.units)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_days(cleaned)
        self._check_people(cleaned)
        state = cleaned.get("security_two_step")
        if cleaned.get("security_two_step_method") and state and state != TwoStep.ON:
            cleaned["security_two_step_method"] = ""
        return cleaned

    def _check_days(self, cleaned: Mapping[str, Any]) -> None:
        opened, ends = cleaned.get("account_opened_on"), cleaned.get("account_campaign_ends_on")
        if opened and ends and ends < opened:
            self.add_error("account_campaign_ends_on", _("It cannot end before it was opened."))

    def _check_people(self, cleaned: Mapping[str, Any]) -> None:
        roles = {name: cleaned[name] for name in self.fields if isinstance(cleaned.get(name), list)
                 and isinstance(self.fields[name], PeopleField)}  # fmt: skip
        faults = faults_of_unknown([one for named in roles.values() for one in named])
        for name, named in roles.items():
            for sentence in dict.fromkeys(text for one, text in faults if one in named):
                self.add_error(name, ValidationError(sentence, code="person"))
        owner, deputies = roles.get("contacts_owner", []), roles.get("contacts_deputy", [])
        if any(_is_same(one, other) for one in owner for other in deputies):
            self.add_error(
                "contacts_deputy",
                _("The owner cannot be their own deputy. Name somebody else: two people at least."),
            )

    def values(self) -> dict[str, Any]:
        """What was typed and is right, by the questionnaire's names.

        Of a form with faults these are the answers without one, so that the rest can be kept.
        """
        return {
            name: self._value(name, self.cleaned_data[name_of(name)])
            for name in self.names
            if name_of(name) in self.cleaned_data and not self._is_silent(name)
        }

    def _is_silent(self, name: str) -> bool:
        """No choice leaves what is known, where saying nothing is none of the choices."""
        field, cleaned = self.fields[name_of(name)], self.cleaned_data[name_of(name)]
        if cleaned == "" and type(field) is forms.ChoiceField and not field.valid_value(""):
            return True
        return name.startswith("security.two_step") and not self.cleaned_data.get(
            "security_two_step"
        )

    def _value(self, name: str, cleaned: Any) -> Any:
        match name:
            case "account.audiences":
                return [self.ground.words.audiences[code] for code in cleaned]
            case "account.languages":
                return tuple(cleaned)
            case "account.unit":
                return self.ground.words.unit_by_slug[cleaned]
            case "account.manager_informed_at":
                return self._informed(bool(cleaned))
            case _:
                return cleaned

    def _informed(self, is_ticked: bool) -> date | None:
        """The day; a date that was just typed says so as well as the tick does."""
        told = self.cleaned_data.get(name_of(INFORMED_ON))
        if is_ticked:
            return told or self._informed_on() or localdate()
        return told if told != self._informed_on() else None


ALWAYS_IN_SIGHT = frozenset(
    {
        *("account.profile_text", "contacts.manager", "account.opened_on"),
        *("security.two_step_method", "account.function_mailbox"),
    }
)


def names_of(step: Step) -> list[str]:
    """The fields of a step in the order they are asked."""
    asked = (QUESTIONS[code].fields for code in step.questions)
    return [*(field for fields in asked for field in fields), *step.fields]


def step_form(
    step: Step | str,
    account: Account,
    viewer: Viewer,
    words: Vocabulary,
    data: Any = None,
    guesses: bool = True,
) -> StepForm:
    """The form of a step, filled with what the account says, or with `data` as it was sent.

    Without `guesses` it holds nothing but what is stored, for showing it.
    """
    found = questionnaire.STEPS[step] if isinstance(step, str) else step
    return StepForm(found, Ground(account, viewer, words, guesses), data)


def _is_asked(name: str, ground: Ground) -> bool:
    """Only who cares for the whole university says that an account speaks for all of it."""
    if name != "account.is_university_wide":
        return True
    return any(unit.parent_id is None and ground.viewer.owns(unit.pk)
               for unit in ground.words.units.values())  # fmt: skip


def _holds(bound: forms.BoundField) -> bool:
    value = bound.value()
    if isinstance(bound.field, PeopleField):
        return any(any(row.values()) for row in value or ())
    return value not in (None, "", [], (), False, "unknown")


def _is_same(one: Named, other: Named) -> bool:
    return bool(one.email) and one.email == other.email
