"""Who may do what: every action of the product with the roles that may, the one place.

`own` limits an action to accounts of the viewer's own units; an admin's own are all of them. What
a viewer may not even see is not asked here: `visibility.accounts_for` has left it out before.
Whether an account's status lets an action happen is the workflow's business.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...choices import ContactRole, Role
from ...exceptions import NotAllowed
from ...models import Account, Contact
from .viewer import Viewer


class Action(StrEnum):
    REGISTER = "register"
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    CLOSE = "close"
    HAND_OVER = "hand-over"
    CONFIRM_TWO_STEP = "confirm-two-step"
    DECIDE = "decide"
    READ_QUEUE = "read-queue"
    READ_PEOPLE = "read-people"
    CARE_FOR_PEOPLE = "care-for-people"
    WAIVE = "waive"
    READ_MAIL = "read-mail"
    IMPORT = "import"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class Rule:
    """`roles` may; with `own` only for accounts of their own units.

    With `owner` the account's owner may too, whatever their role, for as long as they can sign in.
    """

    label: Promise
    roles: frozenset[Role]
    own: bool = False
    owner: bool = False


WRITERS = frozenset({Role.COMMUNICATOR, Role.ADMIN})
OVERSIGHT = frozenset({Role.AUDITOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})

RULES: dict[Action, Rule] = {
    Action.REGISTER: Rule(gettext_lazy("Register an account"), WRITERS, own=True),
    Action.EDIT: Rule(gettext_lazy("Change an account"), WRITERS, own=True),
    Action.SUBMIT: Rule(gettext_lazy("Submit a registration"), WRITERS, own=True),
    Action.WITHDRAW: Rule(gettext_lazy("Withdraw a registration"), WRITERS, own=True),
    Action.PUBLISH: Rule(gettext_lazy("Publish an approved account"), WRITERS, own=True),
    Action.CLOSE: Rule(gettext_lazy("Close an account"), WRITERS, own=True),
    Action.HAND_OVER: Rule(gettext_lazy("Hand an account over"), WRITERS, own=True, owner=True),
    Action.CONFIRM_TWO_STEP: Rule(gettext_lazy("Confirm two-step"), WRITERS, own=True),
    Action.READ_QUEUE: Rule(gettext_lazy("Read the queue of registrations"), OVERSIGHT),
    Action.READ_PEOPLE: Rule(gettext_lazy("Read what each person holds"), OVERSIGHT),
    Action.DECIDE: Rule(gettext_lazy("Decide on registrations and changes"), ADMINS),
    Action.CARE_FOR_PEOPLE: Rule(gettext_lazy("Take care of who leaves"), ADMINS),
    Action.WAIVE: Rule(gettext_lazy("Agree to exceptions from audits"), ADMINS),
    Action.READ_MAIL: Rule(gettext_lazy("Read and resend mail"), ADMINS),
    Action.IMPORT: Rule(gettext_lazy("Import a spreadsheet"), ADMINS),
    Action.ADMINISTER: Rule(gettext_lazy("Roles, units, settings"), ADMINS),
}


def may(viewer: Viewer, action: Action, account: Account | None = None) -> bool:
    """Whether the viewer may do this, with this account where the action is about one."""
    if may_in_unit(viewer, action, account.unit_id if account else None):
        return True
    return account is not None and RULES[action].owner and is_owner(viewer, account)


def is_owner(viewer: Viewer, account: Account) -> bool:
    """Whether the viewer is the person who owns the account; one query."""
    if viewer.user_id is None:
        return False
    return Contact.objects.filter(
        account=account, role=ContactRole.OWNER, person__user=viewer.user_id
    ).exists()


def may_in_unit(viewer: Viewer, action: Action, unit_id: int | None = None) -> bool:
    """The same for accounts of a unit; without one, whether the viewer may somewhere."""
    rule = RULES[action]
    if viewer.role not in rule.roles:
        return False
    if not rule.own or viewer.role == Role.ADMIN:
        return True
    return bool(viewer.units) if unit_id is None else viewer.owns(unit_id)


def require(viewer: Viewer, action: Action, account: Account | None = None) -> None:
    """Raises NotAllowed with a sentence unless the viewer may."""
    if not may(viewer, action, account):
        raise NotAllowed(_("You may look at this account but not change it."))
