"""Saving one step: what is right is kept, what is not stays on the page with its reason.

Whoever comes second sees both what is stored and what they typed, and saves again to have theirs.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..domain import answers, registration
from ..domain.access.viewer import Viewer
from ..domain.vocabulary import Vocabulary
from ..exceptions import Overtaken, RegisterError
from ..forms.answers import StepForm, step_form
from ..forms.registration import HandlingForm
from ..models import Account, User
from .registration_parts import again
from .registration_summary import shown


@dataclass
class Saved:
    """`account` as it is now; `others` how many accounts got the same answers.

    `stored` says, for every answer that somebody else changed, what they changed it to.
    """

    account: Account
    others: int = 0
    overtaken: str = ""
    stored: list[tuple[Any, Any]] = field(default_factory=list)
    is_whole: bool = False

    @property
    def note(self) -> str:
        return _("Saved %(time)s") % {
            "time": date_format(localtime(self.account.updated_at), "H:i")
        }


def save(
    form: StepForm,
    handling: HandlingForm,
    *,
    by: User,
    viewer: Viewer,
    words: Vocabulary,
    by_itself: bool = False,
) -> Saved:
    """Write the answers that are right. `by_itself`: while typing, so that nobody is named yet."""
    handling.is_valid()
    is_valid = form.is_valid()
    values = form.values()
    if by_itself:
        values = {n: v for n, v in values.items() if not n.startswith("contacts.")}
    account = form.ground.account
    saved = Saved(account)
    is_shared = form.step.code in registration.SHARED_STEPS and not by_itself
    write = _write_all if is_shared and handling.cleaned_data.get("together") else _write_one
    try:
        saved.account, saved.others = write(account, values, by, handling.shown_version)
        saved.is_whole = is_valid
    except Overtaken as overtaken:
        saved.overtaken = str(overtaken)
        # Read anew: what was read before the lock may be what both began with.
        saved.account = again(account)
        saved.stored = _differences(form, saved.account, viewer, words)
    except RegisterError as refused:
        form.add_error(None, str(refused))
    return saved


def _write_one(
    account: Account, values: answers.Answers, by: User, version: int
) -> tuple[Account, int]:
    return answers.write(account=account, values=values, by=by, version=version), 0


def _write_all(
    account: Account, values: answers.Answers, by: User, version: int
) -> tuple[Account, int]:
    return registration.write_together(account=account, values=values, by=by, version=version)


def _differences(
    form: StepForm, account: Account, viewer: Viewer, words: Vocabulary
) -> list[tuple[Any, Any]]:
    """What is stored in the answers that were typed otherwise, by the field's label."""
    now = step_form(form.step, account, viewer, words, guesses=False)
    found = []
    for bound in now:
        typed = form[bound.name]
        if str(typed.value() or "") != str(bound.value() or ""):
            found.append((bound.label, shown(bound) or _("Nothing")))
    return found
