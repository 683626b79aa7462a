"""What a viewer may do with an account now: the row of buttons on its page.

`PAGE_ACTIONS` is the whole list. Another room adds its page as one entry; an entry whose route does
not exist is left out.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..choices import OFFICIAL, Status
from ..domain.access.actions import Action, may
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_for
from ..models import Account


@dataclass(frozen=True)
class PageAction:
    """A page about one account: who may open it (`needs`), and in which statuses.

    `needs` is an action, or a class of fields where the page only shows something. The route takes
    the account's slug and nothing else.
    """

    label: Promise
    route: str
    needs: Action | FieldClass
    statuses: tuple[Status, ...]
    is_primary: bool = False


PAGE_ACTIONS = (
    PageAction(
        _("Read and decide"), "decision", Action.DECIDE, (Status.SUBMITTED,), is_primary=True
    ),
    PageAction(
        _("Continue registering"),
        "register_resume",
        Action.EDIT,
        (Status.DRAFT, Status.RETURNED),
        is_primary=True,
    ),
    PageAction(
        _("What is left to do"), "opening", Action.PUBLISH, (Status.APPROVED,), is_primary=True
    ),
    PageAction(_("Go on closing"), "close", Action.CLOSE, (Status.CLOSING,), is_primary=True),
    PageAction(_("Change"), "edit", Action.EDIT, (Status.APPROVED, *OFFICIAL)),
    PageAction(_("Confirm two-step"), "confirm", Action.CONFIRM_TWO_STEP, OFFICIAL),
    PageAction(_("Hand over"), "hand_over", Action.HAND_OVER, OFFICIAL),
    PageAction(_("Close this account"), "close", Action.CLOSE, (Status.PUBLISHED,)),
    PageAction(
        _("Withdraw"),
        "withdraw",
        Action.WITHDRAW,
        (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED),
    ),
    PageAction(_("History"), "account_history", FieldClass.WORKFLOW, tuple(Status)),
)


def actions_for(viewer: Viewer, account: Account) -> list[dict]:
    """Label, address and whether it is the one to take first, for each that is possible now."""
    if viewer.is_public:
        return []
    classes = classes_for(viewer, account)
    found = []
    for action in PAGE_ACTIONS:
        if account.status not in action.statuses:
            continue
        url = _address(action, account)
        if url and _is_open(action.needs, viewer, account, classes):
            found.append({"label": action.label, "url": url, "is_primary": action.is_primary})
    return found


def _is_open(
    needs: Action | FieldClass, viewer: Viewer, account: Account, classes: frozenset[FieldClass]
) -> bool:
    return needs in classes if isinstance(needs, FieldClass) else may(viewer, needs, account)


def _address(action: PageAction, account: Account) -> str:
    try:
        return reverse(f"accounts:{action.route}", args=[account.slug])
    except NoReverseMatch:
        return ""
