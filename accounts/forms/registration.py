"""The forms around the questions: beginning a registration, going on, asking somebody.

Each that makes something carries a token, so that a second click of the same page is known.
"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..domain.access.viewer import Viewer
from ..domain.questionnaire import STEPS
from ..domain.registration import MOST_TOGETHER
from ..domain.secrets import refuse_password
from ..domain.vocabulary import Vocabulary
from ..models import Unit
from .answer_fields import unit_options
from .one_of import OneOfField, Options

LONGEST_ADDRESS = 2000
NEXT, LATER, SEND = "next", "later", "send"
SUGGESTIONS = {"suggest-sv": "sv", "suggest-en": "en"}
"""Buttons that fill in a profile text, and its language."""


class TokenForm(forms.Form):
    """`token` says which page was sent; a page with a broken one counts as a page of its own."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    @property
    def token_sent(self) -> uuid.UUID:
        return self.cleaned_data.get("token") or uuid.uuid4()


def platform_field(words: Vocabulary, empty: Any, **kwargs: Any) -> OneOfField:
    field = OneOfField(label=_("Platform"), **kwargs)
    listed = [(code, platform.name) for code, platform in words.platforms.items()]
    field.offer(Options.of([("", empty), *listed]))
    return field


class AddressForm(TokenForm):
    """An account that exists: its address, or its handle and platform.

    `seen` is the platform and key that the page showed: what the person agreed to.
    """

    address = forms.CharField(
        label=_("The account's address or handle"),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": _("Paste the address of an account, or its handle.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "inputmode": "url",
            }
        ),
    )
    seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["platform"] = platform_field(
            words,
            _("The address says which"),
            required=False,
            help_text=_("Only when you write a handle instead of an address."),
        )

    def clean_address(self) -> str:
        return str(self.cleaned_data["address"]).strip()


class PlanForm(TokenForm):
    """An account that is not opened yet."""

    name = forms.CharField(
        label=_("Intended name"),
        max_length=200,
        validators=[refuse_password],
        error_messages={"required": _("Say what the account is to be called.")},
    )

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_platform"] = platform_field(
            words, _("Choose"), error_messages={"required": _("Choose the platform.")}
        )
        self.order_fields(["plan_platform", "name"])


class SeveralForm(TokenForm):
    """Several accounts of one unit that exist: an address a line."""

    addresses = forms.CharField(
        label=_("The accounts' addresses, one a line"),
        max_length=LONGEST_ADDRESS * MOST_TOGETHER,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "none"}),
        error_messages={"required": _("Paste at least one address.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        field = OneOfField(label=_("Unit"))
        field.offer(unit_options(viewer, words))
        self.fields["unit"] = field

    def clean_addresses(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_TOGETHER:
            raise ValidationError(
                ngettext_lazy(
                    "At most %(count)d account at a time. Register the others afterwards.",
                    "At most %(count)d accounts at a time. Register the others afterwards.",
                    MOST_TOGETHER,
                ),
                params={"count": MOST_TOGETHER},
            )
        return found

    @property
    def unit(self) -> Unit:
        return self.words.unit_by_slug[self.cleaned_data["unit"]]


class HandlingForm(forms.Form):
    """What a step's page says besides the answers: which version it showed, where to go on."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    together = forms.BooleanField(required=False)
    go = forms.CharField(
        required=False, validators=[RegexValidator(r"\A[a-z-]{1,20}\Z")], empty_value=NEXT
    )

    @property
    def shown_version(self) -> int:
        """A page that does not say what it showed is an old one."""
        return self.cleaned_data.get("version") or 0

    @property
    def goes_to(self) -> str:
        asked = self.cleaned_data.get("go") or NEXT
        return asked if asked in (*STEPS, *SUGGESTIONS, NEXT, LATER, SEND) else NEXT


class QuestionForm(TokenForm):
    """A question to the nearest communicator about a draft."""

    question = forms.CharField(
        label=_("What would you like to know?"),
        max_length=2000,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you would like to know.")},
    )


class SuggestionForm(TokenForm):
    """An account or an idea from somebody who does not register accounts."""

    idea = forms.CharField(
        label=_("The account's address, or your idea"),
        max_length=500,
        validators=[refuse_password],
        error_messages={"required": _("Give an address, or say what you have in mind.")},
    )
    why = forms.CharField(
        label=_("Why it is needed"),
        help_text=_("Whom do you want to reach, and with what?"),
        max_length=2000,
        validators=[refuse_password],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say in a few words why.")},
    )
